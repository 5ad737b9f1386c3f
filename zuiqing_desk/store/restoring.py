"""Putting another database in the place of the present one, so that a crash at any moment leaves
one of the two whole.

The new one is made ready in ``HOME/restoring``, a home of its own on the same disk. The caller
holds the desk lock alone.
"""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from zuiqing_desk.store.backup import make_private_file, sync_folder
from zuiqing_desk.store.connect import BUSY_S
from zuiqing_desk.store.copying import Progress, unwatched
from zuiqing_desk.store.failures import busy
from zuiqing_desk.store.look import untouched
from zuiqing_desk.store.migrations import HEAD
from zuiqing_desk.store.tx import Tx

FOLDER: Final = "restoring"
_CHUNK = 1 << 20
_BESIDE = ("-wal", "-shm", "-journal")


def workshop(home: Path) -> Path:
    """Where the new database is made ready; there only while one is, or after a crash."""
    return home / FOLDER


def lay_out(backup: Path, home: Path, progress: Progress = unwatched) -> Path:
    """Put a copy of ``backup``, and of the log beside it if there is one, into an empty workshop;
    its path. Raises OSError and what ``progress`` raises."""
    clear(home)
    folder = workshop(home)
    folder.mkdir(mode=0o700)
    copied = folder / "desk.db"
    copy_file(backup, copied, progress)
    if Path(f"{backup}-wal").exists():
        copy_file(Path(f"{backup}-wal"), Path(f"{copied}-wal"))
    return copied


def clear(home: Path) -> None:
    """Leave nothing of the workshop. Idempotent. Raises OSError."""
    folder = workshop(home)
    if folder.exists():
        shutil.rmtree(folder)


def bring_up_to_date(path: Path, revision: str) -> None:
    """Upgrade a database of an older ``revision`` in the workshop. Raises StoreError."""
    if revision != HEAD:
        # Alembic takes longer to import than anything here takes to run.
        from zuiqing_desk.store import upgrade

        upgrade.upgrade(path, revision, keep=False)


def keep_as_it_is(database: Path, target: Path) -> None:
    """Copy a database that cannot be read, and its log, byte for byte. Raises OSError."""
    make = target.with_name(target.name + "-wal")
    if Path(f"{database}-wal").exists():
        copy_file(Path(f"{database}-wal"), make)
    if database.exists():
        copy_file(database, target)
    elif make.exists():
        make_private_file(target)
    sync_folder(target.parent)


def settle(database: Path) -> None:
    """Pour the log into the database, so that the file alone is all of it.

    Raises StoreBusy if some other program has it open, sqlite3.Error if it cannot be read.
    """
    connection = sqlite3.connect(
        f"{database.absolute().as_uri()}?mode=rw", uri=True, timeout=BUSY_S, isolation_level=None
    )
    try:
        blocked = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if blocked:
            raise busy(database)
        # Refused while anybody else has it open.
        connection.execute("PRAGMA journal_mode=DELETE").fetchall()
    finally:
        connection.close()


def put_in_place(new: Path, database: Path, observer: Callable[[str], None]) -> None:
    """Give ``new`` the name of ``database``, whose log is settled or worth nothing. Raises OSError.
    ``observer`` is called with "log-gone".

    A log or a journal left beside it would be poured into the new one, so they go first.
    """
    for suffix in _BESIDE:
        Path(f"{database}{suffix}").unlink(missing_ok=True)
    sync_folder(database.parent)
    observer("log-gone")
    new.replace(database)
    sync_folder(database.parent)


@contextlib.contextmanager
def peek(path: Path) -> Iterator[Tx]:
    """Questions to one state of a database from outside; nothing is changed. Raises
    sqlite3.Error."""
    with untouched(path) as connection:
        connection.execute("BEGIN")
        yield Tx(connection, 0, {})


def copy_file(source: Path, target: Path, progress: Progress = unwatched) -> None:
    """Copy a file (0600) and have the disk keep it. Raises OSError and what ``progress`` raises."""
    whole, done = source.stat().st_size, 0
    make_private_file(target)
    with source.open("rb") as given, target.open("wb") as copy:
        while chunk := given.read(_CHUNK):
            copy.write(chunk)
            done += len(chunk)
            progress("copying", done, whole)
        copy.flush()
        os.fsync(copy.fileno())
