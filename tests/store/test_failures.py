"""SQLite's errors and the system's, in words for the user."""

import errno
import os
import sqlite3
from pathlib import Path

import pytest

from zuiqing_desk.store import (
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreReadOnly,
)
from zuiqing_desk.store.failures import cannot_write, explain


def reported(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("as SQLite says it")
    error.sqlite_errorcode = code
    error.sqlite_errorname = "SQLITE_SOMETHING"
    return error


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_FULL, StoreFull),
        (sqlite3.SQLITE_READONLY, StoreReadOnly),
        (sqlite3.SQLITE_READONLY_DBMOVED, StoreReadOnly),
        (sqlite3.SQLITE_PERM, StoreReadOnly),
        (sqlite3.SQLITE_BUSY, StoreBusy),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, StoreBusy),
        (sqlite3.SQLITE_LOCKED, StoreBusy),
        (sqlite3.SQLITE_PROTOCOL, StoreBusy),
        (sqlite3.SQLITE_CORRUPT, StoreDamaged),
        (sqlite3.SQLITE_NOTADB, StoreDamaged),
        (sqlite3.SQLITE_IOERR_WRITE, StoreError),
        (sqlite3.SQLITE_CANTOPEN, StoreError),
    ],
)
def test_each_names_the_file(tmp_path: Path, code: int, kind: type[StoreError]) -> None:
    worded = explain(reported(code), tmp_path / "desk.db")
    assert type(worded) is kind
    assert isinstance(worded, StoreError)
    assert str(tmp_path / "desk.db") in worded.message
    assert str(worded) == worded.message


@pytest.mark.parametrize("code", [sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_ERROR])
def test_what_the_statement_is_to_blame_for_stays(tmp_path: Path, code: int) -> None:
    error = reported(code)
    assert explain(error, tmp_path / "desk.db") is error


def test_what_python_itself_refused_stays(tmp_path: Path) -> None:
    error = sqlite3.ProgrammingError("closed")
    assert explain(error, tmp_path / "desk.db") is error


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (errno.ENOSPC, StoreFull),
        (errno.EDQUOT, StoreFull),
        (errno.EACCES, StoreReadOnly),
        (errno.EROFS, StoreReadOnly),
        (errno.ENOTDIR, StoreError),
    ],
)
def test_the_systems_errors_too(tmp_path: Path, code: int, kind: type[StoreError]) -> None:
    worded = cannot_write(OSError(code, os.strerror(code)), tmp_path / "home")
    assert type(worded) is kind
    assert str(tmp_path / "home") in worded.message
