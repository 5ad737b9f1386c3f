"""Writing down what the clock of the chase decided: each order once, whoever looks and when."""

from collections.abc import Collection, Iterable

from zuiqing_desk.rules.calendar import MICROSECONDS
from zuiqing_desk.rules.chase import Chase, ChaseFacts, duty_officer, follow
from zuiqing_desk.rules.chase_words import LostWhy
from zuiqing_desk.services.orders.chase_facts import DECIDED, Kept, Known, known
from zuiqing_desk.store.tx import Tx

AT_ONCE = 200
"""Orders looked at in one transaction, so that nobody waits for it."""

_DAY = 24 * 3600 * MICROSECONDS

# The oldest have waited longest: while none of them is lost, none of the others is.
_UNDECIDED = f"""
SELECT o.id FROM shop_order o
WHERE o.state = 'unpaid' AND NOT o.cod
  AND NOT EXISTS (SELECT 1 FROM payment_chase p WHERE p.order_id = o.id AND {DECIDED})
ORDER BY o.placed_at, o.id LIMIT :limit
"""

# Paid while this desk knew them unpaid, and a loss might still have come before.
_PAID = f"""
SELECT o.id FROM shop_order o
WHERE o.paid_at >= :recent AND o.paid_at > o.created_at AND NOT o.cod
  AND NOT EXISTS (SELECT 1 FROM payment_chase p WHERE p.order_id = o.id AND {DECIDED})
ORDER BY o.paid_at, o.id LIMIT :limit
"""

# What an import or a late note may still put right.
_COUNTED = """
SELECT p.order_id FROM payment_chase p JOIN shop_order o ON o.id = p.order_id
WHERE p.result = 'lost' AND (o.paid_at <= p.ended_at
  OR p.ended_at >= :recent)
ORDER BY p.ended_at DESC LIMIT :limit
"""


def pending(tx: Tx, limit: int = AT_ONCE) -> list[int]:
    """The orders that ``sweep`` would write something about; a question only."""
    found = known(tx, _candidates(tx, limit))
    return [order_id for order_id, one in found.items() if _change(one, tx.now) is not None]


def sweep(tx: Tx, limit: int = AT_ONCE, order_ids: Iterable[int] | None = None) -> int:
    """Write down what is lost and what was paid, as the stored facts have it; how many changed.

    May run as often as wanted and at any desk: each order is counted once. Run it now and then
    while a desk is open; what moves orders counts them before and after itself. A loss counted to
    the duty officer goes over to who turns out to have made contact in time, and back when that
    turns out wrong; it is withdrawn when the order turns out to have been paid in time.
    """
    changed = count(tx, _candidates(tx, limit) if order_ids is None else list(order_ids))
    if len(changed) == 1:
        ((order_id, change),) = changed.items()
        tx.journal("order.chase_counted", order_id, detail=str(change.ended))
    elif changed:
        tx.journal("orders.chase_counted", 0, detail=str(len(changed)))
    return len(changed)


def count(tx: Tx, order_ids: Collection[int]) -> dict[int, Chase]:
    """``sweep`` of these orders as a step of a larger command; what was written, by order."""
    changed = {
        order_id: change
        for order_id, one in known(tx, order_ids).items()
        if (change := _change(one, tx.now)) is not None
    }
    for order_id, change in changed.items():
        _write(tx, order_id, change)
    return changed


def _candidates(tx: Tx, limit: int) -> Collection[int]:
    recent = {"recent": tx.now - 3 * _DAY, "limit": limit}
    rows = tx.all(_UNDECIDED, limit=limit) + tx.all(_PAID, **recent)
    rows += tx.all(_COUNTED, recent=tx.now - _DAY, limit=limit)
    return dict.fromkeys(order_id for (order_id,) in rows)


def _change(one: Known, now: int) -> Chase | None:
    """What is to be written about an order, if anything."""
    kept = one.kept
    if kept is None:
        chase = follow(one.facts, now)
        return chase if one.chased and chase.ended is not None else None
    if kept.result != "lost":
        return None
    return _put_right(one.facts, kept)


def _put_right(facts: ChaseFacts, kept: Kept) -> Chase | None:
    """A counted loss in the light of what became known since. The moment stands: a clock that was
    set back, or a policy that was changed, counts nothing anew."""
    lost_at = kept.ended_at
    if facts.paid_at is not None and facts.paid_at <= lost_at:
        touch = min(facts.touches, default=None)
        return Chase("ok", facts.lost_us, False, touch, "paid", facts.paid_at)
    touch = min((made for made in facts.touches if made.at <= lost_at), default=None)
    to: int | None
    why: LostWhy
    if touch is not None:
        to, why = touch.staff_id, "no_result"
    elif kept.lost_why == "no_contact":
        # Who was on duty stays as it was seen then.
        return None
    else:
        to, why = duty_officer(facts.stays, lost_at, facts.planned), "no_contact"
    if (to, why) == (kept.lost_to, kept.lost_why):
        return None
    return Chase("lost", facts.lost_us, False, touch, "lost", lost_at, to, why)


def _write(tx: Tx, order_id: int, chase: Chase) -> None:
    tx.run(
        "INSERT INTO payment_chase (order_id, result, note, lost_to, lost_why, ended_at)"
        " VALUES (:order, :result, '', :lost_to, :why, :at)"
        " ON CONFLICT (order_id) DO UPDATE SET result = excluded.result,"
        " lost_to = excluded.lost_to, lost_why = excluded.lost_why, ended_at = excluded.ended_at",
        order=order_id,
        result=chase.ended,
        lost_to=chase.lost_to,
        why=chase.lost_why or "",
        at=chase.ended_at,
    )
