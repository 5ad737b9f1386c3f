"""The buyer's telephone and address, which are hidden unless somebody asks for them."""

from typing import NamedTuple

from zuiqing_desk.services import staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders.in_hand import in_hand
from zuiqing_desk.store.tx import Tx


class Delivery(NamedTuple):
    """Whom an order goes to, in full. ``address_before``: '' unless the address was changed."""

    receiver: str
    phone: str
    address: str
    address_before: str

    @property
    def told(self) -> str:
        """What of it is personal, in the words of the journal: ``phone``, ``address``."""
        address = self.address or self.address_before
        return " ".join(
            word for word, said in (("phone", self.phone), ("address", address)) if said
        )


def unmasked(tx: Tx, order_id: int, actor: int | None) -> Delivery:
    """Whom an order goes to, in full; that it was shown, what of it, and to whom, is journalled
    (house rule: personal data is for those who need it).

    ``actor`` is None at the command line of whoever owns the file. Raises Refused ``no_order`` or
    ``no_phone``, where there is nothing to show.
    """
    if actor is not None:
        staff.working(tx, actor)
    row = tx.one(
        "SELECT receiver, phone, address, address_before FROM shop_order WHERE id = :id",
        id=order_id,
    )
    if row is None:
        raise Refused("no_order", "这笔订单已经不在了。")
    found = Delivery(*row)
    if not found.told:
        raise Refused("no_phone", "这笔订单没有电话和地址。")
    tx.journal("order.unmasked", order_id, actor=actor, detail=found.told)
    return found


def put_into_reply(tx: Tx, conversation_id: int, actor: int, what: str) -> None:
    """Note that ``what`` of the order in hand (words of rules.masking.taken) stands in an answer
    that somebody is writing: they have seen it, as if they had asked for it."""
    order_id = in_hand(tx, conversation_id)
    if order_id is not None:
        tx.journal("order.unmasked", order_id, actor=actor, detail=what)
