"""A figure day by day as a chart of bars, drawn in the colours of the theme."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from rich.cells import cell_len
from textual.content import Content

from zuiqing_desk.rules.tally_words import Figure, number_text

_EIGHTHS: Final = " ▁▂▃▄▅▆▇█"
MARK: Final = "^"
_BLANK: Final = "\u00a0"
"""Stands for a blank where wrapping must not break."""

Room = tuple[int, int]
"""Columns for the whole of it, rows for the bars."""

Points = Sequence[tuple[int, int | None]]


def chart(points: Points, figure: Figure, room: Room, marked: range) -> Content:
    """Bars for the days of ``points``, those of ``marked`` in another colour and with a ``MARK``
    below; days without a number have a dot. The top of the axis is the largest number. Without
    room for all, the oldest days go."""
    top = max((number for _, number in points if number is not None), default=0)
    high, low = number_text(figure, top), "0"
    margin = max(cell_len(high), cell_len(low)) + 1
    width, height = room
    points = points[-max(1, width - margin) :]
    step = max(1, (width - margin) // max(1, len(points)))
    bar = max(1, min(4, step - 1))
    gap = 1 if step > 1 else 0
    rows = []
    for row in range(height):
        label = high if row == 0 else low if row == height - 1 else ""
        pieces: list[tuple[str, str]] = [(_right(label, margin - 1) + "┤", "$text-muted")]
        for day, number in points:
            mark = _piece(number, top, height, height - 1 - row) * bar + _BLANK * gap
            pieces.append((mark, "$text-accent bold" if day in marked else "$text-muted"))
        rows.append(Content.assemble(*pieces))
    under = ((MARK if day in marked else _BLANK) * bar + _BLANK * gap for day, _ in points)
    rows.append(Content.styled(_BLANK * margin + "".join(under), "$text-accent bold"))
    first, last = (f"{date.fromordinal(points[end][0]):%m-%d}" for end in (0, -1))
    between = len(points) * (bar + gap) - gap - len(first) - len(last)
    foot = _BLANK * margin + first + _BLANK * max(1, between) + last
    rows.append(Content.styled(foot, "$text-muted"))
    return Content("\n").join(rows)


def _piece(number: int | None, top: int, height: int, level: int) -> str:
    """What one day shows at one level, 0 the lowest."""
    if number is None:
        return "·" if level == 0 else _BLANK
    eighths = -(-number * height * 8 // top) if top else 0
    return _EIGHTHS[max(0, min(8, eighths - level * 8))].replace(" ", _BLANK)


def _right(label: str, cells: int) -> str:
    return _BLANK * (cells - cell_len(label)) + label
