"""The promises that are open, on screen: kept, dropped, late."""

from pathlib import Path

import pytest
from support.order_work import in_promises, linked, promised
from support.orders import add_order
from support.pilot import Desk

from zuiqing_desk.services.orders import promises, reading

SIZES = [(80, 24), (120, 40), (200, 60)]
HOSTILE = "[b]\x1b]52;c;aGk=\x07名\u202e[/]"


@pytest.mark.parametrize("size", SIZES)
async def test_without_promises_it_says_how_one_is_made(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with Desk(tmp_path, size=size) as desk:
        await in_promises(desk).expect_text("没有没兑现的承诺", "按 c 记成承诺", "Esc 返回")


@pytest.mark.parametrize("size", SIZES)
async def test_the_one_due_first_stands_first(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Desk(tmp_path, size=size) as desk:
        order = add_order(desk.shop)
        promised(desk.shop, order, "不急的事")
        promised(desk.shop, order, "十点前发货", kind="dispatch", minutes=60)
        promised(desk.shop, order, "送小酒版1瓶", minutes=30)
        await in_promises(desk).expect_text("[没兑现 3]", "09:30", "10:00", "没说时间")
        text = desk.text
        assert text.index("09:30") < text.index("10:00") < text.index("没说时间")


async def test_one_past_its_time_stands_out_while_one_looks(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        order = add_order(desk.shop)
        promised(desk.shop, order, minutes=10)
        await in_promises(desk).expect_text("过了时间 0").later(11 * 60)
        await desk.expect_text("▲ 过了1 分钟", "承诺本  ▲ 过了时间 1").keys("right")
        await desk.expect_text("[过了时间 1]").later(10 * 60).expect_text("▲ 过了11 分钟")


async def test_my_own_are_in_a_view_of_their_own(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        promised(shop, add_order(shop), "组长答应的")
        promised(shop, add_order(shop), "我答应的事", by=shop.colleague("1002").id)
        await in_promises(desk, "1002").keys("left").expect_text("[我答应的 1]", "我答应的事")
        await desk.expect_no_text("组长答应的")


async def test_kept_and_taken_back_by_key(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop, order = desk.shop, add_order(desk.shop)
        promise = promised(shop, order)
        await in_promises(desk).expect_text("送小酒版1瓶").keys("y")
        await desk.expect_text("“送小酒版1瓶”已兑现", "没有没兑现的承诺")
        assert shop.ask(promises.one, promise).state == "kept"
        await desk.keys("u").expect_text("已撤销", "[没兑现 1]")
        assert shop.ask(promises.one, promise).state == "open"
        await desk.keys("u").expect_text("没有可以撤销的")


async def test_what_others_changed_since_is_not_undone(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop, order = desk.shop, add_order(desk.shop)
        promise = promised(shop, order)
        await in_promises(desk).expect_text("送小酒版1瓶").keys("y").expect_text("[没兑现 0]")
        shop.do(promises.reopen, promise, shop.lead.id)
        await desk.expect_text("[没兑现 1]").keys("u").expect_text("后来又有人改过")
        assert shop.ask(promises.one, promise).state == "open"


async def test_dropping_needs_a_reason(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop, order = desk.shop, add_order(desk.shop)
        promise = promised(shop, order)
        await in_promises(desk).expect_text("送小酒版1瓶").keys("x")
        await desk.expect_text("不用兑现了？").keys("enter").expect_text("作废一条承诺要写原因")
        await desk.keys("escape").expect_screen("PromisesScreen")
        assert shop.ask(promises.one, promise).state == "open"
        await desk.keys("x").expect_screen("PromptDialog").type("客户不要了").keys("enter")
        await desk.expect_text("已作废", "没有没兑现的承诺")
        found = shop.ask(promises.one, promise)
        assert (found.state, found.reason) == ("dropped", "客户不要了")
        await desk.keys("u").expect_text("[没兑现 1]")


async def test_enter_goes_to_the_conversation(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        order = add_order(desk.shop)
        linked(desk.shop, order, "送小酒吗")
        promised(desk.shop, order)
        await in_promises(desk).expect_text("送小酒版1瓶").keys("enter")
        await desk.expect_screen("DeskScreen").expect_focus("reply").expect_text("送小酒吗")


async def test_without_a_conversation_one_is_offered(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        order = add_order(desk.shop)
        promised(desk.shop, order)
        conversation = desk.shop.waiting_customer("送小酒吗")
        await in_promises(desk).expect_text("送小酒版1瓶").keys("enter")
        await desk.expect_screen("ChooseDialog").expect_text("是哪个会话的", "送小酒吗")
        await desk.keys("down", "enter").expect_text("已关联到").expect_screen("PromisesScreen")
        assert desk.shop.ask(reading.one, order).conversation_id == conversation
        await desk.keys("u").expect_text("已撤销")
        assert desk.shop.ask(reading.one, order).conversation_id is None


async def test_filtered_by_what_whom_and_number(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        promised(desk.shop, add_order(desk.shop, number="88001", buyer="tb_甲"), "发顺丰")
        promised(desk.shop, add_order(desk.shop, number="88002", buyer="tb_乙"), "退差价")
        await in_promises(desk).expect_text("[没兑现 2]").keys("slash").type("顺丰")
        await desk.expect_no_text("退差价").keys("ctrl+u").type("88002").expect_no_text("发顺丰")
        await desk.type("x").expect_text("没有“88002x”").keys("escape", "escape")
        await desk.expect_text("发顺丰", "退差价")


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_words_stay_text(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Desk(tmp_path, size=size) as desk:
        order = add_order(desk.shop, buyer=HOSTILE, buyer_message=HOSTILE)
        promise = promised(desk.shop, order)
        desk.shop.do(
            lambda tx: tx.run("UPDATE promise SET what = :t WHERE id = :i", t=HOSTILE, i=promise)
        )
        await in_promises(desk).expect_text("[b]")
        for key in ("x", "escape", "y"):
            await desk.keys(key)
            assert not set(desk.text) & set("\x1b\x07\u202e")
