"""An order with all that hangs on it, as it is looked at."""

from dataclasses import dataclass

from zuiqing_desk.rules.ownership_facts import Decision
from zuiqing_desk.services import queue, staff
from zuiqing_desk.services.bridge import events
from zuiqing_desk.services.bridge.events import Written
from zuiqing_desk.services.orders import chase, contacts, ownership, promises, reading
from zuiqing_desk.services.orders.chase_records import ChaseState
from zuiqing_desk.services.orders.contacts import ContactRecord
from zuiqing_desk.services.orders.promises import PromiseRecord
from zuiqing_desk.services.orders.records import OrderRecord
from zuiqing_desk.services.records import QueueRow
from zuiqing_desk.store.tx import Tx


@dataclass(frozen=True, slots=True)
class OrderWhole:
    """``names`` are staff numbers with names, by id. ``chase`` is None for an order that was never
    known as unpaid, ``written_back`` for one whose remark no platform is told of."""

    order: OrderRecord
    names: dict[int, str]
    conversation: QueueRow | None
    owner: Decision
    chase: ChaseState | None
    promises: tuple[PromiseRecord, ...]
    contacts: tuple[ContactRecord, ...]
    written_back: Written | None = None


def look(tx: Tx, order_id: int) -> OrderWhole:
    """Everything about an order. Raises Refused ``no_order`` or ``no_shop``."""
    order = reading.one(tx, order_id)
    return OrderWhole(
        order=order,
        names={one.id: f"{one.staff_no} {one.name}" for one in staff.everyone(tx)},
        conversation=(
            None if order.conversation_id is None else queue.one(tx, order.conversation_id)
        ),
        owner=ownership.decide(tx, order_id),
        chase=chase.state_of(tx, order_id),
        promises=tuple(promises.of_order(tx, order_id)),
        contacts=tuple(contacts.of_order(tx, order_id)),
        written_back=events.written_back(tx, order_id),
    )
