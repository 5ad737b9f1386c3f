"""Whose order it is, what agents claim, and what a lead rules.

醉卿 manual, 订单归属. ``actor`` None is whoever owns the file, at the command line.
"""

from dataclasses import dataclass

from zuiqing_desk.rules import ownership as rules
from zuiqing_desk.rules.order_words import Platform
from zuiqing_desk.rules.ownership_facts import Decision
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services import policy, staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders.ownership_reading import facts_of, marks_days, ruling_of
from zuiqing_desk.store.tx import Tx

REASON_CHARS = 200

_DAY_US = 86_400 * 1_000_000
REACH_DAYS = 60
"""How long before the payment an order may have been placed whose contradicting marks are looked
for; the marks may be older than that by the days they count. The rules look closer."""

# Two agents who each marked their deal agreed contradict each other without claiming anything.
_IN_QUESTION = """
SELECT o.id, o.platform, o.number, o.buyer, o.amount_fen, o.paid_at FROM shop_order o
WHERE coalesce((SELECT r.reason FROM ruling r WHERE r.order_id = o.id ORDER BY r.id DESC LIMIT 1),
  '') = '' AND o.id IN (
  SELECT order_id FROM owner_claim WHERE withdrawn_at IS NULL
  UNION
  SELECT t.id FROM mark m JOIN line l ON l.id = m.line_id
  JOIN conversation c ON c.id = l.conversation_id
  JOIN shop_order t ON t.customer_id = c.customer_id
    AND coalesce(t.paid_at, t.created_at) BETWEEN l.at AND l.at + :reach
  WHERE m.kind = 'agreed' GROUP BY t.id
  HAVING count(DISTINCT CASE l.author WHEN 'agent' THEN l.staff_id ELSE -m.id END) > 1)
ORDER BY coalesce(o.paid_at, o.placed_at, o.created_at), o.id
"""


@dataclass(frozen=True, slots=True)
class Dispute:
    """An order a lead has to rule on; ``decision`` has the facts and the claims of both sides.

    ``grave``: somebody claims it whose contact came only after the payment.
    """

    order_id: int
    platform: Platform
    number: str
    buyer: str
    amount_fen: int | None
    paid_at: int | None
    decision: Decision
    grave: bool


def decide(tx: Tx, order_id: int) -> Decision:
    """Whose order it is, by which rule and why. Raises Refused ``no_order`` or ``no_shop``."""
    return rules.decide(facts_of(tx, order_id))


def owner(tx: Tx, order_id: int) -> int | None:
    """The staff id of the owner; None when it is nobody's or in dispute."""
    return decide(tx, order_id).owner


def claim(
    tx: Tx, order_id: int, staff_id: int, reason: str, *, extended: bool = False, actor: int | None
) -> None:
    """Say that an order is this agent's; once more renews what was said.

    ``extended``: because the buyer, already paid, bought more or changed the order on their advice
    (rule 3). Everybody claims for themselves; a lead may for others. Raises Refused ``no_order``,
    ``reason``, ``not_lead``, or ``ruled`` once a lead has ruled.
    """
    _require_self(tx, staff_id, actor)
    reason = _reason(reason, "请写一句为什么是你的单")
    _require_order(tx, order_id)
    if ruling_of(tx, order_id) is not None:
        raise Refused("ruled", "这一单组长已经裁定，不能再认领；有新的证据请找组长改判。")
    tx.run(
        "INSERT INTO owner_claim (order_id, staff_id, reason, extended, at)"
        " VALUES (:order, :staff, :reason, :extended, :now)"
        " ON CONFLICT (order_id, staff_id) DO UPDATE SET reason = :reason, extended = :extended,"
        " at = CASE WHEN withdrawn_at IS NULL THEN at ELSE :now END, withdrawn_at = NULL",
        order=order_id,
        staff=staff_id,
        reason=reason,
        extended=extended,
        now=tx.now,
    )
    tx.journal("order.claimed", order_id, actor=actor, detail="extended" if extended else "")


def withdraw_claim(tx: Tx, order_id: int, staff_id: int, actor: int | None) -> None:
    """Take a claim back. Raises Refused ``not_claimed`` or ``not_lead``."""
    _require_self(tx, staff_id, actor)
    withdrawn = tx.run(
        "UPDATE owner_claim SET withdrawn_at = :now"
        " WHERE order_id = :order AND staff_id = :staff AND withdrawn_at IS NULL",
        order=order_id,
        staff=staff_id,
        now=tx.now,
    )
    if not withdrawn:
        raise Refused("not_claimed", "这一单没有认领，不用撤回。")
    tx.journal("order.unclaimed", order_id, actor=actor)


def rule(tx: Tx, order_id: int, owner_id: int | None, reason: str, actor: int | None) -> int:
    """Record a lead's decision; the newest one stands. Its id. ``owner_id`` None: nobody's.

    Raises Refused ``no_order``, ``not_lead``, ``no_staff`` or ``reason``.
    """
    _require_lead(tx, actor)
    reason = _reason(reason, "裁定要写理由，两边才会服气")
    _require_order(tx, order_id)
    if owner_id is not None:
        staff.by_id(tx, owner_id)
    ruling_id = _enter(tx, order_id, owner_id, reason, actor)
    tx.journal("order.ruled", order_id, actor=actor)
    return ruling_id


def take_back_ruling(tx: Tx, ruling_id: int, actor: int | None) -> None:
    """Undo a ruling: what stood before it stands again, and all of it stays on record.

    Raises Refused ``not_lead``, or ``changed_meanwhile`` once it does not stand any more.
    """
    _require_lead(tx, actor)
    row = tx.one(
        "SELECT order_id FROM ruling r WHERE id = :id AND reason <> ''"
        " AND NOT EXISTS (SELECT 1 FROM ruling n WHERE n.order_id = r.order_id AND n.id > r.id)",
        id=ruling_id,
    )
    if row is None:
        raise Refused("changed_meanwhile", "这一单后来又裁定过或者已经撤回，请看最新的裁定。")
    order_id: int = row[0]
    before = ruling_of(tx, order_id, before=ruling_id)
    if before is None:
        _enter(tx, order_id, None, "", actor)
    else:
        _enter(tx, order_id, before.owner, before.reason, before.ruled_by)
    tx.journal("order.ruling_undone", order_id, actor=actor)


def disputes(tx: Tx) -> list[Dispute]:
    """The orders a lead has to rule on, the oldest paid first."""
    found = []
    reach = (REACH_DAYS + marks_days(policy.current(tx))) * _DAY_US
    for order_id, platform, number, buyer, amount, paid_at in tx.all(_IN_QUESTION, reach=reach):
        decision = decide(tx, order_id)
        if decision.disputed:
            grave = any(one.grave for one in decision.claims)
            found.append(
                Dispute(order_id, platform, number, buyer, amount, paid_at, decision, grave)
            )
    return found


def _enter(tx: Tx, order_id: int, owner_id: int | None, reason: str, ruled_by: int | None) -> int:
    return tx.insert(
        "INSERT INTO ruling (order_id, owner_id, reason, ruled_by, at)"
        " VALUES (:order, :owner, :reason, :by, :now)",
        order=order_id,
        owner=owner_id,
        reason=reason,
        by=ruled_by,
        now=tx.now,
    )


def _require_lead(tx: Tx, actor: int | None) -> None:
    if actor is not None:
        staff.require_lead(tx, actor)


def _require_self(tx: Tx, staff_id: int, actor: int | None) -> None:
    if actor is None:
        staff.working(tx, staff_id)
    elif actor == staff_id:
        staff.working(tx, actor)
    else:
        staff.require_lead(tx, actor)
        staff.by_id(tx, staff_id)


def _require_order(tx: Tx, order_id: int) -> None:
    if tx.one("SELECT 1 FROM shop_order WHERE id = :id", id=order_id) is None:
        raise Refused("no_order", "这笔订单已经不在了。")


def _reason(text: str, ask: str) -> str:
    reason = clean_line(text)
    if not 1 <= len(reason) <= REASON_CHARS:
        raise Refused("reason", f"{ask}，1–{REASON_CHARS} 个字。")
    return reason
