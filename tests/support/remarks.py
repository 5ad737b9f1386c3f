"""A customer who consulted an agent, then ordered and paid; and the builder over it."""

from typing import Any

from support.library import OLD
from support.orders import add_order
from support.pilot import Desk

from zuiqing_desk.services import conversations
from zuiqing_desk.services.orders import linking, reading
from zuiqing_desk.services.orders.records import OrderRecord
from zuiqing_desk.services.products import catalogue
from zuiqing_desk.store.tx import Tx
from zuiqing_desk.tui.screens.remark import RemarkScreen

LINE = "[1001]6瓶1983,发韵达"


def sold(desk: Desk, *, answered: bool = True, **order: Any) -> tuple[int, int]:
    """A conversation of mine and its paid order of six bottles; (conversation, order)."""
    shop = desk.shop
    known = shop.ask(lambda tx: tx.value("SELECT count(*) FROM product"))
    if not known:
        shop.do(catalogue.add, OLD, actor=shop.lead.id)
    shop.comes_on(shop.lead)
    conversation = shop.customer("甲客")
    shop.says(conversation, "这款1983还有货吗")
    shop.later(10)
    if answered:
        shop.answers(conversation, shop.lead, "有的，买6瓶合适。")
    shop.later(60)
    order_id = add_order(shop, **{"province": "浙江省", "city": "杭州市", **order})
    shop.do(_made_plain, order_id)
    shop.do(linking.link, order_id, conversation, shop.lead.id)
    shop.do(conversations.take, conversation, shop.lead.id)
    return conversation, order_id


def _made_plain(tx: Tx, order_id: int) -> None:
    """The goods are known, and that the house courier serves the address."""
    tx.run(
        "UPDATE order_item SET product_id = (SELECT id FROM product) WHERE order_id = :id",
        id=order_id,
    )
    tx.run(
        "INSERT OR IGNORE INTO coverage (courier, province, city, district, served, note)"
        " VALUES ('韵达', '浙江省', '', '', 'yes', '')"
    )


def opened(desk: Desk) -> Desk:
    """Signed in, with the customer's conversation open."""
    desk.sign_in().expect_text("甲客").keys("enter").expect_text("致 甲客")
    return desk


def order(desk: Desk, order_id: int) -> OrderRecord:
    """The order as it stands."""
    return desk.shop.ask(reading.one, order_id)


def builder(desk: Desk) -> RemarkScreen:
    """The builder in front."""
    assert isinstance(desk.screen, RemarkScreen)
    return desk.screen
