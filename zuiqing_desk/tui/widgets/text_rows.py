"""The rows of a text box, kept up to date edit by edit.

Textual's own wraps a whole line again for every key, and cuts it anew for every row it draws:
100 KB in one line cost 70 ms a key. Rows above an edit stay as they are, so typing at the end of
a long text costs no more than in an empty box.
"""

from bisect import bisect_right
from typing import Final

from rich.cells import cell_len
from textual._wrap import compute_wrap_offsets
from textual.document._document import DocumentBase, Location
from textual.document._wrapped_document import WrappedDocument
from textual.expand_tabs import get_tab_widths
from textual.geometry import Offset

from zuiqing_desk.rules.text import MAX_CHARS, graphemes

ROWS_BACK: Final = 2
"""Rows above an edit that are broken again with it: a word that is shorter now may go back to the
row before; the other is for an emoji that an edit joins together."""
CELLS: Final = 2
"""The most cells a character takes."""


class TextRows(WrappedDocument):
    """Where the lines of a document break at the width wrapped to last (cells; 0: nowhere)."""

    def __init__(self, document: DocumentBase, width: int = 0, tab_width: int = 4) -> None:
        super().__init__(document, width, tab_width)

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self._offset_to_line_info)

    def wrap(self, width: int, tab_width: int | None = None) -> None:
        """Break every line anew."""
        self._width = width
        self._tab_width = tab_width or self._tab_width
        self._wrap_offsets = []
        self._tab_width_cache = []
        self._offset_to_line_info = []
        self._line_index_to_offsets = []
        self._put(0, 0, self.document.lines)

    def wrap_range(self, start: Location, old_end: Location, new_end: Location) -> None:
        """Break again what an edit, carried out already, may have changed."""
        most = len(self._wrap_offsets) - 1
        top = min(start[0], old_end[0], most)
        bottom = min(max(start[0], old_end[0]), most)
        lines = self.document.lines[top : max(start[0], new_end[0]) + 1]
        if bottom == top and len(lines) == 1 and "\t" not in lines[0] and self._width:
            self._again(top, lines[0], min(start[1], old_end[1], new_end[1]))
        else:
            self._put(top, bottom + 1, lines)

    def get_sections(self, line_index: int) -> list[str]:
        """The rows of one line."""
        line, breaks = self.document[line_index], self.get_offsets(line_index)
        return [line[a:b] for a, b in zip([0, *breaks], [*breaks, len(line)], strict=True)]

    def row(self, y: int) -> tuple[int, int, str, bool]:
        """Of this row of all: its line, the column it starts at, its text, whether it ends the
        line."""
        index, section = self._offset_to_line_info[y]
        line, breaks = self.document[index], self._wrap_offsets[index]
        last = section == len(breaks)
        start = breaks[section - 1] if section else 0
        return index, start, line[start : None if last else breaks[section]], last

    def tab_widths(self, line_index: int, start: int, end: int) -> list[int]:
        """How wide each tab in this part of a line is drawn (cells)."""
        widths = self._tab_width_cache[line_index]
        if not widths:
            return []
        before = self.document[line_index].count("\t", 0, start)
        return widths[before : before + self.document[line_index].count("\t", start, end)]

    def location_to_offset(self, location: Location) -> Offset:
        """The cell and the row a place in the text is drawn at."""
        # While an undo is under way, Textual asks before it has moved the cursor out of lines that
        # are gone.
        index = max(0, min(location[0], len(self._wrap_offsets) - 1))
        breaks = self._wrap_offsets[index]
        section = bisect_right(breaks, location[1])
        start = breaks[section - 1] if section else 0
        # A tab has no cells of its own.
        cells = cell_len(self.document[index][start : location[1]].replace("\t", ""))
        cells += sum(self.tab_widths(index, start, location[1]))
        return Offset(cells, self._line_index_to_offsets[index][section])

    def _again(self, index: int, line: str, column: int) -> None:
        """One line was edited, at this column at the earliest."""
        breaks = self._wrap_offsets[index]
        kept = breaks[: max(0, bisect_right(breaks, column) - ROWS_BACK)]
        start = kept[-1] if kept else 0
        # From the start of a row on, a line breaks as if it began there.
        fresh = self._breaks(line[start:], None)
        self._place(index, index + 1, [[*kept, *(start + one for one in fresh)]], [[]])

    def _put(self, top: int, bottom: int, lines: list[str]) -> None:
        """Break these lines, which stand in the place of those from ``top`` to ``bottom``."""
        tabs = [get_tab_widths(line, self._tab_width) if "\t" in line else None for line in lines]
        breaks = [
            self._breaks(line, found) if found or CELLS * len(line) > self._width else []
            for line, found in zip(lines, tabs, strict=True)
        ]
        widths = [[width for _, width in found] if found else [] for found in tabs]
        self._place(top, bottom, breaks, widths)

    def _breaks(self, line: str, tabs: list[tuple[str, int]] | None) -> list[int]:
        if not self._width or (tabs is None and CELLS * len(line) <= self._width):
            return []
        breaks = self._stock(line, tabs)
        if tabs is not None or len(line) > MAX_CHARS or len(graphemes(line)) == len(line):
            return breaks
        # Textual breaks between any two code points, also inside an emoji.
        whole: list[int] = []
        while breaks:
            at = breaks.pop(0)
            start = whole[-1] if whole else 0
            border = at - _into_character(line[start : at + 1])
            if border == at or border <= start:
                whole.append(at)
            else:
                whole.append(border)
                breaks = [border + one for one in self._stock(line[border:], None)]
        return whole

    def _stock(self, line: str, tabs: list[tuple[str, int]] | None) -> list[int]:
        return compute_wrap_offsets(
            line, self._width, self._tab_width, precomputed_tab_sections=tabs
        )

    def _place(self, top: int, bottom: int, breaks: list[list[int]], tabs: list[list[int]]) -> None:
        before = [len(one) for one in self._wrap_offsets[top:bottom]]
        self._wrap_offsets[top:bottom] = breaks
        self._tab_width_cache[top:bottom] = tabs
        if before != [len(one) for one in breaks]:
            self._number(top)

    def _number(self, top: int) -> None:
        """Number the rows from this line on."""
        info, rows = self._offset_to_line_info, self._line_index_to_offsets
        y = rows[top][0] if top < len(rows) else len(info)
        del info[y:], rows[top:]
        for index in range(top, len(self._wrap_offsets)):
            count = len(self._wrap_offsets[index]) + 1
            rows.append([*range(y, y + count)])
            info.append((index, 0))
            # A text of very many lines has mostly short ones.
            if count > 1:
                info.extend((index, section) for section in range(1, count))
            y += count


def _into_character(row: str) -> int:
    """How many code points of the character the last one belongs to stand before it."""
    return len(graphemes(row)[-1]) - 1
