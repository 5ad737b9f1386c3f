"""Copying the store as it is at one moment, while others go on working, and proving the copy."""

import contextlib
import errno
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from zuiqing_desk.store.backup import sync_folder
from zuiqing_desk.store.errors import StoreDamaged, StoreError, StoreFull, StoreInUse, StoreReadOnly
from zuiqing_desk.store.failures import explain
from zuiqing_desk.store.filelock import FileLock
from zuiqing_desk.store.look import untouched

Step = Literal["copying", "checking"]
Progress = Callable[[Step, int, int], None]
"""Told what is being done, how many bytes of how many are through (0 of 0: nobody knows). Whatever
it raises stops the work, and nothing of it is left."""
Observer = Callable[[str], None]
POINTS: Final = ("snapshot", "part-copied", "part-checked", "named")
"""What an observer is called with, in this order."""

PART: Final = ".part"
_PAGES = 256
_SYNC_BYTES = 16 * 1024 * 1024
"""The disk gets the copy in pieces of this size, so that nobody's COMMIT waits for all of it."""
_STEPS = 100_000
"""SQLite's own steps between two looks at whether to go on: some milliseconds."""
_SPARE_BYTES = 1024 * 1024
LOG_GONE: Final = (
    "不要再打开工作台，也不要强行结束开着的；请大家正常退出，最后退出的会把记录收进数据库。"
    "然后再备份一次：zuiqing-desk backup now。"
)
"""What to do about a log that was taken away under those at work."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a store holds, so far that two of them can be compared."""

    revision: str
    journal_id: int
    rows: dict[str, int]


def unwatched(_step: Step, _done: int, _whole: int) -> None:
    """The progress nobody looks at."""


def copy_to(
    source: Path,
    target: Path,
    progress: Progress = unwatched,
    observer: Observer = lambda point: None,
) -> Content:
    """Copy the database at ``source`` to ``target`` (0600), in one read transaction; blocking.

    The copy appears under its name only when it was read through and found to be what the store
    held at that moment, and lies on the disk. Raises StoreError, worded for a copy, and what
    ``progress`` raises; then there is nothing at ``target``.
    """
    part = target.with_name(target.name + PART)
    lock = FileLock(part)
    try:
        _need_room(source, target.parent)
        # Held while we write, so that who sweeps knows it from one whose writer is gone.
        if not lock.try_alone():
            raise StoreInUse(f"别的程序正在做备份 {target}，请稍后再试。")
        os.truncate(part, 0)
        content = _copy(source, part, progress, observer)
        observer("part-copied")
        _compare(source, part, content, progress)
        observer("part-checked")
        part.replace(target)
        sync_folder(target.parent)
        observer("named")
    except BaseException as error:
        # Only now: once it has its name, the other may be of whoever asked for the same one.
        if lock.held:
            part.unlink(missing_ok=True)
        if isinstance(error, (OSError, sqlite3.Error)):
            raise _worded(error, source, target) from error
        raise
    finally:
        lock.release()
    return content


def check(path: Path, progress: Progress = unwatched) -> Content:
    """Read the whole database at ``path``, which nobody has open; what it holds.

    Raises StoreDamaged if anything in it is wrong, OSError, sqlite3.Error, and what ``progress``
    raises.
    """
    # Opened here as well, for the reasons the system gives: SQLite has one for all.
    path.open("rb").close()
    with _alone(path) as connection, _watched(connection, progress):
        wrong = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
        if wrong != ["ok"]:
            raise _unsound(path, "；".join(map(str, wrong)))
        orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
        if orphan is not None:
            raise _unsound(path, f"{orphan[0]} 第 {orphan[1]} 行指向不存在的 {orphan[2]}")
        return content_of(connection)


def content_of(connection: sqlite3.Connection) -> Content:
    """What the store behind ``connection`` holds. Raises sqlite3.Error."""
    tables = connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        " AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    rows = {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        for (name,) in tables
    }
    revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return Content(str(revision[0]) if revision else "", last_journal_id(connection), rows)


def last_journal_id(connection: sqlite3.Connection) -> int:
    """The newest row of the journal; 0 if there is none. Raises sqlite3.Error."""
    last: int = connection.execute("SELECT coalesce(max(id), 0) FROM journal").fetchone()[0]
    return last


def need_log(database: Path) -> None:
    """Raise StoreDamaged if the log was taken away under those at work: it still holds what they
    wrote, and nobody who comes later can read it."""
    if Path(f"{database}-shm").exists() and not Path(f"{database}-wal").exists():
        raise StoreDamaged(
            f"备份没有做：数据库的日志 {database}-wal 被移走了，备份里会缺最近的记录。{LOG_GONE}"
        )


def size_of(database: Path) -> int:
    """How many bytes a copy of ``database`` takes at most. Raises OSError."""
    log = Path(f"{database}-wal")
    return database.stat().st_size + (log.stat().st_size if log.exists() else 0)


def free_at(folder: Path) -> int:
    """How many bytes are free where ``folder`` is, or will be. Raises OSError."""
    there = next(one for one in (folder, *folder.parents) if one.exists())
    return shutil.disk_usage(there).free


def _need_room(source: Path, folder: Path) -> None:
    wanted, free = size_of(source) + _SPARE_BYTES, free_at(folder)
    if free < wanted:
        missing = (wanted - free) / 1024 / 1024
        raise StoreFull(
            f"备份没有做成：{folder} 所在的磁盘只剩 {free / 1024 / 1024:.0f} MiB，"
            f"还差 {missing:.0f} MiB。以前的备份都在；请腾出空间后再试。"
        )


def _copy(source: Path, part: Path, progress: Progress, observer: Observer) -> Content:
    # "nolock": on some systems SQLite's locks and ours would be one and the same.
    target = sqlite3.connect(f"{part.absolute().as_uri()}?nolock=1", uri=True, isolation_level=None)
    with (
        contextlib.closing(target),
        # It leaves alone what it reads: a log beside a broken file stays what it is.
        untouched(source) as reading,
        part.open("rb") as synced,
    ):
        # A copy that is not finished is thrown away: it needs no journal, and one flush at the end.
        target.execute("PRAGMA journal_mode=OFF").fetchall()
        target.execute("PRAGMA synchronous=OFF")
        page = reading.execute("PRAGMA page_size").fetchone()[0]
        told = synced_to = 0

        def step(_status: int, remaining: int, total: int) -> None:
            nonlocal told, synced_to
            told = (total - remaining) * page
            if told - synced_to >= _SYNC_BYTES:
                synced_to = told
                os.fsync(synced.fileno())
            progress("copying", told, total * page)

        # The transaction holds the moment: whoever commits meanwhile would have it begin again.
        reading.execute("BEGIN")
        content = content_of(reading)
        observer("snapshot")
        reading.backup(target, pages=_PAGES, progress=step)
        reading.execute("ROLLBACK")
    _without_log(part)
    return content


def _without_log(part: Path) -> None:
    """Write into the header that there is no log beside the file (SQLite, Database File Format,
    1.3.3: file format version numbers), and have the disk keep it all."""
    with part.open("r+b") as file:
        file.seek(18)
        file.write(b"\x01\x01")
        file.flush()
        os.fsync(file.fileno())


def _compare(source: Path, part: Path, wanted: Content, progress: Progress) -> None:
    try:
        if check(part, progress) != wanted:
            raise _unsound(part, "和数据库当时的内容不一样")
    except StoreDamaged as error:
        raise _not_made(source, error.message) from error


def _not_made(source: Path, why: str) -> StoreDamaged:
    return StoreDamaged(
        f"备份没有做成，因为数据库 {source} 或备份的磁盘坏了（{why}）。"
        "以前的备份都在；请运行 zuiqing-desk doctor 看看，"
        "再用 zuiqing-desk backup restore 恢复一份好的。"
    )


def _unsound(path: Path, why: str) -> StoreDamaged:
    return StoreDamaged(f"{path} 有损坏：{why}")


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a file that nobody changes. With a log beside it, the log is read too."""
    how = "mode=ro" if Path(f"{path}-wal").exists() else "mode=ro&immutable=1"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None
    )
    with contextlib.closing(connection):
        connection.execute("PRAGMA trusted_schema=OFF")
        yield connection


@contextlib.contextmanager
def _watched(connection: sqlite3.Connection, progress: Progress) -> Iterator[None]:
    """Have ``progress`` called while statements run; what it raises ends them."""
    raised: list[BaseException] = []

    def look() -> int:
        try:
            progress("checking", 0, 0)
        except BaseException as error:
            raised.append(error)
        return len(raised)

    look()
    connection.set_progress_handler(look, _STEPS)
    try:
        yield
    except sqlite3.Error:
        if not raised:
            raise
    finally:
        connection.set_progress_handler(None, 0)
    if raised:
        raise raised[0]


def _worded(error: OSError | sqlite3.Error, source: Path, target: Path) -> StoreError:
    old = "以前的备份都在；"
    if isinstance(error, OSError):
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return StoreFull(f"磁盘已满，备份 {target} 没有做成。{old}请腾出空间后再试。")
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            return StoreReadOnly(
                f"没有权限写备份的文件夹 {target.parent}，备份没有做成。{old}"
                "请修改权限，或在设置 backup.folder 里换一个文件夹。"
            )
        return StoreError(
            f"备份 {target} 没有做成：{error.strerror or error}。{old}请检查这个文件夹后再试。"
        )
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return StoreFull(f"磁盘已满，备份 {target} 没有做成。{old}请腾出空间后再试。")
    worded = explain(error, source)
    if isinstance(worded, StoreError) and not isinstance(worded, StoreDamaged):
        return worded
    return _not_made(source, str(error))
