"""Connections to the store, each set up for its part."""

import sqlite3
from pathlib import Path
from typing import Literal

APPLICATION_ID = 0x5A51_4431
"""Stands in the file's header ("ZQD1"), so that another program's database is recognised."""

BUSY_S = 5.0
"""How long anybody waits for another process."""

WAL_KEEP_BYTES = 32 * 1024 * 1024
_CACHE_KIB = 16_000

Part = Literal["writer", "reader"]


def connect(path: Path, part: Part) -> sqlite3.Connection:
    """Open an existing database in autocommit mode, so that we alone say where a transaction
    begins.

    The connection may be handed to another thread, but used by one at a time. Raises sqlite3.Error.
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=BUSY_S,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=512,
    )
    try:
        for pragma in _pragmas(part):
            connection.execute(f"PRAGMA {pragma}").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def _pragmas(part: Part) -> list[str]:
    common = [
        "synchronous=FULL",
        # Without it macOS only hands the bytes to the drive's cache.
        "fullfsync=ON",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "wal_autocheckpoint=0",
        "temp_store=MEMORY",
        f"cache_size=-{_CACHE_KIB}",
    ]
    if part == "reader":
        return [*common, "query_only=ON"]
    # Not every build of SQLite overwrites by itself what is no longer there.
    ours = ["secure_delete=ON", f"journal_size_limit={WAL_KEEP_BYTES}"]
    return ["journal_mode=WAL", *common, *ours]
