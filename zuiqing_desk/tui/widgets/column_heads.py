"""The words over the columns of a list."""

from collections.abc import Sequence

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from zuiqing_desk.tui.widgets.browse_list import Cell, row_of


class ColumnHeads(Static):
    """One row, in the columns of the list ``over`` which it stands."""

    DEFAULT_CSS = """
    ColumnHeads { height: 1; color: $text-muted; text-wrap: nowrap; }
    """

    def __init__(self, heads: Sequence[Cell], columns: Sequence[int], over: Widget) -> None:
        super().__init__()
        self._over = over
        self._heads = heads
        self._columns = columns

    def on_resize(self) -> None:
        # The list beneath gets its new width after this row.
        self.call_after_refresh(self.refresh)

    def render(self) -> Content:
        # A list keeps one cell for the cursor's margin and one for the thumb.
        spans = row_of(self._heads, self._columns, max(1, self._over.size.width - 2))
        return Content(" " + "".join(text for text, _ in spans))
