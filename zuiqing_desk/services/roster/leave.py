"""Leave 请假, which needs a lead's signature (醉卿 manual, 客服日常工作制度)."""

from typing import Final

from zuiqing_desk.rules.roster import day_text
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services import staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover.records import Person
from zuiqing_desk.services.roster import entries, planning, reading
from zuiqing_desk.services.roster.records import Change, Leave, LeaveState
from zuiqing_desk.store.tx import Row, Tx

REASON_CHARS: Final = 60
LONGEST_DAYS: Final = 184
LATE_DAYS: Final = 31
"""Leave may be signed afterwards, for somebody who fell ill, but not later than this."""

_STATES: Final[dict[LeaveState, str]] = {
    "asked": "等组长批准",
    "approved": "已批准",
    "refused": "已回绝",
    "withdrawn": "已撤回",
}

_SELECT = """
SELECT q.id, s.id, s.staff_no, s.name, q.from_day, q.to_day, q.reason, q.state, q.asked_at,
  d.id, d.staff_no, d.name, q.decided_at, q.why
FROM leave_request q JOIN staff s ON s.id = q.staff_id LEFT JOIN staff d ON d.id = q.decided_by
"""


def ask(tx: Tx, from_day: int, to_day: int, reason: str, actor: int) -> int:
    """Ask for leave on these days (ordinals, both in); the request's id.

    Raises Refused ``days``, ``reason`` or ``asked_already``.
    """
    staff.working(tx, actor)
    today = reading.today(tx)
    if not from_day <= to_day < from_day + LONGEST_DAYS:
        raise Refused("days", f"请假的日子不对：先写第一天，再写最后一天，最多 {LONGEST_DAYS} 天。")
    if from_day < today - LATE_DAYS:
        raise Refused("days", f"补假最多补到 {LATE_DAYS} 天前，{day_text(from_day)}太早了。")
    reason = clean_line(reason)
    if not 1 <= len(reason) <= REASON_CHARS:
        raise Refused("reason", f"请写请假的原因，1–{REASON_CHARS} 个字。")
    for other in open_leave(tx, actor):
        if other.from_day <= to_day and from_day <= other.to_day:
            raise Refused(
                "asked_already", f"{day_text(other.from_day)}起的假已经申请过，可以先撤回。"
            )
    leave_id = tx.insert(
        "INSERT INTO leave_request (staff_id, from_day, to_day, reason, state, asked_at, why)"
        " VALUES (:actor, :first, :last, :reason, 'asked', :now, '')",
        actor=actor,
        first=from_day,
        last=to_day,
        reason=reason,
        now=tx.now,
    )
    tx.journal("roster.leave_asked", leave_id, actor=actor)
    return leave_id


def approve(tx: Tx, leave_id: int, actor: int, why: str = "") -> Change:
    """A lead signs: the shifts of those days, and days with nothing, become leave; rest days stay.
    ``planning.undo`` takes it back.

    Raises Refused ``not_lead``, ``no_leave``, ``decided`` or ``why``.
    """
    staff.require_lead(tx, actor)
    request = _open(tx, leave_id)
    why = _why(why)
    removed: list[int] = []
    added: list[int] = []
    for day in range(request.from_day, request.to_day + 1):
        cells = entries.of_day(tx, request.person.id, day)
        if any(cell.kind != "work" for cell in cells):
            continue
        removed += entries.remove(tx, cells, actor)
        wanted = entries.new(tx, request.person.id, day, "leave", None)
        added.append(entries.add(tx, wanted, actor))
    _decide(tx, leave_id, "approved", actor, why)
    tx.journal("roster.leave_approved", leave_id, actor=actor, detail=str(len(added)))
    words = f"{request.person.name} 请假 {len(added)} 天，已批准。"
    return planning.done(tx, words, removed, added, leave_id=leave_id)


def refuse(tx: Tx, leave_id: int, actor: int, why: str) -> None:
    """A lead refuses, and says why. ``take_back`` undoes it.

    Raises Refused ``not_lead``, ``no_leave``, ``decided`` or ``why``.
    """
    staff.require_lead(tx, actor)
    _open(tx, leave_id)
    why = _why(why)
    if not why:
        raise Refused("why", "回绝请假要写一句为什么，让同事明白。")
    _decide(tx, leave_id, "refused", actor, why)
    tx.journal("roster.leave_refused", leave_id, actor=actor)


def withdraw(tx: Tx, leave_id: int, actor: int) -> None:
    """Who asked does not want it any more. ``take_back`` undoes it.

    Raises Refused ``no_leave``, ``not_mine`` or ``decided``.
    """
    staff.working(tx, actor)
    request = _open(tx, leave_id)
    if request.person.id != actor:
        raise Refused("not_mine", f"这个假是 {request.person.name} 请的，只有本人能撤回。")
    _decide(tx, leave_id, "withdrawn", actor, "")
    tx.journal("roster.leave_withdrawn", leave_id, actor=actor)


def take_back(tx: Tx, leave_id: int, actor: int) -> None:
    """Undo one's own refusing or withdrawing: it is asked again.

    Raises Refused ``no_leave`` or ``changed_meanwhile``.
    """
    staff.working(tx, actor)
    request = one(tx, leave_id)
    by = None if request.decided_by is None else request.decided_by.id
    if request.state not in ("refused", "withdrawn") or by != actor:
        raise Refused("changed_meanwhile", "这个假后来又有人处理过，没有撤销。")
    tx.run(
        "UPDATE leave_request SET state = 'asked', decided_by = NULL, decided_at = NULL, why = ''"
        " WHERE id = :id",
        id=leave_id,
    )
    tx.journal("roster.leave_taken_back", leave_id, actor=actor)


def one(tx: Tx, leave_id: int) -> Leave:
    """One request. Raises Refused ``no_leave``."""
    row = tx.one(_SELECT + "WHERE q.id = :id", id=leave_id)
    if row is None:
        raise Refused("no_leave", "没有这个请假申请。")
    return _leave(tx, row)


def open_leave(tx: Tx, staff_id: int | None = None) -> list[Leave]:
    """Requests not decided yet, by number; only this person's, if one is named."""
    rows = tx.all(
        _SELECT + "WHERE q.state = 'asked' AND (:staff IS NULL OR :staff = q.staff_id)"
        " ORDER BY q.id",
        staff=staff_id,
    )
    return [_leave(tx, row) for row in rows]


def _open(tx: Tx, leave_id: int) -> Leave:
    request = one(tx, leave_id)
    if request.state != "asked":
        by = f"（{request.decided_by.name}）" if request.decided_by is not None else ""
        raise Refused("decided", f"这个假{_STATES[request.state]}{by}，不用再答复。")
    return request


def _why(why: str) -> str:
    why = clean_line(why)
    if len(why) > REASON_CHARS:
        raise Refused("why", f"说明最多 {REASON_CHARS} 个字。")
    return why


def _decide(tx: Tx, leave_id: int, state: LeaveState, actor: int, why: str) -> None:
    tx.run(
        "UPDATE leave_request SET state = :state, decided_by = :actor, decided_at = :now,"
        " why = :why WHERE id = :id",
        state=state,
        actor=actor,
        now=tx.now,
        why=why,
        id=leave_id,
    )


def _leave(tx: Tx, row: Row) -> Leave:
    leave_id, *who, from_day, to_day, reason, state, asked_at = row[:9]
    *decider, decided_at, why = row[9:]
    person = Person(*who)
    shifts = tuple(
        cell for cell in entries.of_days(tx, person.id, from_day, to_day) if cell.kind == "work"
    )
    return Leave(
        id=leave_id,
        person=person,
        from_day=from_day,
        to_day=to_day,
        reason=reason,
        state=state,
        asked_at=asked_at,
        decided_by=None if decider[0] is None else Person(*decider),
        decided_at=decided_at,
        why=why,
        shifts=shifts,
    )
