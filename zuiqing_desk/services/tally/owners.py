"""Whose each of many orders is, kept between questions until something about it changes.

Deciding one costs more than a millisecond; the journal tells which are to be decided anew.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from zuiqing_desk.services.orders import ownership
from zuiqing_desk.store.tx import Tx

_MOST_NEWS: Final = 5_000
"""After more journal rows than this everything is decided anew."""

_CHATS: Final = ("line", "conversation", "customer", "visitor")
_ORDERS: Final = ("order",)
_SILENT: Final = frozenset(
    {
        "duty", "reply", "replies", "product", "products", "coverage", "evidence", "wording",
        "handover", "roster", "note", "notes", "tally", "staff", "bridge", "backup", "media",
    }
)  # fmt: skip
"""What says nothing about whose an order is. Anything else unknown: everything is decided anew."""

_ABOUT = """
SELECT id, customer_id, buyer, conversation_id FROM shop_order
WHERE id IN (SELECT value FROM json_each(:orders))
"""
_OF_IMPORTS = "SELECT id FROM shop_order WHERE import_id IN (SELECT value FROM json_each(:imports))"
_TALKS = """
SELECT id, customer_id, external_id FROM conversation
WHERE id IN (SELECT value FROM json_each(:talks))
"""


@dataclass(frozen=True, slots=True)
class Touched:
    """What the journal says has changed. ``all_``: more than can be told."""

    all_: bool = False
    orders: frozenset[int] = frozenset()
    talks: frozenset[int] = frozenset()


def touched(tx: Tx, after: int, until: int, *, quiet: Collection[str] = ()) -> Touched:
    """Orders and conversations that journal rows after one id, up to another, are about; rows of
    the kinds in ``quiet`` are passed over."""
    rows = tx.all(
        "SELECT DISTINCT kind, subject_id FROM journal WHERE id > :after AND id <= :until",
        after=after,
        until=until,
    )
    orders: set[int] = set()
    talks: set[int] = set()
    imports: set[int] = set()
    unknown = False
    for kind, subject in rows:
        thing = kind.partition(".")[0]
        if kind in quiet or thing in _SILENT:
            continue
        if thing in _CHATS:
            talks.add(subject)
        elif thing in _ORDERS:
            orders.add(subject)
        elif kind == "orders.imported":
            imports.add(subject)
        elif kind not in ("orders.remarked", "orders.remarks_undone", "orders.chase_counted"):
            unknown = True
    if imports:
        orders.update(one for (one,) in tx.all(_OF_IMPORTS, imports=json.dumps(list(imports))))
    return Touched(unknown, frozenset(orders), frozenset(talks))


@dataclass(slots=True)
class _Known:
    until: int = 0
    owners: dict[int, int | None] = field(default_factory=dict)
    about: dict[int, tuple[int | None, str, int | None]] = field(default_factory=dict)


def owners(tx: Tx, orders: Iterable[int]) -> dict[int, int | None]:
    """The owner of each order (staff id); None when it is nobody's or in dispute."""
    wanted = list(orders)
    known: _Known = tx.cache.setdefault("tally.owners", _Known())
    _forget(tx, known)
    missing = [one for one in wanted if one not in known.owners]
    for order_id, customer, buyer, talk in tx.all(_ABOUT, orders=json.dumps(missing)):
        known.owners[order_id] = ownership.owner(tx, order_id)
        known.about[order_id] = (customer, buyer, talk)
    return {one: known.owners.get(one) for one in wanted}


def _forget(tx: Tx, known: _Known) -> None:
    newest = tx.value("SELECT max(id) FROM journal") or 0
    if newest == known.until:
        return
    # A unit that was rolled back takes its journal rows along: then the newest is older.
    lost = newest < known.until or newest - known.until > _MOST_NEWS
    news = Touched(all_=True) if lost else touched(tx, known.until, newest)
    known.until = newest
    if news.all_:
        known.owners.clear()
        known.about.clear()
        return
    customers, buyers, talks = _reach(tx, news)
    customers |= {known.about[one][0] for one in news.orders if one in known.about}
    for order_id in list(known.owners):
        customer, buyer, talk = known.about[order_id]
        if (
            order_id in news.orders
            or talk in talks
            or (customer is not None and customer in customers)
            or (buyer and buyer in buyers)
        ):
            del known.owners[order_id], known.about[order_id]


def _reach(tx: Tx, news: Touched) -> tuple[set[int | None], set[str], frozenset[int]]:
    """Whose orders the news may concern: an earlier payment, another talk of the same customer."""
    customers: set[int | None] = set()
    buyers: set[str] = set()
    for _, customer, buyer, _ in tx.all(_ABOUT, orders=json.dumps(list(news.orders))):
        customers.add(customer)
        buyers.add(buyer)
    for _, customer, external in tx.all(_TALKS, talks=json.dumps(list(news.talks))):
        customers.add(customer)
        buyers.add(external)
    return customers, buyers, news.talks
