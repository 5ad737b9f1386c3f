"""Which of a customer's orders is talked of in a conversation."""

from typing import Final

from zuiqing_desk.store.tx import Tx

STILL_TALKED_OF: Final = 20 * 86_400 * 1_000_000
"""Microseconds a dispatched order is still talked of: on its way, received, reviewed (house
rule)."""

_IN_HAND = """
SELECT o.id FROM shop_order o
WHERE o.id IN (SELECT id FROM shop_order WHERE conversation_id = :id
  UNION SELECT id FROM shop_order WHERE customer_id =
    (SELECT customer_id FROM conversation WHERE id = :id))
AND (o.state IN ('unpaid', 'paid', 'audit', 'held')
  OR (o.state = 'dispatched' AND coalesce(o.paid_at, o.placed_at, o.created_at) >= :since))
ORDER BY o.state = 'dispatched', coalesce(o.placed_at, o.created_at) DESC, o.id DESC LIMIT 1
"""


def in_hand(tx: Tx, conversation_id: int) -> int | None:
    """The order talked of in a conversation: the customer's newest that is still to go out, else
    the newest dispatched lately, else None (house rule)."""
    found: int | None = tx.value(_IN_HAND, id=conversation_id, since=tx.now - STILL_TALKED_OF)
    return found
