"""Product cards in a shop under test, and the screens they are kept on."""

from typing import Any

from support.desk_machine import give_pin
from support.pilot import Desk
from support.shop import TestShop

from zuiqing_desk.services.products import catalogue
from zuiqing_desk.services.products.records import ProductFacts
from zuiqing_desk.tui.screens.products import ProductsScreen


def product(
    shop: TestShop, short_name: str, full_name: str = "", *, must_read: bool = False, **more: Any
) -> int:
    """A product card; its id."""
    facts = ProductFacts(short_name, full_name or f"示例酒{short_name}", **more)
    return shop.do(catalogue.add, facts, actor=shop.lead.id, must_read=must_read)


def in_products(desk: Desk, staff_no: str = "1001") -> Desk:
    """Sign in and open the product cards."""
    if staff_no != "1001":
        desk.shop.colleague(staff_no)
        give_pin(desk.shop, staff_no)

    async def opens() -> None:
        assert desk.app.session is not None
        desk.app.push_screen(ProductsScreen(desk.app.session))

    desk.sign_in(staff_no).then(opens).expect_screen("ProductsScreen")
    return desk.expect_focus("list-rows").expect_no_text("正在读商品库")
