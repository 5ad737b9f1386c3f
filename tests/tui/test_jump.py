"""Jump mode: letters beside everything in view, pressed with or without an input method."""

from pathlib import Path

import pytest
from support.pilot import Desk
from textual.widgets import OptionList

from zuiqing_desk.tui.jump import MOST, Target, apart, labels, plain, targets
from zuiqing_desk.tui.panes.chat import ChatPane


@pytest.mark.parametrize("count", [0, 1, 26, 27, 51, 52, 100, 200, MOST, MOST + 1])
def test_labels_are_distinct_and_none_begins_another(count: int) -> None:
    found = labels(count)
    assert len(found) == len(set(found)) == min(count, MOST)
    assert not any(one != other and other.startswith(one) for one in found for other in found)
    assert sum(len(one) == 1 for one in found) >= (26 if count > 25 else count) - count // 25


def test_few_have_one_letter_each() -> None:
    assert all(len(one) == 1 for one in labels(26))


@pytest.mark.parametrize(("typed", "meant"), [("a", "a"), ("A", "a"), ("ａ", "a"), ("Ａ", "a")])
def test_twins_are_the_letter(typed: str, meant: str) -> None:
    assert plain(typed) == meant


def test_no_label_lies_over_another() -> None:
    close = [Target(x, y, lambda: None) for x, y in ((0, 0), (1, 0), (9, 0), (1, 1))]
    assert [(one.x, one.y) for one in apart(close)] == [(0, 0), (2, 0), (9, 0), (1, 1)]


def label_beside(desk: Desk, words: str, at: int = 0) -> str:
    """The letters that stand at the beginning of a row with these words."""
    row = [line for line in desk.text.split("\n") if words in line][at]
    return row.lstrip("│ ").split()[0].lower()


async def with_customers(desk: Desk, count: int) -> None:
    for number in range(count):
        talk = desk.shop.customer(f"tb_{number}**")
        desk.shop.says(talk, "在吗")
    await desk.sign_in().expect_text(f"tb_{0}**")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_a_letter_puts_the_cursor_on_its_row(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Desk(tmp_path, size=size) as desk:
        await with_customers(desk, 5)
        pane = desk.screen.query_one(ChatPane)
        wanted = pane.queue.items[3]
        await desk.keys("f4").expect_screen("JumpScreen").expect_text("跳到哪里")
        letter = label_beside(desk, wanted.customer)
        await desk.type(letter).expect_screen("DeskScreen")
        assert pane.queue.cursor_item == wanted
        assert desk.app.focused is pane.queue


async def test_a_full_width_letter_goes_there_too_and_nothing_is_written(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await with_customers(desk, 3)
        await desk.keys("ctrl+g").expect_focus("reply").type("在的")
        pane = desk.screen.query_one(ChatPane)
        await desk.keys("f4").expect_screen("JumpScreen").type("，").expect_text("没有这个字母")
        await desk.type("Ａ").expect_screen("DeskScreen")
        assert desk.app.focused is pane.queue
        assert pane.reply.text == "在的"


async def test_escape_and_the_same_key_leave_everything_as_it_was(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await with_customers(desk, 2)
        await desk.keys("ctrl+g").expect_focus("reply")
        for key in ("escape", "f4"):
            await desk.keys("f4").expect_screen("JumpScreen").keys(key)
            await desk.expect_screen("DeskScreen").expect_focus("reply")


async def test_more_than_a_hundred_places_take_two_letters(tmp_path: Path) -> None:
    async with Desk(tmp_path, size=(200, 120)) as desk:
        await with_customers(desk, 60)
        await desk.expect(lambda: len(desk.screen.query_one(ChatPane).queue.items) == 60)
        pane = desk.screen.query_one(ChatPane)
        places = targets(desk.screen)
        assert len(places) > 50
        assert len({(one.x, one.y) for one in places}) == len(places)
        wanted = pane.queue.items[-10]
        await desk.keys("f4").expect_screen("JumpScreen")
        letters = label_beside(desk, wanted.customer)
        assert len(letters) == 2
        await desk.type(letters[0]).expect_screen("JumpScreen").keys("backspace")
        await desk.type(letters).expect_screen("DeskScreen")
        assert pane.queue.cursor_item == wanted


async def test_it_works_over_a_dialog_and_in_its_fields(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await with_customers(desk, 1)
        await desk.keys("ctrl+g").expect_focus("reply").keys("ctrl+p")
        await desk.expect_screen("PaletteScreen")
        rows = desk.screen.query_one(OptionList)
        await desk.keys("f4").expect_screen("JumpScreen").type("f")
        await desk.expect_screen("PaletteScreen")
        assert rows.highlighted == 2
        await desk.keys("escape").expect_screen("DeskScreen").keys("ctrl+d")
        await desk.expect_screen("HandoverForm").expect_text("事由")
        focused = desk.app.focused
        await desk.keys("f4").expect_screen("JumpScreen").type("d")
        await desk.expect_screen("HandoverForm")
        assert desk.app.focused is not focused


async def test_another_size_of_the_terminal_ends_it(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await with_customers(desk, 1)
        await desk.keys("f4").expect_screen("JumpScreen").resize(100, 30)
        await desk.expect_screen("DeskScreen")


async def test_a_line_of_the_conversation_is_reached(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        talk = desk.shop.customer()
        for text in ("第一句", "第二句", "第三句"):
            desk.shop.says(talk, text)
        await desk.sign_in().keys("ctrl+g").expect_focus("reply").expect_text("第一句")
        pane = desk.screen.query_one(ChatPane)
        spots = {seq: y for y, seq in pane.conversation.spots()}
        first = pane.conversation.lines[0]
        assert first.seq in spots
        pane.conversation.focus()
        pane.conversation.point(first.seq)
        assert pane.conversation.cursor_line == first
