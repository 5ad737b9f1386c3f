"""What stands on the demo's shelves: products, a promotion that ends, a draft to be approved."""

from importlib import resources

from zuiqing_desk import shipped
from zuiqing_desk.services.products import acks, catalogue, importing
from zuiqing_desk.services.products.sheet import COLUMNS
from zuiqing_desk.services.replies import library
from zuiqing_desk.services.replies.records import ReplyWords
from zuiqing_desk.sheets import read
from zuiqing_desk.store.tx import Tx

NEW = "小酒版"
DAY_US = 24 * 3600 * 1_000_000


def stock(tx: Tx, lead_id: int, agent_id: int) -> None:
    """Fill the shelves; the lead has one product to be read by all, and one draft to look at."""
    with resources.as_file(resources.files(shipped) / "demo_products.csv") as path:
        plan = importing.plan(read(path, COLUMNS), importing.known(tx))
    importing.apply(tx, plan, lead_id)
    new = catalogue.by_name(tx, NEW)
    assert new is not None
    acks.mark_must_read(tx, new.id, lead_id)
    acks.read(tx, new.id, agent_id)
    promotion = ReplyWords(
        code="zmhd",
        title="周末活动",
        category="议价",
        body="{客户|亲}，周末两箱起送小酒版1瓶，活动到周日截止，您看要几箱？",
        tags="活动 赠品",
        valid_until=tx.now + 2 * DAY_US,
    )
    library.add(tx, promotion, owner_id=None, actor=lead_id, approve_now=True)
    proposal = ReplyWords(
        code="psby",
        title="破损别急",
        category="破损渗漏",
        body="别着急，{客户|亲}，先拍外箱和瓶身各一张，我这边马上登记。",
        tags="安抚 拍照",
    )
    library.add(tx, proposal, owner_id=None, actor=agent_id)
