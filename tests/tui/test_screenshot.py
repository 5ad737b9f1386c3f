"""Pictures of the screen put every character on its own cells."""

import re
from dataclasses import dataclass
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


@dataclass
class Piece:
    """Where each character group begins, how long the piece is if it says so, and what it says."""

    places: list[float]
    length: float | None
    text: str


def pieces_of(svg: str) -> list[Piece]:
    found = re.findall(
        r'<text [^>]*?x="([\d. ]+)"[^>]*?(?: textLength="([\d.]+)"[^>]*?)?clip-path[^>]*>([^<]*)<',
        svg,
    )
    return [
        Piece([float(x) for x in xs.split()], float(length) if length else None, unescape(text))
        for xs, length, text in found
    ]


async def picture() -> str:
    app = Small()
    async with app.run_test(size=(40, 3)):
        return svg_of(app)


async def test_narrow_pieces_are_as_long_as_their_cells() -> None:
    narrow = [piece for piece in pieces_of(await picture()) if piece.length is not None]
    assert narrow
    for piece in narrow:
        assert piece.length is not None
        assert abs(piece.length - cell_len(piece.text) * CELL) < 0.01


async def test_everything_begins_on_its_own_cell_and_nothing_is_lost() -> None:
    row = LINE.replace(" ", "\xa0")
    pieces = [piece for piece in pieces_of(await picture()) if piece.text.strip("\xa0") in row]
    assert "".join(piece.text for piece in pieces).replace("\xa0", "") == LINE.replace(" ", "")
    for piece in pieces:
        cells = cell_len(row[: row.index(piece.text)])
        for number, place in enumerate(piece.places):
            assert 0 <= place - (cells + 2 * number) * CELL <= CELL


async def test_chinese_characters_are_placed_one_by_one() -> None:
    wide = next(piece for piece in pieces_of(await picture()) if piece.text == "客服")
    assert wide.length is None
    assert abs(wide.places[1] - wide.places[0] - 2 * CELL) < 0.01


async def test_nothing_is_fetched_from_elsewhere() -> None:
    assert "http" not in re.sub(r"xmlns=\S+|<!--.*?-->", "", await picture())


def test_a_picture_without_text_stays_as_it_is() -> None:
    assert by_cells("<svg><rect/></svg>") == "<svg><rect/></svg>"
