"""What the variables of a reply stand for while it is being written: no customer is there yet."""

from collections.abc import Mapping
from typing import Final

from zuiqing_desk.services.products import catalogue
from zuiqing_desk.services.replies import values
from zuiqing_desk.tui.session import Session

SAMPLES: Final[Mapping[str, str]] = {
    "客户": "王**",
    "平台": "网页",
    "商品": "示例酒",
    "全名": "示例酒 52度 500ml",
    "价格": "128",
    "香型": "浓香型",
    "度数": "52度",
    "容量": "500ml",
    "箱规": "6",
    "赠品": "小酒版1瓶",
    "订单号": "2603020001",
    "订单货品": "示例酒×6",
    "应付": "768",
    "快递单号": "YT0001",
    "预计到货": "3月5日–6日",
    "收件人": "王**",
    "收货地址": "某省某市某路1号",
}
"""For what only a conversation, a product card or an order can say."""


async def sample_values(session: Session) -> dict[str, str]:
    """The shop's, the agent's and the hour's own values; the first product; samples for the rest.

    May raise RuleError or StoreError.
    """
    ask, me = session.bench.ask, session.staff.id
    cards = await ask(catalogue.all_cards, me)
    product = cards[0].id if cards else None
    known = await ask(values.values, conversation_id=None, staff_id=me, product_id=product)
    return {**SAMPLES, **known}
