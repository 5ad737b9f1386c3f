"""What ``doctor`` says about a store."""

import sqlite3
import time
from pathlib import Path

from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.store.failures import damaged, explain
from zuiqing_desk.store.findings import Finding, of_error
from zuiqing_desk.store.look import State, look, untouched
from zuiqing_desk.store.migrations import HEAD

_LARGE_LOG = 64 * 1024 * 1024
_MANY = 5
_STEPS = 100_000
"""SQLite's own steps between two looks at the time: some milliseconds."""


def diagnose(path: Path) -> list[Finding]:
    """Examine the database at ``path`` and the SQLite that reads it, and change nothing.

    The cheap part: ``examine_content`` reads the whole file. What is wrong is a finding, never a
    StoreError.
    """
    findings = [describe_library(sqlite3.sqlite_version_info)]
    try:
        seen = look(path)
    except StoreError as error:
        return [*findings, of_error(error)]
    match seen.state:
        case State.ABSENT:
            absent = Finding(
                "warning", f"还没有数据库：{path}", "运行 zuiqing-desk 建立店铺；先试试可用 demo。"
            )
            return [*findings, absent]
        case State.OLDER:
            message = f"数据库版本 {seen.revision}，下次打开时升级到 {HEAD}"
            advice = "升级前会自动备份；升级时别的工作台要先退出。"
            findings.append(Finding("warning", message, advice))
        case State.CURRENT:
            findings.append(Finding("ok", f"数据库版本 {seen.revision}"))
    findings += _describe_access(path)
    log = Path(f"{path}-wal")
    return [*findings, describe_log(log.stat().st_size if log.exists() else 0)]


def examine_content(path: Path, patience_s: float) -> Finding:
    """Read the whole database for damage, for ``patience_s`` seconds at most; others can go on
    working. What is wrong is the finding, never a StoreError."""
    try:
        wrong = integrity(path, patience_s)
    except StoreError as error:
        return of_error(error, "integrity")
    except TimeoutError:
        message = f"完整性检查 {patience_s:.0f} 秒还没做完，先停了"
        advice = "空闲时再运行一次 doctor；不想查就加 --quick。"
        return Finding("warning", message, advice, "integrity")
    if not wrong:
        return Finding("ok", "数据完整", check="integrity")
    advice = (
        "先退出所有工作台，再用 zuiqing-desk backup list 看有哪些备份，"
        "用 zuiqing-desk backup restore 恢复一份（现在的会另存）。"
    )
    return Finding("error", f"数据有损坏：{'；'.join(wrong)}", advice, "integrity")


def integrity(path: Path, patience_s: float = float("inf")) -> list[str]:
    """What SQLite's integrity check and the foreign-key check find wrong; empty is well.

    Raises StoreError if the file cannot be read at all, TimeoutError after ``patience_s`` seconds.
    """
    give_up = time.monotonic() + patience_s
    try:
        with untouched(path) as connection:
            connection.set_progress_handler(lambda: time.monotonic() > give_up, _STEPS)
            rows = connection.execute(f"PRAGMA integrity_check({_MANY})").fetchall()
            orphans = connection.execute("PRAGMA foreign_key_check").fetchmany(_MANY)
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            raise TimeoutError from error
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
        return Finding("ok", f"SQLite {name}", check="sqlite")
    return Finding(
        "warning",
        f"SQLite {name} 有日志重置的缺陷（3.51.3 已修复）："
        "检查点撞上日志重新开始时可能损坏数据库。工作台只由一个进程做检查点，"
        "做的时候持有写锁，两次之间必有新的提交，因此不会触发。",
        "开店时不要用别的程序写这个文件；有机会就换用带新版 SQLite 的 Python。",
        "sqlite",
    )


def describe_log(size: int) -> Finding:
    """The write-ahead log, ``size`` in bytes."""
    message = f"日志 {size / 1024 / 1024:.1f} MiB"
    if size > _LARGE_LOG:
        advice = "开一个工作台或 zuiqing-desk gateway 让它收尾；关掉一直在读这个文件的程序。"
        why = "，偏大：没有进程在做检查点，或有程序一直在读"
        return Finding("warning", message + why, advice)
    return Finding("ok", message)


def _describe_access(path: Path) -> list[Finding]:
    """Who can read the file can read the shop."""
    mode = path.stat().st_mode & 0o777
    if mode & 0o077 and path.parent.stat().st_mode & 0o077:
        message = f"别的用户也能打开 {path}（权限 {mode:o}）"
        return [Finding("warning", message, f"改成只有自己能读写：chmod 600 {path}")]
    return []
