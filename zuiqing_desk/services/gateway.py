"""What the process that runs the channels says and asks.

``gateway`` describes the moment and is not journalled.
"""

from dataclasses import dataclass

from zuiqing_desk.services import outbox
from zuiqing_desk.services.records import GatewayInfo
from zuiqing_desk.store.tx import Tx

GONE_S = 10
"""A holder that has not been heard of for this long is gone."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What the gateway must act on after a commit of any process.

    ``due``: the accounts of this channel of which an answer may go out. ``typing``: conversations
    in which an agent types now. ``seen``: (conversation, seq up to which an agent has seen the
    customer's lines), for the conversations whose state changed since ``journal_id`` of the last
    glance.
    """

    journal_id: int
    due: frozenset[int]
    typing: frozenset[int]
    seen: tuple[tuple[int, int], ...]


def announce(tx: Tx, *, pid: int, url: str, problem: str) -> None:
    """Say that this process runs the channels; repeat every few seconds."""
    tx.run(
        "INSERT INTO gateway (id, pid, url, problem, since, seen_at)"
        " VALUES (1, :pid, :url, :problem, :now, :now)"
        " ON CONFLICT (id) DO UPDATE SET since = CASE WHEN pid = excluded.pid THEN since"
        " ELSE excluded.since END, pid = excluded.pid, url = excluded.url,"
        " problem = excluded.problem, seen_at = excluded.seen_at",
        pid=pid,
        url=url,
        problem=problem,
        now=tx.now,
    )


def leave(tx: Tx, pid: int) -> None:
    """This process stops running the channels."""
    tx.run("DELETE FROM gateway WHERE pid = :pid", pid=pid)


def current(tx: Tx) -> GatewayInfo | None:
    """Who runs the channels, or None when nobody has been heard of lately."""
    row = tx.one(
        "SELECT pid, url, problem, since, seen_at FROM gateway WHERE seen_at > :since",
        since=tx.now - GONE_S * 1_000_000,
    )
    return None if row is None else GatewayInfo(*row)


def glance(tx: Tx, channel: str, after: int) -> Glance:
    """What there is to do on a channel; ``after`` is the journal id of the last glance."""
    newest = tx.value("SELECT max(id) FROM journal") or 0
    typing = tx.all(
        "SELECT p.typing_id FROM presence p JOIN conversation c ON c.id = p.typing_id"
        " JOIN channel_account a ON a.id = c.account_id"
        " WHERE p.typing_until > :now AND a.channel = :channel",
        now=tx.now,
        channel=channel,
    )
    seen = tx.all(
        "SELECT DISTINCT c.id, c.seen_seq FROM journal j JOIN conversation c ON c.id = j.subject_id"
        " JOIN channel_account a ON a.id = c.account_id"
        " WHERE j.id > :after AND j.kind = 'conversation.seen' AND a.channel = :channel",
        after=after,
        channel=channel,
    )
    return Glance(
        journal_id=newest,
        due=outbox.due(tx, channel),
        typing=frozenset(conversation_id for (conversation_id,) in typing),
        seen=tuple((conversation_id, seq) for conversation_id, seq in seen),
    )
