"""A widget made of rows that are plain values: only rows whose value changed are painted again."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

Span = tuple[str, str]
"""A piece of a row: text that is fit for the screen, and the name of its look ('' is plain)."""

Spans = tuple[Span, ...]

CACHED_STRIPS = 2048


class Rows(Widget):
    """Draws itself row by row (Textual's line API) and scrolls by itself.

    A subclass says in ``row`` what stands on a row of the view, as a value that is equal exactly
    when the row looks the same, and in ``spans`` how such a value is drawn.  After a change it
    calls ``sync``.  Looks are component classes; ``looks`` maps short names to them.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "Rows { width: 1fr; height: 1fr; overflow: hidden; }"
    LOOKS: ClassVar[dict[str, str]] = {}

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._painted: dict[int, Hashable] = {}
        self._strips: dict[tuple[int, Hashable], Strip] = {}
        self._styles_by_look: dict[str, Style] = {}
        self._measured: Size | None = None

    @property
    def room(self) -> Size:
        """The size of the view. Asked once for all rows that are looked at together: for a frame
        of a list, asking Textual row by row took an eighth of the time."""
        return self.content_size if self._measured is None else self._measured

    def row(self, y: int) -> Hashable:
        """What row ``y`` of the view shows."""
        raise NotImplementedError

    def spans(self, row: Hashable, width: int) -> tuple[Sequence[Span], str]:
        """The pieces of a row, and the look that lies under all of them and fills what is left."""
        raise NotImplementedError

    def sync(self, ys: Iterable[int] | None = None) -> None:
        """Have those rows painted whose value changed since they were painted; ``ys``: only look
        at these."""
        width, height = self.content_size
        if not width:
            return
        with self._measuring():
            changed = [
                Region(0, y, width, 1)
                for y in (range(height) if ys is None else ys)
                if 0 <= y < height and (y not in self._painted or self._painted[y] != self.row(y))
            ]
        if changed:
            self.refresh(*changed)

    @contextmanager
    def _measuring(self) -> Iterator[None]:
        self._measured = self.content_size
        try:
            yield
        finally:
            self._measured = None

    def render_lines(self, crop: Region) -> list[Strip]:
        with self._measuring():
            return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        row = self.row(y)
        self._painted[y] = row
        width = self.room.width
        strip = self._strips.get((width, row))
        if strip is None:
            if len(self._strips) >= CACHED_STRIPS:
                self._strips.clear()
            strip = self._strips[width, row] = self._draw(row, width)
        return strip

    def notify_style_update(self) -> None:
        self._strips.clear()
        self._styles_by_look.clear()
        super().notify_style_update()

    def _draw(self, row: Hashable, width: int) -> Strip:
        pieces, under = self.spans(row, width)
        base = self._style(under)
        segments = [
            Segment(text, base + self._style(look, partial=True) if look else base)
            for text, look in pieces
            if text
        ]
        return Strip(segments).adjust_cell_length(width, base)

    def _style(self, look: str, *, partial: bool = False) -> Style:
        key = f"+{look}" if partial else look
        style = self._styles_by_look.get(key)
        if style is None:
            style = (
                self.get_component_rich_style(self.LOOKS[look], partial=partial)
                if look
                else self.rich_style
            )
            self._styles_by_look[key] = style
        return style


class Scrolled(Rows):
    """Rows of which more may exist than fit: keeps the first one shown, marks where it is."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.top = 0

    def total(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def move(self, by: int) -> None:
        """So many items up (negative) or down."""
        raise NotImplementedError

    def page(self, by: int) -> None:
        """So many views up (negative) or down."""
        raise NotImplementedError

    def edge(self, end: int) -> None:
        """To the beginning (0) or the end (1)."""
        raise NotImplementedError

    def spots(self) -> Iterable[tuple[int, Hashable]]:
        """The items that begin in view: their row there, and what ``point`` knows them by."""
        return ()

    def point(self, spot: Hashable) -> None:
        """Put the cursor on an item that ``spots`` named, if it is still there."""

    @property
    def view(self) -> int:
        """How many rows fit."""
        return self.room.height

    @property
    def last_top(self) -> int:
        """The furthest ``top`` at which the view is still full."""
        return max(0, self.total() - self.view)

    def thumb(self, y: int) -> str:
        """What the last column of row ``y`` shows: where in all rows the view is."""
        total, view = self.total(), self.view
        if total <= view or not view:
            return " "
        length = max(1, view * view // total)
        start = self.top * (view - length) // max(1, self.last_top)
        return "▐" if start <= y < start + length else " "

    # Moving is what keys are pressed for most here. Not by bindings: a key that is one is looked up
    # in everything that holds the widget, which took a third of the time to the next frame.

    def on_key(self, event: events.Key) -> None:
        step = MOVES.get(event.key)
        if step is not None:
            event.stop()
            step(self)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.move(-1)


MOVES: Final[dict[str, Callable[[Scrolled], None]]] = {
    "up": lambda rows: rows.move(-1),
    "down": lambda rows: rows.move(1),
    "pageup": lambda rows: rows.page(-1),
    "pagedown": lambda rows: rows.page(1),
    "home": lambda rows: rows.edge(0),
    "end": lambda rows: rows.edge(1),
}
