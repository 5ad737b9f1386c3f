"""What an agent has typed and not sent, kept as it is typed.

Not journalled: it is nobody else's.
"""

from zuiqing_desk.rules.text import clean
from zuiqing_desk.services.conversation_row import GONE
from zuiqing_desk.services.records import DraftRecord
from zuiqing_desk.store.tx import Tx


def save(tx: Tx, staff_id: int, conversation_id: int, text: str, cursor: int) -> None:
    """Keep a draft; an empty text forgets it. ``cursor`` counts code points from the start."""
    if not text:
        tx.run(
            "DELETE FROM draft WHERE staff_id = :staff AND conversation_id = :id",
            staff=staff_id,
            id=conversation_id,
        )
        return
    tx.run(
        "INSERT INTO draft (staff_id, conversation_id, text, cursor, updated_at)"
        # A desk that still has one must not bring back what was erased.
        " SELECT :staff, :id, :text, :cursor, :now WHERE NOT EXISTS"
        "  (SELECT 1 FROM conversation WHERE id = :id AND external_id GLOB :gone)"
        " ON CONFLICT (staff_id, conversation_id) DO UPDATE SET text = excluded.text,"
        " cursor = excluded.cursor, updated_at = excluded.updated_at",
        staff=staff_id,
        id=conversation_id,
        gone=f"{GONE}*",
        text=clean(text),
        cursor=cursor,
        now=tx.now,
    )


def load(tx: Tx, staff_id: int, conversation_id: int) -> DraftRecord | None:
    """The draft for a conversation, or None."""
    row = tx.one(
        "SELECT conversation_id, text, cursor, updated_at FROM draft"
        " WHERE staff_id = :staff AND conversation_id = :id",
        staff=staff_id,
        id=conversation_id,
    )
    return None if row is None else DraftRecord(*row)


def all_of(tx: Tx, staff_id: int) -> list[DraftRecord]:
    """Every draft of this person, newest first."""
    return [
        DraftRecord(*row)
        for row in tx.all(
            "SELECT conversation_id, text, cursor, updated_at FROM draft"
            " WHERE staff_id = :staff ORDER BY updated_at DESC",
            staff=staff_id,
        )
    ]
