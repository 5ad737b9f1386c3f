"""Databases for tests."""

import functools
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from zuiqing_desk.store import Tx, open_store

WAIT_S = 60.0
"""For ``future.result(WAIT_S)``: only a test that would fail anyway waits this long."""


@functools.cache
def _empty_database() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        open_store(path).close()
        return path.read_bytes()


def lay_empty_store(home: Path) -> Path:
    """Put a database with the current schema and no rows into ``home``; its path.

    It is made once a test run and copied, which is quicker than migrating each time.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = home / "desk.db"
    path.write_bytes(_empty_database())
    path.chmod(0o600)
    return path


def note(word: str, subject: int = 0) -> Any:
    """A unit that appends one journal row and gives back its id."""

    def unit(tx: Tx) -> int:
        return tx.journal("test.noted", subject, detail=word)

    return unit


def words(tx: Tx) -> list[str]:
    """A query for what ``note`` wrote, in order."""
    return [row[0] for row in tx.all("SELECT detail FROM journal ORDER BY id")]


def words_in(path: Path) -> list[str]:
    """The same, read from outside."""
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT detail FROM journal ORDER BY id")]
