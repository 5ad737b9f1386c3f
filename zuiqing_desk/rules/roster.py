"""The duty roster 排班 (醉卿 manual, 客服日常工作制度; call-centre manual, 排班).

Days are ordinals (``date.toordinal()``), moments UTC microseconds.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from zuiqing_desk.rules.calendar import MICROSECONDS

Level = Literal["bad", "told"]

SHORT_NIGHT_H: Final = 8
"""Less between one day's shift and the next day's is told (house rule)."""


class Entry(NamedTuple):
    """One person on one day: ``kind`` is work, rest or leave."""

    staff_id: int
    day: int
    kind: str
    shift: str
    begins_at: int
    ends_at: int
    duty: bool


class Span(NamedTuple):
    """Somebody's stretch of time; ``end`` is out of it."""

    staff_id: int
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about a month's roster. ``level`` bad: against a rule; told: worth a look.
    ``text`` is Chinese and says who and when; ``staff_id`` and ``day`` find the cell."""

    level: Level
    what: str
    text: str
    staff_id: int | None = None
    day: int | None = None


def problems(
    entries: Iterable[Entry], days: Sequence[int], names: Mapping[int, str], rest_days: int
) -> list[Problem]:
    """What is wrong with the roster of these days, the bad before the told, then by day.

    ``entries`` may begin a day earlier and end a day later, so that shifts across the edge are
    seen. ``names``: who works here, whose days are looked at and rest days counted (醉卿 manual:
    four a month).
    """
    by_person: defaultdict[int, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda one: (one.begins_at, one.ends_at)):
        by_person[entry.staff_id].append(entry)
    month = frozenset(days)
    found: list[Problem] = []
    for staff_id, mine in by_person.items():
        who = names.get(staff_id)
        if who is None:
            continue
        inside = [one for one in mine if one.day in month]
        if inside:
            found.extend(_rest(staff_id, who, inside, rest_days))
        found.extend(one for one in _clashes(staff_id, who, mine) if one.day in month)
    everybody = [one for mine in by_person.values() for one in mine if one.day in month]
    found.extend(_duty(everybody))
    found.extend(_empty(everybody, days))
    return sorted(found, key=lambda one: (one.level != "bad", one.day or 0, one.staff_id or 0))


def short_notice(day: int, asked_on: int, swap_days: int) -> bool:
    """Whether a swap of a shift on ``day`` is asked too late (醉卿 manual: two days ahead)."""
    return day - asked_on < swap_days


def overlaps(a: Entry, b: Entry) -> bool:
    """Whether two entries share any time."""
    return a.begins_at < b.ends_at and b.begins_at < a.ends_at


def uncovered(planned: Iterable[Span], present: Iterable[Span]) -> list[tuple[int, int, set[int]]]:
    """The stretches somebody was planned for in which nobody was present: begin, end, and who was
    planned in any part of it; in order, apart from each other."""
    plans = sorted(planned, key=lambda one: one.begin)
    found: list[tuple[int, int, set[int]]] = []
    for begin, end in _minus(_union(plans), _union(present)):
        who = {one.staff_id for one in plans if one.begin < end and begin < one.end}
        found.append((begin, end, who))
    return found


def day_text(day: int) -> str:
    """A day for people: 3月5日."""
    when = date.fromordinal(day)
    return f"{when.month}月{when.day}日"


def _rest(staff_id: int, who: str, mine: list[Entry], rest_days: int) -> Iterable[Problem]:
    rested = len({one.day for one in mine if one.kind == "rest"})
    if rested < rest_days:
        text = f"{who} 休息 {rested}/{rest_days} 天，还差 {rest_days - rested} 天。"
        yield Problem("bad", "rest", text, staff_id)


def _clashes(staff_id: int, who: str, mine: list[Entry]) -> Iterable[Problem]:
    work = [one for one in mine if one.kind == "work"]
    free = {one.day: one.kind for one in mine if one.kind != "work"}
    for one in work:
        if one.day in free:
            word = "休" if free[one.day] == "rest" else "假"
            text = f"{who} {day_text(one.day)}是{word}，又排了{one.shift}。"
            yield Problem("bad", "free_and_shift", text, staff_id, one.day)
    for earlier, later in pairwise(work):
        if overlaps(earlier, later):
            text = f"{who} {day_text(later.day)}的{earlier.shift}和{later.shift}时间重叠。"
            yield Problem("bad", "double", text, staff_id, later.day)
        elif later.day > earlier.day:
            hours = (later.begins_at - earlier.ends_at) / MICROSECONDS / 3600
            if hours < SHORT_NIGHT_H:
                text = (
                    f"{who} {day_text(later.day)}的{later.shift}离上一班只有 {hours:.1f} 小时，"
                    f"不到 {SHORT_NIGHT_H} 小时。"
                )
                yield Problem("told", "short_night", text, staff_id, later.day)


def _duty(everybody: list[Entry]) -> Iterable[Problem]:
    """Each shift names one 当值, who answers for lost orders (醉卿 manual, 客服绩效)."""
    officers: defaultdict[tuple[int, int, int, str], int] = defaultdict(int)
    for one in everybody:
        if one.kind == "work":
            officers[one.day, one.begins_at, one.ends_at, one.shift] += one.duty
    for (day, _, _, shift), count in sorted(officers.items()):
        if count != 1:
            words = "没有当值" if not count else f"有 {count} 位当值"
            yield Problem("told", "duty", f"{day_text(day)}的{shift}{words}。", day=day)


def _empty(everybody: list[Entry], days: Sequence[int]) -> Iterable[Problem]:
    worked = {one.day for one in everybody if one.kind == "work"}
    if worked:
        for day in days:
            if day not in worked:
                yield Problem("told", "nobody", f"{day_text(day)}没有人上班。", day=day)


def _union(spans: Iterable[Span]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for one in sorted(spans, key=lambda span: span.begin):
        if one.end <= one.begin:
            continue
        if found and one.begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], one.end))
        else:
            found.append((one.begin, one.end))
    return found


def _minus(
    whole: Iterable[tuple[int, int]], holes: Sequence[tuple[int, int]]
) -> Iterable[tuple[int, int]]:
    for begin, end in whole:
        at = begin
        for hole_begin, hole_end in holes:
            if hole_end <= at or hole_begin >= end:
                continue
            if hole_begin > at:
                yield at, hole_begin
            at = hole_end
        if at < end:
            yield at, end
