"""The lists of the lead's view: rows of several kinds in one, and a text line by line."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, ClassVar, Final, NamedTuple

from rich.cells import cell_len
from textual.content import Content

from zuiqing_desk.tui.page_text import PageLine
from zuiqing_desk.tui.widgets.browse_list import BrowseList, Cell, row_of
from zuiqing_desk.tui.widgets.prose import wrapped
from zuiqing_desk.tui.widgets.rows import Span
from zuiqing_desk.tui.widgets.virtual_list import Shown

LOOKS: Final = {
    "bold": "strong",
    "$text-muted": "muted",
    "$text-warning": "warning",
    "$text-warning bold": "warning",
    "$text-error bold": "error",
    "$text-accent": "accent",
}


class MixedList(BrowseList):
    """``columns`` says for each item which columns it has, by its face, too."""

    def __init__(
        self,
        columns: Callable[[Any, Any], Sequence[int]],
        *,
        key: Callable[[Any], Hashable],
        face: Callable[[Any], Hashable],
        cells: Callable[[Any, Any], Sequence[Cell]],
        id: str,
    ) -> None:
        super().__init__((), key=key, face=face, cells=cells, id=id)
        self._columns_of = columns

    def item_spans(self, shown: Shown, width: int) -> Sequence[Span]:
        cells = self._cells(shown.item, shown.face)
        return [(" ", ""), *row_of(cells, self._columns_of(shown.item, shown.face), width - 1)]


class TextRow(NamedTuple):
    """A row of a text: its place, the line it belongs to, its pieces with their looks."""

    at: int
    line: int
    spans: tuple[Span, ...]


class TextList(BrowseList):
    """A text with a cursor: lines wrapped to the width, as TextRows."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"list--accent"}
    LOOKS: ClassVar[dict[str, str]] = {**BrowseList.LOOKS, "accent": "list--accent"}
    DEFAULT_CSS = """
    TextList .list--accent { color: $text-accent; }
    """

    def __init__(self, *, id: str) -> None:
        super().__init__((), key=_place, face=_nothing, cells=_no_cells, id=id)
        self._lines: Sequence[PageLine] = ()

    def item_spans(self, shown: Shown, width: int) -> Sequence[Span]:
        row: TextRow = shown.item
        room = width - 1 - sum(cell_len(text) for text, _ in row.spans)
        return [(" ", ""), *row.spans, (" " * room, "")]

    def show_lines(self, lines: Sequence[PageLine]) -> None:
        """Show these lines; the cursor stays on its line, wherever that stands now."""
        row = self.cursor_item
        line = None if row is None else _again(self._lines, row.line, lines)
        self._lines = lines
        self.replace(list(_rows(lines, max(2, self.content_size.width - 2))))
        if line is not None:
            self.seek(line)

    def seek(self, line: int) -> None:
        """The cursor on the beginning of this line."""
        found = next((row.at for row in self.items if row.line >= line), None)
        if found is not None:
            self.select(found)

    @property
    def line(self) -> PageLine | None:
        """The line under the cursor."""
        row = self.cursor_item
        return None if row is None else self._lines[row.line]

    def on_resize(self) -> None:
        self.show_lines(self._lines)


def _rows(lines: Sequence[PageLine], width: int) -> Iterator[TextRow]:
    at = 0
    for number, line in enumerate(lines):
        for row in wrapped(line.words, width):
            yield TextRow(at, number, tuple(_pieces(row)))
            at += 1


def _again(before: Sequence[PageLine], line: int, after: Sequence[PageLine]) -> int:
    """Where a line stands among others: by what it is about, and its place among such lines."""
    about = _about(before[line])
    nth = sum(_about(one) == about for one in before[:line])
    places = [at for at, one in enumerate(after) if _about(one) == about]
    return places[min(nth, len(places) - 1)] if places else line


def _about(line: PageLine) -> Hashable:
    return line.item and line.item.id, line.said and line.said.id


def _pieces(row: Content) -> Iterator[Span]:
    """The text cut where its style changes. Styles do not lie over one another here."""
    text, done = row.plain, 0
    for span in sorted(row.spans, key=lambda one: one.start):
        if span.start > done:
            yield text[done : span.start], ""
        if span.end > span.start:
            yield text[max(done, span.start) : span.end], LOOKS.get(str(span.style), "")
            done = span.end
    if done < len(text):
        yield text[done:], ""


def _place(row: TextRow) -> Hashable:
    return row.at


def _nothing(_row: TextRow) -> Hashable:
    return None


def _no_cells(_row: TextRow, _face: Hashable) -> Sequence[Cell]:
    return ()
