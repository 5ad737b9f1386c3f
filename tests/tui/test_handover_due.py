"""Reminders before a shift ends, and of a page that was left in the book."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from support.desk_machine import PIN
from support.handover import GIVER, HOUR, TAKER, day_and_evening, works
from support.pilot import Desk

from zuiqing_desk.services.handover import pages, signing
from zuiqing_desk.tui.alerts import Alerts
from zuiqing_desk.tui.screens import desk_notebooks
from zuiqing_desk.tui.screens.desk import DeskScreen


def looks(desk: Desk) -> Callable[[], Awaitable[None]]:
    """What the desk does every few seconds."""

    async def step() -> None:
        screen = next(one for one in desk.app.screen_stack if isinstance(one, DeskScreen))
        await screen.due.look()

    return step


async def test_a_quarter_of_an_hour_before_the_giver_is_told_once(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        works(desk.shop, GIVER, "白班")
        works(desk.shop, TAKER, "晚班")
        await desk.sign_in(GIVER).later(8.7 * HOUR).then(looks(desk)).expect_no_text("交班，按")
        await desk.later(0.1 * HOUR).then(looks(desk)).expect_text("18:00 交班，按 F5")
        desk.app.clear_notifications()
        await desk.then(looks(desk)).expect_no_text("交班，按")


async def test_the_taker_is_told_to_come_early(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        day_and_evening(desk.shop)
        await desk.sign_in(TAKER).expect_text("18:00 接班，按 F5", "当面接")


async def test_over_a_locked_screen_the_bell_rings_and_the_words_are_kept_for_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[object] = []
    monkeypatch.setattr(Alerts, "ring", lambda alerts: rung.append(alerts))
    async with Desk(tmp_path) as desk:
        works(desk.shop, GIVER, "白班")
        await desk.sign_in(GIVER).keys("ctrl+l").expect_screen("LockScreen").later(8.8 * HOUR)
        await desk.then(looks(desk)).type(PIN).keys("enter").expect_screen("DeskScreen")
        await desk.then(looks(desk)).expect_text("18:00 交班，按 F5")
        assert len(rung) == 1


async def test_the_desk_looks_at_the_clock_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_notebooks, "EVERY_S", 0.05)
    async with Desk(tmp_path) as desk:
        works(desk.shop, GIVER, "白班")
        await desk.sign_in(GIVER).later(8.8 * HOUR).expect_text("18:00 交班，按 F5")


async def test_what_is_left_in_the_book_meanwhile_does_not_take_the_keys(tmp_path: Path) -> None:
    """Only who comes in finds it open; who is writing is told."""
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        giver = works(shop, GIVER, "晚班")
        works(shop, TAKER, "白班", days=1)
        shop.later(23 * HOUR)
        await desk.sign_in(TAKER).expect_screen("DeskScreen")
        page = shop.do(pages.open_for, giver.id)
        shop.do(signing.give, page, giver.id)
        shop.later(0.6 * HOUR)
        await desk.then(looks(desk)).expect_text("留下的交接本等您接").expect_screen("DeskScreen")
