"""The orders between payment and dispatch, as the audit looks at them: all of them, in memory."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from zuiqing_desk.rules.audit import order_key
from zuiqing_desk.rules.order_words import OrderState
from zuiqing_desk.services.orders.records import OrderRow
from zuiqing_desk.tui import order_shelf
from zuiqing_desk.tui.order_shelf import OrderShelf

WORK: Final = "work"
HELD: Final = "held"
MONEY: Final = "money"
UNSENT: Final = "unsent"
MINE: Final = "mine"
ERRORS: Final = "errors"
VIEWS: Final[Mapping[str, str]] = {
    WORK: "待审",
    HELD: "挂起",
    MONEY: "财务确认",
    UNSENT: "未发货",
    MINE: "退回给我",
    ERRORS: "差错",
}
STATES: Final[tuple[OrderState, ...]] = ("paid", "audit", "held")
"""The states an order is in between payment and dispatch."""


@dataclass(frozen=True, slots=True)
class AuditShelf:
    """One look at a moment; never changes. Made off the event loop.

    ``turns_at``: when the next held order comes back by itself (UTC microseconds), if any does.
    """

    orders: OrderShelf = field(default_factory=OrderShelf)
    views: Mapping[str, Sequence[OrderRow]] = field(default_factory=dict)
    turns_at: int | None = None

    def of(self, view: str) -> Sequence[OrderRow]:
        """The orders of a view, in its order."""
        return self.views.get(view, ())


def shelf_of(rows: Sequence[OrderRow], now: int, me: int) -> AuditShelf:
    """The orders in STATES, for the member of staff ``me``."""
    return sorted_out(order_shelf.shelf_of(rows), now, me)


def changed(
    shelf: AuditShelf, ids: Collection[int], rows: Iterable[OrderRow], now: int, me: int
) -> AuditShelf:
    """The shelf with what became of the orders ``ids``: ``rows`` are those that are still there."""
    kept = [row for row in rows if row.state in STATES]
    return sorted_out(order_shelf.changed(shelf.orders, ids, kept), now, me)


def sorted_out(orders: OrderShelf, now: int, me: int) -> AuditShelf:
    """The views at this moment."""
    everything = sorted(orders.of(order_shelf.ALL), key=_urgent_first)
    held = [row for row in everything if row.state == "held"]
    views = {
        WORK: [row for row in everything if row.verdict != "approved" and not is_away(row, now)],
        HELD: sorted(held, key=lambda row: row.hold_until or 0),
        MONEY: sorted((row for row in everything if waits_for_money(row)), key=_paid_first),
        UNSENT: [row for row in everything if row.verdict == "approved"],
        MINE: [row for row in everything if row.verdict == "handed_back" and row.handed_to == me],
    }
    coming = [row.hold_until for row in held if row.hold_until is not None and is_away(row, now)]
    return AuditShelf(orders, views, min(coming, default=None))


def is_away(row: OrderRow, now: int) -> bool:
    """Whether the order is put aside and its time has not come."""
    return row.state == "held" and row.hold_until is not None and now < row.hold_until


def waits_for_money(row: OrderRow) -> bool:
    """Whether finance has yet to say that the money is in."""
    return row.state in ("paid", "held") and not row.confirmed


def _urgent_first(row: OrderRow) -> tuple[bool, int, int]:
    return order_key(row.urgent, row.paid_at, row.placed_at, row.id)


def _paid_first(row: OrderRow) -> tuple[int, int]:
    return row.paid_at or row.placed_at or 0, row.id
