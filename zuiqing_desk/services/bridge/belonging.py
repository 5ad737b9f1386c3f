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


def is_of_another(tx: Tx, order_id: int, account_id: int) -> bool:
    """Whether an order is that of a storefront which has a connector of its own for the platform:
    what one account's secret opens is not another's."""
    found = tx.one(
        "SELECT 1 FROM shop_order o JOIN channel_account a ON a.storefront_id = o.storefront_id"
        " JOIN bridge_account b ON b.account_id = a.id"
        " WHERE o.id = :order AND b.platform = o.platform AND b.removed_at IS NULL"
        " AND a.storefront_id <> (SELECT storefront_id FROM channel_account WHERE id = :account)",
        order=order_id,
        account=account_id,
    )
    return found is not None


def shown(tx: Tx, conversation_id: int, card: Mapping[str, object]) -> None:
    """A customer sent the card of an order: on a marketplace one has only cards of one's own.

    The card of another platform, or of another's order, proves nothing here.
    """
    row = tx.one(
        "SELECT o.id, o.platform, c.account_id FROM conversation c"
        " JOIN bridge_account b ON b.account_id = c.account_id"
        " JOIN shop_order o ON o.platform = b.platform AND o.number = :number WHERE c.id = :id",
        id=conversation_id,
        number=clean_line(str(card["number"])),
    )
    if row is None:
        return
    order_id, platform, account_id = row
    named = clean_line(str(card.get("platform") or platform))
    ours = not is_of_another(tx, order_id, account_id)
    if ours and platform in (named, platform_of(named)):
        belongs(tx, order_id, conversation_id)
