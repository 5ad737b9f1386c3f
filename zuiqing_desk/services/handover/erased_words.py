"""Getting erased words out of the search index for good.

The index notes that a row is gone beside what it held; the words themselves leave it when all its
parts are written anew as one. That takes longer than a command may, so it is done a little at a
time: ``tidy`` as long as it says so. What is still to do is noted in the index itself, in rows that
nothing anybody looks for can find.
"""

from typing import Final

from zuiqing_desk.store.tx import Tx

PAGES: Final = 64
"""Pages of the index written in one step: a few milliseconds."""

_ERASED: Final = (-1, "erased")
_AT_IT: Final = (-2, "merging")


def note(tx: Tx) -> None:
    """Say that something was erased."""
    _set(tx, _ERASED)


def pending(tx: Tx) -> bool:
    """Whether erased words may still stand in the index."""
    return _is(tx, _ERASED) or _is(tx, _AT_IT)


def tidy(tx: Tx) -> bool:
    """Take one step; whether there is more to do."""
    # Not every build of SQLite overwrites by itself what is no longer there.
    tx.all("PRAGMA secure_delete = ON")
    if _is(tx, _ERASED):
        # Below nothing: all parts are begun to be joined, however few they are.
        _clear(tx, _ERASED)
        _set(tx, _AT_IT)
        _merge(tx, -PAGES)
    elif _is(tx, _AT_IT) and not _merge(tx, PAGES):
        _clear(tx, _AT_IT)
    return pending(tx)


def _merge(tx: Tx, pages: int) -> bool:
    before = tx.value("SELECT total_changes()")
    tx.run("INSERT INTO handover_search (handover_search, rank) VALUES ('merge', :n)", n=pages)
    # The command itself counts as one change.
    return bool(tx.value("SELECT total_changes()") - before > 1)


def _is(tx: Tx, mark: tuple[int, str]) -> bool:
    return (
        tx.one("SELECT 1 FROM handover_search WHERE handover_search MATCH :mark", mark=mark[1])
        is not None
    )


def _set(tx: Tx, mark: tuple[int, str]) -> None:
    if not _is(tx, mark):
        tx.insert(
            "INSERT INTO handover_search (rowid, words) VALUES (:row, :mark)",
            row=mark[0],
            mark=mark[1],
        )


def _clear(tx: Tx, mark: tuple[int, str]) -> None:
    tx.run(
        "INSERT INTO handover_search (handover_search, rowid, words)"
        " VALUES ('delete', :row, :mark)",
        row=mark[0],
        mark=mark[1],
    )
