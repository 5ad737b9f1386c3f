"""Moving what the write-ahead log holds into the database file.

SQLite 3.7.0 to 3.51.2 can corrupt a database when a checkpoint begins on a log that is already
moved completely and, in that moment, another connection commits and starts the log over. Two
things keep us clear of it: a checkpoint begins only if somebody committed since the last one, and
the caller holds the write lock, so that nobody can commit while it runs.
"""

import sqlite3


class Checkpointer:
    """Checkpoints on a connection of its own, because one cannot inside a transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._done_at = self._version()

    def due(self) -> bool:
        """Has anybody, this process included, committed since the last checkpoint here?"""
        return self._version() != self._done_at

    def run(self) -> None:
        """Move as much as readers allow, without waiting for them. Raises sqlite3.Error."""
        version = self._version()
        self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        self._done_at = version

    def close(self) -> None:
        self._connection.close()

    def _version(self) -> int:
        row: tuple[int] = self._connection.execute("PRAGMA data_version").fetchone()
        return row[0]
