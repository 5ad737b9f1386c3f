"""Orders typed in by hand."""

from pathlib import Path

import pytest
from support.order_pages import in_orders
from support.orders import add_order
from support.pilot import Desk

from zuiqing_desk.services.orders import reading
from zuiqing_desk.services.orders.records import OrderRecord
from zuiqing_desk.tui.screens.orders import OrdersScreen
from zuiqing_desk.tui.widgets.form import FormField

SIZES = [(80, 24), (120, 40), (200, 60)]


def in_form(desk: Desk, **where: object) -> Desk:
    """The form for a new order."""
    return in_orders(desk, **where).keys("n").expect_screen("OrderForm")


def orders(desk: Desk) -> list[OrderRecord]:
    """Every order whole."""
    return [desk.shop.ask(reading.one, row.id) for row in desk.shop.ask(reading.rows)]


@pytest.mark.parametrize("size", SIZES)
async def test_an_order_is_typed_in_and_undone(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Desk(tmp_path, size=size) as desk:
        add_order(desk.shop, ("别的", 1))
        await in_form(desk).type("6瓶1983+2瓶小酒版").keys("tab").type("768").keys("tab", "tab")
        await desk.keys("tab").expect_focus("field-platform").keys("right", "tab", "tab")
        await desk.type("tb_**3").keys("ctrl+s").expect_screen("OrdersScreen")
        await desk.expect_text("订单已录入", "[全部 2]", "8×1983")
        screen = desk.screen
        assert isinstance(screen, OrdersScreen)
        await desk.expect(lambda: screen.chosen.buyer == "tb_**3", "the cursor on it")  # type: ignore[union-attr]
        (typed,) = [one for one in orders(desk) if one.buyer == "tb_**3"]
        assert typed.number.startswith("手工-")
        assert (typed.platform, typed.state, typed.amount_fen) == ("taobao", "paid", 76_800)
        assert [(item.quantity, item.title, item.spec) for item in typed.items] == [
            (6, "1983", "1瓶"),
            (2, "小酒版", "1瓶"),
        ]
        await desk.keys("u").expect_text("已撤销", "[全部 1]")


async def test_the_conversation_in_hand_gives_platform_and_buyer(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        talk = desk.shop.waiting_customer("我要六瓶")
        await in_form(desk, conversation_id=talk).expect_text("tb_** ·").type("6瓶1983")
        await desk.keys("ctrl+s").expect_screen("OrdersScreen").expect_text("按 Enter 打开")
        (typed,) = orders(desk)
        assert (typed.conversation_id, typed.buyer, typed.platform) == (talk, "tb_**", "other")


@pytest.mark.parametrize(
    ("paid", "state", "cod"), [(0, "paid", False), (1, "unpaid", False), (2, "paid", True)]
)
async def test_paid_unpaid_or_cash_on_delivery(
    tmp_path: Path, paid: int, state: str, cod: bool
) -> None:
    async with Desk(tmp_path) as desk:
        talk = desk.shop.waiting_customer()
        await in_form(desk, conversation_id=talk).type("6瓶1983").keys("tab", "tab")
        await desk.expect_focus("field-paid").keys(*["right"] * paid, "ctrl+s")
        await desk.expect_screen("OrdersScreen").expect_text("订单已录入")
        (typed,) = orders(desk)
        assert (typed.state, typed.cod) == (state, cod)


async def test_what_is_wrong_is_said_at_its_field(tmp_path: Path) -> None:
    async with Desk(tmp_path, size=(120, 50)) as desk:
        add_order(desk.shop, number="777")
        await in_form(desk).type("六瓶1983").keys("tab").type("贵").keys("ctrl+s")
        await desk.expect_text("✗ 第 1 个字：", "✗ 看不懂「贵」").expect_focus("field-items")
        await desk.keys("ctrl+u").type("6瓶1983").keys("tab", "ctrl+u").type("768").keys("ctrl+s")
        await desk.expect_text("✗ 请选订单所在的平台。").expect_focus("field-platform")
        await desk.keys("right", "tab").type("777").keys("ctrl+s")
        await desk.expect_text("✗ 淘宝的订单 777 已经在订单页里了").expect_focus("field-number")
        assert desk.screen.query_one("#field-items", FormField).value == "6瓶1983"
        assert len(orders(desk)) == 1


async def test_a_phone_without_digits_is_not_dropped_in_silence(tmp_path: Path) -> None:
    async with Desk(tmp_path, size=(120, 50)) as desk:
        talk = desk.shop.waiting_customer()
        await in_form(desk, conversation_id=talk).type("6瓶1983").keys(*["tab"] * 8)
        await desk.expect_focus("field-phone").type("问客户").keys("ctrl+s")
        await desk.expect_text("✗ 电话不像号码").expect_focus("field-phone")
        await desk.keys("ctrl+u").type("１３８００００００１１").keys("ctrl+s")
        await desk.expect_screen("OrdersScreen").expect_text("订单已录入")


async def test_leaving_a_half_filled_form_asks(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await in_form(desk).type("6瓶").keys("escape").expect_text("不保存就离开？").keys("escape")
        await desk.expect_screen("OrderForm").keys("escape", "down", "enter")
        await desk.expect_screen("OrdersScreen")
        assert orders(desk) == []


async def test_an_empty_form_is_not_stored(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await in_form(desk).keys("ctrl+s").expect_text("✗ 第 1 个字").expect_screen("OrderForm")
        assert orders(desk) == []
