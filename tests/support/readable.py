"""What on the screen is too faint to be read, as it is painted: theme by theme, in one run."""

import re
from collections.abc import Iterator
from typing import Any

from rich.segment import Segment
from rich.style import Style
from support.contrast import contrast
from textual.app import App
from textual.color import Color
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import ModalScreen

from zuiqing_desk.tui import theme

LEAST = {"high-contrast": 7.0}
"""What a theme promises beyond the 4.5:1 of WCAG."""

SHIPPED = theme.load().by_name
THEMES = tuple(name for name, one in SHIPPED.items() if not one.ansi)

_DRAWN = re.compile("[\\s\u2500-\u259f]+")
"""Blanks, frames and scrollbars: nothing to read."""


def faint(app: App[Any]) -> dict[str, float]:
    """What stands out too little from its ground, with its contrast; of a dialog, what is in it.

    What has no colour of its own, or is dimmed by the terminal, counts as 0.
    """
    least = LEAST.get(app.theme, 4.5)
    found = {}
    for text, style in _read(app):
        clear = _contrast(style)
        if clear < least:
            found[text] = round(clear, 2)
    return found


async def faint_in_every_theme(pilot: Pilot[Any]) -> dict[str, dict[str, float]]:
    """The same by theme; themes in which everything can be read are left out."""
    worn, found = pilot.app.theme, {}
    for name in THEMES:
        await wear(pilot, name)
        if unreadable := faint(pilot.app):
            found[name] = unreadable
    await wear(pilot, worn)
    return found


async def wear(pilot: Pilot[Any], name: str) -> None:
    """Show everything in a shipped theme."""
    pilot.app.register_theme(SHIPPED[name])
    while pilot.app.theme != name:
        # A desk's first look at its own themes puts on what the person wears.
        pilot.app.theme = name
        await pilot.pause()


def _read(app: App[Any]) -> Iterator[tuple[str, Style | None]]:
    screen = app.screen
    regions = [screen.region]
    if isinstance(screen, ModalScreen):
        regions = [child.region for child in screen.children if child.display]
    for y, strip in enumerate(screen._compositor.render_strips()):
        x = 0
        for segment in strip:
            width = segment.cell_length
            if _DRAWN.sub("", segment.text) and _within(regions, Region(x, y, width, 1)):
                yield _words(segment), segment.style
            x += width


def _within(regions: list[Region], place: Region) -> bool:
    return any(region.overlaps(place) for region in regions)


def _words(segment: Segment) -> str:
    return _DRAWN.sub(" ", segment.text).strip()


def _contrast(style: Style | None) -> float:
    if style is None or style.color is None or style.bgcolor is None or style.dim:
        return 0.0
    return contrast(Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor))
