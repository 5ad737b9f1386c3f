"""The list of the service statistics: figures, or rows of figures, each with columns of its own."""

from collections.abc import Callable, Iterable, Sequence

from textual.content import Content
from textual.widget import Widget

from zuiqing_desk.tui.widgets.browse_list import GAP, BrowseList, Cell, row_of
from zuiqing_desk.tui.widgets.rows import Span
from zuiqing_desk.tui.widgets.virtual_list import Shown


def tally_row(cells: Iterable[Cell], columns: Sequence[int], room: int) -> list[Span]:
    """As row_of; what stands in a column of a negative width stands to the right."""
    spans = row_of(cells, [abs(column) for column in columns], room)
    return [
        (_to_the_right(text) if column < 0 else text, look)
        for column, (text, look) in zip(columns, spans, strict=True)
    ]


def _to_the_right(text: str) -> str:
    inner = text[:-GAP]
    words = inner.rstrip(" ")
    return " " * (len(inner) - len(words)) + words + text[-GAP:]


class TallyList(BrowseList):
    """``columns`` says which columns there are now; all rows of one view have the same."""

    columns: Callable[[], Sequence[int]] = staticmethod(lambda: (0,))

    def item_spans(self, shown: Shown, width: int) -> Sequence[Span]:
        cells = self._cells(shown.item, shown.face)
        return [(" ", ""), *tally_row(cells, self.columns(), width - 1)]


class TallyHead(Widget):
    """The names of the columns above the list, as wide as it is."""

    DEFAULT_CSS = "TallyHead { height: 1; color: $text-muted; text-style: bold; }"

    def __init__(self, over: TallyList) -> None:
        super().__init__(id="tally-head")
        self._over = over
        self._names: Sequence[str] = ()

    def show(self, names: Sequence[str]) -> None:
        """Say these."""
        self._names = names
        self.refresh()

    def render(self) -> Content:
        room = self._over.size.width - 1
        if not self._names or room < 1:
            return Content()
        spans = tally_row([(name, "") for name in self._names], self._over.columns(), room)
        return Content(" " + "".join(text for text, _ in spans))
