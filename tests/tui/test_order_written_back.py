"""The order page says how it stands with writing a remark back to the platform."""

import base64
from pathlib import Path

import pytest
from support.orders import add_order
from support.shop import TestShop

from zuiqing_desk.services.bridge import accounts, events
from zuiqing_desk.services.orders import remarks, whole
from zuiqing_desk.services.orders.remarks import Change
from zuiqing_desk.tui.order_text import order_text

HOSTILE = "没有这单\x1b[2J[b]"


@pytest.mark.parametrize(
    ("settled", "words"),
    [
        ("", "备注回写 … 等待，09:00 起"),
        ("later", "备注回写 … 等待（没有这单[2J[b]），09:00 起"),
        ("told", "备注回写 ✓ 已写 09:01"),
        ("failed", "备注回写 ▲ 失败：没有这单[2J[b]"),
    ],
)
def test_the_state_is_said_in_words(tmp_path: Path, settled: str, words: str) -> None:
    shop = TestShop(tmp_path)
    secret = "whsec_" + base64.b64encode(bytes(32)).decode()
    told = {"platform": "taobao", "name": "淘宝店", "storefront": "", "secret": secret}
    shop.do(accounts.add, slug="tb", url="http://127.0.0.1:9", actor=None, **told)
    order = add_order(shop)
    assert "备注回写" not in page(shop, order)
    change = Change(order, "[1001]6瓶1983,发韵达", "成交", "", "")
    shop.do(remarks.write, change, shop.lead.id, None)
    if settled:
        [telling] = shop.do(events.claim, 8, {})
        shop.later(60)
        how = {"told": (), "failed": (HOSTILE,), "later": (5.0, HOSTILE)}[settled]
        shop.do(getattr(events, settled), telling.event_id, *how)
    assert words in page(shop, order).splitlines()
    shop.store.close()


def page(shop: TestShop, order: int) -> str:
    return order_text(shop.ask(whole.look, order), shop.now, "Asia/Shanghai").plain
