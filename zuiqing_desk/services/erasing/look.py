"""What there is of a customer, before it is erased or handed out."""

from dataclasses import dataclass
from typing import Final

from zuiqing_desk.rules.calendar import local
from zuiqing_desk.services import shop, staff
from zuiqing_desk.services.erasing.orders import OF_CUSTOMER
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders import ownership
from zuiqing_desk.store.tx import Tx

FOUND: Final = 50
"""Customers a search gives at most."""

_TALKS = "(SELECT id FROM conversation WHERE customer_id = :customer)"
_COUNTS: Final = {
    "conversations": "SELECT count(*) FROM conversation WHERE customer_id = :customer",
    "lines": "SELECT coalesce(sum(last_seq), 0) FROM conversation WHERE customer_id = :customer",
    "files": "SELECT count(*) FROM line_media WHERE state <> 'erased' AND line_id IN"
    f" (SELECT id FROM line WHERE kind IN ('picture', 'file') AND conversation_id IN {_TALKS})",
    "orders": f"SELECT count(*) FROM shop_order WHERE {OF_CUSTOMER}",
    "open_orders": "SELECT count(*) FROM shop_order"
    f" WHERE state IN ('unpaid', 'paid', 'audit', 'held') AND {OF_CUSTOMER}",
    "unsent": f"SELECT count(*) FROM outbox WHERE done_at IS NULL AND conversation_id IN {_TALKS}",
    "strangers": "SELECT count(*) FROM shop_order o JOIN customer u ON u.id = :customer"
    " WHERE o.buyer = u.name AND o.buyer <> '' AND o.customer_id IS NULL"
    " AND o.platform IN (SELECT DISTINCT platform FROM shop_order)",
    "namesakes": "SELECT count(*) FROM customer o JOIN customer u ON u.id = :customer"
    " WHERE o.name = u.name AND o.id <> u.id",
}
_MET: Final = """
SELECT group_concat(DISTINCT a.name), max(c.last_line_at) FROM conversation c
JOIN channel_account a ON a.id = c.account_id WHERE c.customer_id = :customer
"""
_FIND = """
SELECT u.id, u.name, a.name, c.id, c.last_line_at FROM customer u
JOIN conversation c ON c.customer_id = u.id JOIN channel_account a ON a.id = c.account_id
WHERE {where} ORDER BY c.last_line_at DESC, c.id DESC LIMIT :limit
"""


@dataclass(frozen=True, slots=True)
class Look:
    """How much there is. ``met``: where they write from, and when they or the shop last wrote, in
    words; ``namesakes``: other customers who are called the same; ``open_orders``: not dispatched
    yet; ``disputed``: a lead has to rule; ``unsent``: answers on their way out; ``strangers``:
    orders of a buyer of this name that are not linked, and would stay."""

    customer_id: int
    name: str
    met: str
    namesakes: int
    conversations: int
    lines: int
    files: int
    orders: int
    open_orders: int
    unsent: int
    strangers: int
    disputed: int


@dataclass(frozen=True, slots=True)
class Found:
    """A customer a search gave, by one of their conversations."""

    customer_id: int
    name: str
    account: str
    conversation_id: int
    last_line_at: int


def look(tx: Tx, customer_id: int, actor: int | None) -> Look:
    """How much there is of a customer. Raises Refused ``not_lead`` or ``no_customer``."""
    if actor is not None:
        staff.require_lead(tx, actor)
    name = tx.value("SELECT name FROM customer WHERE id = :id", id=customer_id)
    if name is None:
        raise Refused("no_customer", f"没有编号为 {customer_id} 的客户。")
    counts = {key: int(tx.value(sql, customer=customer_id)) for key, sql in _COUNTS.items()}
    theirs = {
        order
        for (order,) in tx.all(
            f"SELECT id FROM shop_order WHERE {OF_CUSTOMER}", customer=customer_id
        )
    }
    disputed = sum(one.order_id in theirs for one in ownership.disputes(tx)) if theirs else 0
    return Look(customer_id, name, _met(tx, customer_id), disputed=disputed, **counts)


def _met(tx: Tx, customer_id: int) -> str:
    accounts, last_at = tx.all(_MET, customer=customer_id)[0]
    info = shop.get(tx)
    if not last_at or info is None:
        return accounts or ""
    return f"{accounts}，最后一条 {local(last_at, info.time_zone):%Y-%m-%d %H:%M}"


def find(tx: Tx, text: str) -> list[Found]:
    """The customers whose name, or name on their platform, holds a text; who wrote last first."""
    wanted = text.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    where = "u.name LIKE :text ESCAPE '\\' OR c.external_id LIKE :text ESCAPE '\\'"
    return [
        Found(*row) for row in tx.all(_FIND.format(where=where), text=f"%{wanted}%", limit=FOUND)
    ]
