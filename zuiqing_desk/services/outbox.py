"""Answers on their way out: written before sending, settled by what the channel proved.

Per conversation first in, first out: a row that needs the agent (``asking``, ``failed``) holds back
the later ones of its conversation, visibly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from zuiqing_desk.services.conversation_row import ConversationRow
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.store.tx import Tx

LONGEST_US: Final = 600_000_000
"""No retry is put off for longer: one that is due later than that was put off before the clock was
set back, and is due."""

# What is sent stays in the table; only its index of open rows is read.
_CLAIM = """
UPDATE outbox SET state = 'sending', attempts = attempts + 1
WHERE id IN (
  SELECT o.id FROM outbox o INDEXED BY outbox_open
  WHERE o.done_at IS NULL AND o.state = 'pending' AND o.account_id = :account
    AND (o.next_at <= :now OR o.next_at > :now + :longest)
    AND o.id = (SELECT min(p.id) FROM outbox p
                WHERE p.conversation_id = o.conversation_id AND p.done_at IS NULL)
  ORDER BY o.id LIMIT :limit)
RETURNING id, conversation_id, account_id, line_id, client_id, attempts
"""
_DUE = """
SELECT DISTINCT o.account_id FROM outbox o INDEXED BY outbox_open
JOIN channel_account a ON a.id = o.account_id
WHERE o.done_at IS NULL AND o.state = 'pending' AND a.channel = :channel
  AND (o.next_at <= :now OR o.next_at > :now + :longest)
"""
_NEXT_DUE = """
SELECT min(o.next_at) FROM outbox o INDEXED BY outbox_open
JOIN channel_account a ON a.id = o.account_id
WHERE o.done_at IS NULL AND o.state = 'pending' AND a.channel = :channel
"""
_RECOVER = """
UPDATE outbox INDEXED BY outbox_open SET state = :state,
  reason = CASE WHEN :state = 'asking' THEN '发送时程序中断' ELSE '' END
WHERE done_at IS NULL AND state = 'sending'
  AND account_id IN (SELECT id FROM channel_account WHERE channel = :channel)
RETURNING line_id, conversation_id
"""
_STUCK = """
SELECT o.id, o.state, o.reason, l.text
FROM outbox o INDEXED BY outbox_open JOIN line l ON l.id = o.line_id
WHERE o.conversation_id = :id AND o.done_at IS NULL AND o.state IN ('asking', 'failed')
ORDER BY o.id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """One answer to carry out now."""

    outbox_id: int
    conversation_id: int
    account_id: int
    external_id: str
    seq: int
    client_id: str
    text: str
    attempts: int
    at: int


def put(tx: Tx, row: ConversationRow, line_id: int, *, client_id: str) -> int:
    """Queue a line for sending; the outbox id."""
    return tx.insert(
        "INSERT INTO outbox (conversation_id, account_id, line_id, client_id, state, attempts,"
        " next_at, reason) VALUES (:conversation, :account, :line, :client, 'pending', 0, 0, '')",
        conversation=row.id,
        account=row.account_id,
        line=line_id,
        client=client_id,
    )


def due(tx: Tx, channel: str) -> frozenset[int]:
    """The accounts of a channel of which an answer may go out now."""
    rows = tx.all(_DUE, channel=channel, now=tx.now, longest=LONGEST_US)
    return frozenset(account_id for (account_id,) in rows)


def claim(
    tx: Tx, channel: str, limit: int = 64, under_way: Mapping[int, int] | None = None
) -> list[Claimed]:
    """Take the answers that may go out now on a channel, at most one a conversation.

    ``limit`` counts for each account by itself, with what of it is ``under_way`` already: one whose
    other side is slow must not keep the others waiting.
    """
    busy = under_way or {}
    claimed = []
    for account in sorted(due(tx, channel)):
        room = limit - busy.get(account, 0)
        if room > 0:
            claimed += _claim_of(tx, account, room)
    return sorted(claimed, key=lambda c: c.outbox_id)


def _claim_of(tx: Tx, account: int, limit: int) -> list[Claimed]:
    claimed = []
    rows = tx.all(_CLAIM, account=account, now=tx.now, longest=LONGEST_US, limit=limit)
    for outbox_id, conversation_id, account_id, line_id, client_id, attempts in rows:
        found = tx.one(
            "SELECT c.external_id, l.seq, l.text, l.at FROM line l"
            " JOIN conversation c ON c.id = l.conversation_id WHERE l.id = :line",
            line=line_id,
        )
        assert found is not None
        external_id, seq, text, at = found
        claimed.append(
            Claimed(
                outbox_id,
                conversation_id,
                account_id,
                external_id,
                seq,
                client_id,
                text,
                attempts,
                at,
            )
        )
    return claimed


def next_due(tx: Tx, channel: str) -> int | None:
    """When the earliest waiting retry of a channel is due (microseconds), or None."""
    due: int | None = tx.value(
        _NEXT_DUE,
        channel=channel,
    )
    return due


def _settle(
    tx: Tx, outbox_id: int, *, state: str, line_status: str, reason: str, next_at: int
) -> None:
    # Only a row being sent is settled: a late answer never overrules what was decided since.
    rows = tx.all(
        "UPDATE outbox SET state = :state, reason = :reason, next_at = :next_at,"
        " done_at = CASE WHEN :state = 'done' THEN :now END"
        " WHERE id = :id AND state = 'sending' RETURNING line_id, conversation_id",
        id=outbox_id,
        state=state,
        reason=reason,
        next_at=next_at,
        now=tx.now,
    )
    for line_id, conversation_id in rows:
        tx.run("UPDATE line SET status = :status WHERE id = :id", status=line_status, id=line_id)
        tx.journal("line.status", conversation_id, detail=line_status)


def accepted(tx: Tx, outbox_id: int) -> None:
    """The channel has taken the line over."""
    _settle(tx, outbox_id, state="done", line_status="sent", reason="", next_at=0)


def later(tx: Tx, outbox_id: int, after_s: float, reason: str = "") -> None:
    """Try again after so many seconds: only where a repeat is harmless, or nothing went out."""
    next_at = tx.now + min(int(after_s * 1_000_000), LONGEST_US)
    _settle(tx, outbox_id, state="pending", line_status="pending", reason=reason, next_at=next_at)


def put_off_no_more(tx: Tx, account_id: int) -> None:
    """The other side of an account says that it is there: what is to be tried again is due."""
    tx.run(
        "UPDATE outbox INDEXED BY outbox_open SET next_at = 0"
        " WHERE done_at IS NULL AND state = 'pending' AND account_id = :account AND next_at > 0",
        account=account_id,
    )


def rejected(tx: Tx, outbox_id: int, reason: str) -> None:
    """The channel will not take the line; the agent sees why."""
    _settle(tx, outbox_id, state="failed", line_status="failed", reason=reason, next_at=0)


def unknown(tx: Tx, outbox_id: int, reason: str) -> None:
    """Nobody can say whether the customer got it; the agent is asked."""
    _settle(tx, outbox_id, state="asking", line_status="unknown", reason=reason, next_at=0)


def recover(tx: Tx, channel: str, *, repeat_is_harmless: bool) -> int:
    """Take up what a gateway that is gone left half-sent; how many rows that were."""
    state, status = ("pending", "pending") if repeat_is_harmless else ("asking", "unknown")
    rows = tx.all(
        _RECOVER,
        state=state,
        channel=channel,
    )
    for line_id, conversation_id in rows:
        tx.run("UPDATE line SET status = :status WHERE id = :id", status=status, id=line_id)
        tx.journal("line.status", conversation_id, detail=status)
    return len(rows)


class Stuck(NamedTuple):
    """An answer that needs the agent: nobody knows whether it arrived, or it did not."""

    outbox_id: int
    state: str
    reason: str
    text: str


def stuck(tx: Tx, conversation_id: int) -> Stuck | None:
    """The first answer of a conversation that waits for the agent, however long ago it was."""
    row = tx.one(_STUCK, id=conversation_id)
    return None if row is None else Stuck._make(row)


def retry(tx: Tx, outbox_id: int, actor: int) -> None:
    """The agent says: send it again. Raises Refused ``not_stuck``."""
    rows = tx.all(
        "UPDATE outbox SET state = 'pending', next_at = 0, reason = ''"
        " WHERE id = :id AND state IN ('asking', 'failed') RETURNING line_id, conversation_id",
        id=outbox_id,
    )
    if not rows:
        raise Refused("not_stuck", "这条消息没有卡住，不需要重发。")
    line_id, conversation_id = rows[0]
    tx.run("UPDATE line SET status = 'pending' WHERE id = :id", id=line_id)
    tx.journal("line.retried", conversation_id, actor=actor)


def settle_by_hand(tx: Tx, outbox_id: int, actor: int, *, arrived: bool) -> None:
    """The agent says whether a stuck line arrived; the later ones go on.

    Raises Refused ``not_stuck``.
    """
    status = "sent" if arrived else "failed"
    rows = tx.all(
        "UPDATE outbox SET state = 'done', done_at = :now"
        " WHERE id = :id AND state IN ('asking', 'failed') RETURNING line_id, conversation_id",
        id=outbox_id,
        now=tx.now,
    )
    if not rows:
        raise Refused("not_stuck", "这条消息没有卡住。")
    line_id, conversation_id = rows[0]
    tx.run("UPDATE line SET status = :status WHERE id = :id", status=status, id=line_id)
    tx.journal("line.status", conversation_id, actor=actor, detail=status)
