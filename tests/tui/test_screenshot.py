"""Pictures of the screen put every character on its own cells."""

import re
from html import unescape

from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import Static

from zuiqing_desk.tui.screenshot import by_cells, svg_of

LINE = "ab客服 & <在岗>│👍🏽│1983"
CELL = 12.2


class Small(App[None]):
    def compose(self) -> ComposeResult:
        yield Static(Content(LINE))


def texts(svg: str) -> list[tuple[float, float, str]]:
    """Where each piece begins, how long it is, and what it says."""
    found = re.findall(r'<text [^>]*x="([\d.]+)"[^>]*textLength="([\d.]+)"[^>]*>([^<]*)<', svg)
    return [(float(x), float(length), unescape(text)) for x, length, text in found]


async def picture() -> str:
    app = Small()
    async with app.run_test(size=(40, 3)):
        return svg_of(app)


async def test_every_piece_is_as_long_as_its_cells() -> None:
    for _, length, text in texts(await picture()):
        assert abs(length - cell_len(text) * CELL) < 0.01


async def test_every_piece_begins_on_its_cell_and_none_is_lost() -> None:
    row = LINE.replace(" ", "\xa0")
    pieces = [piece for piece in texts(await picture()) if piece[2].strip("\xa0") in row]
    assert "".join(text for _, _, text in pieces).replace("\xa0", "") == LINE.replace(" ", "")
    for x, _, text in pieces:
        assert abs(x - cell_len(row[: row.index(text)]) * CELL) < 0.01


async def test_narrow_and_wide_are_apart() -> None:
    for _, _, text in texts(await picture()):
        assert len({cell_len(character) for character in text if character not in "👍🏽"}) <= 1


async def test_nothing_is_fetched_from_elsewhere() -> None:
    assert "http" not in re.sub(r"xmlns=\S+|<!--.*?-->", "", await picture())


def test_a_picture_without_text_stays_as_it_is() -> None:
    assert by_cells("<svg><rect/></svg>") == "<svg><rect/></svg>"
