"""Erasing what was said with a customer. House rule: that a line was there, when, and whose, stays;
what it said, and what it carried, goes."""

import json
import secrets
from dataclasses import replace
from typing import Final, NamedTuple

from zuiqing_desk.services import media
from zuiqing_desk.services.assignment import release
from zuiqing_desk.services.conversation_row import GONE, load, save
from zuiqing_desk.services.handover.sealed_reading import ERASED
from zuiqing_desk.services.history import filling
from zuiqing_desk.store.tx import Tx

LINES: Final = 100
"""Lines of one step: some 10 ms of the writer."""

_TALKS = "(SELECT id FROM conversation WHERE customer_id = :customer)"

_LINES = """
SELECT id, seq, text FROM line
WHERE conversation_id = :conversation AND seq > :after ORDER BY seq LIMIT :limit
"""

# Nothing that waits is sent any more: nobody is there to have it.
_UNSENT = f"""
UPDATE outbox SET state = 'failed', reason = '', done_at = :now
WHERE done_at IS NULL AND conversation_id IN {_TALKS} RETURNING line_id
"""
_UNTOLD = f"""
UPDATE bridge_event SET state = 'failed', reason = '', done_at = :now
WHERE done_at IS NULL AND kind = 'conversation.closed' AND subject_id IN {_TALKS}
"""
_BESIDE = (
    "UPDATE bridge_event SET reason = '' WHERE reason <> '' AND kind = 'conversation.closed'"
    f" AND subject_id IN {_TALKS}",
    f"DELETE FROM draft WHERE conversation_id IN {_TALKS}",
    f"DELETE FROM visitor WHERE conversation_id IN {_TALKS}",
    f"DELETE FROM visitor_presence WHERE conversation_id IN {_TALKS}",
)
# By its line, which an index knows: there are as many rows as answers were ever sent.
_REFUSALS = (
    "UPDATE outbox SET reason = '' WHERE reason <> ''"
    " AND line_id IN (SELECT value FROM json_each(:lines))"
)


class Erased(NamedTuple):
    """What one step has emptied. ``after``: the seq it came to, None when none is left."""

    lines: int
    files: int
    after: int | None


def part(tx: Tx, customer_id: int) -> None:
    """Take the customer's name away and end every conversation with them, whatever is still to be
    answered or sent. Nothing they were known by leads to these any more."""
    tx.run(
        "UPDATE customer SET name = :name WHERE id = :customer",
        name=f"已删除客户 {customer_id}",
        customer=customer_id,
    )
    unsent = [line for (line,) in tx.all(_UNSENT, customer=customer_id, now=tx.now)]
    tx.run(
        "UPDATE line SET status = 'failed' WHERE id IN (SELECT value FROM json_each(:lines))",
        lines=json.dumps(unsent),
    )
    tx.run(_UNTOLD, customer=customer_id, now=tx.now)
    for statement in _BESIDE:
        tx.run(statement, customer=customer_id)
    for conversation_id in of_customer(tx, customer_id):
        _end(tx, conversation_id)


def _end(tx: Tx, conversation_id: int) -> None:
    tx.run(
        "UPDATE conversation SET external_id = :name WHERE id = :id",
        # A connector may call a conversation what it likes: no name that can be foreseen.
        name=f"{GONE}{conversation_id}-{secrets.token_hex(8)}",
        id=conversation_id,
    )
    row = load(tx, conversation_id)
    release(tx, row)
    row.state = "closed"
    row.snoozed_until = None
    row.unread = 0
    row.last_text = ERASED if row.last_text else ""
    row.clock = replace(row.clock, started_at=None, started_seq=None, counted=False)
    save(tx, row)


def of_customer(tx: Tx, customer_id: int) -> list[int]:
    """The conversations of a customer."""
    found = tx.all(
        "SELECT id FROM conversation WHERE customer_id = :customer ORDER BY id",
        customer=customer_id,
    )
    return [row[0] for row in found]


def lines(tx: Tx, conversation_id: int, after: int) -> Erased:
    """Empty the lines that come after a seq, so many at a time."""
    found = tx.all(_LINES, conversation=conversation_id, after=after, limit=LINES)
    if not found:
        return Erased(0, 0, None)
    ids = [line for line, _, _ in found]
    full = [line for line, _, text in found if text != ERASED]
    filling.forget_all(tx, conversation_id, full)
    listed = json.dumps(ids)
    emptied = tx.run(
        "UPDATE line SET text = :erased, payload = NULL"
        " WHERE id IN (SELECT value FROM json_each(:lines))"
        " AND (text <> :erased OR payload IS NOT NULL)",
        erased=ERASED,
        lines=listed,
    )
    tx.run(_REFUSALS, lines=listed)
    return Erased(emptied, media.erase(tx, ids), found[-1][1])
