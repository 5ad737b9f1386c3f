"""The tour: what it says, and that it notices what was done."""

from pathlib import Path

import pytest
from support.pilot import Desk

from zuiqing_desk.tui.actions import ACTIONS
from zuiqing_desk.tui.ports import ScreenOptions
from zuiqing_desk.tui.screens.desk import DeskScreen
from zuiqing_desk.tui.tour import STEPS, Seen, Tour
from zuiqing_desk.tui.widgets.tour_band import TourBand

KEYS = {action.id: action.keys for action in ACTIONS}
DESK = Seen(chat=True)


def at_step(number: int) -> Tour:
    tour = Tour()
    tour.at = number
    return tour


def over(*screens: str) -> Seen:
    return Seen(over=frozenset(screens), chat=True)


@pytest.mark.parametrize(
    ("step", "before", "done"),
    [
        (0, Seen(), Seen(chat=True)),
        (1, DESK, Seen(chat=True, written=True)),
        (2, Seen(chat=True, written=True, answered=True), Seen(chat=True, answered=True)),
        (3, over("PickerScreen"), DESK),
        (4, over("RemarkScreen"), DESK),
        (4, over("OrdersScreen"), DESK),
        (5, DESK, Seen(in_list=True)),
        (6, over("HandoverScreen", "ConfirmDialog"), DESK),
        (7, over("PaletteScreen"), DESK),
        (8, over("HelpScreen"), DESK),
    ],
)
def test_each_step_waits_until_it_is_done(step: int, before: Seen, done: Seen) -> None:
    tour = at_step(step)
    tour.look(before)
    assert tour.at == step
    tour.look(done)
    assert tour.at == step + 1


def test_what_was_open_in_an_earlier_step_counts_for_nothing_later() -> None:
    tour = at_step(3)
    for seen in (over("HelpScreen"), DESK, over("PickerScreen"), DESK):
        tour.look(seen)
    tour.at = 8
    tour.look(DESK)
    assert tour.at == 8


def test_a_customer_without_an_order_has_no_remark() -> None:
    tour = at_step(4)
    tour.look(DESK)
    assert "按 F3 看" in tour.words(KEYS)
    tour.look(Seen(chat=True, has_order=True))
    assert "按 Ctrl+R 看" in tour.words(KEYS)


def test_words_name_the_keys_in_force() -> None:
    assert "按 Ctrl+G 接待" in Tour().words(KEYS)
    assert "按 F9 接待" in Tour().words({**KEYS, "chat.next": ("f9",)})
    for number in range(len(STEPS)):
        words = at_step(number).words(KEYS)
        assert "{" not in words
        assert f"教程 {number + 1}/{len(STEPS)}" in words
    assert at_step(len(STEPS)).words(KEYS) == ""


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_whole_tour(tmp_path: Path, size: tuple[int, int]) -> None:
    options = ScreenOptions(tour=True, keys={"handover.open": ("f9",), "roster.open": ("f5",)})
    async with Desk(tmp_path, size=size, options=options) as desk:
        desk.shop.waiting_customer("这款还有货吗")
        await desk.sign_in().expect_text("教程 1/9", "按 Ctrl+G 接待")
        await desk.take_next().expect_text("教程 2/9").expect_focus("reply")
        await desk.type("有现货").expect_text("教程 3/9").send().expect_text("教程 4/9")
        await desk.keys("slash").expect_screen("PickerScreen")
        await desk.keys("escape").expect_screen("DeskScreen").expect_text("教程 5/9", "按 F3 看")
        await desk.keys("f3").expect_screen("OrdersScreen")
        await desk.keys("escape").expect_screen("DeskScreen").expect_text("教程 6/9")
        await desk.expect_focus("reply").keys("escape").expect_text("教程 7/9", "按 F9 看")
        await desk.keys("f9").expect_screen("HandoverScreen")
        await desk.keys("escape").expect_screen("DeskScreen").expect_text("教程 8/9")
        await desk.keys("ctrl+p").expect_screen("PaletteScreen")
        await desk.keys("escape").expect_screen("DeskScreen").expect_text("教程 9/9")
        await desk.keys("f1").expect_screen("HelpScreen")
        await desk.keys("escape").expect_screen("DeskScreen").expect_text("教程做完了")
        assert not desk.screen.query(TourBand)


async def test_the_tour_is_put_away_and_taken_up_by_its_key(tmp_path: Path) -> None:
    async with Desk(tmp_path, options=ScreenOptions(tour=False)) as desk:
        await desk.sign_in().expect_focus("queue")
        assert not desk.screen.query(TourBand)
        await desk.keys("question_mark").expect_text("教程 1/9")
        await desk.keys("escape").expect_text("教程 1/9")
        await desk.keys("question_mark").expect_no_text("教程 1/9").expect_text("教程关掉了")


async def test_who_signs_out_in_the_midst_can_begin_again(tmp_path: Path) -> None:
    async with Desk(tmp_path, options=ScreenOptions(tour=True)) as desk:
        await desk.sign_in().expect_text("教程 1/9")
        desk.screen.post_message(DeskScreen.Leave(quit=False, word="先到这里"))
        await desk.expect_text("先到这里").sign_in().expect_text("教程 1/9")


async def test_in_a_real_shop_nobody_practises(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in().expect_focus("queue").keys("question_mark")
        await desk.expect_text("zuiqing-desk demo").expect_no_text("教程 1/9")
