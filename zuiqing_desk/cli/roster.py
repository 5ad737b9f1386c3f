"""``roster list|import|export``: a month's duty roster, for people, files and scripts."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from zuiqing_desk.cli import import_report
from zuiqing_desk.cli.chats import zone_of
from zuiqing_desk.cli.import_report import Report
from zuiqing_desk.cli.output import say, say_json, say_table, tell
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.cli.shop_file import opened
from zuiqing_desk.rules.calendar import iso
from zuiqing_desk.rules.roster import Problem
from zuiqing_desk.services.roster import files, reading
from zuiqing_desk.services.roster.records import Cell, RosterMonth
from zuiqing_desk.sheets import SheetError, write
from zuiqing_desk.store.engine import Store
from zuiqing_desk.store.tx import Tx


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""
    match args.command:
        case "roster.import":
            return _import(args)
        case "roster.export":
            return _export(args)
    return _list(args)


def _list(args: argparse.Namespace) -> int:
    def query(tx: Tx) -> tuple[str, RosterMonth, list[Problem]]:
        zone = zone_of(tx)
        today = date.fromordinal(reading.today(tx))
        year, month = args.month or (today.year, today.month)
        return zone, reading.month(tx, year, month), reading.problems(tx, year, month)

    with opened(settings_of(args), "roster list") as store:
        zone, grid, problems = store.read(query).result()
    if args.json:
        say_json(_data(grid, problems, zone))
    elif any(day for row in grid.rows for day in row.cells):
        _show(grid)
        for one in problems:
            tell(("✗ " if one.level == "bad" else "· ") + one.text)
    else:
        say(f"{grid.year} 年 {grid.month} 月还没有排班。")
    return 0


def _show(grid: RosterMonth) -> None:
    days = [date.fromordinal(day) for day in grid.days]
    people = [row for row in grid.rows if any(row.cells)]
    rows = [
        (
            f"{day:%m-%d} 周{'一二三四五六日'[day.weekday()]}",
            *(" / ".join(_words(cell) for cell in row.cells[place]) for row in people),
        )
        for place, day in enumerate(days)
    ]
    say_table(("日期", *(f"{one.person.staff_no} {one.person.name}" for one in people)), rows)


def _words(cell: Cell) -> str:
    """A shift with its own hours shows them."""
    own = cell.kind == "work" and not cell.preset
    return f"{cell.words} {cell.hours}" if own else cell.words


def _data(grid: RosterMonth, problems: list[Problem], zone: str) -> dict[str, Any]:
    numbers = {row.person.id: row.person.staff_no for row in grid.rows}
    return {
        "month": f"{grid.year:04}-{grid.month:02}",
        "entries": [
            {
                "date": _date(cell.day),
                "staff_no": row.person.staff_no,
                "name": row.person.name,
                "kind": cell.kind,
                "shift": cell.shift or None,
                "begins_at": iso(cell.begins_at, zone),
                "ends_at": iso(cell.ends_at, zone),
                "duty": cell.duty,
            }
            for row in grid.rows
            for day in row.cells
            for cell in day
        ],
        "problems": [
            {
                "level": one.level,
                "what": one.what,
                "text": one.text,
                "staff_no": numbers.get(one.staff_id or 0),
                "date": None if one.day is None else _date(one.day),
            }
            for one in problems
        ],
    }


def _import(args: argparse.Namespace) -> int:
    with opened(settings_of(args), "roster import") as store:
        store.read(zone_of).result()
        report = _carry_out(store, args)
    return import_report.show(report, dry_run=args.dry_run, json=args.json)


def _carry_out(store: Store, args: argparse.Namespace) -> Report:
    year, month = args.month
    try:
        table = files.read(Path(args.file), year, month)
    except SheetError as broken:
        return Report(broken=broken)

    def unit(tx: Tx) -> files.Plan:
        plan = files.plan(tx, year, month, table)
        if not plan.refused and not args.dry_run:
            files.apply(tx, plan, None)
        return plan

    ask = store.read if args.dry_run else store.write
    plan = ask(unit).result()
    changed = [
        {
            "date": _date(one.day),
            "staff_no": one.person.staff_no,
            "name": one.person.name,
            "before": one.before or "—",
            "after": one.after or "—",
        }
        for one in plan.changes
    ]
    return Report((), changed, plan.unchanged, plan.refused)


def _export(args: argparse.Namespace) -> int:
    year, month = args.month
    with opened(settings_of(args), "roster export") as store:
        rows = store.read(lambda tx: (zone_of(tx), files.rows(tx, year, month))[1]).result()
    write(Path(args.file), files.head(year, month), rows)
    tell(f"已导出 {year} 年 {month} 月 {len(rows)} 人的排班到 {args.file}。")
    return 0


def _date(day: int) -> str:
    return date.fromordinal(day).isoformat()
