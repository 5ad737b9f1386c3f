"""The conversation: what is in view, what is painted, what keys do."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from support.chat_records import HARMLESS, HOSTILE, NOW, SECOND, ZONE, line, mine
from support.painted import OneWidget, counted, rows_of
from textual.pilot import Pilot

from zuiqing_desk.services.records import LineRecord
from zuiqing_desk.tui.widgets.conversation_view import ConversationView

Counted = counted(ConversationView)


class Watch:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> int:
        return self.now


class Listening(OneWidget):
    def __init__(self, widget: ConversationView) -> None:
        super().__init__(widget)
        self.asked: list[str] = []

    def on_conversation_view_wanted(self, event: ConversationView.Wanted) -> None:
        self.asked.append(event.what)


@asynccontextmanager
async def shown(
    lines: list[LineRecord], *, size: tuple[int, int] = (50, 11), has_earlier: bool = False
) -> AsyncIterator[tuple[Any, Watch, Pilot[None]]]:
    watch = Watch()
    view = Counted(watch, empty="按 Ctrl+G 接待下一位")
    async with Listening(view).run_test(size=size) as pilot:
        view.set_desk(staff_no="1024", zone=ZONE)
        view.begin()
        view.show(lines, has_earlier=has_earlier)
        view.app.set_focus(None)
        await settle(pilot)
        view.drawn_since()
        yield view, watch, pilot


async def settle(pilot: Pilot[None]) -> None:
    await pilot.pause()
    await pilot.pause()


def talk(count: int, first: int = 1) -> list[LineRecord]:
    return [line(seq, f"第{seq}句") for seq in range(first, first + count)]


def texts(view: ConversationView) -> list[str]:
    return [re.sub(r"^.(\d\d:\d\d \S+)? +", "", row.rstrip(" ▐")) for row in rows_of(view)]


async def test_it_begins_at_the_end() -> None:
    async with shown(talk(40)) as (view, _, _):
        assert texts(view)[-2] == "第40句"


async def test_a_new_line_at_the_end_is_followed() -> None:
    async with shown(talk(40)) as (view, _, _):
        view.show(talk(41), has_earlier=False)
        assert texts(view)[-2] == "第41句"


async def test_who_scrolled_up_stays_and_is_told_of_new_lines() -> None:
    async with shown(talk(40)) as (view, _, pilot):
        view.focus()
        await pilot.press("pageup")
        before = texts(view)[:-1]
        view.show([*talk(42), mine(43)], has_earlier=False)
        assert texts(view)[:-1] == before
        assert "↓ 2 条新消息" in rows_of(view)[-1]
        await pilot.press("end")
        assert texts(view)[-2] == "有的  已发送"
        assert "新消息" not in rows_of(view)[-1]


async def test_who_picked_a_line_is_not_carried_away_from_it() -> None:
    async with shown(talk(40)) as (view, _, pilot):
        view.focus()
        await pilot.press("up")
        view.show(talk(60), has_earlier=False)
        assert view.cursor_line.seq == 39
        assert any(row.startswith("›") and "第39句" in row for row in rows_of(view))


async def test_earlier_lines_push_nothing_out_of_sight() -> None:
    async with shown(talk(40, first=100), has_earlier=True) as (view, _, pilot):
        view.focus()
        await pilot.press(*["up"] * 39)
        await pilot.pause()
        assert set(view.app.asked) == {"earlier"}
        assert view.cursor_line.seq == 100
        where = texts(view).index("第100句")
        view.show(talk(90, first=50), has_earlier=True)
        assert texts(view)[where] == "第100句"
        assert view.cursor_line.seq == 100
        assert not view.wants("earlier")
        await pilot.press("up")
        assert view.cursor_line.seq == 99


async def test_home_asks_for_the_first_line_and_end_for_the_newest() -> None:
    async with shown(talk(40, first=100), has_earlier=True) as (view, _, pilot):
        view.focus()
        await pilot.press("home")
        await pilot.pause()
        assert view.app.asked == ["first"]
        view.show(talk(40), has_earlier=False, has_later=True, newest=500)
        assert not view.wants("first")
        await pilot.press("home")
        assert view.cursor_line.seq == 1
        assert "下面还有" in rows_of(view)[-1]
        await pilot.press("end")
        await pilot.pause()
        assert view.app.asked == ["first", "last"]
        view.show(talk(40, first=461), has_earlier=True, newest=500)
        await pilot.press("end")
        assert texts(view)[-2] == "第500句"
        assert view.follows


async def test_far_above_the_newest_lines_nothing_is_followed_and_new_ones_are_counted() -> None:
    async with shown(talk(40, first=100), has_earlier=True) as (view, _, pilot):
        view.focus()
        view.show(talk(40), has_earlier=False, has_later=True, newest=139)
        view.go_to(20)
        before = texts(view)[:-1]
        view.show(talk(40), has_earlier=False, has_later=True, newest=142)
        assert texts(view)[:-1] == before
        assert "↓ 3 条新消息" in rows_of(view)[-1]
        view.app.asked.clear()
        await pilot.press("pagedown", "pagedown", "pagedown")
        await pilot.pause()
        assert set(view.app.asked) == {"later"}
        assert not view.follows


async def test_the_cursor_comes_to_what_is_in_view() -> None:
    async with shown(talk(40)) as (view, _, _):
        view.page(-1)
        view.page(-1)
        view.app.set_focus(None)
        view.focus()
        view.app.set_focus(view)
        await settle(_)
        assert any(row.startswith("›") for row in rows_of(view))


async def test_a_status_change_paints_its_row_only() -> None:
    lines = [*talk(4), mine(5, status="pending")]
    async with shown(lines) as (view, _, pilot):
        view.show([*talk(4), mine(5, status="read")], has_earlier=False)
        await settle(pilot)
        assert view.drawn_since() == {5}
        view.show([*talk(4), mine(5, status="read")], has_earlier=False)
        await settle(pilot)
        assert view.drawn_since() == set()


async def test_a_new_line_on_a_page_with_room_paints_one_row() -> None:
    async with shown(talk(3)) as (view, _, pilot):
        view.show(talk(4), has_earlier=False)
        await settle(pilot)
        assert view.drawn_since() == {4}


async def test_moving_the_cursor_paints_two_rows() -> None:
    async with shown(talk(5)) as (view, _, pilot):
        view.focus()
        await settle(pilot)
        view.drawn_since()
        await pilot.press("up")
        await settle(pilot)
        assert view.drawn_since() == {4, 5}


async def test_the_typing_sign_comes_and_goes() -> None:
    async with shown(talk(2)) as (view, watch, pilot):
        view.set_typing(NOW + 3 * SECOND)
        assert "对方正在输入…" in rows_of(view)[-1]
        await settle(pilot)
        view.drawn_since()
        watch.now += 4 * SECOND
        view.tick()
        await settle(pilot)
        assert view.drawn_since() == {10}
        assert "输入" not in rows_of(view)[-1]


async def test_a_line_longer_than_the_view_can_be_read_whole() -> None:
    long = line(2, "\n".join(f"行{n}" for n in range(30)))
    async with shown([line(1), long, line(3)]) as (view, _, pilot):
        view.focus()
        seen: set[str] = set()
        for _ in range(12):
            await pilot.press("up")
            seen.update(texts(view))
        assert {f"行{n}" for n in range(30)} <= seen
        assert view.cursor_line.seq == 1
        for _ in range(12):
            await pilot.press("down")
        assert view.cursor_line.seq == 3


async def test_paging_takes_the_cursor_along() -> None:
    async with shown(talk(100)) as (view, _, pilot):
        view.focus()
        await pilot.press("pageup", "pageup")
        top = view.cursor_line.seq
        assert top < 90
        assert any(row.startswith("›") for row in rows_of(view))
        await pilot.press("pagedown")
        assert view.cursor_line.seq > top


async def test_another_conversation_begins_afresh() -> None:
    async with shown(talk(40)) as (view, _, pilot):
        view.focus()
        await pilot.press("home")
        view.begin(new_after=2)
        view.show(talk(3), has_earlier=False)
        assert "以下是新消息" in "".join(rows_of(view))
        assert view.cursor_line.seq == 3


async def test_narrower_wraps_anew_and_keeps_the_end() -> None:
    long = [line(seq, f"第{seq}句很长很长很长很长很长很长很长") for seq in range(1, 30)]
    async with shown(long, size=(80, 12)) as (view, _, pilot):
        await pilot.resize_terminal(30, 12)
        await settle(pilot)
        assert "".join(texts(view)[:-1]).endswith("第29句" + "很长" * 7)
        assert view.total() > 60


async def test_a_new_size_is_fitted_before_it_is_told() -> None:
    long = [line(seq, f"第{seq}句很长很长很长很长很长很长很长") for seq in range(1, 30)]
    async with shown(long, size=(30, 12)) as (view, _, pilot):
        for width in (120, 20, 80, 14, 200):
            await pilot.resize_terminal(width, 12)
            assert texts(view)[-2]


async def test_empty_it_says_what_to_press() -> None:
    async with shown([]) as (view, _, pilot):
        assert "Ctrl+G" in rows_of(view)[0]
        view.focus()
        await pilot.press("up", "down", "pageup", "pagedown", "home", "end")
        assert view.cursor_line is None


async def test_hostile_text_is_text() -> None:
    async with shown([line(1, HOSTILE)], size=(120, 8)) as (view, _, _):
        assert HARMLESS in "".join(rows_of(view))


async def test_tiny_views_hold() -> None:
    for size in ((1, 1), (3, 2), (14, 1)):
        async with shown(talk(5), size=size) as (view, _, pilot):
            view.focus()
            await pilot.press("up", "pageup", "end", "home")
            assert len(rows_of(view)) == size[1]
