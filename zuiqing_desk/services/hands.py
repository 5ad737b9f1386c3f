"""What somebody else took out of a person's hands, or put into them."""

from dataclasses import dataclass
from typing import Final

from zuiqing_desk.services import changes
from zuiqing_desk.store.tx import Tx

# The detail of the journal says to whom it went, or from whom it was taken; the assignment that
# ended with a change has the time of its unit.
_MOVED: Final = """
SELECT j.subject_id, u.name, s.staff_no, j.detail = :me AND j.kind <> 'conversation.taken_over'
FROM journal j
JOIN conversation c ON c.id = j.subject_id
JOIN customer u ON u.id = c.customer_id
JOIN staff s ON s.id = j.actor_id
WHERE j.id > :after AND j.actor_id <> :staff
  AND j.kind IN ('conversation.taken_over', 'conversation.transferred',
                 'conversation.released', 'conversation.given_back')
  AND (j.detail = :me
       OR j.kind <> 'conversation.taken_over'
          AND EXISTS (SELECT 1 FROM assignment a WHERE a.conversation_id = j.subject_id
                      AND a.staff_id = :staff AND a.ended_at = j.at))
ORDER BY j.id
"""


@dataclass(frozen=True, slots=True)
class Moved:
    """A conversation that changed hands by somebody else's doing. ``gained``: it came to me;
    otherwise it went from me."""

    conversation_id: int
    customer: str
    by_no: str
    gained: bool


def moved(tx: Tx, staff_id: int, after: int) -> tuple[int, tuple[Moved, ...]]:
    """The newest journal id, and what others moved out of or into these hands after ``after``."""
    newest = changes.last(tx)
    if newest <= after:
        return newest, ()
    found = tx.all(_MOVED, staff=staff_id, me=str(staff_id), after=after)
    return newest, tuple(
        Moved(conversation_id, customer, by_no, bool(gained))
        for conversation_id, customer, by_no, gained in found
    )
