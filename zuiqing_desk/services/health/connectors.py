"""What ``doctor`` says of connected platforms."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from zuiqing_desk.services.bridge import accounts
from zuiqing_desk.services.bridge.accounts import Bridge
from zuiqing_desk.store.findings import Finding
from zuiqing_desk.store.restoring import peek
from zuiqing_desk.store.tx import Tx

CHECK: Final = "bridge"
WAITING_US: Final = 600_000_000
"""So long an answer may wait for its connector."""

_WAITING = """
SELECT count(*), min(l.at) FROM outbox o JOIN line l ON l.id = o.line_id
WHERE o.done_at IS NULL AND o.state IN ('pending', 'sending') AND o.account_id = :id
  AND l.at <= :before
"""
_FAILED = """
SELECT count(*), max(reason) FROM bridge_event
WHERE state = 'failed' AND account_id = :id AND done_at >= :since
"""
_DAY_US: Final = 86_400_000_000


def look(database: Path, now: int) -> Iterator[Finding]:
    """Every account that is not removed; ``now`` in microseconds."""
    try:
        with peek(database) as tx:
            tx.now = now
            for one in accounts.all(tx):
                yield from _account(tx, one, now)
    except sqlite3.Error:
        return


def _account(tx: Tx, one: Bridge, now: int) -> Iterator[Finding]:
    found = [worded for part in _PARTS for worded in part(tx, one, now)]
    yield from found
    if not any(each.level != "note" for each in found):
        yield Finding("ok", f"桥接 {one.slug}（{one.platform}）没有积压", check=CHECK)


def _address(_tx: Tx, one: Bridge, _now: int) -> Iterator[Finding]:
    if not one.url:
        message = f"桥接 {one.slug} 没有连接器地址：收得到消息，回复发不出去"
        advice = f"zuiqing-desk bridge set-url {one.slug} 地址。"
        yield Finding("warning", message, advice, CHECK)


def _waiting(tx: Tx, one: Bridge, now: int) -> Iterator[Finding]:
    row = tx.one(_WAITING, id=one.account_id, before=now - WAITING_US)
    count, oldest = row if row is not None else (0, now)
    if count:
        minutes = (now - oldest) // 60_000_000
        message = f"桥接 {one.slug} 有 {count} 条回复等着发，最久的等了 {minutes} 分钟"
        advice = "看连接器开着没有、地址对不对（zuiqing-desk bridge list）；通了会自己接着发。"
        yield Finding("error", message, advice, CHECK)


def _failed(tx: Tx, one: Bridge, now: int) -> Iterator[Finding]:
    row = tx.one(_FAILED, id=one.account_id, since=now - 7 * _DAY_US)
    count, reason = row if row is not None else (0, "")
    if count:
        message = f"桥接 {one.slug} 这一周有 {count} 件事没能告诉平台（{reason or '原因不明'}）"
        advice = "看连接器的日志；订单备注请在平台上核对，再在这里改一次会重新发。"
        yield Finding("warning", message, advice, CHECK)


def _rotation(_tx: Tx, one: Bridge, now: int) -> Iterator[Finding]:
    if one.before_until is not None and one.before_until > now:
        hours = -(-(one.before_until - now) // 3_600_000_000)
        message = f"桥接 {one.slug} 正在换密钥：旧的还认 {hours} 小时"
        yield Finding("note", message, "在那之前把新密钥填进连接器。", CHECK)


Part = Callable[[Tx, Bridge, int], Iterator[Finding]]
_PARTS: tuple[Part, ...] = (_address, _waiting, _failed, _rotation)
