"""Who works when: the roster as it stands."""

import calendar
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from zuiqing_desk.rules import shifts as presets
from zuiqing_desk.rules.calendar import calendar_day, local
from zuiqing_desk.rules.roster import Entry, Problem
from zuiqing_desk.rules.roster import problems as check
from zuiqing_desk.services import policy, shop
from zuiqing_desk.services.handover.records import Person, Shift
from zuiqing_desk.services.roster.records import Cell, RosterMonth, RosterRow
from zuiqing_desk.store.tx import Row, Tx

_SHIFTS = """
SELECT r.day, r.shift, r.begins_at, r.ends_at, s.id, s.staff_no, s.name, r.duty
FROM roster_entry r JOIN staff s ON s.id = r.staff_id
WHERE r.removed_at IS NULL AND r.kind = 'work' AND r.day BETWEEN :first AND :last
ORDER BY r.day, r.begins_at, r.ends_at, r.shift, s.staff_no
"""

_CELLS = """
SELECT id, staff_id, day, kind, shift, begins_at, ends_at, duty FROM roster_entry
WHERE removed_at IS NULL AND day BETWEEN :first AND :last
ORDER BY staff_id, day, begins_at, id
"""


def zone(tx: Tx) -> str:
    """The shop's time zone."""
    info = shop.get(tx)
    return "Asia/Shanghai" if info is None else info.time_zone


def today(tx: Tx) -> int:
    """The shop's calendar day: the roster goes by the calendar, not by the business day."""
    return calendar_day(tx.now, zone(tx))


def shifts(tx: Tx, from_day: int, to_day: int) -> list[Shift]:
    """The shifts that begin on these days (ordinals, both in), with their people, by time."""
    found: dict[tuple[int, str, int, int], list[Row]] = {}
    for day, name, begins_at, ends_at, *who in tx.all(_SHIFTS, first=from_day, last=to_day):
        found.setdefault((day, name, begins_at, ends_at), []).append(tuple(who))
    return [
        Shift(
            *shift,
            members=tuple(Person(*one[:3]) for one in people),
            duty=tuple(one[0] for one in people if one[3]),
        )
        for shift, people in found.items()
    ]


def of_staff(tx: Tx, staff_id: int, from_day: int, to_day: int) -> list[Shift]:
    """The shifts of one person that begin on these days, each with all who share it."""
    return [
        shift
        for shift in shifts(tx, from_day, to_day)
        if any(member.id == staff_id for member in shift.members)
    ]


def month(tx: Tx, year: int, month_no: int) -> RosterMonth:
    """The month grid."""
    first = date(year, month_no, 1).toordinal()
    days = tuple(range(first, first + calendar.monthrange(year, month_no)[1]))
    by_person: defaultdict[int, defaultdict[int, list[Cell]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for cell in cells(tx, days[0], days[-1]):
        by_person[cell.staff_id][cell.day].append(cell)
    people = tx.all("SELECT id, staff_no, name, active FROM staff ORDER BY staff_no")
    rows = tuple(
        RosterRow(Person(*who), tuple(tuple(by_person[who[0]][day]) for day in days))
        for *who, active in people
        if active or who[0] in by_person
    )
    return RosterMonth(year, month_no, days, rows, today(tx))


def cells(tx: Tx, from_day: int, to_day: int) -> list[Cell]:
    """The entries of these days, by person and day."""
    return cells_of(tx, tx.all(_CELLS, first=from_day, last=to_day))


def cells_of(tx: Tx, rows: Iterable[Row]) -> list[Cell]:
    """Cells of rows id, staff_id, day, kind, shift, begins_at, ends_at, duty."""
    known = {
        (one.name, one.clock): number
        for number, one in reversed(list(enumerate(preset_list(tx), 1)))
    }
    where = zone(tx)
    found = []
    for entry_id, staff_id, day, kind, shift, begins_at, ends_at, duty in rows:
        hours = _hours(begins_at, ends_at, where) if kind == "work" else ""
        place = known.get((shift, hours), 0)
        found.append(
            Cell(entry_id, staff_id, day, kind, shift, begins_at, ends_at, bool(duty), place, hours)
        )
    return found


def preset_list(tx: Tx) -> list[presets.Preset]:
    """The shop's shifts, in the order of the policy."""
    return [presets.preset(line) for line in policy.current(tx).shifts]


def problems(tx: Tx, year: int, month_no: int) -> list[Problem]:
    """What is wrong with a month's roster or worth a look, the bad before the told."""
    grid = month(tx, year, month_no)
    entries = [Entry(*cell[1:8]) for cell in cells(tx, grid.days[0] - 2, grid.days[-1] + 2)]
    people = tx.all("SELECT id, staff_no, name FROM staff WHERE active")
    names = {staff_id: f"{staff_no} {name}" for staff_id, staff_no, name in people}
    return check(entries, grid.days, names, policy.current(tx).rest_days)


def _hours(begins_at: int, ends_at: int, where: str) -> str:
    begin, end = local(begins_at, where), local(ends_at, where)
    minute = begin.hour * 60 + begin.minute
    days = end.toordinal() - begin.toordinal()
    return presets.Preset("", minute, days * presets.DAY_MINUTES + end.hour * 60 + end.minute).clock
