"""``coverage import|check``: where the couriers go."""

import argparse
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from zuiqing_desk.cli import import_report
from zuiqing_desk.cli.chats import zone_of
from zuiqing_desk.cli.import_report import Report
from zuiqing_desk.cli.output import say, say_json, say_table, tell
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.cli.shop_file import opened
from zuiqing_desk.cli.watch import watched
from zuiqing_desk.lookup.address import Place, split
from zuiqing_desk.rules.coverage import WORDS, Choice
from zuiqing_desk.services.orders import coverage, coverage_import
from zuiqing_desk.services.orders.coverage import Answer
from zuiqing_desk.services.orders.coverage_import import COLUMNS, REQUIRED, Known, Planned
from zuiqing_desk.services.spreadsheets import Progress
from zuiqing_desk.sheets import SheetError, read
from zuiqing_desk.store.engine import Store
from zuiqing_desk.store.tx import Tx


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code."""
    return _import(args) if args.command == "coverage.import" else _check(args)


def _import(args: argparse.Namespace) -> int:
    with opened(settings_of(args), "coverage import") as store:
        before = store.read(_known).result()
        with watched() as progress:
            report = _carry_out(store, args, before, progress)
    return import_report.show(report, dry_run=args.dry_run, json=args.json)


def _known(tx: Tx) -> Known:
    zone_of(tx)
    return coverage_import.known(tx)


def _carry_out(store: Store, args: argparse.Namespace, before: Known, progress: Progress) -> Report:
    try:
        rows = read(Path(args.file), COLUMNS, REQUIRED)
        plan = coverage_import.plan(rows, before, progress=progress)
    except SheetError as broken:
        return Report(broken=broken)
    for notice in plan.notices:
        tell(notice)
    if not plan.refused and not args.dry_run:
        for piece in coverage_import.batches(plan):
            store.write(partial(_apply, rows=piece)).result()
    return Report(_data(plan.added), _data(plan.changed), plan.unchanged, plan.refused)


def _apply(tx: Tx, rows: Sequence[Planned]) -> None:
    coverage_import.apply(tx, rows, None)


def _data(rows: Iterable[Planned]) -> list[dict[str, Any]]:
    return [{"row": one.row, **one.key._asdict(), "served": one.says.served} for one in rows]


def _check(args: argparse.Namespace) -> int:
    place = split(args.address)

    def asked(tx: Tx) -> tuple[list[Answer], Choice]:
        zone_of(tx)
        where = place[:3]
        return coverage.answers(tx, *where), coverage.choose(tx, *where)

    with opened(settings_of(args), "coverage check") as store:
        answers, choice = store.read(asked).result()
    if args.json:
        say_json(
            {
                "address": args.address,
                **place._asdict(),
                "couriers": [one._asdict() for one in answers],
                "choice": choice._asdict(),
            }
        )
        return 0
    say(_where(place))
    say_table(
        ("快递", "派送", "说明"), [(one.courier, WORDS[one.served], one.note) for one in answers]
    )
    say(f"按规则发：{choice.courier or '（要问）'}，{choice.why}")
    return 0


def _where(place: Place) -> str:
    if place.sure:
        return " ".join(filter(None, place[:3]))
    known = " ".join(filter(None, place[:3]))
    return f"{known}（再往下认不出，要问）" if known else "认不出是哪里，要问"
