"""An open transaction as the services see it."""

import sqlite3
from typing import Any

from zuiqing_desk.store.stopping import NEVER, Stop

Row = tuple[Any, ...]


class Tx:
    """A transaction somebody else began and will commit.

    ``now`` is the unit's time in UTC microseconds, stamped once so that all rows of one use case
    agree. Every method takes SQL with ``:name`` parameters.
    """

    __slots__ = ("_connection", "cache", "now", "stop")

    def __init__(
        self,
        connection: sqlite3.Connection,
        now: int,
        cache: dict[str, Any],
        stop: Stop = NEVER,
    ) -> None:
        self._connection = connection
        self.now = now
        self.cache = cache
        """Survives between the units of one connection; for values keyed by what they depend on."""
        self.stop = stop
        """Statements end by themselves once it is asked; what else takes long checks it."""

    def all(self, sql: str, /, **params: Any) -> list[Row]:
        """Every row of a query, or of a write with RETURNING."""
        return self._connection.execute(sql, params).fetchall()

    def one(self, sql: str, /, **params: Any) -> Row | None:
        """The first row, or None."""
        row: Row | None = self._connection.execute(sql, params).fetchone()
        return row

    def value(self, sql: str, /, **params: Any) -> Any:
        """The first column of the first row, or None."""
        row = self._connection.execute(sql, params).fetchone()
        return None if row is None else row[0]

    def run(self, sql: str, /, **params: Any) -> int:
        """Carry out a write; the number of rows it touched."""
        return self._connection.execute(sql, params).rowcount

    def insert(self, sql: str, /, **params: Any) -> int:
        """Carry out an INSERT; the new row's id."""
        return self._connection.execute(sql, params).lastrowid or 0

    def journal(
        self, kind: str, subject: int, *, actor: int | None = None, detail: str = ""
    ) -> int:
        """Append the one journal row of this command.

        ``kind`` is ``thing.happened`` (version 1); ``detail`` is a word or a number, never personal
        text. Returns the row's id, which orders all commands of the store.
        """
        return self.insert(
            "INSERT INTO journal (at, actor_id, kind, version, subject_id, detail)"
            " VALUES (:at, :actor, :kind, 1, :subject, :detail)",
            at=self.now,
            actor=actor,
            kind=kind,
            subject=subject,
            detail=detail,
        )
