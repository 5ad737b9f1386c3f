"""Matters that come back: what a lead looks into, because handing it on does not settle it."""

import json
from collections.abc import Iterator
from typing import Final, NamedTuple

from zuiqing_desk.rules.drafting import DAY
from zuiqing_desk.services.handover import item_reading
from zuiqing_desk.services.handover.records import Item
from zuiqing_desk.store.tx import Tx

PAGES: Final = 3
"""A matter open over so many pages stands out (house rule)."""

AGAIN_DAYS: Final = 30
"""What was ended longer ago and is open again is a new matter (house rule)."""

_REOPENED: Final = """
SELECT v.item_id, count(*) FROM handover_item i
JOIN handover_event v ON v.item_id = i.id AND v.what = 'reopened'
WHERE i.state = 'open' GROUP BY v.item_id
"""

# By source, or of the same kind about the same customer; each way by an index.
_AGAIN: Final = """
SELECT o.id, count(DISTINCT c.id), max(c.source = o.source AND c.source <> '')
FROM handover_item o
JOIN handover_item c ON c.id <> o.id AND c.id < o.id AND c.state IN ('done', 'dropped')
  AND c.id IN (
    SELECT id FROM handover_item WHERE order_id = o.order_id
    UNION SELECT id FROM handover_item WHERE conversation_id = o.conversation_id
    UNION SELECT x.id FROM conversation t JOIN handover_item x ON x.conversation_id = t.id
      WHERE t.customer_id = o.customer_id
  )
  AND ((c.source = o.source AND c.source <> '') OR c.kind = o.kind)
WHERE o.state = 'open' AND c.closed_at >= o.created_at - :span
GROUP BY o.id
"""


class ComingBack(NamedTuple):
    """A matter that comes back. ``times``: on how many pages, or how often; ``why`` in Chinese."""

    item: Item
    times: int
    why: str


def coming_back(tx: Tx) -> list[ComingBack]:
    """The open matters that stood on three pages or more, were reopened, or were ended and came up
    again (of the same source, or the same kind with the same customer); the most often first.

    One that comes back in several ways is named once, for the first of these.
    """
    found: dict[int, tuple[int, str]] = {}
    for item_id, times, why in [*_carried(tx), *_reopened(tx), *_again(tx)]:
        found.setdefault(item_id, (times, why))
    items = item_reading.of_ids(tx, json.dumps(sorted(found)))
    made = [ComingBack(items[item_id], *how) for item_id, how in found.items()]
    return sorted(made, key=lambda one: (-one.times, one.item.id))


def _carried(tx: Tx) -> Iterator[tuple[int, int, str]]:
    for item_id, pages in tx.all(
        "SELECT e.item_id, count(*) FROM handover_item i JOIN handover_entry e ON e.item_id = i.id"
        " WHERE i.state = 'open' GROUP BY e.item_id HAVING count(*) >= :pages",
        pages=PAGES,
    ):
        yield item_id, pages, f"交接了 {pages} 班还没办完"


def _reopened(tx: Tx) -> Iterator[tuple[int, int, str]]:
    for item_id, times in tx.all(_REOPENED):
        yield item_id, times, f"办完后又重开 {times} 次"


def _again(tx: Tx) -> Iterator[tuple[int, int, str]]:
    for item_id, times, same_source in tx.all(_AGAIN, span=AGAIN_DAYS * DAY):
        what = "同一件事" if same_source else "同一位客户的同类事"
        yield item_id, times, f"{what}结束过 {times} 次，又来了"
