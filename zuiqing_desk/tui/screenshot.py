"""Pictures of the screen as SVG that a browser draws cell by cell, Chinese included.

rich gives every run of text the length of its *characters*, so a browser squashes Chinese into half
its width. Here each run is cut into pieces of narrow and of wide characters, and each is put on its
own cells.
"""

import re
from collections.abc import Iterator
from html import escape, unescape
from itertools import groupby
from typing import Any, Final

from rich.cells import cell_len, split_graphemes
from textual.app import App

FONTS: Final = '"DejaVu Sans Mono", "Noto Sans Mono CJK SC", "Noto Sans CJK SC", monospace'

_TEXT: Final = re.compile(
    r'<text (?P<before>[^>]*?)x="(?P<x>[\d.]+)" (?P<between>[^>]*?)textLength="(?P<length>[\d.]+)"'
    r"(?P<after>[^>]*)>(?P<text>[^<]*)</text>"
)
_FONT_FACE: Final = re.compile(r"\s*@font-face \{.*?\n    \}", re.DOTALL)
_FAMILY: Final = re.compile(r"font-family: Fira Code, monospace;")
_NBSP: Final = "\xa0"


def svg_of(app: App[Any], title: str = "") -> str:
    """What ``app`` shows now."""
    return by_cells(app.export_screenshot(title=title or None, simplify=True))


def by_cells(svg: str) -> str:
    """rich's SVG with every piece of text on its cells, and no font fetched from elsewhere."""
    svg = _FAMILY.sub(f"font-family: {FONTS};", _FONT_FACE.sub("", svg))
    svg = svg.replace("        font-variant-east-asian: full-width;\n", "")
    return _TEXT.sub(lambda found: "".join(_pieces(found)), svg)


def _pieces(found: re.Match[str]) -> Iterator[str]:
    text = unescape(found["text"])
    cell = float(found["length"]) / len(text)
    at = 0
    for (wide, _), run in groupby(enumerate(_glyphs(text)), key=_kind):
        glyphs = [glyph for _, glyph in run]
        cells = sum(map(cell_len, glyphs))
        x = float(found["x"]) + at * cell
        at += cells
        if wide:
            # Each on its own place: browsers spread what a length leaves over unevenly.
            places = " ".join(f"{x + (2 * n + 0.2) * cell:g}" for n in range(len(glyphs)))
            placed = f'x="{places}" {found["between"]}'
        elif "".join(glyphs).strip(_NBSP + " "):
            # Stretched, so that the lines of a border meet.
            length = f'textLength="{cells * cell:g}" lengthAdjust="spacingAndGlyphs"'
            placed = f'x="{x:g}" {found["between"]}{length}'
        else:
            continue
        yield f"<text {found['before']}{placed}{found['after']}>{escape(''.join(glyphs))}</text>"


def _kind(numbered: tuple[int, str]) -> tuple[bool, int]:
    """Narrow, wide, or a kind of its own: an emoji counts as several in a list of places."""
    number, glyph = numbered
    alone = len(glyph) > 1 or glyph > "\uffff"
    return cell_len(glyph) > 1, number if alone else -1


def _glyphs(text: str) -> Iterator[str]:
    for start, end, _ in split_graphemes(text)[0]:
        yield text[start:end]
