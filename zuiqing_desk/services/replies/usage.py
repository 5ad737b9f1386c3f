"""Which replies went out, by whose hand."""

from collections.abc import Sequence

from zuiqing_desk.services.replies.records import Used, Uses
from zuiqing_desk.store.tx import Tx

WINDOW_US = 90 * 86_400_000_000
"""How far back use counts for the order of the picker."""


def record(
    tx: Tx, used: Sequence[Used], staff_id: int, conversation_id: int, line_seq: int
) -> None:
    """Keep which replies an answer was made of. Part of the answer's command: journals nothing.

    A reply taken twice counts once; one that is gone counts no more.
    """
    for reply_id, version in dict.fromkeys(used):
        tx.run(
            "INSERT INTO reply_use (reply_id, version, staff_id, conversation_id, line_seq, at)"
            " SELECT :reply, :version, :staff, :conversation, :seq, :now"
            " WHERE EXISTS (SELECT 1 FROM reply_version"
            " WHERE reply_id = :reply AND version = :version)",
            reply=reply_id,
            version=version,
            staff=staff_id,
            conversation=conversation_id,
            seq=line_seq,
            now=tx.now,
        )


def uses(tx: Tx, staff_id: int | None) -> Uses:
    """Who used what over the last 90 days."""
    since = tx.now - WINDOW_US
    own = tx.all(
        "SELECT reply_id, max(at) FROM reply_use WHERE staff_id = :staff AND at >= :since"
        " GROUP BY reply_id",
        staff=staff_id,
        since=since,
    )
    team = tx.all(
        "SELECT reply_id, count(*) FROM reply_use WHERE at >= :since GROUP BY reply_id",
        since=since,
    )
    return Uses(own=dict(own), team=dict(team))
