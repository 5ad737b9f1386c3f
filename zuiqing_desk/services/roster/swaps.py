"""Swaps 调班: asked two days ahead with a named colleague, who agrees, and then a lead does
(醉卿 manual, 客服日常工作制度)."""

from typing import Final, NoReturn

from zuiqing_desk.rules.calendar import calendar_day
from zuiqing_desk.rules.roster import day_text, short_notice
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services import policy, staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover.records import Person
from zuiqing_desk.services.roster import entries, planning, reading
from zuiqing_desk.services.roster.entries import New
from zuiqing_desk.services.roster.records import Cell, Change, Swap, SwapState
from zuiqing_desk.store.tx import Row, Tx

REASON_CHARS: Final = 60
_OPEN: Final = ("asked", "agreed")
_STATES: Final[dict[SwapState, str]] = {
    "asked": "等同事答复",
    "agreed": "等组长批准",
    "approved": "已批准",
    "refused": "已回绝",
    "withdrawn": "已撤回",
}

_SELECT = """
SELECT w.id, a.id, a.staff_no, a.name, b.id, b.staff_no, b.name, w.entry_id, w.other_entry_id,
  w.reason, w.state, w.asked_at, w.agreed_at, d.id, d.staff_no, d.name, w.decided_at, w.why
FROM roster_swap w JOIN staff a ON a.id = w.asked_by JOIN staff b ON b.id = w.with_id
LEFT JOIN staff d ON d.id = w.decided_by
"""


def ask(
    tx: Tx,
    entry_id: int,
    with_id: int,
    actor: int,
    *,
    in_return: int | None = None,
    reason: str = "",
) -> int:
    """Ask a colleague to take a shift of mine, for one of theirs or for nothing; the swap's id.

    Asked later than the policy wants it is ``short``: a lead may still allow it, saying why.
    Raises Refused ``no_entry``, ``not_mine``, ``begun``, ``same_person``, ``no_staff``,
    ``disabled``, ``not_theirs``, ``double``, ``asked_already`` or ``reason``.
    """
    staff.working(tx, actor)
    other = staff.working(tx, with_id)
    mine = _to_come(tx, entry_id)
    if mine.staff_id != actor:
        raise Refused("not_mine", "只能拿自己的班来调，请选自己的班。")
    if other.id == actor:
        raise Refused("same_person", "调班要找另一位同事。")
    theirs = None if in_return is None else _to_come(tx, in_return)
    if theirs is not None and theirs.staff_id != other.id:
        raise Refused("not_theirs", f"换回来的班不是 {other.name} 的，请重选。")
    reason = clean_line(reason)
    if len(reason) > REASON_CHARS:
        raise Refused("reason", f"原因最多 {REASON_CHARS} 个字。")
    for swap in open_swaps(tx, actor):
        if swap.entry.entry_id == mine.entry_id:
            raise Refused(
                "asked_already", f"这个班已经向 {swap.other.name} 提出过调班，可以先撤回。"
            )
    _require_free(tx, mine, theirs, other.id, actor)
    swap_id = tx.insert(
        "INSERT INTO roster_swap (asked_by, entry_id, with_id, other_entry_id, reason, state,"
        " asked_at, why) VALUES (:actor, :entry, :other, :theirs, :reason, 'asked', :now, '')",
        actor=actor,
        entry=mine.entry_id,
        other=other.id,
        theirs=None if theirs is None else theirs.entry_id,
        reason=reason,
        now=tx.now,
    )
    tx.journal("roster.swap_asked", swap_id, actor=actor)
    return swap_id


def agree(tx: Tx, swap_id: int, actor: int) -> None:
    """The colleague agrees; it goes to the lead. ``take_back`` undoes it.

    Raises Refused ``no_swap``, ``not_asked``, ``decided`` or ``gone``.
    """
    staff.working(tx, actor)
    swap = _open(tx, swap_id)
    if swap.other.id != actor:
        raise Refused("not_asked", f"这个调班要 {swap.other.name} 本人答复。")
    if swap.state != "asked":
        _refuse_decided(swap)
    tx.run(
        "UPDATE roster_swap SET state = 'agreed', agreed_at = :now WHERE id = :id",
        now=tx.now,
        id=swap_id,
    )
    tx.journal("roster.swap_agreed", swap_id, actor=actor)


def refuse(tx: Tx, swap_id: int, actor: int, why: str = "") -> None:
    """The colleague or a lead refuses; a lead says why. ``take_back`` undoes it.

    Raises Refused ``no_swap``, ``not_lead``, ``why`` or ``decided``.
    """
    swap = _open(tx, swap_id, gone_too=True)
    why = _why(why)
    if swap.other.id != actor:
        staff.require_lead(tx, actor)
        if not why:
            raise Refused("why", "回绝调班要写一句为什么，让同事明白。")
    staff.working(tx, actor)
    _decide(tx, swap_id, "refused", actor, why)
    tx.journal("roster.swap_refused", swap_id, actor=actor)


def withdraw(tx: Tx, swap_id: int, actor: int) -> None:
    """Who asked does not want it any more. ``take_back`` undoes it.

    Raises Refused ``no_swap``, ``not_mine`` or ``decided``.
    """
    staff.working(tx, actor)
    swap = _open(tx, swap_id, gone_too=True)
    if swap.asked_by.id != actor:
        raise Refused("not_mine", f"这个调班是 {swap.asked_by.name} 提的，只有本人能撤回。")
    _decide(tx, swap_id, "withdrawn", actor, "")
    tx.journal("roster.swap_withdrawn", swap_id, actor=actor)


def approve(tx: Tx, swap_id: int, actor: int, why: str = "") -> Change:
    """A lead approves: the shifts change hands, 当值 with them, and a rest day that stood in the
    way goes the other way. ``why`` is needed at short notice. ``planning.undo`` takes it back.

    Raises Refused ``not_lead``, ``no_swap``, ``decided``, ``not_agreed``, ``gone``, ``begun``,
    ``short_notice``, ``double``, ``too_many`` or ``on_leave``.
    """
    staff.require_lead(tx, actor)
    swap = _open(tx, swap_id)
    if swap.state != "agreed":
        raise Refused("not_agreed", f"还要 {swap.other.name} 先同意，组长才能批准。")
    why = _why(why)
    if swap.short and not why:
        days = policy.current(tx).swap_days
        raise Refused("short_notice", f"没有提前 {days} 天提出，要批准请写一句为什么。")
    mine, theirs = swap.entry, swap.in_return
    for one in (mine, theirs):
        if one is not None:
            _require_to_come(tx, one)
    staff.working(tx, swap.other.id)
    _require_free(tx, mine, theirs, swap.other.id, swap.asked_by.id)
    removed, added = _exchange(tx, swap, actor)
    _decide(tx, swap_id, "approved", actor, why)
    detail = "short" if swap.short else ""
    tx.journal("roster.swap_approved", swap_id, actor=actor, detail=detail)
    words = f"{day_text(mine.day)}{mine.shift}改由 {swap.other.name} 上。"
    return planning.done(tx, words, removed, added, swap_id=swap_id)


def take_back(tx: Tx, swap_id: int, actor: int) -> None:
    """Undo what this person said last: agreeing, refusing or withdrawing.

    Raises Refused ``no_swap`` or ``changed_meanwhile``.
    """
    staff.working(tx, actor)
    swap = one(tx, swap_id)
    by = None if swap.decided_by is None else swap.decided_by.id
    if swap.state in ("refused", "withdrawn") and by == actor:
        state = "asked" if swap.agreed_at is None else "agreed"
        tx.run(
            "UPDATE roster_swap SET state = :state, decided_by = NULL, decided_at = NULL,"
            " why = '' WHERE id = :id",
            state=state,
            id=swap_id,
        )
    elif swap.state == "agreed" and swap.other.id == actor:
        tx.run(
            "UPDATE roster_swap SET state = 'asked', agreed_at = NULL WHERE id = :id", id=swap_id
        )
    else:
        raise Refused("changed_meanwhile", "这个调班后来又有人处理过，没有撤销。")
    tx.journal("roster.swap_taken_back", swap_id, actor=actor)


def one(tx: Tx, swap_id: int) -> Swap:
    """One swap. Raises Refused ``no_swap``."""
    row = tx.one(_SELECT + "WHERE w.id = :id", id=swap_id)
    if row is None:
        raise Refused("no_swap", "没有这个调班申请。")
    return _swap(tx, row)


def open_swaps(tx: Tx, staff_id: int | None = None) -> list[Swap]:
    """Swaps not decided yet, by number; only those this person is part of, if one is named."""
    rows = tx.all(
        _SELECT + "WHERE w.state IN ('asked', 'agreed')"
        " AND (:staff IS NULL OR :staff IN (w.asked_by, w.with_id)) ORDER BY w.id",
        staff=staff_id,
    )
    return [_swap(tx, row) for row in rows]


def _exchange(tx: Tx, swap: Swap, actor: int) -> tuple[list[int], list[int]]:
    """Carry a swap out: what was removed, what was added."""
    asker, other = swap.asked_by.id, swap.other.id
    moves = [(swap.entry, asker, other)]
    if swap.in_return is not None:
        moves.append((swap.in_return, other, asker))
    removed = entries.remove(tx, [cell for cell, _, _ in moves], actor)
    added = []
    for cell, giver, taker in moves:
        rests = [each for each in entries.of_day(tx, taker, cell.day) if each.kind == "rest"]
        removed += entries.remove(tx, rests, actor)
        added.append(entries.add(tx, New(taker, *cell[2:8]), actor))
        if rests and not entries.of_day(tx, giver, cell.day):
            added.append(entries.add(tx, entries.new(tx, giver, cell.day, "rest", None), actor))
    return removed, added


def _require_free(tx: Tx, mine: Cell, theirs: Cell | None, other: int, asker: int) -> None:
    """Both can work what they would get. Raises Refused ``double`` or ``on_leave``."""
    for cell, taker, given in ((mine, other, theirs), (theirs, asker, mine)):
        if cell is None:
            continue
        name = staff.by_id(tx, taker).name
        if any(each.kind == "leave" for each in entries.of_day(tx, taker, cell.day)):
            raise Refused("on_leave", f"{name} {day_text(cell.day)}请了假，换不了这个班。")
        clash = entries.clash(
            tx,
            New(taker, *cell[2:8]),
            days=2,
            but=None if given is None else given.entry_id,
        )
        if clash is not None:
            raise Refused(
                "double",
                f"{name} {day_text(clash.day)}排了{clash.shift} {clash.hours}，时间重叠，"
                "换不了这个班。",
            )


def _to_come(tx: Tx, entry_id: int) -> Cell:
    cell = entries.one(tx, entry_id)
    if cell.kind != "work":
        raise Refused("no_shift", f"{day_text(cell.day)}没有班，不用调。")
    _require_to_come(tx, cell)
    return cell


def _require_to_come(tx: Tx, cell: Cell) -> None:
    if cell.begins_at <= tx.now:
        raise Refused("begun", f"{day_text(cell.day)}的{cell.shift}已经开始，不能再调。")


def _open(tx: Tx, swap_id: int, *, gone_too: bool = False) -> Swap:
    swap = one(tx, swap_id)
    if swap.state not in _OPEN:
        _refuse_decided(swap)
    if swap.gone and not gone_too:
        raise Refused("gone", "排班后来改过，要调的班已经没有了，请回绝或撤回。")
    return swap


def _refuse_decided(swap: Swap) -> NoReturn:
    by = f"（{swap.decided_by.name}）" if swap.decided_by is not None else ""
    raise Refused("decided", f"这个调班{_STATES[swap.state]}{by}，不用再答复。")


def _why(why: str) -> str:
    why = clean_line(why)
    if len(why) > REASON_CHARS:
        raise Refused("why", f"说明最多 {REASON_CHARS} 个字。")
    return why


def _decide(tx: Tx, swap_id: int, state: SwapState, actor: int, why: str) -> None:
    tx.run(
        "UPDATE roster_swap SET state = :state, decided_by = :actor, decided_at = :now,"
        " why = :why WHERE id = :id",
        state=state,
        actor=actor,
        now=tx.now,
        why=why,
        id=swap_id,
    )


def _swap(tx: Tx, row: Row) -> Swap:
    swap_id, *people, entry_id, other_entry_id = row[:9]
    reason, state, asked_at, agreed_at, *decider, decided_at, why = row[9:]
    entry = entries.live(tx, entry_id)
    back = None if other_entry_id is None else entries.live(tx, other_entry_id)
    gone = entry is None or (other_entry_id is not None and back is None)
    entry = entry or entries.ever(tx, entry_id)
    if other_entry_id is not None:
        back = back or entries.ever(tx, other_entry_id)
    where, days = reading.zone(tx), policy.current(tx).swap_days
    asked_on = calendar_day(asked_at, where)
    short = any(short_notice(each.day, asked_on, days) for each in (entry, back) if each)
    return Swap(
        id=swap_id,
        asked_by=Person(*people[:3]),
        other=Person(*people[3:]),
        entry=entry,
        in_return=back,
        reason=reason,
        state=state,
        asked_at=asked_at,
        agreed_at=agreed_at,
        decided_by=None if decider[0] is None else Person(*decider),
        decided_at=decided_at,
        why=why,
        short=short,
        gone=gone,
    )
