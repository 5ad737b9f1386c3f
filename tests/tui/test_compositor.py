"""Rows are put together whole, and what is written piece by piece adds up to the screen."""

from typing import Any

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from support.emulator import Screen as Terminal
from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from zuiqing_desk.tui.compositor import WholeCharacters, _fill
from zuiqing_desk.tui.text import pad

SIZE = (61, 16)


class Halves(Terminal):
    """A terminal that, as real ones do, blanks a wide character of which a half is overwritten."""

    def rows(self) -> list[str]:
        for y in range(self.lines):
            cells = self.buffer[y]
            for x in range(self.columns):
                wide = cell_len(cells[x].data) == 2
                before = x > 0 and cell_len(cells[x - 1].data) == 2
                after = x + 1 < self.columns and cells[x + 1].data == ""
                if (wide and not after) or (cells[x].data == "" and not before):
                    cells[x] = cells[x]._replace(data=" ")
        return super().rows()


class Row(Widget):
    """Chinese rows, each noted when drawn; ``shift`` moves them by one cell."""

    DEFAULT_CSS = "Row { width: 1fr; height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.drawn: list[int] = []

    def render_line(self, y: int) -> Strip:
        self.drawn.append(y)
        text = f"{y:02}" + "酒好不怕巷子深" * 8
        return Strip([Segment(pad(text, self.size.width), self.rich_style)])


class Panes(Screen[None]):
    def __init__(self, whole: bool) -> None:
        super().__init__()
        if whole:
            self._compositor = WholeCharacters()

    def compose(self) -> ComposeResult:
        with Horizontal():
            with Vertical(id="left"):
                yield Row()
            with Vertical():
                yield Row()
                yield Row()
        yield Static(Content("请您把回复粘贴到淘宝的旺旺里去再回来"), id="over")


class Followed(App[None]):
    """An app whose every frame is written to a terminal, as its driver would."""

    CSS = """
    Row { border: round white; }
    #left { width: 20; }
    #over { dock: bottom; layer: over; width: 33; height: 3; offset-x: 9; background: blue; }
    Panes { layers: default over; }
    """

    def __init__(self, whole: bool = True) -> None:
        super().__init__()
        self._whole = whole
        self.terminal = Halves(*SIZE)
        self._stream = pyte.Stream(self.terminal)

    def get_default_screen(self) -> Screen[None]:
        return Panes(self._whole)

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        if renderable is not None and screen is self.screen:
            # The driver's newlines only part the rows; each row begins with its own place.
            self._stream.feed(renderable.render_segments(self.console).replace("\n", ""))
        super()._display(screen, renderable)


def rows(app: App[None]) -> list[str]:
    strips = app.screen._compositor.render_strips()
    return [strip.text.rstrip() for strip in strips]


async def test_what_lies_in_front_loses_no_character() -> None:
    async with Followed().run_test(size=SIZE) as pilot:
        assert any("请您把回复粘贴到淘宝的旺旺里去再" in row for row in rows(pilot.app))
    # Why there is a compositor of our own: once this fails, Textual's own will do.
    async with Followed(whole=False).run_test(size=SIZE) as pilot:
        assert not any("请您把回复粘贴到淘宝的旺旺里去再" in row for row in rows(pilot.app))


async def test_pieces_add_up_to_the_screen() -> None:
    app = Followed()
    async with app.run_test(size=SIZE) as pilot:
        over, (first, *_) = app.screen.query_one("#over", Static), app.screen.query(Row)
        for step in range(12):
            over.update(Content("换一句话说" * (step % 4)))
            over.styles.offset = (step * 3, -step)
            over.display = step % 5 != 4
            if step % 3 == 0:
                first.refresh()
            await pilot.pause()
            await pilot.pause()
            assert app.terminal.rows() == rows(app)


async def test_a_changed_row_asks_for_no_other() -> None:
    async with Followed().run_test(size=SIZE) as pilot:
        await pilot.pause()
        every = list(pilot.app.screen.query(Row))
        for row in every:
            row.drawn.clear()
        every[1].refresh(every[1].size.region.crop_size((every[1].size.width, 1)))
        await pilot.pause()
        await pilot.pause()
        assert [row.drawn for row in every] == [[], [0], []]


@pytest.mark.parametrize("whole", [True, False])
async def test_a_resized_screen_is_whole(whole: bool) -> None:
    app = Followed(whole)
    async with app.run_test(size=SIZE) as pilot:
        for size in ((30, 8), (90, 20), (1, 1), SIZE):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            strips = app.screen._compositor.render_strips()
            assert [strip.cell_length for strip in strips] == [size[0]] * size[1]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 30)), max_size=8))
def test_nothing_is_painted_twice_and_nothing_is_left_out(widgets: list[tuple[int, int]]) -> None:
    width = 40
    gaps, pieces = [(0, width)], dict[int, Strip]()
    for x, length in [*widgets, (0, width)]:
        stop = min(x + length, width)
        gaps = _fill(pieces, gaps, x, stop, Strip.blank(stop - x))
    assert gaps == []
    at = 0
    for x, strip in sorted(pieces.items()):
        assert x == at
        at += strip.cell_length
    assert at == width
