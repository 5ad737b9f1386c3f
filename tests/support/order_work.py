"""The pages of work on orders in a desk under test: audit, chases, promises, disputes."""

from collections.abc import Callable
from typing import Any

from support.desk_machine import give_pin
from support.pilot import Desk
from support.shop import TestShop
from textual.screen import Screen

from zuiqing_desk.rules.promises import Kind
from zuiqing_desk.services.orders import linking, promises
from zuiqing_desk.tui import order_screens
from zuiqing_desk.tui.session import Session

Page = Callable[[Session], Screen[Any]]

READING = {
    "AuditScreen": "正在读要审的订单",
    "ChaseScreen": "正在读待付款的订单",
    "PromisesScreen": "正在读承诺",
    "DisputesScreen": "正在读有争议的订单",
}


def on_page(desk: Desk, page: Page, name: str, staff_no: str = "1001") -> Desk:
    """Sign in and open the page, as its key does."""
    if staff_no != "1001":
        desk.shop.colleague(staff_no)
        give_pin(desk.shop, staff_no)

    async def opens() -> None:
        assert desk.app.session is not None
        desk.app.push_screen(page(desk.app.session))

    desk.sign_in(staff_no).then(opens).expect_screen(name)
    return desk.expect_focus("list-rows").expect_no_text(READING[name])


def in_audit(desk: Desk, staff_no: str = "1001") -> Desk:
    """Sign in and open the audit."""
    return on_page(desk, order_screens.audit, "AuditScreen", staff_no)


def in_chases(desk: Desk, staff_no: str = "1001") -> Desk:
    """Sign in and open the chases."""
    return on_page(desk, order_screens.chases, "ChaseScreen", staff_no)


def in_promises(desk: Desk, staff_no: str = "1001") -> Desk:
    """Sign in and open the promises."""
    return on_page(desk, order_screens.promises, "PromisesScreen", staff_no)


def in_disputes(desk: Desk, staff_no: str = "1001") -> Desk:
    """Sign in and open the disputes."""
    return on_page(desk, order_screens.disputes, "DisputesScreen", staff_no)


def linked(shop: TestShop, order_id: int, text: str = "1983还有吗") -> int:
    """A conversation this order came out of."""
    conversation = shop.waiting_customer(text)
    shop.do(linking.link, order_id, conversation, shop.lead.id)
    return conversation


def promised(
    shop: TestShop,
    order_id: int,
    what: str = "送小酒版1瓶",
    *,
    kind: Kind = "gift",
    minutes: int | None = None,
    by: int | None = None,
) -> int:
    """A promise noted for an order, to be kept within so many minutes."""
    until = None if minutes is None else shop.now + minutes * 60_000_000
    return shop.do(promises.note, order_id, kind, what, until, by or shop.lead.id)
