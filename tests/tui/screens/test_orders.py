"""The orders on screen: found, looked at, linked, brought in by hand."""

from pathlib import Path

import pytest
from support.order_pages import in_orders
from support.orders import add_order
from support.pilot import Desk
from support.replies import team_reply
from support.shop import SECOND

from zuiqing_desk.services.orders import reading
from zuiqing_desk.tui.screens.orders import OrdersScreen

SIZES = [(80, 24), (120, 40), (200, 60)]
HOSTILE = "[b]\x1b]52;c;aGk=\x07名\u202e[/]"


def chosen(desk: Desk) -> int | None:
    """The order under the cursor."""
    screen = desk.screen
    assert isinstance(screen, OrdersScreen)
    return screen.chosen.id if screen.chosen is not None else None


@pytest.mark.parametrize("size", SIZES)
async def test_no_orders_yet(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Desk(tmp_path, size=size) as desk:
        await in_orders(desk).expect_text("还没有订单。按 i 导入", "按 n 录入", "Esc")


@pytest.mark.parametrize("size", SIZES)
async def test_f3_opens_the_orders_newest_first_and_esc_leaves(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with Desk(tmp_path, size=size) as desk:
        add_order(desk.shop, ("旧单", 1), placed_at=desk.shop.now - 3600 * SECOND)
        add_order(desk.shop, ("新单", 2), placed_at=desk.shop.now)
        await desk.sign_in().keys("f3").expect_screen("OrdersScreen")
        await desk.expect_text("[全部 2]", "2×新单", "1×旧单", "7680.00")
        assert desk.text.index("2×新单") < desk.text.index("1×旧单")
        await desk.keys("escape").expect_screen("DeskScreen")


async def test_the_details_follow_the_cursor(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        first = {"buyer_message": "送人的，包好", "placed_at": desk.shop.now + 1}
        place = {"province": "广东省", "city": "深圳市"}
        add_order(desk.shop, ("醉卿1983", 6), address="幸福路八号", **place, **first)
        add_order(desk.shop, ("醉卿1979", 1), state="unpaid", receiver="李**")
        await in_orders(desk).expect_text("送人的，包好", "广东省深圳市****").keys("down")
        await desk.expect_text("1×醉卿1979", "李**").expect_no_text("送人的，包好")


@pytest.mark.parametrize(
    ("state", "view"),
    [("unpaid", "待付款"), ("paid", "已付款"), ("held", "挂起"), ("refund", "退款")],
)
async def test_each_state_has_its_view(tmp_path: Path, state: str, view: str) -> None:
    async with Desk(tmp_path) as desk:
        add_order(desk.shop, ("别的", 1), state="dispatched")
        add_order(desk.shop, ("这一笔", 1), state=state)
        turns = ["unpaid", "paid", "audit", "held", "dispatched", "closed", "refund"].index(state)
        await in_orders(desk).expect_text("[全部 2]").keys(*["right"] * (turns + 1))
        await desk.expect_text(f"[{view} 1]", "这一笔").expect_no_text("1×别的")


@pytest.mark.parametrize(
    "query", ["8899", "tb_找", "王五", "4455", "封坛", "４４５５", "TB_找 封坛"]
)
async def test_orders_are_found_by_what_people_know_of_them(tmp_path: Path, query: str) -> None:
    async with Desk(tmp_path) as desk:
        add_order(desk.shop, ("别的酒", 1), number="1001")
        order = {
            "number": "1234568899",
            "buyer": "tb_找**",
            "receiver": "王五",
            "phone": "13800004455",
        }
        wanted = add_order(desk.shop, ("封坛酒", 1), **order)
        await in_orders(desk).expect_text("[全部 2]").keys("slash").type(query)
        await desk.expect_no_text("1×别的酒").keys("enter").expect_focus("list-rows")
        assert chosen(desk) == wanted
        await desk.keys("escape").expect_text("1×别的酒")


async def test_what_is_not_found_is_said(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        add_order(desk.shop)
        await in_orders(desk).keys("slash").type("没这单").expect_text("没有“没这单”", "按 Esc")


async def test_the_cursor_is_on_the_order_asked_for(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        orders = [add_order(desk.shop, placed_at=desk.shop.now - at) for at in range(5)]
        await in_orders(desk, order_id=orders[3])
        await desk.expect(lambda: chosen(desk) == orders[3], "the cursor on the fourth")


async def test_what_others_do_shows_at_once(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        order = add_order(desk.shop, ("第一笔", 1))
        await in_orders(desk).expect_text("[全部 1]")
        later = add_order(desk.shop, ("第二笔", 1), placed_at=desk.shop.now + SECOND)
        await desk.expect_text("[全部 2]", "1×第二笔")
        assert chosen(desk) == order, "the cursor left its order"
        desk.shop.do(
            lambda tx: (
                tx.run("DELETE FROM order_item WHERE order_id = :id", id=later),
                tx.run("DELETE FROM shop_order WHERE id = :id", id=later),
                tx.journal("order.removed", later),
            )
        )
        await desk.expect_text("[全部 1]").expect_no_text("1×第二笔")


async def test_enter_opens_the_conversation(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        talk = desk.shop.waiting_customer("我的单什么时候发")
        add_order(desk.shop, conversation_id=talk)
        await in_orders(desk).expect_text("Enter 会话").keys("enter")
        await desk.expect_screen("DeskScreen").expect_text("我的单什么时候发", "致 tb_**")


async def test_linking_and_unlinking_by_key_and_undoing_both(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        talk = desk.shop.waiting_customer("就要这款")
        order = add_order(desk.shop, buyer="tb_**9")

        def linked() -> int | None:
            return desk.shop.ask(reading.one, order).conversation_id

        await in_orders(desk).expect_text("没有关联，按 k").keys("k")
        await desk.expect_text("是哪个会话的", "就要这款").keys("down", "enter")
        await desk.expect_text("已关联到 tb_**", "按 Enter 打开")
        assert linked() == talk
        await desk.keys("u").expect_text("已撤销", "没有关联，按 k")
        assert linked() is None
        await desk.keys("k").expect_text("是哪个会话的").keys("down", "enter")
        await desk.expect_text("按 Enter 打开").keys("k")
        await desk.expect_text("已和会话断开", "没有关联，按 k")
        assert linked() is None
        await desk.keys("u").expect_text("按 Enter 打开")
        assert linked() == talk


async def test_a_conversation_with_the_buyer_is_opened_by_hand_and_undone(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        order = add_order(desk.shop, buyer="tb_**9")
        await in_orders(desk).keys("k").expect_text("＋ 新开手工会话 · 淘宝 · tb_**9")
        await desk.keys("enter").expect_text("已关联到 tb_**9")
        assert desk.shop.ask(reading.one, order).conversation_id is not None
        await desk.keys("u").expect_text("已撤销")
        assert desk.shop.ask(reading.one, order).conversation_id is None


async def test_without_any_conversation_there_is_nothing_to_link(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        add_order(desk.shop, buyer="")
        await in_orders(desk).keys("enter").expect_text("没有会话可以关联")


async def test_marks_are_set_one_by_one_or_all_and_taken_away(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        for at in range(3):
            add_order(desk.shop, placed_at=desk.shop.now - at)
        await in_orders(desk).expect_text("[全部 3]").keys("space", "space")
        await desk.expect(lambda: desk.text.count("■") == 2, "two marks").keys("v")
        await desk.expect(lambda: desk.text.count("■") == 3, "three marks").keys("v")
        await desk.expect(lambda: "■" not in desk.text, "no marks").keys("space", "escape")
        await desk.expect(lambda: "■" not in desk.text, "no marks").expect_screen("OrdersScreen")
        await desk.keys("escape").expect_screen("DeskScreen")


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_words_stay_text(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Desk(tmp_path, size=size) as desk:
        words = ("buyer", "receiver", "address", "address_before", "buyer_message", "remark")
        words += ("platform_remark", "waybill", "platform_state", "flag", "verdict_reason")
        add_order(desk.shop, (HOSTILE, 1), **dict.fromkeys(words, HOSTILE))
        await in_orders(desk).expect_text("[b]", "1×")
        assert not set(desk.text) & set("\x1b\x07\u202e")


async def test_the_account_is_to_be_compared_and_a_key_leads_there(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        add_order(desk.shop, paid_at=desk.shop.now)
        desk.shop.later(4 * 3600)
        await in_orders(desk).expect_text("▲ 12:00 的到账还有 1 笔没确认，按 a 去确认").keys("a")
        await desk.expect_screen("AuditScreen")


async def test_an_unpaid_order_is_chased_from_the_list(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        team_reply(desk.shop, "cf", "催付", "亲，您的订单还没付款，需要帮忙吗？", category="催付")
        talk = desk.shop.waiting_customer("再想想")
        add_order(desk.shop, state="unpaid", conversation_id=talk)
        await in_orders(desk).expect_text("催付").keys("c").expect_screen("DeskScreen")
        await desk.expect_text("您的订单还没付款，需要帮忙吗", "致 tb_**")


async def test_a_paid_order_is_not_chased(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        add_order(desk.shop)
        await in_orders(desk).keys("c").expect_text("不用催").expect_screen("OrdersScreen")


async def test_f3_types_an_order_in_from_the_open_conversation(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        desk.shop.waiting_customer("我要六瓶")
        await desk.sign_in().take_next().expect_text("致 tb_**").keys("f3")
        await desk.expect_screen("OrdersScreen").expect_text("还没有订单").keys("n")
        await desk.expect_screen("OrderForm").expect_text("‹ tb_** ·")
