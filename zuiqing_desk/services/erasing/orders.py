"""Erasing who bought and where it went. House rule: what was bought, for how much, when, and whose
sale it was stays; who bought, and every word somebody wrote about it, goes."""

import json
from collections.abc import Callable, Iterable
from typing import Final

from zuiqing_desk.rules.remark import Remark, RemarkError, parse, render
from zuiqing_desk.rules.remark_vocabulary import vocabulary_of
from zuiqing_desk.services import policy
from zuiqing_desk.services.handover.sealed_reading import ERASED
from zuiqing_desk.services.orders.import_standing import PERSONAL
from zuiqing_desk.store.tx import Tx

ORDERS: Final = 20
"""Orders of one step."""

_TALKS = "(SELECT id FROM conversation WHERE customer_id = :customer)"
OF_CUSTOMER: Final = f"(customer_id = :customer OR conversation_id IN {_TALKS})"
"""The condition that an order is a customer's."""

_NEXT = f"SELECT id FROM shop_order WHERE {OF_CUSTOMER} AND id > :after ORDER BY id LIMIT :limit"
_THESE = "IN (SELECT value FROM json_each(:orders))"

_EMPTIED = f"""
UPDATE shop_order SET {", ".join(f"{column} = ''" for column in PERSONAL)}, extra = '{{}}',
  verdict_reason = CASE verdict_reason WHEN '' THEN '' ELSE :erased END,
  updated_at = max(:now, updated_at + 1)
WHERE id {_THESE}
"""
_EVIDENCE = f"""
UPDATE evidence SET removed_at = coalesce(removed_at, :now),
  name = :named || substr(name, length(rtrim(name, replace(name, '.', ''))))
WHERE id IN (SELECT evidence_id FROM contact WHERE order_id {_THESE})
  AND NOT EXISTS (SELECT 1 FROM contact c WHERE c.evidence_id = evidence.id
                  AND c.order_id NOT {_THESE})
"""
# A ruling without a reason would say that none stands: reasons are replaced, not emptied.
_BESIDE: Final = (
    ("contact", "note", ""),
    ("payment_chase", "note", ""),
    ("audit_error", "note", ""),
    ("cross_sell", "note", ""),
    ("owner_claim", "reason", ERASED),
    ("ruling", "reason", ERASED),
    ("violation", "reason", ERASED),
    ("promise", "what", ERASED),
    ("promise", "reason", ERASED),
)
# A connector that refuses may quote what it was told.
_REFUSALS = (
    "UPDATE bridge_event SET reason = '' WHERE kind = 'order.remark' AND reason <> ''"
    f" AND subject_id {_THESE}"
)
_OF_TALK: Final = (("promise", "what"), ("promise", "reason"), ("cross_sell", "note"))


def erase(tx: Tx, customer_id: int, after: int) -> tuple[int, int | None]:
    """Empty the customer's orders with an id above ``after``, so many at a time: how many, and the
    id it came to, None when none is left."""
    found = tx.all(_NEXT, customer=customer_id, after=after, limit=ORDERS)
    ids = [order for (order,) in found]
    if not ids:
        return 0, None
    orders = json.dumps(ids)
    _empty_remarks(tx, orders)
    tx.run(_EVIDENCE, orders=orders, now=tx.now, named="已删除")
    tx.run(_EMPTIED, orders=orders, now=tx.now, erased=ERASED)
    for table, column, word in _BESIDE:
        tx.run(
            f"UPDATE {table} SET {column} = :word"
            f" WHERE order_id {_THESE} AND {column} NOT IN ('', :word)",
            orders=orders,
            word=word,
        )
    tx.run(_REFUSALS, orders=orders)
    tx.journal("orders.erased", customer_id, detail=str(len(ids)))
    return len(ids), ids[-1]


def erase_of_talk(tx: Tx, customer_id: int) -> None:
    """Empty what was promised and noted in the customer's conversations, of whatever order."""
    for table, column in _OF_TALK:
        tx.run(
            f"UPDATE {table} SET {column} = :word"
            f" WHERE conversation_id IN {_TALKS} AND {column} NOT IN ('', :word)",
            customer=customer_id,
            word=ERASED,
        )


def _empty_remarks(tx: Tx, orders: str) -> None:
    """Of our remarks the sale stays; what the customer asked for goes, and what is no remark."""
    known = vocabulary_of(policy.current(tx))

    def bare(text: str) -> str:
        try:
            said = parse(text.split("\n", 1)[0], known)
            return render(Remark(said.closer, said.items, (), said.courier), known)
        except RemarkError:
            return ""

    _rewrite(tx, "shop_order", "id", orders, ("remark",), bare)
    _rewrite(tx, "order_remark", "order_id", orders, ("remark", "before_remark"), bare)


def _rewrite(
    tx: Tx, table: str, key: str, orders: str, columns: Iterable[str], bare: Callable[[str], str]
) -> None:
    for column in columns:
        for row, text in tx.all(
            f"SELECT id, {column} FROM {table} WHERE {key} {_THESE} AND {column} <> ''",
            orders=orders,
        ):
            if (kept := bare(text)) != text:
                tx.run(f"UPDATE {table} SET {column} = :kept WHERE id = :row", kept=kept, row=row)
