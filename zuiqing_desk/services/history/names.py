"""Customers by a part of their names, without going through all names for every letter typed."""

from dataclasses import dataclass, field
from typing import Final

from zuiqing_desk.lookup.fold import fold
from zuiqing_desk.store.tx import Tx

_CACHED: Final = "history.names"

_AT_ONCE: Final = 4096
"""Names read between two looks at whether the search is to stop."""


@dataclass(slots=True)
class _Known:
    """The customers up to an id, and their folded names."""

    up_to: int = 0
    ids: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def customers(tx: Tx, part: str) -> list[int]:
    """The ids of those whose name holds ``part`` (folded), in the order of their ids.

    Names are read once for a connection, and then those that have come: a customer keeps their
    name, and none is taken away.
    """
    known: _Known = tx.cache.setdefault(_CACHED, _Known())
    while rows := tx.all(
        "SELECT id, name FROM customer WHERE id > :up_to ORDER BY id LIMIT :limit",
        up_to=known.up_to,
        limit=_AT_ONCE,
    ):
        tx.stop.check()
        known.ids += [customer_id for customer_id, _ in rows]
        known.names += [fold(name) for _, name in rows]
        known.up_to = rows[-1][0]
    return [one for one, name in zip(known.ids, known.names, strict=True) if part in name]
