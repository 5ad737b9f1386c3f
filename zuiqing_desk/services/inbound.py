"""A customer's line comes in: stored, clocked, routed and journalled in one transaction."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NoReturn

from zuiqing_desk.rules import clock, courtesy
from zuiqing_desk.rules.conversation import on_customer_line
from zuiqing_desk.rules.media import card_text
from zuiqing_desk.rules.order_links import phones_in
from zuiqing_desk.rules.text import MAX_CHARS, clean
from zuiqing_desk.services import outbox, policy, shop
from zuiqing_desk.services.assignment import route_line
from zuiqing_desk.services.conversation_row import ConversationRow, append_line, load, save
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.media import Carried, attach
from zuiqing_desk.services.orders import linking
from zuiqing_desk.store.tx import Tx

LineKind = Literal["text", "picture", "file", "order_card"]


@dataclass(frozen=True, slots=True)
class Received:
    """Where a line stands. ``duplicate``: it was stored before under this remote id."""

    conversation_id: int
    seq: int
    at: int
    duplicate: bool


def checked_text(text: str) -> str:
    """The text as it may be stored. Raises Refused ``empty`` or ``too_long``.

    The limit counts code points after cleaning.
    """
    text = clean(text).strip("\n")
    if not text.strip():
        raise Refused("empty", "消息是空的。")
    if len(text) > MAX_CHARS:
        raise Refused("too_long", f"消息有 {len(text)} 个字，最多 {MAX_CHARS} 个，请分开发。")
    return text


def receive_text(
    tx: Tx, *, conversation_id: int, remote_id: str, text: str, cursor: str | None = None
) -> Received:
    """Store one line a customer wrote; as ``receive``."""
    return receive(
        tx, conversation_id=conversation_id, remote_id=remote_id, text=text, cursor=cursor
    )


def receive(
    tx: Tx,
    *,
    conversation_id: int,
    remote_id: str,
    text: str = "",
    kind: LineKind = "text",
    payload: Mapping[str, object] | None = None,
    media: Carried | None = None,
    cursor: str | None = None,
) -> Received:
    """Store one line a customer sent.

    With ``media`` it is a picture or a file and its text is the name; with ``kind`` order_card the
    ``payload`` (number, title?, amount? as a decimal string) says what it is about, and its text is
    that in words. ``cursor``, where the channel resumes after this line, is committed with it. The
    same ``remote_id`` on the same account is answered with where it stands already. Raises Refused
    ``no_conversation``, ``blocked``, ``empty``, ``too_long`` or ``not_kept``.
    """
    row = load(tx, conversation_id)
    if row.blocked_at is not None:
        return _known(tx, row, remote_id) or _refuse_blocked()
    if row.erased:
        raise Refused("no_conversation", "这个会话的客户资料已应要求删除。")
    if media is not None:
        kind, text = media.line_kind, media.shown
    elif kind == "order_card":
        text = card_text(payload or {})
    text = checked_text(text)
    rules = policy.current(tx, row.policy_id)
    light = (
        kind == "text"
        and clock.does_courtesy(row.clock, True)
        and courtesy.is_courtesy(text, rules.courtesy_words)
    )
    line_id = append_line(
        tx,
        row,
        author="customer",
        kind=kind,
        text=text,
        payload=None if payload is None else json.dumps(payload, ensure_ascii=False),
        remote_id=remote_id,
        on_duty=row.duty_counts,
        courtesy=light,
    )
    if line_id is None:
        known = _known(tx, row, remote_id)
        assert known is not None
        return known
    if media is not None:
        attach(tx, line_id, media)
    line = clock.CustomerLine(row.last_seq, tx.now, row.duty_counts, light)
    row.clock, _ = clock.step(row.clock, line, rules, shop.today(tx))
    row.unread += 1
    row.snoozed_until = None
    route_line(tx, row, rules)
    row.state = on_customer_line(row.state, has_assignee=row.assignee_id is not None)
    seq = row.last_seq
    if not row.anyone_on_duty and rules.off_hours_reply and row.clock.started_seq == seq:
        _answer_off_hours(tx, row, rules.off_hours_reply)
    if cursor is not None:
        tx.run(
            "UPDATE channel_account SET cursor = :cursor WHERE id = :id",
            cursor=cursor,
            id=row.account_id,
        )
    save(tx, row)
    if seq == 1 or phones_in(text):
        linking.meet(tx, row.id, text)
    tx.journal("line.received", row.id, detail=str(seq))
    return Received(row.id, seq, tx.now, duplicate=False)


def _known(tx: Tx, row: ConversationRow, remote_id: str) -> Received | None:
    found = tx.one(
        "SELECT conversation_id, seq, at FROM line"
        " WHERE account_id = :account AND remote_id = :remote",
        account=row.account_id,
        remote=remote_id,
    )
    if found is None:
        return None
    conversation_id, seq, at = found
    return Received(conversation_id, seq, at, duplicate=True)


def _refuse_blocked() -> NoReturn:
    raise Refused("blocked", "店铺已停止接收这里的消息。")


def _answer_off_hours(tx: Tx, row: ConversationRow, text: str) -> None:
    # Once for each stretch of waiting lines, and as a system line: it never stops a clock.
    line_id = append_line(tx, row, author="system", kind="system", text=text, status="pending")
    assert line_id is not None
    outbox.put(tx, row, line_id, client_id=f"auto-{line_id}")


def record_by_hand(
    tx: Tx, conversation_id: int, text: str, actor: int, remote_id: str | None = None
) -> Received:
    """Keep what a customer wrote on a platform without a connector, as pasted.

    When it was written is not known, so it starts no round. The same ``remote_id`` in the same
    conversation, chosen once for what is pasted, is answered with where it stands already. Raises
    Refused ``not_manual``, ``erased``, ``empty`` or ``too_long``.
    """
    row = load(tx, conversation_id)
    if row.channel != "manual":
        raise Refused("not_manual", "只有手工会话需要记来话，这个会话会自动收到客户的消息。")
    row.require_customer()
    unique = None if remote_id is None else f"{conversation_id}:{remote_id}"
    line_id = append_line(
        tx,
        row,
        author="customer",
        staff_id=actor,
        text=checked_text(text),
        remote_id=unique,
        courtesy=True,
    )
    if line_id is None:
        known = _known(tx, row, unique or "")
        assert known is not None
        return known
    save(tx, row)
    if phones_in(text):
        linking.meet(tx, row.id, text)
    tx.journal("line.recorded", row.id, actor=actor, detail=str(row.last_seq))
    return Received(row.id, row.last_seq, tx.now, duplicate=False)
