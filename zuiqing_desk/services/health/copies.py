"""What ``doctor`` says of the copies of the store."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from zuiqing_desk.rules.calendar import local
from zuiqing_desk.services import backups, restoring
from zuiqing_desk.services.backups import Plan, mebi
from zuiqing_desk.store.backups import Backup, unfinished
from zuiqing_desk.store.copying import check, free_at, size_of
from zuiqing_desk.store.errors import StoreDamaged, StoreError
from zuiqing_desk.store.findings import Finding, Level, of_error
from zuiqing_desk.store.restoring import peek, workshop

CHECK: Final = "backup"
NOW: Final = "现在做一份：zuiqing-desk backup now（屏幕上按 {backup.open}）。"
HOUR_US: Final = 3_600_000_000
LATE_US: Final = 36 * HOUR_US
"""A night that was missed."""


def look(plan: Plan, database: Path, now: int, *, thorough: bool) -> Iterator[Finding]:
    """Whether there is a copy to go back to, and room for the next; ``thorough`` reads the newest
    one through. ``now`` in microseconds."""
    zone = restoring.present_zone(database)
    yield from _left_over(plan, database)
    try:
        found = backups.listed(plan, zone)
    except StoreError as error:
        yield of_error(error, CHECK)
        return
    for one in found:
        if one.wrong and one.sort != "broken":
            message = f"备份 {one.name} 不能用：{one.wrong}"
            yield Finding("warning", message, f"别指望它：删掉 {one.path}。{NOW}", CHECK)
    yield from _newest([one for one in found if not one.wrong], database, now, zone, thorough)
    yield from _plan(plan, database)


def _left_over(plan: Plan, database: Path) -> Iterator[Finding]:
    try:
        for path in unfinished(plan.folder):
            message = f"有一次备份没有做完，留下了 {path}"
            yield Finding("warning", message, "下次每晚备份会清掉它；也可以现在删掉。", CHECK)
    except OSError as error:
        yield of_error(backups.unreadable(plan.folder, error), CHECK)
    folder = workshop(database.parent)
    if folder.exists():
        message = f"有一次恢复没有做完，留下了 {folder}；数据库还是恢复前或恢复后的，是完整的"
        advice = "看看数据是哪一份；要恢复就再做一次 zuiqing-desk backup restore，不要就删掉它。"
        yield Finding("warning", message, advice, CHECK)


def _newest(
    sound: list[Backup], database: Path, now: int, zone: str, thorough: bool
) -> Iterator[Finding]:
    if not sound:
        founded = _founded(database)
        if founded is not None:
            young = 0 <= now - founded < LATE_US
            level: Level = "note" if young else "warning"
            yield Finding(level, "还没有可以恢复的备份", NOW, CHECK)
        return
    # Those of a clock that was ahead say nothing about last night.
    newest = next((one for one in sound if one.at <= now), sound[0])
    when = f"{newest.name}（{local(newest.at, zone):%m-%d %H:%M}）"
    if thorough:
        try:
            check(newest.path)
        except (StoreDamaged, sqlite3.Error, OSError) as error:
            why = error.message if isinstance(error, StoreDamaged) else str(error)
            message = f"最近的备份坏了：{why}"
            yield Finding("error", message, f"{NOW}再看看那块磁盘；更早的备份也许还好。", CHECK)
            return
    if now - newest.at > LATE_US:
        message = f"最近的备份是 {when}，{(now - newest.at) // HOUR_US // 24} 天以前"
        advice = f"{NOW}每晚的备份要有工作台或 zuiqing-desk gateway 开着。"
        yield Finding("warning", message, advice, CHECK)
    else:
        read = "，通读过，没有问题" if thorough else ""
        yield Finding("ok", f"最近的备份 {when}{read}；共 {len(sound)} 份", check=CHECK)


def _founded(database: Path) -> int | None:
    try:
        with peek(database) as tx:
            return backups.founded_at(tx)
    except sqlite3.Error:
        return None


def _plan(plan: Plan, database: Path) -> Iterator[Finding]:
    if not plan.nightly:
        advice = "用 zuiqing-desk config edit 打开 backup.nightly，或自己每天运行 backup now。"
        yield Finding("warning", "每晚的备份关掉了", advice, CHECK)
    if not database.exists():
        return
    wanted, free = backups.NIGHTLY_ROOM * size_of(database), free_at(plan.folder)
    if free < wanted:
        message = (
            f"备份的磁盘快满了：{plan.folder} 那里还剩 {mebi(free)}，每晚的备份要 {mebi(wanted)}"
        )
        advice = "腾出空间，或在设置 backup.folder 里换一个文件夹；在那之前不会自动备份。"
        yield Finding("error", message, advice, CHECK)
