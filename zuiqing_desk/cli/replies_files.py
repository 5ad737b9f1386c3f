"""``replies import`` and ``replies export``: the library as a spreadsheet.

Nobody signs in for this: who can read the file can read the shop. The journal records it without
an actor, and what is imported for the team is approved unless ``--draft`` is given.
"""

import argparse
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from zuiqing_desk.cli import import_report
from zuiqing_desk.cli.chats import zone_of
from zuiqing_desk.cli.import_report import Report
from zuiqing_desk.cli.output import tell
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.cli.shop_file import opened
from zuiqing_desk.cli.watch import watched
from zuiqing_desk.services.replies import import_run, importing
from zuiqing_desk.services.replies.importing import Known, Plan, Planned
from zuiqing_desk.services.replies.sheet import COLUMNS, REQUIRED, TEAM
from zuiqing_desk.services.spreadsheets import Progress
from zuiqing_desk.sheets import SheetError, read, write
from zuiqing_desk.store.engine import Store
from zuiqing_desk.store.tx import Tx

T = TypeVar("T")


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""
    return _export(args) if args.command == "replies.export" else _import(args)


def _import(args: argparse.Namespace) -> int:
    with opened(settings_of(args), "replies import") as store:
        before = store.read(_known).result()
        with watched() as progress:
            report = _carry_out(store, args, before, progress)
    return import_report.show(report, dry_run=args.dry_run, json=args.json)


def _known(tx: Tx) -> Known:
    return importing.known(tx, zone_of(tx))


def _carry_out(store: Store, args: argparse.Namespace, before: Known, progress: Progress) -> Report:
    try:
        rows = read(Path(args.file), COLUMNS, REQUIRED)
        plan = importing.plan(rows, before, draft=args.draft, progress=progress)
    except SheetError as broken:
        return Report(broken=broken)

    def written(unit: Callable[[Tx], T]) -> T:
        return store.write(unit).result()

    if not plan.refused and not args.dry_run:
        import_run.carry_out(written, plan, desk_id=f"cli-{os.getpid()}", progress=progress)
    return _report(plan, before)


def _report(plan: Plan, before: Known) -> Report:
    owners = {staff_id: no for no, staff_id in before.staff.items()}

    def data(rows: Iterable[Planned]) -> list[dict[str, Any]]:
        return [
            {
                "row": one.row,
                "code": one.words.code,
                "title": one.words.title,
                "owner": TEAM if one.owner_id is None else owners[one.owner_id],
            }
            for one in rows
        ]

    return Report(data(plan.added), data(plan.changed), plan.unchanged, plan.refused)


def _export(args: argparse.Namespace) -> int:
    team, personal = args.scope in ("team", "all"), args.scope in ("personal", "all")
    with opened(settings_of(args), "replies export") as store:
        rows = store.read(
            lambda tx: importing.table(tx, zone_of(tx), team=team, personal=personal)
        ).result()
    write(Path(args.file), COLUMNS, rows)
    tell(f"已导出 {len(rows)} 条话术到 {args.file}。")
    return 0
