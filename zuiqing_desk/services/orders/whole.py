"""An order with all that hangs on it, as it is looked at."""

from dataclasses import dataclass

from zuiqing_desk.services import queue, staff
from zuiqing_desk.services.orders import reading
from zuiqing_desk.services.orders.records import OrderRecord
from zuiqing_desk.services.records import QueueRow
from zuiqing_desk.store.tx import Tx


@dataclass(frozen=True, slots=True)
class OrderWhole:
    """``names`` are staff numbers with names, by id."""

    order: OrderRecord
    names: dict[int, str]
    conversation: QueueRow | None


def look(tx: Tx, order_id: int) -> OrderWhole:
    """Everything about an order. Raises Refused ``no_order``."""
    order = reading.one(tx, order_id)
    return OrderWhole(
        order=order,
        names={one.id: f"{one.staff_no} {one.name}" for one in staff.everyone(tx)},
        conversation=(
            None if order.conversation_id is None else queue.one(tx, order.conversation_id)
        ),
    )
