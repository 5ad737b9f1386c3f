"""What no platform tells of an order, said by hand on the page of orders."""

from dataclasses import replace
from pathlib import Path

from support.order_pages import in_orders
from support.orders import add_order
from support.pilot import Desk

from zuiqing_desk.services.orders import promises, reading, typed
from zuiqing_desk.services.orders.typed import NewItem, NewOrder

ONE = NewOrder((NewItem("1983", 6),), platform="taobao", paid=False)


def typed_in(desk: Desk, order: NewOrder = ONE) -> int:
    made: int = desk.shop.do(typed.add, order, None, desk.shop.lead.id)
    return made


def state(desk: Desk, order: int) -> str:
    return str(desk.shop.ask(reading.one, order).state)


async def test_a_typed_in_order_is_paid_and_unpaid_again(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        order = typed_in(desk)
        await in_orders(desk).expect_text("6×1983").keys("m").expect_text("改成")
        await desk.expect_text("已付款", "已关闭", "退款").keys("enter")
        await desk.expect(lambda: state(desk, order) == "paid", "paid").keys("u")
        await desk.expect(lambda: state(desk, order) == "unpaid", "unpaid again")


async def test_leaving_the_question_changes_nothing(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        order = typed_in(desk, replace(ONE, paid=True))
        await in_orders(desk).keys("m").expect_text("改成").keys("escape")
        await desk.expect_screen("OrdersScreen").expect_no_text("改成")
        assert state(desk, order) == "paid"


async def test_an_imported_order_follows_its_platform(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        order = add_order(desk.shop, state="unpaid")
        await in_orders(desk).keys("m").expect_text("改成").keys("enter")
        await desk.expect_text("跟着平台走")
        assert state(desk, order) == "unpaid"


async def test_a_promise_by_phone_is_noted_and_taken_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        order = add_order(desk.shop)
        await in_orders(desk).keys("p").expect_screen("PromiseDialog")
        await desk.type("2瓶小酒版").keys("enter").expect_screen("OrdersScreen")
        await desk.expect_text("已记承诺：2瓶小酒版")
        (made,) = desk.shop.ask(promises.of_order, order)
        assert (made.kind, made.what) == ("gift", "2瓶小酒版")
        await desk.keys("u").expect(
            lambda: desk.shop.ask(promises.of_order, order) == [], "no promise any more"
        )
