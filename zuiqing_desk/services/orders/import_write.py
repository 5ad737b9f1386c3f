"""Writing a batch of an import: one command, one transaction."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from zuiqing_desk.services.orders import chase_count, linking
from zuiqing_desk.services.orders.export_rows import Value
from zuiqing_desk.services.orders.export_spool import OrderKey
from zuiqing_desk.services.orders.import_changes import Change, change_of
from zuiqing_desk.services.orders.import_standing import COMPARED, ShopNow, StandingItem, standing
from zuiqing_desk.services.orders.incoming import Incoming
from zuiqing_desk.store.tx import Tx

BATCH = 100
"""Orders in one transaction: other desks wait for it."""

_INSERT = f"""
INSERT INTO shop_order (platform, number, {", ".join(COMPARED)}, extra, unlinked, remark, flag,
  import_id, created_at, created_by, updated_at)
VALUES (:platform, :number, {", ".join(f":{column}" for column in COMPARED)}, :extra, 0, '', '',
  :import, :now, :actor, :now)
"""

_ITEM = """
INSERT INTO order_item (order_id, key, title, spec, code, quantity, price_fen, product_id,
  provisional)
VALUES (:order, :key, :title, :spec, :code, :quantity, :price_fen, :product_id, :provisional)
ON CONFLICT (order_id, key) DO UPDATE SET title = excluded.title, spec = excluded.spec,
  code = excluded.code, quantity = excluded.quantity, price_fen = excluded.price_fen,
  product_id = excluded.product_id, provisional = excluded.provisional
"""


_CHASED = frozenset(("state", "placed_at", "paid_at", "cod"))
"""What the clock of the chase goes by."""


class Written(NamedTuple):
    """What a batch did. ``import_id`` is None while nothing was written at all."""

    import_id: int | None
    added: int
    changed: int
    unchanged: int


def write_batch(
    tx: Tx,
    incoming: Sequence[Incoming],
    shop: ShopNow,
    *,
    import_id: int | None,
    files: Sequence[str],
    skipped: int,
    actor: int | None,
) -> Written:
    """Bring these orders up to date, link the new ones, journal it once.

    What stands is read again here: somebody may have written since the plan was made. An order
    that is gone meanwhile and of which only the lines are known is left out.
    """
    before = standing(tx, [OrderKey(one.platform, one.number) for one in incoming])
    changes = []
    for one in incoming:
        stands = before.get(OrderKey(one.platform, one.number))
        change = change_of(one, stands, shop) if stands or one.whole else None
        if change is not None:
            changes.append(change)
    if not changes:
        return Written(import_id, 0, 0, len(incoming))
    if import_id is None:
        import_id = tx.insert(
            "INSERT INTO order_import (started_at, actor_id, files, added, changed, skipped)"
            " VALUES (:now, :actor, :files, 0, 0, :skipped)",
            now=tx.now,
            actor=actor,
            files="\n".join(files),
            skipped=skipped,
        )
    carry_out(tx, changes, import_id=import_id, actor=actor)
    added = sum(change.order_id is None for change in changes)
    tx.run(
        "UPDATE order_import SET added = added + :added, changed = changed + :changed,"
        " ended_at = :now WHERE id = :id",
        id=import_id,
        added=added,
        changed=len(changes) - added,
        now=tx.now,
    )
    tx.journal("orders.imported", import_id, actor=actor, detail=f"{added}+{len(changes) - added}")
    return Written(import_id, added, len(changes) - added, len(incoming) - len(changes))


def carry_out(
    tx: Tx, changes: Sequence[Change], *, import_id: int | None, actor: int | None
) -> list[int]:
    """Write these changes, count what was lost, link what can be; the orders' ids.

    A step of a larger command, which journals. ``import_id`` is None for what no file told.
    """
    # What was lost until now was lost, whatever becomes of the order; then, when it was paid tells.
    moved = [
        one.order_id for one in changes if one.order_id and not _CHASED.isdisjoint(one.columns)
    ]
    chase_count.count(tx, moved)
    written = [_write(tx, change, import_id, actor) for change in changes]
    chase_count.count(tx, moved)
    linking.auto_link(tx, written)
    return written


def _write(tx: Tx, change: Change, import_id: int | None, actor: int | None) -> int:
    order_id = change.order_id
    if order_id is None:
        order_id = _insert(tx, change, import_id, actor)
    else:
        _update(tx, order_id, change, import_id)
    if change.items is not None:
        _replace_items(tx, order_id, change.items)
    return order_id


def _insert(tx: Tx, change: Change, import_id: int | None, actor: int | None) -> int:
    return tx.insert(
        _INSERT,
        **{column: change.columns.get(column) for column in COMPARED},
        platform=change.incoming.platform,
        number=change.incoming.number,
        extra=_json(change.extra or {}),
        now=tx.now,
        actor=actor,
        **{"import": import_id},
    )


def _update(tx: Tx, order_id: int, change: Change, import_id: int | None) -> None:
    values: dict[str, Value] = dict(change.columns)
    if change.extra is not None:
        values["extra"] = _json(change.extra)
    sets = "".join(f"{column} = :{column}, " for column in sorted(values))
    tx.run(
        f"UPDATE shop_order SET {sets}import_id = coalesce(:import, import_id),"
        " updated_at = max(:now, updated_at + 1) WHERE id = :id",
        id=order_id,
        now=tx.now,
        **values,
        **{"import": import_id},
    )


def _replace_items(tx: Tx, order_id: int, items: Collection[StandingItem]) -> None:
    tx.run(
        "DELETE FROM order_item WHERE order_id = :order"
        " AND key NOT IN (SELECT value FROM json_each(:keys))",
        order=order_id,
        keys=_json([item.key for item in items]),
    )
    for item in items:
        tx.run(_ITEM, order=order_id, **item._asdict())


def _json(data: Mapping[str, str] | list[str]) -> str:
    return json.dumps(data, ensure_ascii=False)
