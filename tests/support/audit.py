"""Does the store hold exactly what was acknowledged? Read from outside, row by row."""

import contextlib
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from support.waiting import eventually

Said = tuple[int, str, str]
"""(seq, client id, text) as it was acknowledged."""


@dataclass
class Expected:
    """What was acknowledged in one conversation, in order."""

    customer: list[Said] = field(default_factory=list)
    agent: list[Said] = field(default_factory=list)


def problems(path: Path, expected: dict[int, Expected], channel: str = "webchat") -> list[str]:
    """Everything that is lost, doubled, out of order, torn or not settled; empty if all is well.

    Every line of the channel must be one of ``expected``, by conversation id.
    """
    with closing(sqlite3.connect(path)) as connection:
        read = _Read(connection, channel)
        found = [
            problem
            for conversation_id, said in expected.items()
            for problem in read.conversation(conversation_id, said)
        ]
        return [*found, *read.strangers(expected), *read.outbox(), *read.file()]


def expect(path: Path, expected: dict[int, Expected]) -> None:
    """Once a running gateway has settled the outbox, the store holds exactly this."""

    def settled() -> bool:
        with closing(sqlite3.connect(path)) as connection:
            return not list(_Read(connection, "webchat").outbox())

    with contextlib.suppress(AssertionError):
        eventually(settled)
    assert problems(path, expected) == []


class _Read:
    def __init__(self, connection: sqlite3.Connection, channel: str) -> None:
        self._connection = connection
        self._accounts = (
            f"account_id IN (SELECT id FROM channel_account WHERE channel = '{channel}')"
        )

    def conversation(self, conversation_id: int, said: Expected) -> Iterable[str]:
        lines = self._rows(
            "SELECT seq, author, coalesce(client_id, substr(remote_id, instr(remote_id, ':') + 1)),"
            " text, status FROM line WHERE conversation_id = ? ORDER BY seq",
            conversation_id,
        )
        where = f"conversation {conversation_id}"
        seqs = [seq for seq, *_ in lines]
        if seqs != list(range(1, len(seqs) + 1)):
            yield f"{where}: the seqs have gaps: {seqs}"
        for author, wanted in (("customer", said.customer), ("agent", said.agent)):
            stored = [(seq, its_id, text) for seq, who, its_id, text, _ in lines if who == author]
            if stored != wanted:
                yield f"{where}: {author} lines differ: {_difference(wanted, stored)}"
        unsent = [seq for seq, who, _, _, status in lines if who == "agent" and status != "sent"]
        if unsent:
            yield f"{where}: not marked as sent: {unsent}"
        for kind, wanted in (("line.received", said.customer), ("line.sent", said.agent)):
            journalled = [
                int(detail)
                for (detail,) in self._rows(
                    "SELECT detail FROM journal WHERE kind = ? AND subject_id = ? ORDER BY id",
                    kind,
                    conversation_id,
                )
            ]
            if journalled != [seq for seq, *_ in wanted]:
                yield f"{where}: {kind} is journalled for {journalled}"
        last = self._rows("SELECT last_seq FROM conversation WHERE id = ?", conversation_id)
        if last != [(len(seqs),)]:
            yield f"{where}: last_seq is {last}, there are {len(seqs)} lines"

    def strangers(self, expected: dict[int, Expected]) -> Iterable[str]:
        for conversation_id, count in self._rows(
            f"SELECT conversation_id, count(*) FROM line WHERE {self._accounts}"
            " GROUP BY conversation_id"
        ):
            if conversation_id not in expected:
                yield f"conversation {conversation_id}: {count} lines nobody was told of"

    def outbox(self) -> Iterable[str]:
        open_rows = self._rows(
            f"SELECT id, state, reason FROM outbox WHERE done_at IS NULL AND {self._accounts}"
        )
        if open_rows:
            yield f"the outbox is not settled: {open_rows}"
        missing = self._rows(
            f"SELECT id FROM line WHERE author = 'agent' AND {self._accounts}"
            " AND id NOT IN (SELECT line_id FROM outbox WHERE state = 'done')"
        )
        if missing:
            yield f"agent lines without a finished outbox row: {missing}"

    def file(self) -> Iterable[str]:
        integrity = self._rows("PRAGMA integrity_check")
        if integrity != [("ok",)]:
            yield f"the file is damaged: {integrity}"
        orphans = self._rows("PRAGMA foreign_key_check")
        if orphans:
            yield f"rows point nowhere: {orphans}"

    def _rows(self, sql: str, *values: object) -> list[Any]:
        return self._connection.execute(sql, values).fetchall()


def _difference(wanted: list[Said], stored: list[Said]) -> str:
    lost = [line for line in wanted if line not in stored]
    extra = [line for line in stored if line not in wanted]
    return f"lost {lost}, not told {extra}" if lost or extra else f"order {stored}"
