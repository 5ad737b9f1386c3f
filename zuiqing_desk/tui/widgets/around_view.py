"""What stood around a line that was found, to be looked at."""

from collections.abc import Hashable, Sequence
from typing import ClassVar, NamedTuple

from zuiqing_desk.tui.widgets.rows import Scrolled, Span
from zuiqing_desk.tui.widgets.talk import TalkRow


class Around(NamedTuple):
    """One row of the view."""

    row: TalkRow
    thumb: str


NOTHING = TalkRow(())


class AroundView(Scrolled):
    """Rows of a conversation, the line that was found in the middle."""

    LOOKS: ClassVar[dict[str, str]] = {
        name: f"around--{name}"
        for name in (
            "faint", "customer", "mine", "colleague", "note", "note-text", "system", "mark",
            "failed", "divider", "new", "found",
        )
    }  # fmt: skip
    COMPONENT_CLASSES: ClassVar[set[str]] = set(LOOKS.values())
    DEFAULT_CSS = """
    AroundView {
        .around--faint, .around--divider { color: $text-muted; }
        .around--customer { text-style: bold; }
        .around--mine { color: $text-accent; }
        .around--colleague { color: $text-secondary; }
        .around--note { background: $warning; color: $background; text-style: bold; }
        .around--note-text { background: $boost; color: $text-warning; }
        .around--system { color: $text-muted; text-style: italic; }
        .around--mark { color: $text-success; text-style: bold; }
        .around--failed { color: $text-error; text-style: bold; }
        .around--new { color: $text-accent; text-style: bold; }
        .around--found { color: $text-warning; text-style: bold underline; }
    }
    """

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._rows: Sequence[TalkRow] = ()

    def show(self, rows: Sequence[TalkRow], at: int = 0) -> None:
        """Show these rows, the ``at``-th in the middle."""
        self._rows = rows
        self.top = max(0, min(at - self.view // 2, self.last_top))
        self.sync()

    def total(self) -> int:
        return len(self._rows)

    def row(self, y: int) -> Hashable:
        at = self.top + y
        return Around(self._rows[at] if at < len(self._rows) else NOTHING, self.thumb(y))

    def spans(self, row: Hashable, width: int) -> tuple[Sequence[Span], str]:
        assert isinstance(row, Around)
        return row.row.spans, row.row.under
