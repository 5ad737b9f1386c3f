"""The audit of orders before they go out: 审单 (醉卿 manual, 订单审核流程).

Every decision hands back how the order stood before, so that it can be taken back. ``actor`` None
is whoever owns the file, at the command line. ``seen``: the order as the one who decides saw it; if
somebody has decided since, the decision is refused (``changed_meanwhile``).
"""

from collections.abc import Collection
from typing import NamedTuple

from zuiqing_desk.rules.audit import Check
from zuiqing_desk.rules.audit_checks import broken_promises
from zuiqing_desk.rules.audit_checks import checks as checked
from zuiqing_desk.rules.order_words import STATES, OrderState, Verdict
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services import staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders import ownership, reading
from zuiqing_desk.services.orders.audit_facts import facts_of, house
from zuiqing_desk.services.orders.records import OrderRow
from zuiqing_desk.store.tx import Tx

REASON_CHARS = 200

_OPEN = ("paid", "audit", "held")

# What is put aside until a time comes back by itself: it is simply in the list again.
_WORKLIST = """
SELECT id FROM shop_order
WHERE state IN ('paid', 'audit', 'held') AND verdict <> 'approved'
  AND (state <> 'held' OR hold_until IS NULL OR hold_until <= :now)
ORDER BY urgent DESC, coalesce(paid_at, placed_at, 0), id LIMIT :limit
"""


class Before(NamedTuple):
    """How an order stood before a decision of the audit, and when that was made."""

    state: OrderState
    verdict: Verdict
    verdict_by: int | None
    verdict_at: int | None
    verdict_reason: str
    hold_until: int | None
    handed_to: int | None
    decided_at: int
    after: OrderState


def checks(tx: Tx, order_id: int) -> tuple[Check, ...]:
    """Every check of an order. Raises Refused ``no_order``."""
    return checked(facts_of(tx, order_id))


def checks_of(tx: Tx, order_ids: Collection[int]) -> dict[int, tuple[Check, ...]]:
    """The checks of several orders; those that are gone are left out."""
    known = house(tx)
    there = [row.id for row in reading.rows(tx, ids=order_ids)]
    return {order_id: checked(facts_of(tx, order_id, known)) for order_id in there}


def worklist(tx: Tx, limit: int | None = None) -> list[OrderRow]:
    """The orders to audit, in the order they are to be audited: urgent ones, then who paid first.

    Without those put aside until a time that has not come.
    """
    wanted = [
        order_id
        for (order_id,) in tx.all(_WORKLIST, now=tx.now, limit=-1 if limit is None else limit)
    ]
    rows = {row.id: row for row in reading.rows(tx, ids=wanted)}
    return [rows[order_id] for order_id in wanted]


def approve(
    tx: Tx,
    order_id: int,
    actor: int | None,
    *,
    despite: str = "",
    asked: bool = False,
    seen: OrderRow | None = None,
) -> Before:
    """Let an order go. ``despite``: why in spite of red checks; ``asked``: the open questions have
    been asked.

    Raises Refused ``no_order``, ``not_open``, ``approved``, ``promise`` (one has no counterpart:
    no reason helps), ``red``, ``ask`` or ``changed_meanwhile``.
    """
    before = _open(tx, order_id, actor, seen)
    if before.verdict == "approved":
        raise Refused("approved", "这笔订单已经审过了。")
    facts = facts_of(tx, order_id)
    if broken := broken_promises(facts):
        said = "；".join(f"“{one.what}”{one.match.why}" for one in broken)
        raise Refused("promise", f"有承诺没有着落：{said}。先改备注，或者把承诺了结，再通过。")
    found = checked(facts)
    red = [one for one in found if one.result == "red"]
    if red and not clean_line(despite):
        raise Refused("red", f"有 {len(red)} 项不对：{_said(red)}。改好再审，或者写明为什么放行。")
    asks = [one for one in found if one.result == "ask"]
    if asks and not asked:
        raise Refused("ask", f"有 {len(asks)} 项要问：{_said(asks)}。问清楚了再通过。")
    return _decide(
        tx,
        order_id,
        before,
        actor,
        kind="order.approved",
        detail=",".join(one.name for one in red),
        verdict="approved",
        reason=_reason(despite, needed=False) if red else "",
        state=_working_state(tx, order_id),
    )


def refuse(
    tx: Tx, order_id: int, reason: str, actor: int | None, *, seen: OrderRow | None = None
) -> Before:
    """Say that an order may not go out as it is. Raises Refused ``no_order``, ``not_open`` or
    ``reason_needed``."""
    before = _open(tx, order_id, actor, seen)
    return _decide(
        tx,
        order_id,
        before,
        actor,
        kind="order.refused",
        verdict="refused",
        reason=_reason(reason),
        state=_working_state(tx, order_id),
    )


def hold(
    tx: Tx,
    order_id: int,
    until: int,
    reason: str,
    actor: int | None,
    *,
    seen: OrderRow | None = None,
) -> Before:
    """Put an order aside until a time (UTC microseconds); then it is in the worklist again.

    Raises Refused ``no_order``, ``not_open``, ``past`` or ``reason_needed``.
    """
    before = _open(tx, order_id, actor, seen)
    if until <= tx.now:
        raise Refused("past", "这个时间已经过了，请写以后的时间。")
    return _decide(
        tx,
        order_id,
        before,
        actor,
        kind="order.held",
        verdict="",
        reason=_reason(reason),
        state="held",
        hold_until=until,
    )


def hand_back(
    tx: Tx, order_id: int, reason: str, actor: int | None, *, seen: OrderRow | None = None
) -> Before:
    """Hand an order back to the agent who closed the sale; without an owner, to who remarked it.

    Raises Refused ``no_order``, ``not_open``, ``reason_needed``, or ``no_owner`` when there is
    neither.
    """
    before = _open(tx, order_id, actor, seen)
    closer = ownership.owner(tx, order_id)
    if closer is None:
        closer = tx.value("SELECT remark_by FROM shop_order WHERE id = :id", id=order_id)
    if closer is None:
        raise Refused("no_owner", "这笔订单没有成交人，也没有人写过备注，不知道退给谁；可以挂起。")
    return _decide(
        tx,
        order_id,
        before,
        actor,
        kind="order.handed_back",
        verdict="handed_back",
        reason=_reason(reason),
        state=_working_state(tx, order_id),
        handed_to=closer,
    )


def send_in(tx: Tx, order_id: int, actor: int | None, *, seen: OrderRow | None = None) -> Before:
    """Have a refused, held or handed-back order audited again.

    Raises Refused ``no_order``, ``not_open`` or ``undecided``.
    """
    before = _open(tx, order_id, actor, seen)
    if before.verdict in ("", "approved") and before.state != "held":
        raise Refused("undecided", "这笔订单没有退回，也没有挂起，用不着送审。")
    return _decide(
        tx, order_id, before, actor, kind="order.sent_in", state=_working_state(tx, order_id)
    )


def mark_dispatched(
    tx: Tx, order_id: int, actor: int | None, *, seen: OrderRow | None = None
) -> Before:
    """Say that an approved order has gone out; the platform's next import says so by itself.

    Raises Refused ``no_order``, ``not_open`` or ``not_approved``.
    """
    before = _open(tx, order_id, actor, seen)
    if before.verdict != "approved":
        raise Refused("not_approved", "这笔订单还没有审过，不能记成已发货。")
    tx.run(
        "UPDATE shop_order SET state = 'dispatched', updated_at = max(:now, updated_at + 1)"
        " WHERE id = :id",
        id=order_id,
        now=tx.now,
    )
    tx.journal("order.dispatched", order_id, actor=actor)
    return before._replace(decided_at=before.verdict_at or 0, after="dispatched")


def set_urgent(tx: Tx, order_id: int, urgent: bool, actor: int | None) -> None:
    """Put an order before all that are not urgent, or back among them. Raises Refused
    ``no_order``."""
    _working(tx, actor)
    if not tx.run(
        "UPDATE shop_order SET urgent = :urgent, updated_at = max(:now, updated_at + 1)"
        " WHERE id = :id",
        id=order_id,
        urgent=urgent,
        now=tx.now,
    ):
        raise Refused("no_order", "这笔订单已经不在了。")
    tx.journal("order.urgent", order_id, actor=actor, detail=str(int(urgent)))


def take_back(tx: Tx, order_id: int, actor: int | None, before: Before | None = None) -> None:
    """Undo a decision. ``before`` is what the decision handed back; without it the order is simply
    undecided again.

    Raises Refused ``no_order``; ``not_open`` for an order that has left the audit; and
    ``changed_meanwhile`` when somebody has decided otherwise since.
    """
    _working(tx, actor)
    now = _standing(tx, order_id)
    sent_by_hand = before is not None and before.after == now.state == "dispatched"
    if now.state not in _OPEN and not sent_by_hand:
        raise Refused("not_open", f"订单已经是“{STATES[now.state]}”，审单的决定撤不回来了。")
    if before is None:
        before = now._replace(
            state=_working_state(tx, order_id),
            verdict="",
            verdict_by=None,
            verdict_at=None,
            verdict_reason="",
            hold_until=None,
            handed_to=None,
        )
    elif now.verdict_at != before.decided_at:
        raise Refused("changed_meanwhile", "这笔订单刚刚有人又审过，请看过再说。")
    # Finance may have confirmed meanwhile: what was paid is then no longer merely paid.
    state = before.state if before.state == "held" else _working_state(tx, order_id)
    _write(tx, order_id, before._replace(state=state))
    tx.journal("order.audit_undone", order_id, actor=actor)


def _decide(
    tx: Tx,
    order_id: int,
    before: Before,
    actor: int | None,
    *,
    kind: str,
    state: OrderState,
    verdict: Verdict = "",
    reason: str = "",
    detail: str = "",
    hold_until: int | None = None,
    handed_to: int | None = None,
) -> Before:
    # Two decisions at one moment must still be told apart.
    decided_at = max(tx.now, (before.verdict_at or 0) + 1)
    after = before._replace(
        state=state,
        verdict=verdict,
        verdict_by=actor,
        verdict_at=decided_at,
        verdict_reason=reason,
        hold_until=hold_until,
        handed_to=handed_to,
    )
    _write(tx, order_id, after)
    tx.journal(kind, order_id, actor=actor, detail=detail)
    return before._replace(decided_at=decided_at, after=state)


def _write(tx: Tx, order_id: int, stand: Before) -> None:
    tx.run(
        "UPDATE shop_order SET state = :state, verdict = :verdict, verdict_by = :verdict_by,"
        " verdict_at = :verdict_at, verdict_reason = :verdict_reason, hold_until = :hold_until,"
        " handed_to = :handed_to, updated_at = max(:now, updated_at + 1) WHERE id = :id",
        id=order_id,
        now=tx.now,
        **{name: getattr(stand, name) for name in Before._fields[:7]},
    )


def _standing(tx: Tx, order_id: int) -> Before:
    row = tx.one(
        "SELECT state, verdict, verdict_by, verdict_at, verdict_reason, hold_until, handed_to"
        " FROM shop_order WHERE id = :id",
        id=order_id,
    )
    if row is None:
        raise Refused("no_order", "这笔订单已经不在了。")
    return Before._make((*row, 0, row[0]))


def _open(tx: Tx, order_id: int, actor: int | None, seen: OrderRow | None) -> Before:
    """How an order stands that the audit may decide about."""
    _working(tx, actor)
    found = _standing(tx, order_id)
    if found.state not in _OPEN:
        raise Refused("not_open", f"订单是“{STATES[found.state]}”，不在审单里。")
    stands = (found.verdict, found.hold_until, found.handed_to)
    if seen is not None and stands != (seen.verdict, seen.hold_until, seen.handed_to):
        raise Refused("changed_meanwhile", "这笔订单刚刚有人审过，请看过再说。")
    return found


def _working_state(tx: Tx, order_id: int) -> OrderState:
    """Where an order stands that is not put aside: with finance, or in the audit."""
    confirmed = tx.value("SELECT confirmed_at FROM shop_order WHERE id = :id", id=order_id)
    return "paid" if confirmed is None else "audit"


def _reason(text: str, *, needed: bool = True) -> str:
    reason = clean_line(text)
    if needed and not reason:
        raise Refused("reason_needed", "要写明原因，别人才知道怎么接着办。")
    if len(reason) > REASON_CHARS:
        raise Refused("reason_needed", f"原因最多 {REASON_CHARS} 个字，现在有 {len(reason)} 个。")
    return reason


def _said(found: list[Check]) -> str:
    return "；".join(one.why for one in found)


def _working(tx: Tx, actor: int | None) -> None:
    if actor is not None:
        staff.working(tx, actor)
