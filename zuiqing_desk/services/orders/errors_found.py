"""Errors of the audit that were found later, how grave, and what they cost.

醉卿 manual, 订单审核流程: whoever audited answers for it; the scorecard counts them.
"""

from dataclasses import dataclass
from typing import NamedTuple

from zuiqing_desk.rules.audit_errors import ERRORS, Grade, grade_of
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services import staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders import reading
from zuiqing_desk.store.tx import Tx

NOTE_CHARS = 200
MOST_FEN = 100_000_000

_SELECT = """
SELECT e.id, e.order_id, o.number, e.staff_id, s.staff_no, s.name, e.kind, e.grade, e.cost_fen,
  e.note, e.found_by, e.found_at, e.withdrawn_at
FROM audit_error e JOIN staff s ON s.id = e.staff_id JOIN shop_order o ON o.id = e.order_id
"""
_TOTALS = """
SELECT e.staff_id, s.staff_no, s.name, sum(e.grade = 'grave'), sum(e.grade = 'ordinary'),
  sum(e.cost_fen)
FROM audit_error e JOIN staff s ON s.id = e.staff_id
WHERE e.withdrawn_at IS NULL AND e.found_at >= :since AND e.found_at < :until
GROUP BY e.staff_id ORDER BY s.staff_no
"""


@dataclass(frozen=True, slots=True)
class AuditErrorRecord:
    """One error. ``staff_no`` and ``staff_name`` are who audited; times UTC microseconds."""

    id: int
    order_id: int
    order_number: str
    staff_id: int
    staff_no: str
    staff_name: str
    kind: str
    grade: Grade
    cost_fen: int
    note: str
    found_by: int | None
    found_at: int
    withdrawn_at: int | None


class ErrorTotal(NamedTuple):
    """The errors of one member of staff, and what they cost together."""

    staff_id: int
    staff_no: str
    name: str
    grave: int
    ordinary: int
    cost_fen: int


def record(
    tx: Tx,
    order_id: int,
    staff_id: int,
    kind: str,
    actor: int | None,
    *,
    cost_fen: int = 0,
    note: str = "",
) -> int:
    """Note that this member of staff audited the order wrongly; the error's id.

    Whatever costs something is grave. Raises Refused ``no_order``, ``no_staff``, ``kind``,
    ``cost`` or ``note``.
    """
    _working(tx, actor)
    reading.one(tx, order_id)
    staff.by_id(tx, staff_id)
    if kind not in ERRORS:
        known = "、".join(one.name for one in ERRORS.values())
        raise Refused("kind", f"没有这种差错，只有：{known}。")
    if not 0 <= cost_fen <= MOST_FEN:
        raise Refused("cost", f"损失要在 0 到 {MOST_FEN // 100} 元之间。")
    note = clean_line(note)
    if len(note) > NOTE_CHARS:
        raise Refused("note", f"说明最多 {NOTE_CHARS} 个字，现在有 {len(note)} 个。")
    error_id = tx.insert(
        "INSERT INTO audit_error (order_id, staff_id, kind, grade, cost_fen, note, found_by,"
        " found_at) VALUES (:order, :staff, :kind, :grade, :cost, :note, :actor, :now)",
        order=order_id,
        staff=staff_id,
        kind=kind,
        grade=grade_of(kind, cost_fen),
        cost=cost_fen,
        note=note,
        actor=actor,
        now=tx.now,
    )
    tx.journal("order.error_found", order_id, actor=actor, detail=kind)
    return error_id


def withdraw(tx: Tx, error_id: int, actor: int | None) -> None:
    """Take an error back; it counts no more. Raises Refused ``no_error``."""
    _set(tx, error_id, actor, withdrawn=True)


def restore(tx: Tx, error_id: int, actor: int | None) -> None:
    """Let an error that was taken back count again. Raises Refused ``no_error``."""
    _set(tx, error_id, actor, withdrawn=False)


def of_order(tx: Tx, order_id: int) -> list[AuditErrorRecord]:
    """The errors of an order that count, oldest first."""
    where = " WHERE e.order_id = :id AND e.withdrawn_at IS NULL ORDER BY e.id"
    return [AuditErrorRecord(*row) for row in tx.all(_SELECT + where, id=order_id)]


def recent(tx: Tx, limit: int = 200) -> list[AuditErrorRecord]:
    """The errors that count, the last found first."""
    where = " WHERE e.withdrawn_at IS NULL ORDER BY e.found_at DESC, e.id DESC LIMIT :limit"
    return [AuditErrorRecord(*row) for row in tx.all(_SELECT + where, limit=limit)]


def totals(tx: Tx, since: int, until: int) -> list[ErrorTotal]:
    """What was found from ``since`` up to, but not at, ``until``, by who audited."""
    return [ErrorTotal(*row) for row in tx.all(_TOTALS, since=since, until=until)]


def auditor(tx: Tx, order_id: int) -> int | None:
    """Who let the order go, if somebody did: the one an error is theirs."""
    found: int | None = tx.value(
        "SELECT verdict_by FROM shop_order WHERE id = :id AND verdict = 'approved'", id=order_id
    )
    return found


def _set(tx: Tx, error_id: int, actor: int | None, *, withdrawn: bool) -> None:
    _working(tx, actor)
    changed = tx.all(
        "UPDATE audit_error SET withdrawn_at = :at WHERE id = :id"
        " AND (withdrawn_at IS NULL) = :standing RETURNING order_id",
        at=tx.now if withdrawn else None,
        id=error_id,
        standing=withdrawn,
    )
    if not changed:
        raise Refused("no_error", "这条差错已经不在了，或者刚刚有人改过。")
    kind = "order.error_withdrawn" if withdrawn else "order.error_restored"
    tx.journal(kind, changed[0][0], actor=actor)


def _working(tx: Tx, actor: int | None) -> None:
    if actor is not None:
        staff.working(tx, actor)
