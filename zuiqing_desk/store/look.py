"""Looking at a database without touching it."""

import contextlib
import os
import sqlite3
import stat
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from zuiqing_desk import __version__
from zuiqing_desk.store.connect import APPLICATION_ID, BUSY_S
from zuiqing_desk.store.errors import StoreDamaged, StoreForeign, StoreTooNew
from zuiqing_desk.store.failures import cannot_write, damaged, explain, read_only
from zuiqing_desk.store.migrations import SCHEMA, Schema

MAGIC = b"SQLite format 3\x00"


class State(Enum):
    ABSENT = "absent"
    OLDER = "older"
    CURRENT = "current"


class Seen(NamedTuple):
    """What is there. ``revision`` is empty if nothing is."""

    state: State
    revision: str


def look(path: Path, schema: Schema = SCHEMA) -> Seen:
    """Say whether the database at ``path`` is absent, older than this program, or current.

    Raises StoreTooNew, StoreForeign, StoreDamaged or StoreReadOnly and leaves every byte as it was.
    These are the cheap checks; ``integrity`` reads the whole file.
    """
    if not _is_there(path):
        _refuse_orphan_log(path)
        return Seen(State.ABSENT, "")
    _check_access(path)
    _check_magic(path)
    revision = read_revision(path)
    if revision == schema.head:
        return Seen(State.CURRENT, revision)
    if revision in schema.revisions:
        return Seen(State.OLDER, revision)
    raise StoreTooNew(
        f"数据库 {path} 的版本是 {revision}，比这个程序新"
        f"（程序 {__version__} 只认得到数据库版本 {schema.head}），没有改动它。请换用新版程序打开。"
    )


def read_revision(path: Path) -> str:
    """The schema's revision. Raises StoreForeign, or what SQLite's errors mean."""
    try:
        with untouched(path) as connection:
            owner = connection.execute("PRAGMA application_id").fetchone()[0]
            tables = connection.execute("SELECT name FROM sqlite_master").fetchall()
            if owner != APPLICATION_ID:
                raise StoreForeign(
                    f"{path} 是别的程序的数据库（应用编号 {owner}），没有改动它。"
                    "请把它移开，或用 --home 指定另一个文件夹。"
                )
            if ("alembic_version",) not in tables:
                raise damaged(path, "没有版本表")
            rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    except sqlite3.Error as error:
        worded = explain(error, path)
        raise worded if worded is not error else damaged(path, str(error)) from error
    if len(rows) != 1:
        raise damaged(path, f"版本表有 {len(rows)} 行")
    return str(rows[0][0])


@contextlib.contextmanager
def untouched(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that leaves the file alone and, where there is no log, no files behind.

    Without a log nobody has the database open, the file says everything, and "immutable" reads it
    as it is. With one it must be read through the log; a connection that may not write does not
    move it into the file at close. An empty file is not opened: SQLite would remove the log beside
    it, which then holds all there is. Raises sqlite3.Error.
    """
    if not (path.exists() and path.stat().st_size):
        raise sqlite3.DatabaseError("there is no database")
    how = "mode=ro" if Path(f"{path}-wal").exists() else "immutable=1"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{how}", uri=True, timeout=BUSY_S, isolation_level=None
    )
    try:
        yield connection
    finally:
        connection.close()


def _is_there(path: Path) -> bool:
    """An empty file counts as none: nothing was ever in it."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise cannot_write(error, path) from error
    if not stat.S_ISREG(found.st_mode):
        raise StoreDamaged(f"{path} 不是普通文件，不能当数据库用。请把它移开后再打开。")
    return found.st_size > 0


def _refuse_orphan_log(path: Path) -> None:
    """A log without its database holds the newest work, and SQLite would pour it into a new one."""
    if _log_size(path):
        raise StoreDamaged(
            f"数据库 {path} 不见了或是空的，只剩下它的日志 {path}-wal。"
            "请找回数据库文件；如果确实不要了，请把日志也移走。"
        )


def _log_size(path: Path) -> int:
    try:
        return Path(f"{path}-wal").stat().st_size
    except OSError:
        return 0


def _check_access(path: Path) -> None:
    if not (os.access(path, os.R_OK | os.W_OK) and os.access(path.parent, os.W_OK | os.X_OK)):
        raise read_only(path)


def _check_magic(path: Path) -> None:
    try:
        with path.open("rb") as file:
            start = file.read(100)
    except OSError as error:
        raise cannot_write(error, path) from error
    if len(start) < 100 or not start.startswith(MAGIC):
        raise damaged(path, "文件开头不是 SQLite 的标记")
