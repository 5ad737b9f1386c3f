"""The replies suggested for what the customer just said; the first is one key away."""

from collections.abc import Hashable, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len

from zuiqing_desk.tui.text import cut, pad
from zuiqing_desk.tui.widgets.rows import Rows, Span


class Suggested(NamedTuple):
    """One row: the reply's title and its words for this customer."""

    title: str
    text: str


class Row(NamedTuple):
    """A row of the view; ``key`` stands before the one it takes."""

    key: str
    suggested: Suggested | None


class SuggestionBar(Rows):
    """As many rows as there are suggestions, at most ``most``; none, and it is gone."""

    LOOKS: ClassVar[dict[str, str]] = {
        name: f"suggestion--{name}" for name in ("key", "title", "text")
    }
    COMPONENT_CLASSES: ClassVar[set[str]] = set(LOOKS.values())
    DEFAULT_CSS = """
    SuggestionBar {
        height: 1;
        background: $boost;
        .suggestion--key { color: $text-accent; text-style: bold; }
        .suggestion--title { text-style: bold; }
        .suggestion--text { color: $text-muted; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._all: tuple[Suggested, ...] = ()
        self._key = ""
        self._most = 1
        self._rows = 1
        self.display = False

    @property
    def shown(self) -> tuple[Suggested, ...]:
        """What stands there, the best first."""
        return self._all[: self._most]

    def show(self, suggested: Sequence[Suggested], key: str) -> None:
        """Show these; ``key`` takes the first."""
        self._all, self._key = tuple(suggested), key
        self._fit()

    def set_most(self, rows: int) -> None:
        """How many rows there is room for."""
        self._most = rows
        self._fit()

    def _fit(self) -> None:
        rows = len(self.shown)
        self.display = bool(rows)
        if rows and rows != self._rows:
            self._rows = rows
            self.styles.height = rows
        self.sync()

    def row(self, y: int) -> Hashable:
        shown = self.shown
        return Row("" if y else self._key, shown[y] if y < len(shown) else None)

    def spans(self, row: Hashable, width: int) -> tuple[Sequence[Span], str]:
        assert isinstance(row, Row)
        if row.suggested is None:
            return [], ""
        key = pad(row.key or "·", max(4, cell_len(row.key)))
        title = cut(row.suggested.title, max(4, width // 3))
        left = width - 2 - cell_len(key) - cell_len(title) - 2
        return [
            (f" {key} ", "key"),
            (title, "title"),
            ("  ", ""),
            (cut(row.suggested.text, max(0, left)), "text"),
        ], ""
