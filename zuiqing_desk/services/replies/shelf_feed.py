"""What a desk reads to keep its shelves of replies and products, first all of it, then the news."""

from collections.abc import Sequence
from typing import NamedTuple

from zuiqing_desk.lookup.suggest import Example
from zuiqing_desk.services import changes
from zuiqing_desk.services.products import catalogue
from zuiqing_desk.services.products.records import ProductCard
from zuiqing_desk.services.replies import learning, reading, usage
from zuiqing_desk.services.replies.records import LiveReply, Uses
from zuiqing_desk.store.tx import Tx

LEARNED_US = 180 * 86_400_000_000
"""How far back answered rounds teach."""


class Everything(NamedTuple):
    """All that the shelves hold. ``seen``: the newest journal id it contains."""

    seen: int
    rows: Sequence[LiveReply]
    uses: Uses
    examples: Sequence[Example]
    cards: Sequence[ProductCard]


class News(NamedTuple):
    """What is new. ``all``: too much to name, read everything; ``cards``: None if as before."""

    seen: int
    all: bool
    rows: Sequence[LiveReply]
    gone: frozenset[int]
    cards: Sequence[ProductCard] | None


def everything(tx: Tx, staff_id: int) -> Everything:
    """The whole library and catalogue as one person may use them."""
    return Everything(
        seen=changes.last(tx),
        rows=reading.live(tx, staff_id),
        uses=usage.uses(tx, staff_id),
        examples=learning.examples(tx, staff_id, tx.now - LEARNED_US),
        cards=catalogue.all_cards(tx, staff_id),
    )


def news(tx: Tx, seen: int, staff_id: int) -> News:
    """What changed after a journal id."""
    newest, replies = reading.changed_since(tx, seen, staff_id)
    _, products = catalogue.changed_since(tx, seen, staff_id)
    if replies is None:
        return News(newest, True, (), frozenset(), None)
    rows = reading.live(tx, staff_id, replies) if replies else []
    gone = replies - {row.id for row in rows}
    cards = None if products == frozenset() else catalogue.all_cards(tx, staff_id)
    return News(newest, False, rows, frozenset(gone), cards)
