"""What a desk needs to know of the orders of the conversation it shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from zuiqing_desk.services.orders import chase, promises, reading, remarks
from zuiqing_desk.services.orders.chase_records import ChaseState
from zuiqing_desk.services.orders.in_hand import in_hand
from zuiqing_desk.services.orders.promises import PromiseRecord
from zuiqing_desk.services.orders.records import OrderRow
from zuiqing_desk.store.tx import Tx

CHASED = 3
"""So many unpaid orders have their clock read; the newest."""


@dataclass(frozen=True, slots=True)
class OrderBriefing:
    """The orders of one conversation, the newest first.

    ``in_hand``: the order talked of; ``to_remark``: the one whose remark is to be written next;
    ``chases`` by order id; ``promises`` of the conversation and of its orders, oldest first.
    """

    conversation_id: int | None = None
    orders: tuple[OrderRow, ...] = ()
    in_hand: int | None = None
    to_remark: int | None = None
    chases: Mapping[int, ChaseState] = field(default_factory=dict)
    promises: tuple[PromiseRecord, ...] = ()


NOTHING = OrderBriefing()


def brief(tx: Tx, conversation_id: int) -> OrderBriefing:
    """The orders of a conversation; cheap where there are none."""
    promised = {one.id: one for one in promises.of_conversation(tx, conversation_id)}
    orders = tuple(reading.of_conversation(tx, conversation_id))
    if not orders:
        return OrderBriefing(conversation_id, promises=tuple(promised.values()))
    meant = in_hand(tx, conversation_id)
    if meant is not None:
        promised |= {one.id: one for one in promises.of_order(tx, meant)}
    unpaid = [row.id for row in orders if row.state == "unpaid"][:CHASED]
    states = {order_id: chase.state_of(tx, order_id) for order_id in unpaid}
    return OrderBriefing(
        conversation_id,
        orders,
        meant if meant is not None else orders[0].id,
        remarks.order_in_hand(tx, conversation_id),
        {order_id: state for order_id, state in states.items() if state is not None},
        tuple(promised[key] for key in sorted(promised)),
    )
