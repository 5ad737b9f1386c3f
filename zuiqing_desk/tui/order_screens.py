"""The screens of orders: the one door to them.

Each is imported when it is first opened, and here alone: the sign-in would wait for all of them,
and few desks open every one.
"""

from typing import TYPE_CHECKING

from zuiqing_desk.tui.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zuiqing_desk.services.orders.records import OrderRow
    from zuiqing_desk.tui.screens.audit import AuditScreen
    from zuiqing_desk.tui.screens.chases import ChaseScreen
    from zuiqing_desk.tui.screens.disputes import DisputesScreen
    from zuiqing_desk.tui.screens.orders import OrdersScreen
    from zuiqing_desk.tui.screens.promises import PromisesScreen
    from zuiqing_desk.tui.screens.remark import RemarkScreen


def orders(
    session: Session, order_id: int | None = None, conversation_id: int | None = None
) -> "OrdersScreen":
    """The list of orders, with the cursor on this one; ``conversation_id`` is the one in hand."""
    from zuiqing_desk.tui.screens.orders import OrdersScreen

    return OrdersScreen(session, order_id=order_id, conversation_id=conversation_id)


def audit(session: Session) -> "AuditScreen":
    """The worklist of the audit."""
    from zuiqing_desk.tui.screens.audit import AuditScreen

    return AuditScreen(session)


def chases(session: Session) -> "ChaseScreen":
    """Unpaid orders with their clock."""
    from zuiqing_desk.tui.screens.chases import ChaseScreen

    return ChaseScreen(session)


def disputes(session: Session) -> "DisputesScreen":
    """Orders whose owner a lead must settle."""
    from zuiqing_desk.tui.screens.disputes import DisputesScreen

    return DisputesScreen(session)


def promises(session: Session) -> "PromisesScreen":
    """Promises that are open."""
    from zuiqing_desk.tui.screens.promises import PromisesScreen

    return PromisesScreen(session)


def remark(
    session: Session,
    order_id: int,
    orders: "Sequence[OrderRow]" = (),
    to_order: "Callable[[int], None] | None" = None,
) -> "RemarkScreen":
    """The remark of this order, or of another of ``orders``; ``to_order`` leads to its page, where
    it can be claimed."""
    from zuiqing_desk.tui.screens.remark import RemarkScreen

    return RemarkScreen(session, order_id, orders=orders, to_order=to_order)
