"""Filling the index of lines, afterwards: nothing of it is done while a line is received."""

import json
from collections.abc import Collection
from typing import Final

from zuiqing_desk.services import erased_words
from zuiqing_desk.services.history.pieces import in_conversations, kept
from zuiqing_desk.store.tx import Tx

LINES: Final = 250
"""Lines of one unit: 5 to 10 ms of the writer. Half as many take two thirds as long."""

_PAGES: Final = 60
"""Pages of the index that are joined with every unit of so many lines, so that its parts stay few.
They make ten, which are written anew a few times until they stand in the last."""

_LINES: Final = """
SELECT id, author, text, conversation_id, account_id,
  CASE WHEN author <> 'customer' THEN staff_id END, at
FROM line WHERE id > :up_to ORDER BY id LIMIT :limit
"""
_ONE: Final = """
SELECT text, conversation_id, account_id, CASE WHEN author <> 'customer' THEN staff_id END, at
FROM line WHERE id = :id AND author <> 'system'
"""
_THESE: Final = """
SELECT id, text, conversation_id, account_id, CASE WHEN author <> 'customer' THEN staff_id END, at
FROM line WHERE id IN (SELECT value FROM json_each(:ids)) AND author <> 'system'
"""
_MOVE: Final = """
INSERT INTO line_index (id, up_to, earliest, latest) VALUES (1, :up_to, :earliest, :latest)
ON CONFLICT (id) DO UPDATE SET up_to = excluded.up_to,
  earliest = min(earliest, excluded.earliest), latest = max(latest, excluded.latest)
"""


def up_to(tx: Tx) -> int:
    """The id of the last line that is in the index, 0 for none."""
    return tx.value("SELECT up_to FROM line_index") or 0


def pending(tx: Tx) -> int:
    """How many lines are not in the index yet."""
    newest: int = tx.value("SELECT max(id) FROM line") or 0
    # Lines are never taken away: their ids have no gaps worth counting.
    return max(0, newest - up_to(tx))


def fill(tx: Tx, limit: int = LINES) -> int:
    """Put the next lines into the index; how many were gone through, 0 when all are in it.

    System lines are left out. To be run as a unit of its own: when it is lost, so is the mark of
    how far it came.
    """
    rows = tx.all(_LINES, up_to=up_to(tx), limit=limit)
    if not rows:
        return 0
    for line_id, author, *line in rows:
        if author != "system":
            _write(tx, line_id, kept(*line))
    _join_parts(tx, len(rows))
    times = [row[-1] for row in rows]
    tx.run(_MOVE, up_to=rows[-1][0], earliest=min(times), latest=max(times))
    return len(rows)


def forget(tx: Tx, line_id: int) -> None:
    """Take a line out of the index; called before its text is changed or erased, and
    ``remember`` after it was changed. A line that is not in the index stays out of it.

    What the line said stands in the index's own pages until housekeeping has tidied them.
    """
    line = tx.one(_ONE, id=line_id)
    if line is not None and _is_in(tx, line_id, line[1]):
        _write(tx, line_id, kept(*line), "delete")
        erased_words.LINES.note(tx)


def forget_all(tx: Tx, conversation_id: int, line_ids: Collection[int]) -> None:
    """``forget`` many lines of one conversation at once."""
    if not line_ids:
        return
    inside = tx.all(
        "SELECT rowid FROM line_search WHERE line_search MATCH :query"
        " AND rowid BETWEEN :first AND :last",
        query=in_conversations([conversation_id]),
        first=min(line_ids),
        last=max(line_ids),
    )
    wanted = set(line_ids).intersection(row[0] for row in inside)
    for line_id, *line in tx.all(_THESE, ids=json.dumps(sorted(wanted))):
        _write(tx, line_id, kept(*line), "delete")
    if wanted:
        erased_words.LINES.note(tx)
        _join_parts(tx, len(wanted))


def remember(tx: Tx, line_id: int) -> None:
    """Put a line back that was forgotten, as it reads now. One whose turn has not come waits."""
    line = tx.one(_ONE, id=line_id)
    if line is not None and line_id <= up_to(tx):
        _write(tx, line_id, kept(*line))


def _is_in(tx: Tx, line_id: int, conversation_id: int) -> bool:
    return bool(
        tx.value(
            "SELECT 1 FROM line_search WHERE line_search MATCH :query AND rowid = :id",
            query=in_conversations([conversation_id]),
            id=line_id,
        )
    )


def _join_parts(tx: Tx, lines: int) -> None:
    """Join some parts of the index after so many lines: left alone they would become so many that
    all are joined at one go."""
    tx.run(
        "INSERT INTO line_search (line_search, rank) VALUES ('merge', :pages)",
        pages=max(_PAGES, _PAGES * lines // LINES),
    )


def _write(tx: Tx, line_id: int, words: str, command: str | None = None) -> None:
    """Add a line to the index, or take the very same out of it."""
    tx.insert(
        "INSERT INTO line_search (line_search, rowid, words) VALUES (:command, :row, :words)",
        command=command,
        row=line_id,
        words=words,
    )
