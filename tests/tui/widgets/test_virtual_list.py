"""The virtual list: what is painted, where the cursor goes."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from support.painted import OneWidget, counted, rows_of
from textual.pilot import Pilot
from textual.widget import Widget

from zuiqing_desk.tui.text import cut
from zuiqing_desk.tui.widgets.rows import Span
from zuiqing_desk.tui.widgets.virtual_list import Cursor, Shown, VirtualList


@dataclass(frozen=True)
class Named:
    key: int
    name: str


class Names(VirtualList[Named]):
    def key_of(self, item: Named) -> int:
        return item.key

    def item_spans(self, shown: Shown, width: int) -> Sequence[Span]:
        lead = ">" if shown.cursor is Cursor.ACTIVE else " "
        return [(f"{lead}{cut(shown.item.name, width - 1)}", "")]


Counted = counted(Names)


def named(*keys: int) -> list[Named]:
    return [Named(key, f"名{key}") for key in keys]


@asynccontextmanager
async def shown(
    items: Sequence[Named], size: tuple[int, int] = (30, 10)
) -> AsyncIterator[tuple[Any, Pilot[None]]]:
    names = Counted(empty="没有人在等。按 Ctrl+O 开手工会话")
    app = OneWidget(names)
    async with app.run_test(size=size) as pilot:
        names.focus()
        names.replace(items)
        await pilot.pause()
        names.drawn_since()
        yield names, pilot


async def settle(pilot: Pilot[None], widget: Widget) -> None:
    """Until what was asked for is painted."""
    await pilot.pause()
    await pilot.pause()


async def test_moving_in_view_paints_two_rows() -> None:
    async with shown(named(*range(20_000))) as (names, pilot):
        await pilot.press("down")
        await settle(pilot, names)
        assert names.drawn_since() == {0, 1}
        assert names.cursor_key == 1


async def test_an_item_that_changes_off_screen_paints_nothing() -> None:
    items = named(*range(50))
    async with shown(items) as (names, pilot):
        items[30] = Named(30, "别的")
        names.replace(list(items))
        await settle(pilot, names)
        assert names.drawn_since() == set()


async def test_an_item_that_changes_in_view_paints_its_row() -> None:
    items = named(*range(50))
    async with shown(items) as (names, pilot):
        items[3] = Named(3, "别的")
        names.replace(list(items))
        await settle(pilot, names)
        assert names.drawn_since() == {3}
        assert rows_of(names)[3].startswith(" 别的")


async def test_growing_off_screen_paints_at_most_the_scroll_mark() -> None:
    async with shown(named(*range(8))) as (names, pilot):
        names.replace(named(*range(9)))
        await settle(pilot, names)
        assert names.drawn_since() == {8}


async def test_the_cursor_stays_on_its_key_when_the_order_changes() -> None:
    async with shown(named(1, 2, 3, 4)) as (names, pilot):
        names.select(2)
        names.replace(named(4, 3, 1, 2))
        await settle(pilot, names)
        assert names.cursor_key == 2
        assert rows_of(names)[3].startswith(">名2")


async def test_the_cursor_is_followed_out_of_view() -> None:
    async with shown(named(*range(100))) as (names, pilot):
        order = list(range(100))
        names.select(0)
        names.replace(named(*order[1:], 0))
        await settle(pilot, names)
        assert names.cursor_key == 0
        assert rows_of(names)[-1].startswith(">名0")


async def test_the_cursor_keeps_its_place_when_its_item_goes() -> None:
    async with shown(named(1, 2, 3)) as (names, pilot):
        names.select(2)
        names.replace(named(1, 3))
        assert names.cursor_key == 3
        names.replace(named(1))
        assert names.cursor_key == 1
        names.replace([])
        assert names.cursor_key is None
        await pilot.press("down", "enter", "pagedown", "end")
        names.replace(named(5))
        assert names.cursor_key == 5


async def test_keys_reach_both_ends_and_stop_there() -> None:
    async with shown(named(*range(100))) as (names, pilot):
        await pilot.press("up")
        assert names.cursor_key == 0
        await pilot.press("end")
        assert names.cursor_key == 99
        await settle(pilot, names)
        assert rows_of(names)[-1].startswith(">名99")
        await pilot.press("down")
        assert names.cursor_key == 99
        await pilot.press("pageup")
        assert names.cursor_key == 90
        await pilot.press("home", "pagedown")
        assert names.cursor_key == 9


@pytest.mark.parametrize("height", [1, 4, 9, 10])
async def test_two_row_items_are_never_cut_at_the_cursor(height: int) -> None:
    async with shown(named(*range(30)), size=(30, height)) as (names, _):
        names.set_row_height(2)
        for by in [1] * 29 + [-1] * 29:
            names.move(by)
            assert names.top % 2 == 0
            if height > 1:
                assert any(row.startswith(">") for row in rows_of(names)[: height - height % 2])


async def test_it_says_what_to_press_when_empty() -> None:
    async with shown([]) as (names, pilot):
        await settle(pilot, names)
        assert "Ctrl+O" in "".join(rows_of(names))


async def test_messages_name_the_key() -> None:
    heard: list[object] = []

    class Listening(OneWidget):
        def on_virtual_list_moved(self, message: VirtualList.Moved) -> None:
            heard.append(("moved", message.key))

        def on_virtual_list_chosen(self, message: VirtualList.Chosen) -> None:
            heard.append(("chosen", message.key))

    names = Names()
    async with Listening(names).run_test() as pilot:
        names.focus()
        names.replace(named(1, 2))
        await pilot.press("down", "enter")
        await pilot.pause()
        assert heard == [("moved", 1), ("moved", 2), ("chosen", 2)]


async def test_blurred_it_still_shows_where_the_cursor_is() -> None:
    async with shown(named(1, 2)) as (names, pilot):
        names.app.set_focus(None)
        await settle(pilot, names)
        assert rows_of(names)[0].startswith(" 名1")


async def test_resizing_keeps_the_cursor_in_view() -> None:
    async with shown(named(*range(100)), size=(30, 20)) as (names, pilot):
        names.select(19)
        await pilot.resize_terminal(20, 5)
        await settle(pilot, names)
        assert any(row.startswith(">名19") for row in rows_of(names))
