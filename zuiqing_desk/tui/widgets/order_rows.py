"""The orders of a conversation as the customer card shows them."""

from collections.abc import Iterator
from typing import Final

from zuiqing_desk.rules.order_words import STATES
from zuiqing_desk.rules.promises import KINDS, is_late
from zuiqing_desk.services.orders.briefing import OrderBriefing
from zuiqing_desk.services.orders.chase_records import ChaseState
from zuiqing_desk.services.orders.promises import PromiseRecord
from zuiqing_desk.services.orders.records import OrderRow
from zuiqing_desk.tui.chase_words import clock, elapsed_us, standing, step_now
from zuiqing_desk.tui.order_words import moment, short_number, yuan

Fact = tuple[str, str, str]
"""A label, what is said, and its look."""

MOST: Final = 3
"""So many orders are shown; the others are counted."""
_PROMISE_SIGNS: Final = {"open": "", "kept": "✓ ", "dropped": "✗ "}


def facts(about: OrderBriefing, now: int, zone: str) -> Iterator[tuple[Fact, ...]]:
    """One group of facts an order, then the promises; ``{action id}`` stands for a key."""
    for row in about.orders[:MOST]:
        yield tuple(_order(row, about, now, zone))
    if len(about.orders) > MOST:
        yield (("", f"另有 {len(about.orders) - MOST} 笔，{{order.open}} 看全部", "faint"),)
    if about.promises:
        yield tuple(_promise(one, now, zone) for one in about.promises)


def _order(row: OrderRow, about: OrderBriefing, now: int, zone: str) -> Iterator[Fact]:
    several = len(about.orders) > 1
    sign = "▸ " if several and row.id == about.in_hand else ""
    yield "订单", f"{sign}{short_number(row)} {_state(row, now, zone)}", "name"
    goods = f"{row.quantity} 件 {row.title}" if row.title else ""
    amount = f"{yuan(row.amount_fen)} 元" if row.amount_fen is not None else ""
    if goods or amount:
        yield "", "，".join(part for part in (amount, goods) if part), ""
    if (chase := about.chases.get(row.id)) is not None:
        yield _chase(chase, now)
    if row.remark:
        yield "备注", row.remark, ""
    elif row.state in ("paid", "audit", "held"):
        yield "备注", "还没写", "alarm"


def _state(row: OrderRow, now: int, zone: str) -> str:
    if row.state == "held" and row.hold_until is not None:
        return f"{STATES[row.state]}到 {moment(row.hold_until, now, zone)}"
    passed = {"approved": "·已审", "refused": "·✗ 未过", "handed_back": "·▲ 退回"}
    return STATES[row.state] + (passed.get(row.verdict, "") if row.state != "dispatched" else "")


def _chase(chase: ChaseState, now: int) -> Fact:
    step = step_now(chase, now)
    word, _ = standing(chase, step)
    end = clock(chase.lost_us)
    rests = "" if chase.running or chase.ended_at is not None else "（停）"
    look = "alarm" if step in ("late", "lost") else ""
    return "催付", f"{clock(elapsed_us(chase, now))} / {end}{rests} {word}", look


def _promise(promise: PromiseRecord, now: int, zone: str) -> Fact:
    late = is_late(promise.state, promise.until, now)
    sign = "▲ 过时 " if late else _PROMISE_SIGNS[promise.state]
    until = "" if promise.until is None else f" {moment(promise.until, now, zone)}前"
    look = "alarm" if late else "good" if promise.state == "kept" else ""
    kind = "" if promise.kind == "other" else f"{KINDS[promise.kind]}："
    return "承诺", f"{sign}{kind}{promise.what}{until}", look


def running(about: OrderBriefing) -> bool:
    """Whether something in it changes by time alone: a clock, or a promise that comes due."""
    return any(one.running for one in about.chases.values()) or any(
        one.state == "open" and one.until is not None for one in about.promises
    )
