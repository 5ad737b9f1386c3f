"""The pages of orders in a desk under test."""

from typing import Any

from support.desk_machine import give_pin
from support.pilot import Desk

from zuiqing_desk.tui.screens.orders import OrdersScreen


def in_orders(desk: Desk, staff_no: str = "1001", **where: Any) -> Desk:
    """Sign in and open the orders, as F3 does."""
    if staff_no != "1001":
        desk.shop.colleague(staff_no)
        give_pin(desk.shop, staff_no)

    async def opens() -> None:
        assert desk.app.session is not None
        desk.app.push_screen(OrdersScreen(desk.app.session, **where))

    desk.sign_in(staff_no).then(opens).expect_screen("OrdersScreen")
    return desk.expect_focus("list-rows").expect_no_text("正在读订单")
