"""Who looks at what and who types, desk by desk. Expires; not journalled."""

from zuiqing_desk.services.duty import PRESENCE_S
from zuiqing_desk.services.records import Looker
from zuiqing_desk.store.tx import Tx

TYPING_S = 5

_AROUND = """
SELECT s.staff_no, s.name, max(CASE WHEN p.typing_id = :id THEN p.typing_until ELSE 0 END)
FROM presence p JOIN staff s ON s.id = p.staff_id
WHERE (p.viewing_id = :id OR p.typing_id = :id) AND p.seen_at > :since
GROUP BY s.id ORDER BY s.staff_no
"""


def beat(tx: Tx, desk_id: str, staff_id: int, *, viewing: int | None, typing: int | None) -> None:
    """Say that this desk lives, what it shows and where it types. Call every few seconds."""
    tx.run(
        "INSERT INTO presence (desk_id, staff_id, viewing_id, typing_id, typing_until, seen_at)"
        " VALUES (:desk, :staff, :viewing, :typing, :until, :now)"
        " ON CONFLICT (desk_id) DO UPDATE SET viewing_id = excluded.viewing_id,"
        " typing_id = excluded.typing_id, typing_until = excluded.typing_until,"
        " seen_at = excluded.seen_at",
        desk=desk_id,
        staff=staff_id,
        viewing=viewing,
        typing=typing,
        until=tx.now + TYPING_S * 1_000_000 if typing is not None else 0,
        now=tx.now,
    )


def lookers(tx: Tx, conversation_id: int) -> tuple[Looker, ...]:
    """Everybody who has the conversation open on a desk that lives, by staff number."""
    since = tx.now - PRESENCE_S * 1_000_000
    return tuple(Looker(*row) for row in tx.all(_AROUND, id=conversation_id, since=since))
