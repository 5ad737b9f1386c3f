"""Cross-sell attempts without effort, and what is lost by them and by the chase."""

from zuiqing_desk.services.orders.chase_records import CrossSellRecord, LostCount
from zuiqing_desk.store.tx import Tx


def is_regular(tx: Tx, order_id: int) -> bool:
    """Whether the buyer paid as many other orders as make a regular customer 老客."""
    raise NotImplementedError


def note(
    tx: Tx,
    staff_id: int,
    actor: int,
    *,
    order_id: int | None = None,
    conversation_id: int | None = None,
    text: str = "",
) -> int:
    """Note an attempt without effort; its id. One's own, or anybody's by a lead.

    Raises Refused ``regular`` (exempt), ``not_lead``, ``no_order`` or ``no_conversation``.
    """
    raise NotImplementedError


def withdraw(tx: Tx, cross_sell_id: int, actor: int) -> None:
    """Take one back: who noted it, or a lead. Raises Refused ``no_cross_sell`` or ``not_lead``."""
    raise NotImplementedError


def of_order(tx: Tx, order_id: int) -> list[CrossSellRecord]:
    """What was noted for an order, without what was withdrawn."""
    raise NotImplementedError


def lost_counts(tx: Tx, begin: int, end: int) -> list[LostCount]:
    """What was lost from ``begin`` to before ``end``, by agent, for those who lost anything."""
    raise NotImplementedError
