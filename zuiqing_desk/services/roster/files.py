"""A month's roster as a spreadsheet, and back: 工号 姓名 1 2 … 31."""

import calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.roster import day_text
from zuiqing_desk.rules.roster_cells import Word, text_of, words_of
from zuiqing_desk.rules.shifts import Preset
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services import staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover.records import Person
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.services.roster import entries, planning, reading
from zuiqing_desk.services.roster.entries import New
from zuiqing_desk.services.roster.records import Cell, Change
from zuiqing_desk.services.spreadsheets import Refusal
from zuiqing_desk.sheets import read as read_sheet
from zuiqing_desk.store.tx import Tx

NUMBER: Final = "工号"
NAME: Final = "姓名"

Table = Iterable[tuple[int, Mapping[str, str]]]
"""Rows by the number a spreadsheet program gives them, values by the head's words."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """A day (ordinal) that an import would change; words as in the file, '' for an empty day."""

    person: Person
    day: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do. With any ``refused`` nothing can be applied. ``unchanged``: days
    that stay as they are."""

    year: int
    month: int
    changes: tuple[CellChange, ...]
    refused: tuple[Refusal, ...]
    unchanged: int = 0


def head(year: int, month: int) -> tuple[str, ...]:
    """The columns of a month's file: 工号 姓名 1 2 …"""
    last = calendar.monthrange(year, month)[1]
    return (NUMBER, NAME, *(str(day) for day in range(1, last + 1)))


def rows(tx: Tx, year: int, month: int) -> list[tuple[str, ...]]:
    """The rows of a month's file, without the head."""
    known = reading.preset_list(tx)
    return [
        (
            row.person.staff_no,
            row.person.name,
            *(_text(tx, cells, known) for cells in row.cells),
        )
        for row in reading.month(tx, year, month).rows
    ]


def read(path: Path, year: int, month: int) -> list[tuple[int, Mapping[str, str]]]:
    """The rows of a month's CSV or XLSX file. Touches no store. Raises sheets.SheetError."""
    found = read_sheet(path, head(year, month), (NUMBER,))
    return [(row.number, row.values) for row in found]


def plan(tx: Tx, year: int, month: int, table: Table) -> Plan:
    """What importing these rows would change. People and days that are not in the file stay."""
    known = reading.preset_list(tx)
    people = {one.staff_no: one for one in staff.everyone(tx)}
    first = date(year, month, 1).toordinal()
    standing = _standing(tx, year, month)
    changes: list[CellChange] = []
    refused: list[Refusal] = []
    seen: set[str] = set()
    unchanged = 0
    for number, values in table:
        if not any(values.values()):
            continue
        who = _who(number, values, people, seen, refused)
        if who is None:
            continue
        for column in head(year, month)[2:]:
            if column not in values:
                continue
            try:
                after = text_of(words_of(values[column], known), known)
            except RuleError as error:
                refused.append(Refusal(number, column, error.message))
                continue
            day = first + int(column) - 1
            before = _text(tx, standing[who.id, day], known)
            unchanged += before == after
            if before != after and not who.active:
                refused.append(Refusal(number, column, f"工号 {who.staff_no} 已停用，不能再排班。"))
            elif before != after:
                person = Person(who.id, who.staff_no, who.name)
                changes.append(CellChange(person, day, before, after))
    return Plan(year, month, tuple(changes), tuple(refused), unchanged)


def apply(tx: Tx, planned: Plan, actor: int | None) -> Change:
    """Carry out a plan, all of it or nothing.

    Raises Refused ``not_lead``, ``refused_rows``, ``disabled`` or ``changed_meanwhile``.
    """
    if actor is not None:
        staff.require_lead(tx, actor)
    if planned.refused:
        raise Refused(
            "refused_rows", f"表格里有 {len(planned.refused)} 格看不懂，改好再导入，什么都没有变。"
        )
    known = reading.preset_list(tx)
    working = {one: staff.working(tx, one) for one in {each.person.id for each in planned.changes}}
    standing = _standing(tx, planned.year, planned.month)
    old: list[Cell] = []
    wanted: list[New] = []
    for one in planned.changes:
        who = working[one.person.id]
        before = standing[who.id, one.day]
        if _text(tx, before, known) != one.before:
            raise Refused(
                "changed_meanwhile",
                f"{who.name} {day_text(one.day)}刚被改过，没有导入，请重新看一遍再导入。",
            )
        old += before
        wanted += [
            entries.new(tx, who.id, one.day, word.kind, word.shift, duty=word.duty)
            for word in words_of(one.after, known)
        ]
    words = f"已导入 {planned.year} 年 {planned.month} 月的排班，改了 {len(planned.changes)} 格。"
    subject = planned.year * 100 + planned.month
    return planning.replace(tx, "imported", subject, words, old, wanted, actor)


def _standing(tx: Tx, year: int, month: int) -> Mapping[tuple[int, int], list[Cell]]:
    """What stands on each person's days of a month, by time."""
    first = date(year, month, 1).toordinal()
    last = first + calendar.monthrange(year, month)[1] - 1
    found: defaultdict[tuple[int, int], list[Cell]] = defaultdict(list)
    for one in reading.cells(tx, first, last):
        found[one.staff_id, one.day].append(one)
    return found


def _text(tx: Tx, cells: Iterable[Cell], known: Sequence[Preset]) -> str:
    words = (Word(one.kind, entries.preset_of(tx, one), one.duty) for one in cells)
    return text_of(words, known)


def _who(
    number: int,
    values: Mapping[str, str],
    people: Mapping[str, StaffMember],
    seen: set[str],
    refused: list[Refusal],
) -> StaffMember | None:
    """Whose row it is; None, and why in ``refused``, when that is not clear."""
    no = clean_line(values.get(NUMBER, ""))
    who = people.get(no)
    name = clean_line(values.get(NAME, ""))
    if not no:
        refused.append(Refusal(number, NUMBER, "没有工号，不知道是谁的排班。"))
    elif who is None:
        refused.append(Refusal(number, NUMBER, f"没有工号 {no[:20]}，请先在人员里添加。"))
    elif no in seen:
        refused.append(Refusal(number, NUMBER, f"工号 {no} 出现了两次，请合成一行。"))
    elif name not in ("", who.name):
        refused.append(
            Refusal(number, NAME, f"工号 {no} 是 {who.name}，表里写的是「{name[:20]}」，请核对。")
        )
    else:
        seen.add(no)
        return who
    return None
