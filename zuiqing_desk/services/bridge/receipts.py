"""What a platform says about answers it was given: taken over, failed, arrived, read."""

from typing import Final

from zuiqing_desk.rules.conversation import on_customer_line
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services import visitors
from zuiqing_desk.services.bridge.intake import require_conversation
from zuiqing_desk.services.conversation_row import load, save
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.store.tx import Row, Tx

REASON_CHARS: Final = 100


def accepted(tx: Tx, account_id: int, *, conversation: str, client_id: str) -> int:
    """The platform has taken an answer over, whatever was thought of it before; its seq.

    What an agent has settled by hand stays. Raises Refused ``no_conversation`` or ``no_message``.
    """
    seq, line_id, conversation_id, outbox_id, done_at = _answer(
        tx, account_id, conversation, client_id
    )
    if done_at is None:
        tx.run(
            "UPDATE outbox SET state = 'done', reason = '', done_at = :now WHERE id = :id",
            now=tx.now,
            id=outbox_id,
        )
        _mark(tx, line_id, conversation_id, "sent")
    return int(seq)


def failed(tx: Tx, account_id: int, *, conversation: str, client_id: str, reason: str) -> int:
    """The platform will not carry an answer, even if it had taken it over; its seq.

    Whoever answered sees why and decides. What has arrived has not failed. Raises Refused
    ``no_conversation`` or ``no_message``.
    """
    seq, line_id, conversation_id, outbox_id, done_at = _answer(
        tx, account_id, conversation, client_id
    )
    row = load(tx, conversation_id)
    was, arrived = tx.all(
        "SELECT l.status, c.delivered_seq >= l.seq FROM line l"
        " JOIN conversation c ON c.id = l.conversation_id WHERE l.id = :id",
        id=line_id,
    )[0]
    if was == "failed" or (done_at is not None and arrived):
        return int(seq)
    tx.run(
        "UPDATE outbox SET state = 'failed', done_at = NULL, reason = :reason WHERE id = :id",
        reason=clean_line(reason)[:REASON_CHARS] or "平台没有说明原因",
        id=outbox_id,
    )
    _mark(tx, line_id, conversation_id, "failed")
    if row.state == "closed":
        row.state = on_customer_line(row.state, has_assignee=False)
        row.unread = max(row.unread, 1)
        save(tx, row)
        tx.journal("conversation.reopened", row.id)
    return int(seq)


def delivered(
    tx: Tx, account_id: int, *, conversation: str, client_id: str | None, up_to: int | None
) -> int:
    """The customer's side has the answers up to this one; its seq.

    Raises Refused ``no_conversation``, or ``no_message`` for what was never sent.
    """
    conversation_id, seq = _up_to(tx, account_id, conversation, client_id, up_to)
    visitors.delivered(tx, conversation_id, seq)
    return seq


def read(
    tx: Tx, account_id: int, *, conversation: str, client_id: str | None, up_to: int | None
) -> int:
    """The customer has seen the answers up to this one; its seq. Raises as ``delivered``."""
    conversation_id, seq = _up_to(tx, account_id, conversation, client_id, up_to)
    visitors.read(tx, conversation_id, seq)
    return seq


def _up_to(
    tx: Tx, account_id: int, conversation: str, client_id: str | None, up_to: int | None
) -> tuple[int, int]:
    if client_id is not None:
        # What arrived was taken over, even if nobody had heard of that yet.
        accepted(tx, account_id, conversation=conversation, client_id=client_id)
        seq, _, conversation_id, *_ = _answer(tx, account_id, conversation, client_id)
        return int(conversation_id), int(seq)
    conversation_id = require_conversation(tx, account_id, conversation)
    seq = tx.value(
        "SELECT max(seq) FROM line WHERE conversation_id = :id AND seq <= :up_to"
        " AND author IN ('agent', 'system') AND status = 'sent'",
        id=conversation_id,
        up_to=up_to,
    )
    if seq is None:
        raise _never_sent()
    return conversation_id, int(seq)


def _answer(tx: Tx, account_id: int, conversation: str, client_id: str) -> Row:
    conversation_id = require_conversation(tx, account_id, conversation)
    row = tx.one(
        "SELECT l.seq, l.id, l.conversation_id, o.id, o.done_at FROM line l"
        " JOIN outbox o ON o.line_id = l.id"
        " WHERE l.conversation_id = :id AND o.client_id = :client AND o.attempts > 0"
        " ORDER BY l.seq DESC LIMIT 1",
        id=conversation_id,
        client=client_id,
    )
    if row is None:
        raise _never_sent()
    return row


def _never_sent() -> Refused:
    return Refused("no_message", "没有发过这条消息，回执对不上。")


def _mark(tx: Tx, line_id: int, conversation_id: int, status: str) -> None:
    tx.run("UPDATE line SET status = :status WHERE id = :id", status=status, id=line_id)
    tx.journal("line.status", conversation_id, detail=status)
