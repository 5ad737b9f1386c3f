"""Finance's confirmation that the money is in, twice a day; and what has not gone out yet.

醉卿 manual, 售后日工作流程: confirmation at 12:00 and 16:00, undispatched orders before leaving.
"""

import json
from collections.abc import Collection

from zuiqing_desk.services import staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders import reading
from zuiqing_desk.services.orders.records import OrderRow
from zuiqing_desk.store.tx import Tx

_TO_CONFIRM = """
SELECT id FROM shop_order WHERE state IN ('paid', 'held') AND confirmed_at IS NULL
ORDER BY coalesce(paid_at, placed_at, 0), id LIMIT :limit
"""
_UNDISPATCHED = """
SELECT id FROM shop_order WHERE state IN ('paid', 'audit', 'held') AND verdict = 'approved'
ORDER BY urgent DESC, coalesce(paid_at, placed_at, 0), id LIMIT :limit
"""
_CONFIRM = """
UPDATE shop_order SET confirmed_at = :now, confirmed_by = :actor,
  state = CASE state WHEN 'paid' THEN 'audit' ELSE state END,
  updated_at = max(:now, updated_at + 1)
WHERE id IN (SELECT value FROM json_each(:ids)) AND state IN ('paid', 'held')
  AND confirmed_at IS NULL
RETURNING id
"""
_UNCONFIRM = """
UPDATE shop_order SET confirmed_at = NULL, confirmed_by = NULL,
  state = CASE state WHEN 'audit' THEN 'paid' ELSE state END,
  updated_at = max(:now, updated_at + 1)
WHERE id IN (SELECT value FROM json_each(:ids)) AND state IN ('audit', 'held')
  AND confirmed_at IS NOT NULL AND verdict <> 'approved'
RETURNING id
"""


def to_confirm(tx: Tx, limit: int | None = None) -> list[OrderRow]:
    """The paid orders finance has not confirmed, who paid first coming first."""
    return _rows(tx, _TO_CONFIRM, limit)


def undispatched(tx: Tx, limit: int | None = None) -> list[OrderRow]:
    """The orders the audit has let go that have not gone out, urgent ones first."""
    return _rows(tx, _UNDISPATCHED, limit)


def confirm(tx: Tx, order_ids: Collection[int], actor: int | None) -> list[int]:
    """Say that the money of these orders is in; they go to the audit. The orders that changed.

    Raises Refused ``nothing_changed`` when none of them waits for it.
    """
    return _change(tx, _CONFIRM, order_ids, actor, "confirmed", "这些订单都不用再确认到账了。")


def unconfirm(tx: Tx, order_ids: Collection[int], actor: int | None) -> list[int]:
    """Take a confirmation back, of orders the audit has not let go. The orders that changed.

    Raises Refused ``nothing_changed``.
    """
    words = "这些订单没有确认过到账，或者已经审过、发货；审过的先在审单页撤销放行，再撤到账。"
    return _change(tx, _UNCONFIRM, order_ids, actor, "unconfirmed", words)


def _change(
    tx: Tx, sql: str, order_ids: Collection[int], actor: int | None, what: str, refusal: str
) -> list[int]:
    if actor is not None:
        staff.working(tx, actor)
    changes = tx.all(sql, ids=json.dumps(list(order_ids)), now=tx.now, actor=actor)
    changed = sorted(order_id for (order_id,) in changes)
    if not changed:
        raise Refused("nothing_changed", refusal)
    if len(changed) == 1:
        tx.journal(f"order.{what}", changed[0], actor=actor)
    else:
        tx.journal(f"orders.{what}", 0, actor=actor, detail=str(len(changed)))
    return changed


def _rows(tx: Tx, sql: str, limit: int | None) -> list[OrderRow]:
    wanted = [order_id for (order_id,) in tx.all(sql, limit=-1 if limit is None else limit)]
    rows = {row.id: row for row in reading.rows(tx, ids=wanted)}
    return [rows[order_id] for order_id in wanted]
