"""How the roster is spoken of: the letters of the grid and the words beside it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from textual.content import Content

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.roster import Problem
from zuiqing_desk.rules.shifts import Preset
from zuiqing_desk.services.handover.records import Shift
from zuiqing_desk.services.roster.records import Cell as Entry
from zuiqing_desk.services.roster.records import Gap, Leave, RosterMonth, RosterRow, Swap
from zuiqing_desk.tui.order_words import moment
from zuiqing_desk.tui.page_text import WEEKDAYS, called
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.roster_grid import GridDay, GridRow

EMPTY: Final = "·"
SWAP_STATES: Final = {"asked": "等同事答应", "agreed": "等组长批准"}
_DAY: Final = re.compile(r"(?:(?P<month>\d{1,2})[/.月])?(?P<day>\d{1,2})[日号]?")
_BETWEEN: Final = re.compile(r"\s*[-–—~至到]\s*")


def day_words(day: int) -> str:
    """A day in a sentence: 3月5日 周四."""
    there = date.fromordinal(day)
    return f"{there.month}月{there.day}日 周{WEEKDAYS[there.weekday()]}"


def short_day(day: int) -> str:
    """A day in passing: 3月5日."""
    there = date.fromordinal(day)
    return f"{there.month}月{there.day}日"


# The grid.


def heads(month: RosterMonth) -> list[GridDay]:
    """The heads of the days; today and the weekend have a letter of their own."""
    return [_head(day, month.today) for day in month.days]


def _head(day: int, today: int) -> GridDay:
    there = date.fromordinal(day)
    weekday = "今" if day == today else WEEKDAYS[there.weekday()]
    look = "bold $text-accent" if day == today else "$text-warning" if there.weekday() > 4 else ""
    return GridDay(f"{there.day:2}", weekday, look)


def letters(presets: Sequence[Preset]) -> dict[str, str]:
    """What stands for each shift: its first character, its number where two begin alike."""
    first = Counter(one.name[0] for one in presets if one.name)
    found: dict[str, str] = {}
    for number, one in enumerate(presets, 1):
        found.setdefault(one.name, one.name[0] if first[one.name[0]] == 1 else str(number))
    return found


def grid_row(row: RosterRow, known: dict[str, str], rest_days: int, *, mine: bool) -> GridRow:
    """A person's month as the grid shows it."""
    name = f"{'▸' if mine else ''}{row.person.staff_no} {row.person.name}"
    short = row.rest < rest_days
    count = f"{row.rest}{'✗' if short else '✓'}" if any(row.cells) else ""
    return GridRow(
        row.person.id,
        (name, "strong" if mine else ""),
        (count, "warning" if short else "free"),
        tuple(_cell(day, known) for day in row.cells),
    )


def _cell(entries: Sequence[Entry], known: dict[str, str]) -> Cell:
    if not entries:
        return EMPTY, "free"
    one = entries[0]
    duty = "*" if any(entry.duty for entry in entries) else ""
    more = "+" if len(entries) > 1 else ""
    if one.kind == "rest":
        return f"休{more}", "free"
    if one.kind == "leave":
        return f"假{more}", "leave"
    own = "~" if not one.preset and not duty else ""
    return f"{known.get(one.shift, one.shift[:1])}{more or duty or own}", "strong" if duty else ""


# Beside the grid.


def cell_text(row: RosterRow, day: int, entries: Sequence[Entry]) -> Content:
    """What a person does on a day."""
    lines = [Content.styled(f"{called(row.person)}  {day_words(day)}", "bold")]
    lines += [Content(_entry(one)) for one in entries]
    if not entries:
        lines.append(Content.styled("没有排", "$text-muted"))
    return Content("\n").join(lines)


def _entry(one: Entry) -> str:
    if one.kind != "work":
        return "休息" if one.kind == "rest" else "请假"
    duty = "  * 当值" if one.duty else ""
    return one_line(f"{one.shift} {one.hours}{duty}")


def counted(row: RosterRow, rest_days: int) -> Content:
    """Rest days of the month as against what the policy wants."""
    short = row.rest < rest_days
    return Content.assemble(
        f"这个月上 {row.work} 天，",
        (
            f"休 {row.rest}/{rest_days} {'✗' if short else '✓'}",
            "$text-warning bold" if short else "",
        ),
    )


def day_text(month: RosterMonth, at: int) -> Content:
    """Who works on a day, shift by shift."""
    found: dict[tuple[int, str, str], list[str]] = {}
    away: dict[str, list[str]] = {"休": [], "假": []}
    for row in month.rows:
        for one in row.cells[at]:
            if one.kind == "work":
                key = (one.begins_at, one.shift, one.hours)
                found.setdefault(key, []).append(row.person.name + "（当值）" * one.duty)
            else:
                away["休" if one.kind == "rest" else "假"].append(row.person.name)
    lines = [f"{key[1]} {key[2]}：{'、'.join(people)}" for key, people in sorted(found.items())]
    lines += [f"{name}：{'、'.join(people)}" for name, people in away.items() if people]
    return Content("\n").join(Content(one_line(line)) for line in lines)


def legend(presets: Sequence[Preset], known: dict[str, str]) -> Content:
    """Which number puts which shift."""
    parts = [
        f"{number} {known[one.name]}={one.name} {one.clock}"
        for number, one in enumerate(presets[:9], 1)
    ]
    words = "  ".join([*parts, "x 休", "l 假", "* 当值", "~ 自定钟点", "+ 两班"])
    return Content.styled(one_line(words), "$text-muted")


def problem_lines(problems: Iterable[Problem]) -> Iterator[Content]:
    """What is wrong with the month."""
    for one in problems:
        bad = one.level == "bad"
        yield Content.styled(
            f"{'✗' if bad else '•'} {one_line(one.text)}", "$text-warning" if bad else ""
        )


def gap_lines(gaps: Iterable[Gap], now: int, zone: str) -> Iterator[Content]:
    """Rostered stretches in which nobody was signed in."""
    for gap in gaps:
        people = "、".join(called(one) for one in gap.people)
        until = moment(gap.ends_at, now, zone).rsplit(" ", 1)[-1]
        words = f"▲ 空档 {moment(gap.begins_at, now, zone)}–{until}，该在岗：{people}"
        yield Content.styled(one_line(words), "$text-warning")


def shift_line(shift: Shift, me: int, now: int, zone: str) -> str:
    """A coming shift of mine, and with whom."""
    begin, end = moment(shift.begins_at, now, zone), moment(shift.ends_at, now, zone)
    clock = begin.rsplit(" ", 1)[-1] + "–" + end.rsplit(" ", 1)[-1]
    others = "、".join(one.name for one in shift.members if one.id != me)
    duty = " * 当值" if me in shift.duty else ""
    beside = f"，同班 {others}" if others else ""
    return one_line(f"{day_words(shift.day)}  {shift.name} {clock}{duty}{beside}")


# Requests.


def entry_words(one: Entry) -> str:
    """A shift in a request: 3月5日 白班."""
    return one_line(f"{short_day(one.day)} {one.shift}")


def swap_words(swap: Swap) -> str:
    """A swap in one line."""
    back = f" ⇄ {entry_words(swap.in_return)}" if swap.in_return else ""
    state = "班已不在" if swap.gone else SWAP_STATES.get(swap.state, "")
    late = "，提得晚" if swap.short else ""
    reason = f"，{swap.reason}" if swap.reason else ""
    return one_line(
        f"调班 {called(swap.asked_by)} {entry_words(swap.entry)} → {called(swap.other)}{back}"
        f"：{state}{late}{reason}"
    )


def leave_words(leave: Leave) -> str:
    """A request for leave in one line."""
    until = "" if leave.to_day == leave.from_day else f"–{short_day(leave.to_day)}"
    shifts = f"，有 {len(leave.shifts)} 个班" if leave.shifts else ""
    return one_line(
        f"请假 {called(leave.person)} {short_day(leave.from_day)}{until}：{leave.reason}{shifts}"
    )


def days_of(text: str, year: int, month: int) -> tuple[int, int]:
    """The days that are meant by ``5``, ``5-8`` or ``3/28-4/2``, as ordinals, both in.

    Raises RuleError ``bad_days``.
    """
    parts = _BETWEEN.split(text.strip())
    if len(parts) in (1, 2):
        first = _day(parts[0], year, month)
        last = first if len(parts) == 1 else _day(parts[1], *_month_after(first, parts[1]))
        if first is not None and last is not None and first <= last:
            return first, last
    raise RuleError("bad_days", "请写几号，如 5，或几号到几号，如 5-8、3/28-4/2。")


def _month_after(first: int | None, text: str) -> tuple[int, int]:
    there = date.fromordinal(first or 1)
    found = _DAY.fullmatch(text.strip())
    turned = found is not None and found["month"] and int(found["month"]) < there.month
    return there.year + bool(turned), there.month


def _day(text: str, year: int, month: int) -> int | None:
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return date(year, int(found["month"] or month), int(found["day"])).toordinal()
    except ValueError:
        return None
