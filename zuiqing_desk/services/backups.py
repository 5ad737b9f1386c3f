"""Copies of the store: when they are due, making one, and that it was made."""

import shlex
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from zuiqing_desk.rules.backup_keeping import Sort, is_due
from zuiqing_desk.rules.calendar import calendar_day
from zuiqing_desk.services import shop
from zuiqing_desk.store import backups
from zuiqing_desk.store.backups import Backup
from zuiqing_desk.store.copying import Progress, copy_to, free_at, need_log, size_of, unwatched
from zuiqing_desk.store.errors import StoreError, StoreFull
from zuiqing_desk.store.restoring import peek
from zuiqing_desk.store.tx import Tx

ZONE: Final = "Asia/Shanghai"
"""By whose clock copies are called where there is no shop to ask."""

NIGHTLY_ROOM: Final = 2
"""So many times the store must be free before a copy is made unasked (house rule)."""

_WITHOUT_FILES: Final = frozenset(f"{number:04}" for number in range(1, 8))
"""Revisions before there were files of customers."""

SORT_WORDS: Final[dict[Sort, str]] = {
    "auto": "每晚",
    "manual": "手动",
    "before": "恢复前",
    "broken": "恢复前（坏的）",
    "upgrade": "升级前",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What this machine is to do about copies. ``nightly_at`` is ``HH:MM`` by the shop's clock;
    ``daily`` and ``weekly`` how many of them are kept (rules.backup_keeping); ``program`` how a
    shell calls the program for this home."""

    folder: Path
    nightly: bool = True
    nightly_at: str = "03:30"
    daily: int = 7
    weekly: int = 4
    program: str = "zuiqing-desk"

    def command_to_restore(self, name: str) -> str:
        """What is to be typed into a shell to put a copy back."""
        return f"{self.program} backup restore {shlex.quote(name)} --yes"


def zone(tx: Tx) -> str:
    """By whose clock copies are called."""
    info = shop.get(tx)
    return ZONE if info is None else info.time_zone


def founded_at(tx: Tx) -> int | None:
    """Since when there is something to copy (microseconds); None for not yet."""
    at: int | None = tx.value("SELECT created_at FROM shop")
    return at


def due(plan: Plan, now: int, zone: str, founded: int) -> bool:
    """Whether the nightly copy is to be made now; blocking. Raises StoreError."""
    try:
        made = [at for sort, at in backups.times(plan.folder, zone) if sort == "auto"]
    except OSError as error:
        raise unreadable(plan.folder, error) from error
    return is_due(now, zone, plan.nightly_at, made=made, founded=founded)


def need_room(database: Path, plan: Plan) -> None:
    """Raise StoreFull where the disk has no room to spare for a copy nobody asked for; blocking.
    Raises StoreError."""
    try:
        wanted, free = NIGHTLY_ROOM * size_of(database), free_at(plan.folder)
    except OSError as error:
        raise unreadable(plan.folder, error) from error
    if free < wanted:
        raise StoreFull(
            f"每晚的备份没有做：{plan.folder} 所在的磁盘只剩 {mebi(free)}，"
            f"有 {mebi(wanted)} 才做。以前的备份都在；请腾出空间。"
        )


def make(
    database: Path, plan: Plan, sort: Sort, *, at: int, zone: str, progress: Progress = unwatched
) -> Backup:
    """Copy the store, prove the copy, and remove those that need not be kept any more; blocking.

    ``at`` is now (microseconds). Nothing is removed unless the new one is good; where upgrades keep
    theirs is looked after too. Raises StoreError, and what ``progress`` raises.
    """
    need_log(database)
    try:
        path = backups.new_path(plan.folder, sort, at, zone)
    except OSError as error:
        raise unreadable(plan.folder, error) from error
    content = copy_to(database, path, progress)
    # Its name tells the second.
    at -= at % 1_000_000
    try:
        folders = (plan.folder, database.parent / "backups")
        backups.prune(folders, zone, daily=plan.daily, weekly=plan.weekly, spare=path)
        size = path.stat().st_size
    except OSError as error:
        raise unreadable(plan.folder, error) from error
    day = calendar_day(at, zone)
    return Backup(path, sort, at, day, size, content.revision, content.journal_id)


def listed(plan: Plan, zone: str) -> list[Backup]:
    """The copies there are, the newest first; blocking. Raises StoreError."""
    try:
        return backups.listed(plan.folder, zone)
    except OSError as error:
        raise unreadable(plan.folder, error) from error


def needs_file(folder: Path) -> Callable[[str], bool]:
    """Whether a copy in the folder tells of the file with this hash, so that it must stay as long
    as the copy does; a copy that cannot be read might tell of any. Blocking. Raises OSError."""
    named: set[str] = set()
    for one in backups.listed(folder, ZONE):
        try:
            with peek(one.path) as tx:
                named |= {row[0] for row in tx.all("SELECT sha256 FROM media")}
        except sqlite3.Error:
            if one.revision not in _WITHOUT_FILES:
                return lambda sha256: True
    return named.__contains__


def made(tx: Tx, sort: Sort, *, actor: int | None = None) -> None:
    """Write down that a copy was made. Everyone who works here may make one."""
    tx.journal("backup.made", 1, actor=actor, detail=sort)


def unreadable(folder: Path, error: OSError) -> StoreError:
    """The words for a folder of copies that cannot be used."""
    gone = isinstance(error, FileNotFoundError)
    why = "找不到它，那块磁盘接上了吗" if gone else error.strerror or error
    return StoreError(
        f"备份的文件夹 {folder} 用不了：{why}。"
        "请检查它的权限和磁盘，或在设置 backup.folder 里换一个文件夹。"
    )


def mebi(size: int) -> str:
    """Bytes in words for people."""
    mebibytes = size / 1024 / 1024
    return f"{mebibytes / 1024:.1f} GiB" if mebibytes >= 1024 else f"{mebibytes:.1f} MiB"
