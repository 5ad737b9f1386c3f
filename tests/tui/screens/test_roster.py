"""The roster on screen: planned by single keys, swaps and leave, gaps, files."""

import threading
from pathlib import Path

import pytest
from support.desk_machine import give_pin
from support.pilot import Desk
from support.roster import MONDAY, plan, words
from support.shop import TestShop

from zuiqing_desk.services.roster import leave, swaps
from zuiqing_desk.tui.screens.roster import RosterScreen

SIZES = [(80, 24), (120, 40), (200, 60)]


def in_roster(desk: Desk, staff_no: str = "1001") -> Desk:
    """Sign in and open the roster."""
    if staff_no != "1001":
        desk.shop.colleague(staff_no)
        give_pin(desk.shop, staff_no)
    desk.sign_in(staff_no).keys("f9").expect_screen("RosterScreen")
    return desk.expect_focus("list-rows").expect_no_text("正在读排班").expect_text("3月2日 周一")


def on_roster(desk: Desk) -> RosterScreen:
    """The screen itself."""
    assert isinstance(desk.screen, RosterScreen)
    return desk.screen


def week(shop: TestShop, staff_no: str, monday: int = MONDAY) -> list[str]:
    """A person's week in words."""
    return words(shop, shop.colleague(staff_no), monday, 7)


@pytest.mark.parametrize("size", SIZES)
async def test_a_week_is_planned_by_one_key_a_day(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Desk(tmp_path, size=size) as desk:
        shop = desk.shop
        shop.colleague("1002")
        await in_roster(desk).expect_text("今", "1 白=白班 09:00–18:00").keys("down")
        await desk.keys("1", "1", "2", "x", "l").expect_text("3月6日", "请假")
        await desk.expect(lambda: week(shop, "1002")[4] == "假", "the last key")
        assert week(shop, "1002") == ["白班", "白班", "晚班", "休", "假", "", ""]


async def test_keys_that_come_before_the_store_answers_are_all_carried_out(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop, let_go = desk.shop, threading.Event()
        await in_roster(desk)
        store = desk.machine._store
        assert store is not None
        store.write(lambda tx: let_go.wait(60))
        await desk.keys("1", "1", "2", "2", "3", "3", "x").expect_text("3月9日 周一")
        let_go.set()
        await desk.expect(lambda: week(shop, "1001")[6] == "休", "the last key")
        assert week(shop, "1001") == ["白班", "白班", "晚班", "晚班", "常班", "常班", "休"]


async def test_every_step_is_taken_back_the_newest_first(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        plan(shop, shop.lead, MONDAY - 7, "晚班")
        await in_roster(desk).keys("1", "left", "d").expect_text("白*").keys("x", "left")
        await desk.expect_text("按 u 撤销").keys("delete", "c")
        await desk.expect(lambda: week(shop, "1001")[0] == "晚班", "the week before")
        seen = []
        for expected in ("", "休", "白班*", "白班", ""):
            await desk.keys("u").expect(
                lambda expected=expected: week(shop, "1001")[0] == expected,  # type: ignore[misc]
                f"“{expected}”",
            )
            seen.append(week(shop, "1001")[0])
        await desk.keys("u").expect_text("没有可以撤销的")
        assert seen == ["", "休", "白班*", "白班", ""]


async def test_own_times_and_a_second_shift_of_a_day(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        await in_roster(desk).keys("t").expect_screen("PromptDialog").type("夜班 22点")
        await desk.keys("enter").expect_text("不是班次").keys("backspace").type(":00-06:00")
        await desk.keys("enter").expect_screen("RosterScreen")
        await desk.expect(lambda: week(shop, "1001")[0] == "夜班", "the shift").keys("left")
        await desk.expect_text("22:00–次日06:00", "夜~").keys("t").expect_screen("PromptDialog")
        await desk.keys("end", *["backspace"] * 20).type("+早班 09:00-12:00").keys("enter")
        await desk.expect(lambda: week(shop, "1001")[0] == "早班 / 夜班", "both")
        await desk.expect_text("早+").keys("left", "d").expect_text("哪一班当值")
        await desk.keys("down", "enter").expect_screen("RosterScreen")
        await desk.expect(lambda: week(shop, "1001")[0] == "早班 / 夜班*", "the second one's")


async def test_months_turn_and_come_back(tmp_path: Path) -> None:
    async with Desk(tmp_path, size=(80, 24)) as desk:
        await in_roster(desk).keys("]", "]").expect_text("2026年5月", "5月1日").keys("[")
        await desk.expect_text("2026年4月").keys("n").expect_text("2026年3月", "3月2日")
        await desk.expect_no_text(" 31 ").keys("end").expect_text("3月31日 周二", " 31", "‹")
        await desk.keys("home").expect_text("3月1日 周日", "›")


async def test_who_does_not_lead_reads_and_asks_for_leave(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        plan(shop, shop.colleague("1002"), MONDAY + 1, "晚班", duty=True)
        await in_roster(desk, "1002").expect_text("我的班", "3月3日 周二  晚班 18:00–23:00 * 当值")
        await desk.keys("1").expect_text("组长").keys("l").expect_screen("PromptDialog")
        await desk.keys("backspace").type("5-6").keys("enter").expect_text("原因")
        await desk.paste("家里有事" * 15).type("急").keys("enter").expect_text("等组长批准")
        [asked] = shop.ask(leave.open_leave)
        assert asked.reason == "家里有事" * 15
        assert (asked.from_day, asked.to_day) == (MONDAY + 3, MONDAY + 4)
        assert week(shop, "1002") == ["", "晚班*", "", "", "", "", ""]
        await desk.keys("u").expect_text("已撤销")
        assert shop.ask(leave.open_leave) == []


async def test_a_swap_is_asked_agreed_and_approved(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        first, second = shop.colleague("1002"), shop.colleague("1003")
        plan(shop, first, MONDAY + 4, "白班")
        plan(shop, second, MONDAY + 5, "晚班")
        plan(shop, second, MONDAY + 31, "晚班")
        await in_roster(desk, "1002").keys("right", "right", "right", "right")
        await desk.expect_text("3月6日 周五").keys("s").expect_text("把 3月6日 白班 调给同事")
        await desk.keys("enter").expect_text("调给谁").keys("down", "enter")
        await (
            desk.expect_text("换 3月7日 周六 晚班", "换 4月2日 周四 晚班")
            .keys("down", "enter")
            .expect_text("可以不写")
        )
        await desk.keys("enter").expect_text("已向 1003** 提出调班", "等同事答应")
        [swap] = shop.ask(swaps.open_swaps)
        shop.do(swaps.agree, swap.id, second.id)
        await desk.expect_text("等组长批准").keys("escape", "f2")
        shop.do(swaps.approve, swap.id, shop.lead.id)
        assert week(shop, "1002")[4:6] == ["", "晚班"]
        assert week(shop, "1003")[4:6] == ["白班", ""]


async def test_a_lead_decides_about_requests(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        who = shop.colleague("1002")
        plan(shop, who, MONDAY + 4, "白班")
        shop.do(leave.ask, MONDAY + 4, MONDAY + 5, "家里有事", who.id)
        await in_roster(desk).expect_text("▲ 调班请假 1", "家里有事").keys("s")
        await desk.expect_text("请假 1002").keys("enter").expect_text("批准，这几天记成请假")
        await desk.keys("enter").expect(lambda: week(shop, "1002")[4] == "假", "the leave")
        await desk.expect_screen("RosterScreen").expect_no_text("▲ 调班请假")
        await desk.keys("u").expect_text("▲ 调班请假 1")
        assert week(shop, "1002")[4:6] == ["白班", ""]


async def test_rostered_hours_without_anybody_are_shown_to_the_lead(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        plan(shop, shop.colleague("1002"), MONDAY, "晚班")
        shop.later(10 * 3600)
        await in_roster(desk).expect_text("▲ 空档 1", "空档 18:00–19:00，该在岗：1002")


async def test_a_month_goes_into_a_file_and_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop, path = desk.shop, tmp_path / "排班.csv"
        plan(shop, shop.lead, MONDAY, "白班", duty=True)
        await in_roster(desk).keys("e").expect_screen("PromptDialog")
        await desk.keys("end", *["backspace"] * 30).paste(str(path)).keys("enter")
        await desk.expect_screen("RosterScreen").expect_text("排班已写到")
        text = path.read_text(encoding="utf-8-sig")
        assert "白班*" in text
        path.write_text(text.replace("白班*", "晚班"), encoding="utf-8")
        await desk.keys("i").expect_screen("PromptDialog").paste(str(path)).keys("enter")
        await desk.expect_screen("RosterReport").expect_text("白班* → 晚班", "要改 1 天")
        assert week(shop, "1001")[0] == "白班*"
        await desk.keys("a").expect(lambda: week(shop, "1001")[0] == "晚班", "the file")
        await desk.expect_screen("RosterScreen").keys("u")
        await desk.expect(lambda: week(shop, "1001")[0] == "白班*", "the month as it was")


async def test_a_file_with_an_unknown_shift_changes_nothing(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        path = tmp_path / "排班.csv"
        path.write_text("工号,姓名,1,2\n1001,甲**,白班,早午班\n", encoding="utf-8")
        await in_roster(desk).keys("i").expect_screen("PromptDialog").paste(str(path))
        await desk.keys("enter").expect_screen("RosterReport").expect_text("[错在哪里 1]", "早午班")
        await desk.keys("a").expect_text("先改好文件").keys("escape")
        await desk.expect_screen("RosterScreen")
        assert week(desk.shop, "1001") == [""] * 7
