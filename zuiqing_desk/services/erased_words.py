"""Getting erased words out of a search index for good.

The index notes that a row is gone beside what it held; the words themselves leave it when all its
parts are written anew as one. That takes longer than a command may, so it is done a little at a
time: ``tidy`` as long as it says so. What is still to do is noted in the index itself, in rows that
nothing anybody looks for can find.
"""

from dataclasses import dataclass
from typing import Final

from zuiqing_desk.store.tx import Tx

PAGES: Final = 64
"""Pages of the index written in one step: a few milliseconds."""

_ERASED: Final = (-1, "erased")
_AT_IT: Final = (-2, "merging")


@dataclass(frozen=True, slots=True)
class ErasedWords:
    """Of the index that is the virtual table ``table``."""

    table: str

    def note(self, tx: Tx) -> None:
        """Say that something was erased."""
        self._set(tx, _ERASED)

    def pending(self, tx: Tx) -> bool:
        """Whether erased words may still stand in the index."""
        return self._is(tx, _ERASED) or self._is(tx, _AT_IT)

    def tidy(self, tx: Tx) -> bool:
        """Take one step; whether there is more to do."""
        # Not every build of SQLite overwrites by itself what is no longer there.
        tx.all("PRAGMA secure_delete = ON")
        if self._is(tx, _ERASED):
            # Below nothing: all parts are begun to be joined, however few they are.
            self._clear(tx, _ERASED)
            self._set(tx, _AT_IT)
            self._merge(tx, -PAGES)
        elif self._is(tx, _AT_IT) and not self._merge(tx, PAGES):
            self._clear(tx, _AT_IT)
        return self.pending(tx)

    def _merge(self, tx: Tx, pages: int) -> bool:
        before = tx.value("SELECT total_changes()")
        tx.run(f"INSERT INTO {self.table} ({self.table}, rank) VALUES ('merge', :n)", n=pages)
        # The command itself counts as one change.
        return bool(tx.value("SELECT total_changes()") - before > 1)

    def _is(self, tx: Tx, mark: tuple[int, str]) -> bool:
        sql = f"SELECT 1 FROM {self.table} WHERE {self.table} MATCH :mark"
        return tx.one(sql, mark=mark[1]) is not None

    def _set(self, tx: Tx, mark: tuple[int, str]) -> None:
        if not self._is(tx, mark):
            self._put(tx, None, mark)

    def _clear(self, tx: Tx, mark: tuple[int, str]) -> None:
        self._put(tx, "delete", mark)

    def _put(self, tx: Tx, command: str | None, mark: tuple[int, str]) -> None:
        tx.insert(
            f"INSERT INTO {self.table} ({self.table}, rowid, words) VALUES (:command, :row, :mark)",
            command=command,
            row=mark[0],
            mark=mark[1],
        )


PAGES_OF_NOTEBOOKS: Final = ErasedWords("handover_search")
LINES: Final = ErasedWords("line_search")
ALL: Final = (PAGES_OF_NOTEBOOKS, LINES)
