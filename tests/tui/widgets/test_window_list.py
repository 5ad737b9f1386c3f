"""A list of which only a part is loaded: keys lead anywhere in it, whenever the rows come."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from support.painted import OneWidget, rows_of
from textual.pilot import Pilot

from zuiqing_desk.tui.widgets.rows import Span
from zuiqing_desk.tui.widgets.virtual_list import Shown
from zuiqing_desk.tui.widgets.window_list import Aim, Part, WindowList

LIMIT = 200


class Numbers(WindowList[int]):
    def key_of(self, item: int) -> int:
        return item

    def item_spans(self, shown: Shown, width: int) -> Sequence[Span]:
        return [(f"{shown.item:05}", "")]


class Store(OneWidget):
    """Reads what is wanted when it is told to, as late as a test likes."""

    def __init__(self, names: Numbers, items: Sequence[int]) -> None:
        super().__init__(names)
        self.names = names
        self.all = list(items)
        self.wanted = 0
        self.at_once = True

    def on_window_list_wanted(self) -> None:
        self.wanted += 1
        if self.at_once:
            self.names.show(self.read(self.names.aim))

    def read(self, aim: Aim) -> Part:
        place = 0
        if aim.edge == "last":
            place = len(self.all)
        elif not aim.edge and aim.item is not None:
            place = sum(item < aim.item for item in self.all)
        start = max(0, min(place - LIMIT // 2, len(self.all) - LIMIT))
        shown = self.all[start : start + LIMIT]
        at = min(place - start, len(shown) - 1)
        return Part(shown, aim, at, start, len(self.all), start + LIMIT < len(self.all))


@asynccontextmanager
async def shown(count: int = 2000) -> AsyncIterator[tuple[Numbers, Store, Pilot[None]]]:
    names = Numbers()
    store = Store(names, range(0, count * 2, 2))
    async with store.run_test(size=(30, 20)) as pilot:
        names.focus()
        names.show(store.read(names.aim))
        await pilot.pause()
        yield names, store, pilot


async def test_page_keys_lead_through_the_whole_list_and_back() -> None:
    async with shown() as (names, store, pilot):
        for _ in range(30):
            await pilot.press("pagedown")
        assert names.cursor_key == 30 * 19 * 2
        assert len(names.items) == LIMIT
        await pilot.press("end")
        await pilot.pause()
        assert names.cursor_key == store.all[-1]
        assert rows_of(names)[-1].startswith(f"{store.all[-1]:05}")
        await pilot.press("pageup")
        assert names.cursor_key == store.all[-20]
        await pilot.press("home")
        await pilot.pause()
        assert names.cursor_key == 0


async def test_keys_that_were_faster_than_the_store_are_not_lost() -> None:
    async with shown() as (names, store, pilot):
        store.at_once = False
        for _ in range(20):
            await pilot.press("pagedown")
        assert names.cursor_key == (LIMIT - 1) * 2
        store.at_once = True
        names.show(store.read(names.aim))
        await pilot.pause()
        await pilot.pause()
        assert names.cursor_key == 20 * 19 * 2


async def test_keys_behind_the_end_key_begin_at_the_end() -> None:
    async with shown() as (names, store, pilot):
        store.at_once = False
        before = names.aim
        await pilot.press("end", "up", "up")
        names.show(store.read(before))
        assert names.cursor_key == 0, "what was asked for before does not count"
        names.show(store.read(names.aim))
        assert names.cursor_key == store.all[-3]


async def test_rows_read_for_where_the_cursor_was_do_not_carry_it_away() -> None:
    async with shown() as (names, store, pilot):
        names.select(180 * 2)
        await pilot.pause()
        late = names.aim
        store.at_once = False
        names.edge(1)
        names.show(store.read(names.aim))
        await pilot.pause()
        store.wanted = 0
        names.show(store.read(late))
        await pilot.pause()
        assert names.cursor_key == store.all[-1]
        assert store.wanted == 1


async def test_the_cursor_stays_on_its_item_and_the_item_on_its_row() -> None:
    async with shown() as (names, store, pilot):
        names.select(300)
        await pilot.pause()
        rows = rows_of(names)
        at = next(row for row, text in enumerate(rows) if text.startswith("00300"))
        store.all[0:0] = range(-20, 0)
        names.show(store.read(names.aim))
        assert names.cursor_key == 300
        assert rows_of(names)[at].startswith("00300")
        store.all.remove(300)
        names.show(store.read(names.aim))
        assert names.cursor_key == 302


async def test_the_mark_at_the_side_shows_where_in_the_whole_list_the_view_is() -> None:
    async with shown() as (names, _, pilot):
        assert "▐" in rows_of(names)[0]
        names.select(199 * 2)
        await pilot.pause()
        assert ["▐" in row for row in rows_of(names)].index(True) in (1, 2)
        await pilot.press("end")
        await pilot.pause()
        assert "▐" in rows_of(names)[-1]


async def test_an_empty_list_takes_every_key() -> None:
    async with shown(0) as (names, store, pilot):
        await pilot.press("end", "home", "pagedown", "up", "enter")
        assert names.cursor_key is None
        store.all = [4]
        names.show(store.read(names.aim))
        assert names.cursor_key == 4
