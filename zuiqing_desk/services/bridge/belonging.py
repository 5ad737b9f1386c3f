"""Whose order it is, as the platform says."""

from collections.abc import Mapping

from zuiqing_desk.rules.order_words import platform_of
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services.orders import linking
from zuiqing_desk.store.tx import Tx


def belongs(tx: Tx, order_id: int, conversation_id: int) -> None:
    """Link an order to the conversation of its buyer; what is linked already, or was unlinked by a
    person, stays so."""
    customer_id = tx.value(
        "SELECT c.customer_id FROM conversation c, shop_order o WHERE c.id = :conversation"
        " AND o.id = :order AND o.conversation_id IS NULL AND NOT o.unlinked",
        conversation=conversation_id,
        order=order_id,
    )
    if customer_id is not None:
        linking.join(tx, order_id, conversation_id, customer_id, "buyer")
        tx.journal("order.linked", order_id, detail="buyer")


def shown(tx: Tx, conversation_id: int, card: Mapping[str, object]) -> None:
    """A customer sent the card of an order: on a marketplace one has only cards of one's own.

    The card of another platform proves nothing here.
    """
    row = tx.one(
        "SELECT o.id, o.platform FROM conversation c"
        " JOIN bridge_account b ON b.account_id = c.account_id"
        " JOIN shop_order o ON o.platform = b.platform AND o.number = :number WHERE c.id = :id",
        id=conversation_id,
        number=clean_line(str(card["number"])),
    )
    if row is None:
        return
    order_id, platform = row
    named = clean_line(str(card.get("platform") or platform))
    if platform in (named, platform_of(named)):
        belongs(tx, order_id, conversation_id)
