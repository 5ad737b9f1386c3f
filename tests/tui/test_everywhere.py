"""Help, palette, jumping, search and lock on every screen behind the sign-in."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.pilot import Desk
from textual.binding import Binding
from textual.screen import ModalScreen, Screen

import zuiqing_desk.tui.screens
from zuiqing_desk.tui.initials import INITIAL, initials
from zuiqing_desk.tui.screens.everywhere import IDS, Everywhere

OUTSIDE = {"SignInScreen", "SetupScreen", "ProblemScreen", "LockScreen"}
"""Where nobody is signed in, or nobody may see anything."""
IN_PASSING = {"JumpScreen"}
"""Where every key is a letter."""
ITS_OWN = {"DeskScreen"}
"""Binds all that acts everywhere."""
PARTS = {"ServesPages", "Toured"}
"""No screens, but parts of the desk's."""


def screens() -> Iterator[type[Screen[Any]]]:
    """Every screen of the program."""
    folder = zuiqing_desk.tui.screens
    for module in pkgutil.iter_modules(folder.__path__):
        for found in vars(importlib.import_module(f"{folder.__name__}.{module.name}")).values():
            if isinstance(found, type) and issubclass(found, Screen):
                own = found.__module__ == f"{folder.__name__}.{module.name}"
                yield from [found] if own else []


BEHIND = [one for one in screens() if one.__name__ not in OUTSIDE | IN_PASSING | ITS_OWN]


@pytest.mark.parametrize("screen", BEHIND, ids=lambda one: one.__name__)
def test_the_same_keys_act_on_every_screen(screen: type[Screen[Any]]) -> None:
    if screen.__name__ not in PARTS:
        assert issubclass(screen, Everywhere)
        bound = {one.id for _, one in screen._merged_bindings or ()}
        assert set(IDS) <= bound


def test_the_screens_were_found() -> None:
    assert {"OrdersScreen", "RosterScreen", "Dialog", "PickerScreen", "HistoryScreen"} <= {
        one.__name__ for one in BEHIND
    }
    assert all(issubclass(one, Screen | ModalScreen) for one in BEHIND)


@pytest.mark.parametrize("screen", BEHIND, ids=lambda one: one.__name__)
def test_what_the_palette_lists_of_a_screen_is_found_by_initials(
    screen: type[Screen[Any]],
) -> None:
    for binding in vars(screen).get("BINDINGS", ()):
        if isinstance(binding, Binding) and binding.tooltip:
            chinese = [one for one in binding.description if "一" <= one <= "鿿"]
            assert [one for one in chinese if one not in INITIAL] == []
            assert initials(binding.description) == "".join(INITIAL[one] for one in chinese)


def test_initials() -> None:
    assert initials("批准") == "pz"
    assert initials("已发货 x") == "yfh"


PAGES = {
    "order.open": "回到列表，再按回上一页",
    "handover.open": "收下这一条草稿",
    "history.open": "只找这个会话",
    "tally.open": "换一块",
    "roster.open": "换一块",
    "staff.manage": "打开选中的一行",
    "policy.edit": "打开选中的一行",
    "note.add": "取消",
    "handover.add": "下一项",
    "chat.snooze": "取消",
    "chat.transfer": "关闭",
    "reply.pick": "说明选中的这一条为什么排在这里",
    "product.pick": "把选中的一条放进回复框",
}
"""How a screen is opened, and something its help says."""


async def test_f1_says_what_acts_there(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        desk.shop.colleague("1002")
        desk.shop.waiting_customer()
        await desk.sign_in().keys("ctrl+g").expect_focus("reply")
        for id_, words in PAGES.items():
            await desk.keys("ctrl+p").expect_screen("PaletteScreen").paste(id_)
            await desk.keys("enter")
            await desk.expect(
                lambda: type(desk.screen).__name__ not in ("DeskScreen", "PaletteScreen"), id_
            )
            page = desk.screen
            await desk.keys("f1").expect_screen("PageHelp").expect_text("这里能用的", words)
            await desk.keys("f1").expect(lambda page=page: desk.screen is page, id_)  # type: ignore[misc]
            while type(desk.screen).__name__ != "DeskScreen":
                await desk.keys("escape")


async def test_one_goes_from_page_to_page_and_nothing_lies_beneath(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in().keys("f9").expect_screen("RosterScreen")
        await desk.keys("ctrl+p").expect_text("这里").type("tj").expect_text("统计").keys("enter")
        await desk.expect_screen("TallyScreen").keys("escape").expect_screen("DeskScreen")


async def test_a_pages_own_letter_is_found_by_initials_and_runs(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in().keys("f8").expect_screen("TallyScreen").keys("tab", "ctrl+p")
        await desk.expect_screen("PaletteScreen").type("zt").expect_text("昨天").keys("enter")
        await desk.expect_screen("TallyScreen").expect_text("昨天")


async def test_what_is_unsaved_stays(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        desk.shop.waiting_customer()
        await desk.sign_in().keys("f6").expect_screen("NoteDialog").type("瓶盖松了")
        await desk.keys("ctrl+p").expect_screen("PaletteScreen").type("xyw").keys("enter")
        await desk.expect_screen("NoteDialog").expect_text("还有没保存的内容", "瓶盖松了")
        await desk.keys("ctrl+p").expect_screen("PaletteScreen").type("pb").keys("enter")
        await desk.expect_screen("RosterScreen").keys("escape")
        await desk.expect_screen("NoteDialog").expect_text("瓶盖松了")


async def test_another_key_in_force_is_the_one_that_is_shown_and_acts(tmp_path: Path) -> None:
    from zuiqing_desk.tui.ports import ScreenOptions

    options = ScreenOptions(keys={"palette": ("f4",), "jump": ("ctrl+p",)})
    async with Desk(tmp_path, options=options) as desk:
        await desk.sign_in().keys("f8").expect_screen("TallyScreen").keys("f4")
        await desk.expect_screen("PaletteScreen").type("tz").expect_text("^P").keys("escape")
        await desk.expect_screen("TallyScreen").keys("ctrl+p").expect_screen("JumpScreen")


PAGE_KEYS = {
    "f3": "OrdersScreen",
    "f5": "HandoverScreen",
    "f8": "TallyScreen",
    "f9": "RosterScreen",
    "f7": "HistoryScreen",
}


async def test_a_pages_key_goes_there_from_every_screen(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        desk.shop.waiting_customer()
        await desk.sign_in().keys("ctrl+g").expect_focus("reply").type("在的")
        for key, screen in PAGE_KEYS.items():
            # From the page before, and from what stands over this one.
            await desk.keys(key).expect_screen(screen).keys("f1").expect_screen("PageHelp")
            await desk.keys("f8" if key != "f8" else "f9")
            await desk.expect_screen("TallyScreen" if key != "f8" else "RosterScreen")
        await desk.keys("f8").expect_screen("TallyScreen").keys("f2").expect_screen("DeskScreen")
        await desk.keys("f5").expect_screen("HandoverScreen").keys("ctrl+p")
        await desk.expect_screen("PaletteScreen").keys("f2").expect_screen("DeskScreen")
        await desk.expect_text("在的")


async def test_a_pages_own_key_leaves_it_as_it_is(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        for key, screen in PAGE_KEYS.items():
            await desk.keys(key).expect_screen(screen)
            page = desk.screen
            await desk.keys(key).then(desk.pilot.pause)
            assert desk.screen is page


async def test_one_goes_over_what_is_unsaved_and_does_not_quit(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in().keys("f6").expect_screen("NoteDialog").type("瓶盖松了")
        await desk.keys("f2").expect_text("还有没保存的内容").expect_screen("NoteDialog")
        await desk.keys("ctrl+q").expect(lambda: len(desk.app._notifications) == 2, "a word")
        await desk.expect_screen("NoteDialog").keys("f9").expect_screen("RosterScreen")
        await desk.keys("escape").expect_screen("NoteDialog").expect_text("瓶盖松了")


async def test_one_quits_from_a_page_and_is_asked_once(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        desk.shop.waiting_customer()
        await desk.sign_in().keys("ctrl+g").expect_focus("reply").keys("f8")
        await desk.expect_screen("TallyScreen").keys("ctrl+q").expect_screen("ConfirmDialog")
        await desk.expect_text("现在退出").keys("ctrl+q").then(desk.pilot.pause)
        await desk.expect(lambda: len(desk.app.screen_stack) == 4, "one question")
        await desk.keys("escape").expect_screen("TallyScreen").keys("ctrl+q")
        await desk.expect_text("现在退出").keys("down", "enter")
        await desk.expect(lambda: not desk.app.is_running, "the end")
