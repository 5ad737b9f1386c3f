"""Rows that are only looked at: painted where they differ from what stood there."""

from collections.abc import Hashable, Sequence
from typing import ClassVar, NamedTuple

from zuiqing_desk.tui.widgets.rows import Scrolled, Span


class Previewed(NamedTuple):
    """One row of the view."""

    spans: tuple[Span, ...]
    thumb: str


class PreviewView(Scrolled):
    """Lines of spans. ``page`` turns it when it is longer than its view."""

    LOOKS: ClassVar[dict[str, str]] = {
        name: f"preview--{name}" for name in ("head", "faint", "laid", "slot", "why", "differs")
    }
    COMPONENT_CLASSES: ClassVar[set[str]] = set(LOOKS.values())
    DEFAULT_CSS = """
    PreviewView {
        .preview--head { text-style: bold; }
        .preview--faint, .preview--laid { color: $text-muted; }
        .preview--slot { color: $text-warning; text-style: bold; }
        .preview--why { color: $text-accent; }
        .preview--differs { color: $text-warning; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: Sequence[tuple[Span, ...]] = ()

    def show(self, lines: Sequence[tuple[Span, ...]]) -> None:
        """Show these lines from the first one on."""
        self._lines = lines
        self.top = 0
        self.sync()

    @property
    def is_longer(self) -> bool:
        """Whether there is more than fits."""
        return self.total() > self.view

    def total(self) -> int:
        return len(self._lines)

    def row(self, y: int) -> Hashable:
        at = self.top + y
        return Previewed(self._lines[at] if at < len(self._lines) else (), self.thumb(y))

    def spans(self, row: Hashable, width: int) -> tuple[Sequence[Span], str]:
        assert isinstance(row, Previewed)
        return row.spans, ""

    def page(self, by: int) -> None:
        """One view up or down."""
        self.top = max(0, min(self.top + by * max(1, self.view - 1), self.last_top))
        self.sync()
