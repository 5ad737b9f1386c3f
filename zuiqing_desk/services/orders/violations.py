"""Confirmed violations of the rules of ownership: 醉卿 manual, 订单归属, the closing words.

The order's commission is cancelled and a fine is due; whoever has many is put before the lead.
"""

from dataclasses import dataclass

from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services import policy, staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.store.tx import Tx

REASON_CHARS = 200


@dataclass(frozen=True, slots=True)
class ViolationRecord:
    """A confirmed violation; ``confirmed_by`` None: at the command line. Money is 分."""

    id: int
    order_id: int
    staff_id: int
    staff_no: str
    reason: str
    fine_fen: int
    confirmed_by: int | None
    at: int


def confirm(tx: Tx, order_id: int, staff_id: int, reason: str, actor: int | None) -> int:
    """Record that an agent violated the rules with an order; the violation's id.

    Once an order and agent. Raises Refused ``no_order``, ``not_lead``, ``no_staff``, ``reason`` or
    ``confirmed``.
    """
    _require_lead(tx, actor)
    reason = clean_line(reason)
    if not 1 <= len(reason) <= REASON_CHARS:
        raise Refused("reason", f"请写清违了哪一条，1–{REASON_CHARS} 个字。")
    if tx.one("SELECT 1 FROM shop_order WHERE id = :id", id=order_id) is None:
        raise Refused("no_order", "这笔订单已经不在了。")
    member = staff.by_id(tx, staff_id)
    if tx.one(
        "SELECT 1 FROM violation"
        " WHERE order_id = :order AND staff_id = :staff AND withdrawn_at IS NULL",
        order=order_id,
        staff=staff_id,
    ):
        raise Refused("confirmed", f"这一单已经记过 {member.staff_no} 的违规，不能重复记。")
    violation_id = tx.insert(
        "INSERT INTO violation (order_id, staff_id, reason, fine_fen, confirmed_by, at)"
        " VALUES (:order, :staff, :reason, :fine, :actor, :now)",
        order=order_id,
        staff=staff_id,
        reason=reason,
        fine=policy.current(tx).violation_fine_yuan * 100,
        actor=actor,
        now=tx.now,
    )
    tx.journal("order.violation", order_id, actor=actor, detail=str(staff_id))
    return violation_id


def withdraw(tx: Tx, violation_id: int, actor: int | None) -> None:
    """Take a confirmed violation back. Raises Refused ``not_lead`` or ``no_violation``."""
    _require_lead(tx, actor)
    rows = tx.all(
        "UPDATE violation SET withdrawn_at = :now WHERE id = :id AND withdrawn_at IS NULL"
        " RETURNING order_id, staff_id",
        id=violation_id,
        now=tx.now,
    )
    if not rows:
        raise Refused("no_violation", "没有这条违规记录，或者已经撤销。")
    order_id, staff_id = rows[0]
    tx.journal("order.violation_withdrawn", order_id, actor=actor, detail=str(staff_id))


def of_order(tx: Tx, order_id: int) -> list[ViolationRecord]:
    """The violations confirmed with an order, the first one first."""
    rows = tx.all(
        "SELECT v.id, v.order_id, v.staff_id, s.staff_no, v.reason, v.fine_fen, v.confirmed_by,"
        " v.at FROM violation v JOIN staff s ON s.id = v.staff_id"
        " WHERE v.order_id = :id AND v.withdrawn_at IS NULL ORDER BY v.id",
        id=order_id,
    )
    return [ViolationRecord(*row) for row in rows]


def standing(tx: Tx, limit: int = 200) -> list[ViolationRecord]:
    """The violations that stand, the last confirmed first."""
    rows = tx.all(
        "SELECT v.id, v.order_id, v.staff_id, s.staff_no, v.reason, v.fine_fen, v.confirmed_by,"
        " v.at FROM violation v JOIN staff s ON s.id = v.staff_id"
        " WHERE v.withdrawn_at IS NULL ORDER BY v.id DESC LIMIT :limit",
        limit=limit,
    )
    return [ViolationRecord(*row) for row in rows]


def counts(tx: Tx) -> dict[int, int]:
    """How many violations stand against each staff id; people without any are left out."""
    return dict(
        tx.all(
            "SELECT staff_id, count(*) FROM violation WHERE withdrawn_at IS NULL GROUP BY staff_id"
        )
    )


def over_limit(tx: Tx) -> list[int]:
    """The staff ids to put before the lead, the most violations first."""
    limit = policy.current(tx).violation_limit
    many = [(count, who) for who, count in counts(tx).items() if count >= limit]
    return [who for _, who in sorted(many, key=lambda one: (-one[0], one[1]))]


def _require_lead(tx: Tx, actor: int | None) -> None:
    if actor is not None:
        staff.require_lead(tx, actor)
