"""Pictures of the screen as SVG that a browser draws cell by cell, Chinese included.

rich gives every run of text the length of its *characters*, so a browser squashes Chinese into half
its width. Here each run is cut into pieces of narrow and of wide characters, each put on its own
cell with its own length in cells.
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
    for wide, run in groupby(_glyphs(text), key=lambda glyph: cell_len(glyph) > 1):
        glyphs = list(run)
        cells = sum(map(cell_len, glyphs))
        piece = "".join(glyphs)
        if piece.strip(_NBSP + " "):
            x = float(found["x"]) + at * cell
            # Narrow glyphs may be stretched so that borders close; wide ones keep their shape.
            adjust = "spacing" if wide else "spacingAndGlyphs"
            yield (
                f'<text {found["before"]}x="{x:g}" {found["between"]}'
                f'textLength="{cells * cell:g}" lengthAdjust="{adjust}"{found["after"]}>'
                f"{escape(piece)}</text>"
            )
        at += cells


def _glyphs(text: str) -> Iterator[str]:
    for start, end, _ in split_graphemes(text)[0]:
        yield text[start:end]
