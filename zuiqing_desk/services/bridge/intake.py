"""What a connector tells of its customers, carried out in the transaction of its webhook."""

from collections.abc import Mapping
from typing import Final, Literal

from zuiqing_desk.rules import conversation as states
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services import inbound, visitors
from zuiqing_desk.services.assignment import release
from zuiqing_desk.services.bridge import belonging
from zuiqing_desk.services.conversation_row import (
    GONE,
    PREVIEW_CHARS,
    ConversationRow,
    append_line,
    load,
    save,
)
from zuiqing_desk.services.conversations import found_conversation
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.inbound import LineKind, Received
from zuiqing_desk.services.line_words import RECALLED
from zuiqing_desk.services.media import Carried
from zuiqing_desk.services.orders import linking
from zuiqing_desk.services.visitors import NAME_CHARS, remote_id
from zuiqing_desk.store.tx import Tx

TYPING_US: Final = 5_000_000

By = Literal["customer", "platform"]
_BY: Final[dict[By, str]] = {"customer": "客户", "platform": "平台"}


def conversation_of(tx: Tx, account_id: int, external_id: str) -> int | None:
    """The conversation a platform calls so, of this account alone; None for none.

    Raises Refused ``reserved`` for a name that only those have who were erased: nobody finds them
    again by it.
    """
    if external_id.startswith(GONE):
        raise Refused("reserved", f"会话编号不能以 {GONE} 开头。")
    found: int | None = tx.value(
        "SELECT id FROM conversation WHERE account_id = :account AND external_id = :external",
        account=account_id,
        external=external_id,
    )
    return found


def require_conversation(tx: Tx, account_id: int, external_id: str) -> int:
    """The same. Raises Refused ``no_conversation``."""
    found = conversation_of(tx, account_id, external_id)
    if found is None:
        raise Refused("no_conversation", "这个账号没有这个会话；客户的第一条消息才会建会话。")
    return found


def message(
    tx: Tx,
    account_id: int,
    *,
    conversation: str,
    name: str,
    message_id: str,
    sent_at: int | None = None,
    text: str = "",
    kind: LineKind = "text",
    payload: Mapping[str, object] | None = None,
    media: Carried | None = None,
) -> Received:
    """Store what a customer sent; the first line of an unknown conversation founds it.

    A platform may number its messages anew in each conversation, so ``message_id`` is unique
    within the conversation. The card of an order that is known links it. ``sent_at``: UTC
    microseconds, where the platform tells it. Raises Refused ``reserved``, ``erased`` for what
    comes once more of a customer who was erased since, and as services.inbound.receive.
    """
    conversation_id = conversation_of(tx, account_id, conversation)
    if conversation_id is None:
        if sent_at is not None and _was_erased(tx, account_id, message_id, sent_at):
            raise Refused("erased", "这条消息的客户资料已应要求删除。")
        shown = clean_line(name)[:NAME_CHARS] or f"客户 {clean_line(conversation)[:20]}".strip()
        conversation_id = found_conversation(
            tx, account_id=account_id, external_id=conversation, name=shown
        )
    received = inbound.receive(
        tx,
        conversation_id=conversation_id,
        remote_id=remote_id(conversation_id, message_id),
        text=text,
        kind=kind,
        payload=payload,
        media=media,
    )
    if kind == "order_card" and payload is not None and not received.duplicate:
        belonging.shown(tx, conversation_id, payload)
    return received


def _was_erased(tx: Tx, account_id: int, message_id: str, sent_at: int) -> bool:
    # The id alone would not do, where a platform begins to number anew in each conversation: it
    # must also have been sent before the one that is known came in.
    return bool(
        tx.one(
            "SELECT 1 FROM conversation c JOIN line l"
            " ON l.account_id = c.account_id AND l.remote_id = c.id || ':' || :message"
            " WHERE c.account_id = :account AND c.external_id GLOB :gone AND l.at >= :sent",
            account=account_id,
            message=message_id,
            gone=f"{GONE}*",
            sent=sent_at,
        )
    )


def recalled(tx: Tx, account_id: int, *, conversation: str, message_id: str) -> int:
    """A customer took a line back: it stays, marked so; its seq. Twice is once.

    Raises Refused ``no_conversation``, or ``no_message`` where the line has not come (yet).
    """
    conversation_id = require_conversation(tx, account_id, conversation)
    found = tx.one(
        "SELECT id, seq, json_extract(payload, '$.recalled_at') FROM line"
        " WHERE account_id = :account AND remote_id = :remote",
        account=account_id,
        remote=remote_id(conversation_id, message_id),
    )
    if found is None:
        raise Refused("no_message", "撤回的那条消息还没有收到，请在它之后再送一次。")
    line_id, seq, before = found
    if before is None:
        tx.run(
            "UPDATE line SET payload = json_set(coalesce(payload, '{}'), '$.recalled_at', :now)"
            " WHERE id = :id",
            now=tx.now,
            id=line_id,
        )
        tx.run(
            "UPDATE conversation SET last_text = substr(:mark || last_text, 1, :most)"
            " WHERE id = :id AND last_from = 'customer' AND :seq ="
            " (SELECT max(seq) FROM line WHERE conversation_id = :id AND author <> 'note')",
            mark=RECALLED,
            most=PREVIEW_CHARS,
            id=conversation_id,
            seq=seq,
        )
        tx.journal("line.recalled", conversation_id, detail=str(seq))
    return int(seq)


def renamed(tx: Tx, account_id: int, *, conversation: str, name: str) -> None:
    """A customer is called something else now. Raises Refused ``no_conversation`` or ``name``."""
    conversation_id = require_conversation(tx, account_id, conversation)
    shown = clean_line(name)[:NAME_CHARS]
    if not shown:
        raise Refused("name", "客户的名字是空的。")
    if tx.run(
        "UPDATE customer SET name = :name WHERE name <> :name"
        " AND id = (SELECT customer_id FROM conversation WHERE id = :id)",
        name=shown,
        id=conversation_id,
    ):
        linking.meet(tx, conversation_id)
        tx.journal("customer.renamed", conversation_id)


def typing(tx: Tx, account_id: int, *, conversation: str, on: bool) -> None:
    """The customer types, or has stopped; nothing where nobody has written yet. Not journalled."""
    conversation_id = conversation_of(tx, account_id, conversation)
    if conversation_id is not None:
        until = tx.now + TYPING_US if on else 0
        visitors.presence(tx, conversation_id, online=False, typing_until=until)


def closed(tx: Tx, account_id: int, *, conversation: str, by: By) -> bool:
    """The conversation ended on the platform; whether it is closed here now.

    It stays open, with a note to the agent, while something in it waits for an answer or for being
    sent. Raises Refused ``no_conversation``.
    """
    row = load(tx, require_conversation(tx, account_id, conversation))
    if row.state == "closed":
        return True
    if _unfinished(tx, row):
        words = f"{_BY[by]}在平台上结束了这个会话，这里还有没办完的，请处理后再结束。"
        append_line(tx, row, author="note", kind="note", text=words)
        row.unread = max(row.unread, 1)
        save(tx, row)
        tx.journal("line.noted", row.id, detail=str(row.last_seq))
        return False
    release(tx, row)
    row.state = states.can_close(row.state)
    row.snoozed_until = None
    row.unread = 0
    save(tx, row)
    tx.journal("conversation.closed", row.id, detail="platform")
    return True


def _unfinished(tx: Tx, row: ConversationRow) -> bool:
    waits = row.clock.started_at is not None and row.blocked_at is None
    return waits or bool(
        tx.one("SELECT 1 FROM outbox WHERE conversation_id = :id AND done_at IS NULL", id=row.id)
    )
