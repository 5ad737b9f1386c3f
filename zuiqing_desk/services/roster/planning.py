"""Planning the roster: a lead's commands, each of which can be taken back.

``actor`` None is the command line of whoever owns the file.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date

from zuiqing_desk.rules.roster import day_text
from zuiqing_desk.rules.roster_cells import shift_of
from zuiqing_desk.services import staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.roster import entries, reading
from zuiqing_desk.services.roster.entries import New
from zuiqing_desk.services.roster.records import KINDS, Cell, Change, EntryKind
from zuiqing_desk.store.tx import Tx

WEEK = 7
PAST = " past"
"""Behind the journal's word for a change of days that are over."""

_NOTHING = Change((), (), "没有变化。")


def put(
    tx: Tx,
    staff_id: int,
    day: int,
    kind: EntryKind,
    shift_line: str,
    actor: int | None,
    *,
    duty: bool = False,
    beside: bool = False,
) -> Change:
    """Set what somebody does on a day (ordinal), instead of what stood there; ``beside``: as a
    second shift of the day. ``duty``: as 当值, instead of who was.

    ``shift_line``: the name of a preset or 班名 HH:MM-HH:MM, '' for rest and leave. Raises Refused
    ``not_lead``, ``no_staff``, ``disabled``, ``bad_shift``, ``kind``, ``double`` or ``too_many``.
    """
    _lead(tx, actor)
    who = staff.working(tx, staff_id)
    wanted = _wanted(tx, who.id, day, kind, shift_line, duty)
    before = entries.of_day(tx, who.id, day)
    if beside and (kind != "work" or any(one.kind != "work" for one in before)):
        raise Refused("kind", "休和假要占一整天，不能和班次排在同一天。")
    if not beside and len(before) == 1 and entries.says(before[0], wanted):
        return _NOTHING
    removed = entries.remove(tx, () if beside else before, actor)
    added = [entries.add(tx, wanted, actor)]
    if duty:
        _relieve(tx, entries.one(tx, added[0]), actor, removed, added)
    word = entries.one(tx, added[0]).words
    return _done(tx, "put", who.id, f"{who.name} {day_text(day)}：{word}。", removed, added, actor)


def remove(
    tx: Tx, staff_id: int, day: int, actor: int | None, *, entry_id: int | None = None
) -> Change:
    """Empty a person's day, or take one entry off it. Raises Refused ``not_lead``, ``no_staff``
    or ``empty_day``."""
    _lead(tx, actor)
    who = staff.by_id(tx, staff_id)
    cells = [one for one in entries.of_day(tx, who.id, day) if entry_id in (None, one.entry_id)]
    if not cells:
        raise Refused("empty_day", f"{who.name} {day_text(day)}没有排班，不用清除。")
    removed = entries.remove(tx, cells, actor)
    return _done(tx, "removed", who.id, f"{who.name} {day_text(day)}已清除。", removed, [], actor)


def toggle_duty(tx: Tx, entry_id: int, actor: int | None) -> Change:
    """Make the person of this shift its 当值 instead of who was; or, if they are, nobody.

    Raises Refused ``not_lead``, ``no_entry`` or ``no_shift``.
    """
    _lead(tx, actor)
    cell = entries.one(tx, entry_id)
    if cell.kind != "work":
        raise Refused("no_shift", f"{day_text(cell.day)}是{KINDS[cell.kind]}，没有班可以当值。")
    removed: list[int] = []
    added: list[int] = []
    _turn(tx, cell, actor, removed, added)
    if not cell.duty:
        _relieve(tx, entries.one(tx, added[0]), actor, removed, added)
    who = staff.by_id(tx, cell.staff_id)
    words = f"{day_text(cell.day)}{cell.shift}：{who.name}{'不再当值' if cell.duty else '当值'}。"
    return _done(tx, "duty", who.id, words, removed, added, actor)


def copy_week(tx: Tx, from_monday: int, to_monday: int, actor: int | None) -> Change:
    """Make a week as another was, for everybody who works here and had anything in it; leave stays
    where it is and is not copied.

    Raises Refused ``not_lead``, ``not_monday``, ``same_week`` or ``empty_week``.
    """
    _lead(tx, actor)
    if any(date.fromordinal(one).weekday() for one in (from_monday, to_monday)):
        raise Refused("not_monday", "复制排班要从星期一开始的一整周。")
    if from_monday == to_monday:
        raise Refused("same_week", "这就是同一周，不用复制。")
    active = {one.id for one in staff.everyone(tx) if one.active}
    source = _week(tx, from_monday, active)
    people = {one.staff_id for one in source if one.kind != "leave"}
    if not people:
        raise Refused("empty_week", f"{day_text(from_monday)}那一周没有排班，没有可复制的。")
    target = _week(tx, to_monday, people)
    shift = to_monday - from_monday
    leave = {(one.staff_id, one.day) for one in target + source if one.kind == "leave"}
    leave |= {(staff_id, day + shift) for staff_id, day in leave}
    wanted = [
        entries.new(
            tx,
            one.staff_id,
            one.day + shift,
            one.kind,
            entries.preset_of(tx, one),
            duty=one.duty,
        )
        for one in source
        if (one.staff_id, one.day + shift) not in leave
    ]
    old = [one for one in target if (one.staff_id, one.day) not in leave]
    words = f"{day_text(from_monday)}那一周已复制到{day_text(to_monday)}。"
    return replace(tx, "week_copied", to_monday, words, old, wanted, actor)


def replace(
    tx: Tx,
    what: str,
    subject: int,
    words: str,
    old: Iterable[Cell],
    wanted: Iterable[New],
    actor: int | None,
) -> Change:
    """Put these in the place of those, as one change; what is the same stays. Journals it."""
    kept = {tuple(one[1:8]): one for one in old}
    fresh = [one for one in wanted if kept.pop(tuple(one), None) is None]
    removed = entries.remove(tx, kept.values(), actor)
    added = [entries.add(tx, one, actor) for one in fresh]
    if not removed and not added:
        return _NOTHING
    return _done(tx, what, subject, words, removed, added, actor)


def undo(tx: Tx, change: Change, actor: int | None) -> dict[int, int]:
    """Take back a change: what it added goes, what it removed is made again, and the request it
    decided waits again. The ids that were removed, each with the id it has now, for ``after``.

    Raises Refused ``not_lead``, ``disabled`` of whose it was, or ``changed_meanwhile``."""
    _lead(tx, actor)
    gone = [entries.ever(tx, one) for one in change.removed]
    for staff_id in {one.staff_id for one in gone}:
        staff.working(tx, staff_id)
    made = [entries.ever(tx, one) for one in change.added]
    places = {(one.staff_id, one.day) for one in (*gone, *made)}
    alive = {one.entry_id for place in places for one in entries.of_day(tx, *place)}
    if not alive.issuperset(change.added) or any(one > change.newest for one in alive):
        raise Refused("changed_meanwhile", "这几天后来又有人排过，没有撤销，请看过再排。")
    entries.remove(tx, made, actor)
    again = {cell.entry_id: entries.add(tx, New(*cell[1:8]), actor) for cell in gone}
    if change.swap_id is not None:
        _wait_again(tx, "roster_swap", "agreed", change.swap_id)
    if change.leave_id is not None:
        _wait_again(tx, "leave_request", "asked", change.leave_id)
    days = [one.day for one in (*gone, *made)]
    detail = _past(tx, str(len(days)), days)
    tx.journal("roster.undone", change.newest, actor=actor, detail=detail)
    return again


def after(change: Change, again: Mapping[int, int]) -> Change:
    """An earlier change of the same person, once a later one was taken back: what that made again
    is not somebody else's work."""
    added = tuple(again.get(one, one) for one in change.added)
    return dataclasses.replace(change, added=added, newest=max(change.newest, *again.values(), 0))


def done(tx: Tx, words: str, removed: list[int], added: list[int], **decided: int | None) -> Change:
    """The change of these entries, for ``undo``."""
    return Change(tuple(removed), tuple(added), words, newest=entries.newest(tx), **decided)


def _done(
    tx: Tx,
    what: str,
    subject: int,
    words: str,
    removed: list[int],
    added: list[int],
    actor: int | None,
) -> Change:
    days = [entries.ever(tx, one).day for one in (*removed, *added)]
    tx.journal(f"roster.{what}", subject, actor=actor, detail=_past(tx, str(len(days)), days))
    return done(tx, words, removed, added)


def _past(tx: Tx, word: str, days: Iterable[int]) -> str:
    return word + PAST * (min(days, default=reading.today(tx)) < reading.today(tx))


def _wanted(tx: Tx, staff_id: int, day: int, kind: EntryKind, shift_line: str, duty: bool) -> New:
    if kind == "work":
        shift = shift_of(shift_line, reading.preset_list(tx))
        return entries.new(tx, staff_id, day, kind, shift, duty=duty)
    if kind not in KINDS or shift_line.strip() or duty:
        raise Refused("kind", "休和假不带班次，也不当值。")
    return entries.new(tx, staff_id, day, kind, None)


def _turn(tx: Tx, cell: Cell, actor: int | None, removed: list[int], added: list[int]) -> None:
    """Make the same entry again with its 当值 turned round."""
    removed.extend(entries.remove(tx, [cell], actor))
    added.append(entries.add(tx, New(*cell[1:7], duty=not cell.duty), actor))


def _relieve(tx: Tx, cell: Cell, actor: int | None, removed: list[int], added: list[int]) -> None:
    """Whoever else was 当值 of this shift is so no more."""
    for other in entries.of_shift(tx, cell):
        if other.duty and other.entry_id != cell.entry_id:
            _turn(tx, other, actor, removed, added)


def _week(tx: Tx, monday: int, people: set[int]) -> list[Cell]:
    return [one for one in reading.cells(tx, monday, monday + WEEK - 1) if one.staff_id in people]


def _wait_again(tx: Tx, table: str, state: str, request_id: int) -> None:
    changed = tx.run(
        f"UPDATE {table} SET state = :state, decided_by = NULL, decided_at = NULL, why = ''"
        " WHERE id = :id AND state = 'approved'",
        id=request_id,
        state=state,
    )
    if not changed:
        raise Refused("changed_meanwhile", "这个申请后来又有人处理过，没有撤销。")


def _lead(tx: Tx, actor: int | None) -> None:
    if actor is not None:
        staff.require_lead(tx, actor)
