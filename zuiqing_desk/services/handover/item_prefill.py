"""How the form for a new item begins: with what is in hand."""

from typing import Final

from zuiqing_desk.rules.handover_words import SUMMARY_CHARS, Kind, Severity
from zuiqing_desk.rules.masking import with_masked
from zuiqing_desk.rules.order_words import STATES, OrderState
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover.records import ItemWords
from zuiqing_desk.services.orders.in_hand import in_hand
from zuiqing_desk.store.tx import Tx

_ORDER: Final[dict[OrderState, tuple[Kind, Severity, str]]] = {
    "unpaid": ("unpaid", "green", "联系客户付款"),
    "paid": ("order", "green", "等审单，催单时告诉客户进度"),
    "audit": ("order", "amber", "等审单结果"),
    "held": ("order", "amber", "解决挂起的原因，再交审单"),
    "dispatched": ("order", "green", "跟进物流"),
    "closed": ("order", "green", "问客户为什么取消"),
    "refund": ("aftersale", "amber", "跟进退款"),
}
_WAITING: Final = "先回复客户"


def prefill(tx: Tx, *, conversation_id: int | None, order_id: int | None, actor: int) -> ItemWords:
    """The words for what is in hand: the customer with their last line, the order and how it
    stands, what comes next. With nothing in hand the form begins empty.

    Raises Refused ``no_conversation`` or ``no_order``.
    """
    if order_id is not None:
        return _of_order(tx, order_id, conversation_id)
    if conversation_id is not None:
        return _of_conversation(tx, conversation_id)
    return ItemWords("task", "green", "")


def _of_order(tx: Tx, order_id: int, conversation_id: int | None) -> ItemWords:
    row = tx.one(
        "SELECT o.number, o.state, coalesce(c.name, o.buyer), o.verdict_reason, o.conversation_id"
        " FROM shop_order o LEFT JOIN customer c ON c.id = o.customer_id WHERE o.id = :id",
        id=order_id,
    )
    if row is None:
        raise Refused("no_order", "这笔订单已经不在了。")
    number, state, buyer, reason, of_order = row
    kind, severity, next_action = _ORDER[state]
    situation = f"订单 {number}，{STATES[state]}"
    return ItemWords(
        kind,
        severity,
        _cut(f"{buyer}：{STATES[state]}订单 {number}"),
        f"{situation}：{reason}" if reason and state in ("audit", "held", "paid") else situation,
        next_action,
        conversation_id=conversation_id or of_order,
        order_id=order_id,
    )


def _of_conversation(tx: Tx, conversation_id: int) -> ItemWords:
    row = tx.one(
        "SELECT u.name, c.round_started_at, c.snoozed_until, c.last_text, c.last_from"
        " FROM conversation c JOIN customer u ON u.id = c.customer_id WHERE c.id = :id",
        id=conversation_id,
    )
    if row is None:
        raise Refused("no_conversation", "这个会话已经不在了。")
    name, waits_since, snoozed_until, last_text, last_from = row
    # What is handed over is printed and signed.
    last = with_masked(clean_line(last_text))
    whose = "客户" if last_from == "customer" else "我方"
    situation = f"最后一句（{whose}）：{last}" if last else ""
    if waits_since is not None:
        situation = f"客户在等回复。{situation}"
    situation = "\n".join(filter(None, (situation, _order_in_hand(tx, conversation_id))))
    return ItemWords(
        "customer",
        "green" if waits_since is None else "amber",
        _cut(f"{name}：{last}" if last else name),
        situation,
        "" if waits_since is None else _WAITING,
        due_at=snoozed_until,
        conversation_id=conversation_id,
    )


def _order_in_hand(tx: Tx, conversation_id: int) -> str:
    """The order that is talked of, in words: the matter is the customer, not the order."""
    row = tx.one(
        "SELECT number, state FROM shop_order WHERE id = :id", id=in_hand(tx, conversation_id)
    )
    return "" if row is None else f"订单 {row[0]}，{STATES[row[1]]}"


def _cut(text: str) -> str:
    text = clean_line(text)
    return text if len(text) <= SUMMARY_CHARS else text[: SUMMARY_CHARS - 1] + "…"
