"""A numbered copy of the database before it is changed."""

import os
import re
import sqlite3
from pathlib import Path

_NAME = re.compile(r"desk-(\d{4,})-.*\.db")


def back_up(source: sqlite3.Connection, home: Path, revision: str) -> Path:
    """Copy what ``source`` holds to ``HOME/backups/desk-NNNN-REVISION.db`` (0600); the new path.

    The copy appears under its name only when it is whole and on the disk. Raises OSError or
    sqlite3.Error.
    """
    folder = home / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"desk-{_next_number(folder):04d}-{revision}.db"
    unfinished = path.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    try:
        _copy(source, unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    sync_folder(folder)
    return path


def sync_folder(folder: Path) -> None:
    """Make names given in ``folder`` survive a power cut."""
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def make_private_file(path: Path) -> None:
    """Create an empty file that only its owner can read. Raises FileExistsError and OSError."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _copy(source: sqlite3.Connection, path: Path) -> None:
    make_private_file(path)
    target = sqlite3.connect(path, isolation_level=None)
    try:
        source.backup(target)
        # A copy is one file: no log beside it.
        target.execute("PRAGMA journal_mode=DELETE").fetchall()
        verdict = target.execute("PRAGMA quick_check(1)").fetchone()[0]
    finally:
        target.close()
    if verdict != "ok":
        raise sqlite3.DatabaseError(f"backup is not sound: {verdict}")
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _next_number(folder: Path) -> int:
    numbers = [int(found[1]) for each in folder.iterdir() if (found := _NAME.fullmatch(each.name))]
    return max(numbers, default=0) + 1
