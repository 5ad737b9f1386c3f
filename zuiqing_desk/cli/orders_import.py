"""``orders import``: the orders of marketplaces' exports, new ones and news of known ones.

Nobody signs in for this: who can read the file can read the shop.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

from zuiqing_desk.cli.dispatch import NO, STOPPED
from zuiqing_desk.cli.output import say, say_json, tell
from zuiqing_desk.cli.setting import settings_of
from zuiqing_desk.cli.shop_file import opened
from zuiqing_desk.cli.watch import watched
from zuiqing_desk.rules.order_words import Platform
from zuiqing_desk.services.orders import importing
from zuiqing_desk.services.orders.importing import (
    ImportPlan,
    ImportResult,
    ImportStopped,
    PlannedOrder,
)
from zuiqing_desk.services.spreadsheets import Progress
from zuiqing_desk.sheets import SheetError
from zuiqing_desk.store.engine import Store
from zuiqing_desk.store.tx import Tx

T = TypeVar("T")

_MOST_TOLD = 50
_INTERRUPTED = STOPPED + 2


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How the import went; ``result`` is None where nothing was to be written."""

    plan: ImportPlan | None = None
    broken: SheetError | None = None
    result: ImportResult | None = None
    stopped: ImportStopped | None = None


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit code: 1 also where rows were skipped."""
    with opened(settings_of(args), "orders import") as store:
        with watched() as progress:
            outcome = _carry_out(store, args, progress)
        if outcome.broken is not None:
            return _tell_broken(outcome.broken, args)
        assert outcome.plan is not None
        code = _show(outcome.plan, outcome.result, args)
        if outcome.stopped is None:
            return code
        tell(outcome.stopped.message)
        return _INTERRUPTED if isinstance(outcome.stopped.__cause__, KeyboardInterrupt) else NO


def _carry_out(store: Store, args: argparse.Namespace, progress: Progress) -> _Outcome:
    platform = None if args.platform == "auto" else cast(Platform, args.platform)
    paths = [Path(file).absolute() for file in args.files]
    try:
        plan = importing.plan(paths, _reader(store), platform=platform, progress=progress)
    except SheetError as broken:
        return _Outcome(broken=broken)
    with plan:
        if args.dry_run or (args.strict and plan.refused):
            return _Outcome(plan)
        try:
            result = importing.carry_out(plan, _writer(store), progress=progress)
        except ImportStopped as stopped:
            return _Outcome(plan, result=stopped.result, stopped=stopped)
        return _Outcome(plan, result=result)


def _reader(store: Store) -> importing.Ask:
    def read(unit: Callable[[Tx], T]) -> T:
        return store.read(unit).result()

    return read


def _writer(store: Store) -> importing.Ask:
    def write(unit: Callable[[Tx], T]) -> T:
        return store.write(unit).result()

    return write


def _tell_broken(error: SheetError, args: argparse.Namespace) -> int:
    if args.json:
        place = {"file": error.file, "row": error.row, "column": error.column}
        said = {**place, "message": error.message}
        say_json(_data(args, imported=False, refused=[said]))
    tell(error.message)
    tell("这个文件用不了，什么都没有导入。")
    return NO


def _show(plan: ImportPlan, result: ImportResult | None, args: argparse.Namespace) -> int:
    """Say what was done, or what would be; the exit code."""
    if args.json:
        refused = [one._asdict() for one in plan.refused]
        say_json(
            _data(args, imported=result is not None, refused=refused, plan=plan, result=result)
        )
    elif args.dry_run:
        _say_orders("新增", plan.added)
        _say_orders("更新", plan.changed)
    for file, table in zip(plan.files, plan.tables, strict=True):
        if table:
            tell(f"{file}：{table}。")
    for one in plan.refused[:_MOST_TOLD]:
        tell(one.line())
    if (more := len(plan.refused) - _MOST_TOLD) > 0:
        tell(f"还有 {more} 处不对；加 --json 看全部。")
    for notice in plan.notices:
        tell(notice)
    if result is None or not result.left:
        tell(_summary(plan, result, args))
    any_order = bool(plan.added or plan.changed or plan.unchanged)
    return NO if plan.refused and (args.strict or not any_order) else 0


def _summary(plan: ImportPlan, result: ImportResult | None, args: argparse.Namespace) -> str:
    wrong = len({(one.file, one.row) for one in plan.refused})
    skipped = f"，跳过 {wrong} 行" if wrong else ""
    if result is None:
        added, changed = len(plan.added), len(plan.changed)
        counts = f"新增 {added} 笔，更新 {changed} 笔，{plan.unchanged} 笔没有变化{skipped}"
        if args.strict and wrong:
            return f"有 {wrong} 行不对，按 --strict 什么都没有导入（本来会{counts}）。"
        return f"试运行，没有写入：{counts}。"
    return (
        f"已导入：新增 {result.added} 笔，更新 {result.changed} 笔，"
        f"{result.unchanged} 笔没有变化{skipped}。"
    )


def _say_orders(word: str, orders: Sequence[PlannedOrder]) -> None:
    for one in orders:
        say(f"{word}  {one.platform}  {one.number}  {one.file} 第 {one.row} 行")


def _data(
    args: argparse.Namespace,
    *,
    imported: bool,
    refused: Sequence[dict[str, Any]],
    plan: ImportPlan | None = None,
    result: ImportResult | None = None,
) -> dict[str, Any]:
    def orders(some: Sequence[PlannedOrder]) -> list[dict[str, Any]]:
        return [
            {"file": one.file, "row": one.row, "platform": one.platform, "order": one.number}
            for one in some
        ]

    return {
        "dry_run": args.dry_run,
        "imported": imported,
        "stopped": result is not None and bool(result.left),
        "left": result.left if result else 0,
        "files": [
            {"file": file, "table": table or None}
            for file, table in (zip(plan.files, plan.tables, strict=True) if plan else ())
        ],
        "added": orders(plan.added) if plan else [],
        "changed": orders(plan.changed) if plan else [],
        "unchanged": plan.unchanged if plan else 0,
        "refused": list(refused),
        "notices": list(plan.notices) if plan else [],
    }
