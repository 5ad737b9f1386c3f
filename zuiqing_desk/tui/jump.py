"""Jumping: everything in view that one can go to, and the letters that stand beside it."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from textual.errors import NoWidget
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import OptionList

from zuiqing_desk.tui.widgets.rows import Scrolled

LETTERS: Final = "asdfghjklqwertyuiopzxcvbnm"
"""Those under the fingers first."""
MOST: Final = len(LETTERS) ** 2


class Target(NamedTuple):
    """A place on the screen, in cells, and what going there does."""

    x: int
    y: int
    go: Callable[[], None]


def labels(count: int) -> list[str]:
    """So many labels, as many as possible of one letter, none the beginning of another."""
    count = min(count, MOST)
    # Each letter that begins two-letter labels stands for 26 instead of one.
    doubled = max(0, -(-(count - len(LETTERS)) // (len(LETTERS) - 1)))
    single = list(LETTERS[: len(LETTERS) - doubled])
    double = (one + other for one in LETTERS[len(LETTERS) - doubled :] for other in LETTERS)
    return [*single, *double][:count]


def plain(character: str) -> str:
    """The letter that was meant: full-width ones and capitals are what an input method or Caps Lock
    makes of it."""
    return unicodedata.normalize("NFKC", character).lower()


def targets(screen: Screen[Any]) -> list[Target]:
    """What one can go to, in reading order, no two in one place."""
    found: dict[tuple[int, int], Target] = {}
    for widget in screen.walk_children():
        if isinstance(widget, Widget) and widget.display and not widget.disabled:
            seen = _seen(screen, widget)
            for target in _of(screen, widget, seen) if seen else ():
                found.setdefault((target.y, target.x), target)
    return list(apart([found[place] for place in sorted(found)][:MOST]))


def apart(placed: Sequence[Target]) -> Iterator[Target]:
    """No label over another, of two letters."""
    end, row = 0, -1
    for x, y, go in placed:
        x = max(x, end) if y == row else x
        end, row = x + 2, y
        yield Target(x, y, go)


def _seen(screen: Screen[Any], widget: Widget) -> Region:
    """The part of it that is in view."""
    try:
        return screen.find_widget(widget).visible_region
    except NoWidget:
        return Region()


def _of(screen: Screen[Any], widget: Widget, seen: Region) -> Iterator[Target]:
    focusable = widget.focusable
    rows = [*_rows(widget)]
    inner = widget.content_region
    for y, go in rows:
        if seen.contains(inner.x, inner.y + y):
            yield Target(inner.x, inner.y + y, partial(_go, screen, widget, focusable, go))
    framed = inner.y > widget.region.y
    if focusable and (framed or not rows):
        yield Target(seen.x, seen.y, partial(_go, screen, widget, True, None))


def _rows(widget: Widget) -> Sequence[tuple[int, Callable[[], None]]]:
    if isinstance(widget, Scrolled):
        return [(y, partial(widget.point, spot)) for y, spot in widget.spots()]
    if isinstance(widget, OptionList):
        top = widget.scroll_offset.y
        shown = range(top, min(widget.option_count, top + widget.content_size.height))
        return [(at - top, partial(setattr, widget, "highlighted", at)) for at in shown]
    return ()


def _go(
    screen: Screen[Any], widget: Widget, focusable: bool, go: Callable[[], None] | None
) -> None:
    if not widget.is_attached:
        return
    if focusable:
        screen.set_focus(widget)
    if go is not None:
        go()
