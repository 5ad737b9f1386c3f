"""What the write-ahead log still holds of earlier times.

A log that was moved into the database is written again from its beginning, and what lay behind
stays in the file until it is overwritten. Where something was erased, that is too long: the log is
made to begin anew and to be cut at once. Each beginning has its own salt, which every frame of it
repeats (SQLite, "Write-Ahead Log file format").
"""

import os
from pathlib import Path
from typing import Final

from zuiqing_desk.store.connect import WAL_KEEP_BYTES
from zuiqing_desk.store.tx import Tx

_HEADER: Final = 32
_FRAME_HEADER: Final = 24
_SALT: Final = slice(16, 24)


def cut_short(tx: Tx) -> None:
    """Have the log cut when it begins anew on this connection; a step of a unit that writes."""
    tx.all("PRAGMA journal_size_limit = 0")


def keep_long(tx: Tx) -> None:
    """Have the log keep its length again, which is faster."""
    tx.all(f"PRAGMA journal_size_limit = {WAL_KEEP_BYTES}")


def salt(database: Path) -> bytes:
    """What tells one beginning of the log from another; b"" if there is no log. Raises OSError."""
    return _head(database)[_SALT]


def holds_old(database: Path) -> bool:
    """Whether there are frames in the log of an earlier beginning. Raises OSError."""
    head = _head(database)
    if len(head) < _HEADER:
        return False
    frame = _FRAME_HEADER + int.from_bytes(head[8:12], "big")
    with _log(database).open("rb") as log:
        size = os.fstat(log.fileno()).st_size
        return any(
            os.pread(log.fileno(), 8, at + 8) != head[_SALT] for at in range(_HEADER, size, frame)
        )


def _head(database: Path) -> bytes:
    try:
        with _log(database).open("rb") as log:
            return log.read(_HEADER)
    except FileNotFoundError:
        return b""


def _log(database: Path) -> Path:
    return database.with_name(f"{database.name}-wal")
