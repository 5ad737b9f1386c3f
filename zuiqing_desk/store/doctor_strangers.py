"""What ``doctor`` says of other programs that have the database open, and of a log that was taken
away; as far as the system tells (Linux does)."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from zuiqing_desk.store import openers
from zuiqing_desk.store.copying import LOG_GONE
from zuiqing_desk.store.findings import Finding

CHECK: Final = "holders"
_WRITING: Final = 120
"""The byte of the shared-memory file that a writer locks (SQLite, WAL-Index Locks)."""
_PENDING: Final = 0x40000000
"""From here on a lock on the database itself stands for one on all of it (SQLite, os.h)."""


class _Lock(NamedTuple):
    pid: int
    inode: int
    writes: bool
    start: int
    end: int


def strangers(path: Path) -> Iterator[Finding]:
    """Programs besides ours that have the database at ``path`` open, and whether one of them keeps
    us from writing. Raises OSError."""
    ours = {holder.pid for holder in openers.seen(path.parent)} | {os.getpid()}
    files = {one.stat().st_ino: one for one in (path, Path(f"{path}-shm")) if one.exists()}
    found: dict[int, bool] = {}
    for lock in _locks():
        file = files.get(lock.inode)
        if file is not None and lock.pid not in ours and _has_open(lock.pid, file):
            found[lock.pid] = found.get(lock.pid, False) or _blocks(lock, at_database=file == path)
    for pid, blocks in found.items():
        who = f"进程 {pid}（{_name(pid)}）"
        if blocks:
            message = f"数据库被别的程序占用着写不进去：{who}"
            yield Finding("error", message, f"退出那个程序，或等它做完：kill {pid}。", CHECK)
        else:
            message = f"别的程序也开着数据库：{who}"
            yield Finding("warning", message, "开店时不要用别的程序打开这个文件。", CHECK)


def missing_log(path: Path) -> Iterator[Finding]:
    """Whether the log was removed while programs of ours are at work. Raises OSError."""
    at_work = [one for one in openers.seen(path.parent) if not one.upgrading]
    if at_work and path.exists() and path.stat().st_size and not Path(f"{path}-wal").exists():
        message = f"有程序开着数据库，可是它的日志 {path}-wal 不见了：新的记录只在那些程序手里"
        yield Finding("error", message, LOG_GONE, "store")


def _locks() -> Iterator[_Lock]:
    try:
        lines = Path("/proc/locks").read_text().splitlines()
    except OSError:
        return
    for line in lines:
        words = line.split()
        if "->" in words or len(words) < 8:
            continue
        with suppress(ValueError):
            end = _PENDING * 2 if words[7] == "EOF" else int(words[7])
            inode = int(words[5].rpartition(":")[2])
            yield _Lock(int(words[4]), inode, words[3] == "WRITE", int(words[6]), end)


def _blocks(lock: _Lock, *, at_database: bool) -> bool:
    if not lock.writes:
        return False
    if at_database:
        return lock.end >= _PENDING
    return lock.start <= _WRITING <= lock.end


def _has_open(pid: int, file: Path) -> bool:
    """Numbers of files repeat over disks: the process itself is asked, as far as we may."""
    try:
        descriptors = list(Path(f"/proc/{pid}/fd").iterdir())
    except PermissionError:
        return True
    except OSError:
        return False
    for one in descriptors:
        with suppress(OSError):
            if one.samefile(file):
                return True
    return False


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text(errors="replace").strip()
    except OSError:
        return "不知道是什么"
