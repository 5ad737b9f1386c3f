"""Where the entries of a conversation stand when they are set in rows, one below the other."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from zuiqing_desk.services.records import LineRecord
from zuiqing_desk.tui.widgets.talk import Entry


class Layout:
    """Entries and the rows they take; rows count from 0 at the first entry."""

    def __init__(self, entries: Sequence[Entry], height: Callable[[Entry], int]) -> None:
        self.entries = entries
        self._starts = [0, *accumulate(height(entry) for entry in entries)]
        self.line_ats = [at for at, entry in enumerate(entries) if entry.line is not None]

    @property
    def total(self) -> int:
        """How many rows there are."""
        return self._starts[-1]

    def start(self, at: int) -> int:
        """The first row of an entry."""
        return self._starts[at]

    def end(self, at: int) -> int:
        """The row after the last one of an entry."""
        return self._starts[at + 1]

    def at_row(self, row: int) -> int | None:
        """The entry that stands on a row."""
        if not 0 <= row < self.total:
            return None
        return bisect_right(self._starts, row) - 1

    def line(self, at: int | None) -> LineRecord | None:
        """The line of an entry."""
        return None if at is None else self.entries[at].line

    def at_seq(self, seq: int | None) -> int | None:
        """The entry of a line; of the newest one for None or a seq that is not here."""
        if not self.line_ats:
            return None
        if seq is not None:
            for at in self.line_ats:
                line = self.entries[at].line
                if line is not None and line.seq == seq:
                    return at
        return self.line_ats[-1]

    def beside(self, at: int, by: int) -> int | None:
        """The line ``by`` lines further; None past the ends."""
        place = self.line_ats.index(at) + by
        return self.line_ats[place] if 0 <= place < len(self.line_ats) else None

    def lines_in(self, top: int, view: int) -> list[int]:
        """The lines of which a row is in view, whole ones alone if there are any."""
        seen = [at for at in self.line_ats if self.start(at) < top + view and self.end(at) > top]
        whole = [at for at in seen if self.start(at) >= top and self.end(at) <= top + view]
        return whole or seen

    def anchor(self, top: int) -> tuple[tuple[str, int], int] | None:
        """The first line that begins at or above the view's top or below it, and its offset."""
        at = self.at_row(top)
        if at is None:
            return None
        for one in range(at, len(self.entries)):
            if self.entries[one].line is not None:
                return self.entries[one].key, top - self.start(one)
        return None

    def top_for(self, anchor: tuple[tuple[str, int], int] | None) -> int | None:
        """The top that shows ``anchor`` where it was; None when its line is gone."""
        if anchor is not None:
            key, offset = anchor
            for at, entry in enumerate(self.entries):
                if entry.key == key:
                    return self.start(at) + offset
        return None
