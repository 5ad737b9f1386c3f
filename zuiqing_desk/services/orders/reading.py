"""Looking at orders: one whole, lists of them, what changed."""

import json
from collections.abc import Collection
from itertools import starmap

from zuiqing_desk.rules.order_words import PLATFORMS, OrderState, Platform
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders.records import OrderItemRecord, OrderRecord, OrderRow
from zuiqing_desk.store.tx import Row, Tx

CHANGES_AT_ONCE = 500
"""More changes than this are answered with "everything"."""

_ROW = """
SELECT o.id, o.platform, o.number, coalesce(f.name, ''), o.buyer, o.receiver, o.state, o.verdict,
  coalesce((SELECT i.title FROM order_item i WHERE i.order_id = o.id ORDER BY i.id LIMIT 1), ''),
  coalesce((SELECT sum(i.quantity) FROM order_item i WHERE i.order_id = o.id), 0),
  o.amount_fen, o.placed_at, o.paid_at, o.urgent, o.remark, o.flag, o.hold_until,
  o.conversation_id, o.handed_to, o.updated_at, o.phone,
  o.confirmed_at IS NOT NULL
FROM shop_order o LEFT JOIN storefront f ON f.id = o.storefront_id
"""

_NEWEST_FIRST = " ORDER BY o.placed_at DESC, o.id DESC"

_ONE = """
SELECT o.id, o.platform, o.number, coalesce(f.name, ''), o.state, o.platform_state, o.buyer,
  o.receiver, o.phone, o.address, o.address_before, o.province, o.city, o.district, o.goods_fen,
  o.freight_fen, o.amount_fen, o.refund_fen, o.buyer_message, o.waybill, o.waybill_courier,
  o.closed_reason, o.platform_remark, o.platform_flag, o.extra, o.placed_at, o.paid_at,
  o.finished_at, o.customer_id, o.conversation_id, o.urgent, o.cod, o.remark, o.flag, o.remark_by,
  o.remark_at, o.verdict, o.verdict_by, o.verdict_at, o.verdict_reason, o.hold_until, o.handed_to,
  o.confirmed_at, o.confirmed_by, o.created_at, o.updated_at
FROM shop_order o LEFT JOIN storefront f ON f.id = o.storefront_id WHERE o.id = :id
"""
_EXTRA, _URGENT, _COD = 24, 30, 31

_ITEMS = """
SELECT i.id, i.key, i.title, i.spec, i.code, i.quantity, i.price_fen, i.product_id,
  coalesce(p.short_name, ''), i.provisional
FROM order_item i LEFT JOIN product p ON p.id = i.product_id
WHERE i.order_id = :id ORDER BY i.id
"""


def one(tx: Tx, order_id: int) -> OrderRecord:
    """An order whole. Raises Refused ``no_order``."""
    row = tx.one(_ONE, id=order_id)
    if row is None:
        raise Refused("no_order", "这笔订单已经不在了。")
    values = list(row)
    values[_EXTRA] = json.loads(values[_EXTRA])
    values[_URGENT], values[_COD] = bool(values[_URGENT]), bool(values[_COD])
    return OrderRecord(*[*values, items(tx, order_id)])


def items(tx: Tx, order_id: int) -> tuple[OrderItemRecord, ...]:
    """The lines of an order, in their order."""
    return tuple(
        OrderItemRecord(*[*rest, bool(provisional)])
        for *rest, provisional in tx.all(_ITEMS, id=order_id)
    )


def find(tx: Tx, text: str) -> int:
    """The id of the order a person names by its number, or by ``platform:number``.

    The platform may be in code or in Chinese. Raises Refused ``no_order``, and ``ambiguous`` where
    two platforms have the number.
    """
    asked = clean_line(text)
    found = tx.all("SELECT id, platform FROM shop_order WHERE number = :number", number=asked)
    if not found and (colon := asked.replace("：", ":").find(":")) > 0:
        found = tx.all(
            "SELECT id, platform FROM shop_order WHERE platform = :platform AND number = :number",
            platform=_platform(asked[:colon].strip()),
            number=asked[colon + 1 :].strip(),
        )
    if not found:
        raise Refused("no_order", f"没有订单“{asked[:60]}”；请核对订单号，或者先导入订单。")
    if len(found) > 1:
        ways = "、".join(f"{platform}:{asked}" for _, platform in found)
        raise Refused(
            "ambiguous", f"有 {len(found)} 个平台都有这个订单号，请写明是哪一个：{ways}。"
        )
    order_id: int = found[0][0]
    return order_id


def rows(
    tx: Tx,
    *,
    state: OrderState | None = None,
    ids: Collection[int] | None = None,
    limit: int | None = None,
) -> list[OrderRow]:
    """Orders for a list, the newest placed first; those without a time come last.

    ``ids``: only these. ``limit``: at most so many.
    """
    where, params = _where(state, ids)
    found = tx.all(
        f"{_ROW}{where}{_NEWEST_FIRST} LIMIT :limit", limit=-1 if limit is None else limit, **params
    )
    return _rows(found)


def of_conversation(tx: Tx, conversation_id: int) -> list[OrderRow]:
    """The orders linked to a conversation or to its customer, the newest first."""
    found = tx.all(
        f"{_ROW} WHERE o.id IN (SELECT id FROM shop_order WHERE conversation_id = :id"
        " UNION SELECT id FROM shop_order WHERE customer_id ="
        f" (SELECT customer_id FROM conversation WHERE id = :id)){_NEWEST_FIRST}",
        id=conversation_id,
    )
    return _rows(found)


def counts(tx: Tx) -> dict[OrderState, int]:
    """How many orders there are in each state; states without any are left out."""
    return dict(tx.all("SELECT state, count(*) FROM shop_order GROUP BY state"))


def changed_since(tx: Tx, journal_id: int) -> tuple[int, frozenset[int] | None]:
    """Which orders changed after a journal id: (the newest journal id, order ids).

    None instead of the ids means everything.
    """
    newest = tx.value("SELECT max(id) FROM journal") or 0
    changes = tx.all(
        "SELECT kind, subject_id FROM journal WHERE id > :after"
        " AND (kind GLOB 'order.*' OR kind GLOB 'orders.*') ORDER BY id LIMIT :limit",
        after=journal_id,
        limit=CHANGES_AT_ONCE + 1,
    )
    if len(changes) > CHANGES_AT_ONCE or any(kind.startswith("orders.") for kind, _ in changes):
        return newest, None
    return newest, frozenset(subject for _, subject in changes)


def _where(state: OrderState | None, ids: Collection[int] | None) -> tuple[str, dict[str, object]]:
    wanted: list[str] = []
    params: dict[str, object] = {}
    if state is not None:
        wanted.append("o.state = :state")
        params["state"] = state
    if ids is not None:
        wanted.append("o.id IN (SELECT value FROM json_each(:ids))")
        params["ids"] = json.dumps(list(ids))
    return (" WHERE " + " AND ".join(wanted) if wanted else ""), params


def _rows(found: list[Row]) -> list[OrderRow]:
    return list(starmap(OrderRow, found))


def _platform(word: str) -> Platform | None:
    """The platform a person names, in code or in Chinese."""
    if word == "天猫":
        return "taobao"
    return next((code for code, name in PLATFORMS.items() if word in (code, name)), None)
