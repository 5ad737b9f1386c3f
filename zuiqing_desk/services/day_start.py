"""How the day begins: who wrote while nobody was on duty, and whether anybody ever wrote."""

from typing import Final, NamedTuple

from zuiqing_desk.store.tx import Tx

MOST: Final = 1000
"""More are not counted: this is asked every second."""

# In the words of the index conversation_hands; band 1 are lines that came off duty.
_LEFT = """
SELECT count(*), min(urgency) FROM (
    SELECT c.urgency FROM conversation c
    WHERE c.state <> 'closed' AND c.last_seq > 0 AND c.band = 1 AND {hands}
      AND +c.state <> 'snoozed'
    ORDER BY c.urgency LIMIT :most
)
"""
_HANDS = ("c.assignee_id IS NULL", "c.assignee_id = :staff")


class Left(NamedTuple):
    """Customers who wrote off duty and have no answer yet; ``oldest`` (microseconds) is since when
    the first of them has been waiting."""

    customers: int = 0
    oldest: int | None = None

    @property
    def counted(self) -> str:
        """How many, for people: ``12``, ``1000+``."""
        return f"{MOST}+" if self.customers >= MOST else str(self.customers)


def left(tx: Tx, staff_id: int) -> Left:
    """Who wrote while nobody was on duty, among this person's own and those nobody has.

    Nobody's clock runs for them: they come after those who wrote in rostered hours, oldest first
    (rules.clock.place). Those put aside are left out until their time comes.
    """
    found = [tx.all(_LEFT.format(hands=hands), staff=staff_id, most=MOST)[0] for hands in _HANDS]
    since = [first for _, first in found if first is not None]
    return Left(sum(count for count, _ in found), min(since, default=None))


def anybody_came(tx: Tx) -> bool:
    """Whether a customer was ever here."""
    return tx.one("SELECT 1 FROM line LIMIT 1") is not None
