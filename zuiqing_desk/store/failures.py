"""SQLite's errors in words for the user."""

import errno
import os
import shutil
import sqlite3
from pathlib import Path

from zuiqing_desk.store.errors import (
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreReadOnly,
)

_NO_ROOM = 256 * 1024
"""Bytes. A shared-memory file that cannot grow comes as an I/O error, not as a full disk."""


def explain(error: sqlite3.Error, path: Path) -> Exception:
    """The StoreError for what SQLite reported about the database at ``path``.

    Errors that only the statement is to blame for (a constraint, wrong SQL) come back as they are.
    """
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return error
    match code & 0xFF:
        case sqlite3.SQLITE_FULL:
            return full(path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return read_only(path)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED | sqlite3.SQLITE_PROTOCOL:
            return busy(path)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return damaged(path, str(error))
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_CANTOPEN:
            return _input_output(error, path)
    return error


def full(path: Path) -> StoreFull:
    """The disk under ``path`` has no room."""
    return StoreFull(
        f"磁盘已满，写不进数据库 {path}。这次操作没有保存，以前的都在；请腾出空间后再试。"
    )


def read_only(path: Path) -> StoreReadOnly:
    """``path`` or its folder refuses to be written."""
    return StoreReadOnly(
        f"没有权限读写数据库 {path}（文件、文件夹或磁盘是只读的）。"
        "请修改权限，或用 --home 指定一个可写的文件夹。"
    )


def busy(path: Path) -> StoreBusy:
    """Somebody else holds ``path`` too long."""
    return StoreBusy(f"数据库 {path} 一直被别的程序占用，这次操作没有保存；请稍后再试。")


def damaged(path: Path, why: str) -> StoreDamaged:
    """``path`` is not a database we can read; ``why`` is the technical reason."""
    return StoreDamaged(
        f"数据库 {path} 已损坏或不是数据库（{why}），没有改动它。"
        "请退出所有工作台，再用 zuiqing-desk backup restore 恢复一份备份（现在的会另存）。"
    )


def _input_output(error: sqlite3.Error, path: Path) -> StoreError:
    if not _writable(path):
        return read_only(path)
    if _out_of_room(path):
        return full(path)
    name = getattr(error, "sqlite_errorname", "")
    return StoreError(
        f"读写数据库 {path} 时磁盘出错（{name}），这次操作没有保存。请检查磁盘和空间配额后再试。"
    )


def _out_of_room(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _NO_ROOM
    except OSError:
        return False


def _writable(path: Path) -> bool:
    return os.access(path.parent, os.W_OK | os.X_OK) and (
        not path.exists() or os.access(path, os.R_OK | os.W_OK)
    )


def cannot_write(error: OSError, path: Path) -> StoreError:
    """The StoreError for what the operating system said when we made or opened ``path``."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return full(path)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return read_only(path)
    return StoreError(
        f"打不开 {path}：{error.strerror}。请检查这个路径，或用 --home 另选一个文件夹。"
    )
