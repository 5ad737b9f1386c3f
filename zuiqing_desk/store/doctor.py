"""What ``doctor`` says about a store."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.store.failures import damaged, explain
from zuiqing_desk.store.look import State, look, untouched
from zuiqing_desk.store.migrations import HEAD

Level = Literal["ok", "warning", "error"]

_LARGE_LOG = 64 * 1024 * 1024
_MANY = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; the message is Chinese."""

    level: Level
    message: str


def diagnose(path: Path) -> list[Finding]:
    """Examine the database at ``path`` and the SQLite that reads it, and change nothing.

    Reads the whole file, so it takes its time with a large one; others can go on working. What is
    wrong is a finding, never a StoreError.
    """
    findings = [describe_library(sqlite3.sqlite_version_info)]
    try:
        seen = look(path)
    except StoreError as error:
        return [*findings, Finding("error", error.message)]
    match seen.state:
        case State.ABSENT:
            return [*findings, Finding("warning", f"还没有数据库：{path}")]
        case State.OLDER:
            message = f"数据库版本 {seen.revision}，下次打开时升级到 {HEAD}"
            findings.append(Finding("warning", message))
        case State.CURRENT:
            findings.append(Finding("ok", f"数据库版本 {seen.revision}"))
    findings += _describe_access(path)
    log = Path(f"{path}-wal")
    findings.append(describe_log(log.stat().st_size if log.exists() else 0))
    return findings + _describe_content(path)


def integrity(path: Path) -> list[str]:
    """What SQLite's integrity check and the foreign-key check find wrong; empty is well.

    Raises StoreError if the file cannot be read at all.
    """
    try:
        with untouched(path) as connection:
            rows = connection.execute(f"PRAGMA integrity_check({_MANY})").fetchall()
            orphans = connection.execute("PRAGMA foreign_key_check").fetchmany(_MANY)
    except sqlite3.Error as error:
        worded = explain(error, path)
        raise worded if worded is not error else damaged(path, str(error)) from error
    wrong = [str(row[0]) for row in rows if row[0] != "ok"]
    return wrong + [
        f"{table} 第 {row} 行指向不存在的 {parent}" for table, row, parent, _ in orphans
    ]


def has_wal_reset_bug(version: tuple[int, ...]) -> bool:
    """Can this SQLite corrupt a database when a checkpoint meets a log that starts over?

    3.7.0 to 3.51.2 can; 3.44.6 and 3.50.7 have the repair.
    """
    if version[:2] == (3, 44):
        return version < (3, 44, 6)
    if version[:2] == (3, 50):
        return version < (3, 50, 7)
    return (3, 7, 0) <= version < (3, 51, 3)


def describe_library(version: tuple[int, ...]) -> Finding:
    """The SQLite we run on, and its known bug where it applies."""
    name = ".".join(map(str, version))
    if not has_wal_reset_bug(version):
        return Finding("ok", f"SQLite {name}")
    return Finding(
        "warning",
        f"SQLite {name} 有日志重置的缺陷（3.51.3 已修复）："
        "检查点撞上日志重新开始时可能损坏数据库。工作台只由一个进程做检查点，"
        "做的时候持有写锁，两次之间必有新的提交，因此不会触发；"
        "但请不要在开店时用别的程序写这个文件。",
    )


def describe_log(size: int) -> Finding:
    """The write-ahead log, ``size`` in bytes."""
    message = f"日志 {size / 1024 / 1024:.1f} MiB"
    if size > _LARGE_LOG:
        return Finding("warning", f"{message}，偏大：没有进程在做检查点，或有程序一直在读")
    return Finding("ok", message)


def _describe_access(path: Path) -> list[Finding]:
    """Who can read the file can read the shop."""
    mode = path.stat().st_mode & 0o777
    if mode & 0o077 and path.parent.stat().st_mode & 0o077:
        message = f"别的用户也能打开 {path}（权限 {mode:o}）；请改成只有自己能读写（600）"
        return [Finding("warning", message)]
    return []


def _describe_content(path: Path) -> list[Finding]:
    try:
        wrong = integrity(path)
    except StoreError as error:
        return [Finding("error", error.message)]
    if not wrong:
        return [Finding("ok", "数据完整")]
    return [Finding("error", f"数据有损坏：{each}") for each in wrong]
