"""What the notebook holds already, so that nothing is proposed twice."""

from collections.abc import Iterable
from typing import Final

from zuiqing_desk.services.handover.found import Found
from zuiqing_desk.store.tx import Tx

SECTIONS: Final = 500
"""The newest sections whose merged drafts still say where a matter went on."""

# A matter that was merged lives in the item it was merged into, however often that happened.
_ALIVE: Final = """
WITH RECURSIVE alive(id, source) AS (
  SELECT id, source FROM handover_item WHERE state = 'open'
  UNION SELECT m.id, m.source FROM alive a
    JOIN handover_item m ON m.merged_into = a.id AND m.state = 'merged'
)
SELECT source FROM alive WHERE source <> ''
UNION SELECT d.source FROM handover_draft d WHERE d.state = 'merged'
  AND d.section_id > (SELECT max(id) FROM handover_section) - :sections
  AND d.item_id IN (SELECT id FROM alive)
"""


def covered(tx: Tx, rows: Iterable[Found]) -> set[str]:
    """The sources that the notebook keeps open already: by an item drafted from them or merged
    with one, or by what somebody noted by hand of the same conversation or order."""
    sources = {source for (source,) in tx.all(_ALIVE, sections=SECTIONS)}
    talks, chats, orders = set(), set(), set()
    for chat, order in tx.all(
        "SELECT conversation_id, order_id FROM handover_item WHERE state = 'open' AND source = ''"
    ):
        orders.add(order)
        chats.add(chat)
        if order is None:
            talks.add(chat)
    by_hand = {"chase": orders, "hold": orders, "chat": chats}
    for one in rows:
        what = one.source.partition(":")[0]
        # What is noted of an order does not say that its buyer waits for an answer.
        kept = talks if one.stand.startswith("wait") else by_hand.get(what, set())
        link = one.words.conversation_id if what == "chat" else one.words.order_id
        if link is not None and link in kept:
            sources.add(one.source)
    return sources


def open_of_source(tx: Tx, source: str) -> int | None:
    """The open item that was drafted from this source."""
    item_id: int | None = tx.value(
        "SELECT id FROM handover_item WHERE state = 'open' AND source = :source AND source <> ''",
        source=source,
    )
    return item_id
