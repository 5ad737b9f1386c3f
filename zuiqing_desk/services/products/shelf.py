"""The product cards in memory, found like replies: by name, pinyin, aroma, taste, points."""

import threading
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from zuiqing_desk.lookup.index import Entry, Index
from zuiqing_desk.services.products.catalogue import searched
from zuiqing_desk.services.products.records import ProductCard


class ProductOffer(NamedTuple):
    """A card found. ``why`` says what matched where, in Chinese."""

    card: ProductCard
    tier: int
    typo: bool
    why: tuple[str, ...]


class _State(NamedTuple):
    cards: Mapping[int, ProductCard]
    finder: Index


class ProductShelf:
    """The catalogue as one agent searches it. Loading belongs into a thread; a search meanwhile
    sees what was there before."""

    def __init__(self) -> None:
        self._changing = threading.Lock()
        self._state = _State({}, Index.of([]))

    def __len__(self) -> int:
        return len(self._state.cards)

    def load(self, cards: Sequence[ProductCard]) -> None:
        """Take up the whole catalogue (catalogue.all_cards)."""
        with self._changing:
            finder = Index.of([_entry(card) for card in cards])
            self._state = _State({card.id: card for card in cards}, finder)

    def get(self, product_id: int) -> ProductCard | None:
        """The card of this id, or None."""
        return self._state.cards.get(product_id)

    def search(self, query: str, *, limit: int = 50) -> list[ProductOffer]:
        """The cards that hold every word of ``query``, best first.

        An empty query finds what is still to be read, then the newest.
        """
        cards, finder = self._state
        if not query.strip():
            shown = sorted(cards.values(), key=lambda card: (not card.unread, -card.id))
            return [ProductOffer(card, 0, False, ()) for card in shown[:limit]]
        return [
            ProductOffer(cards[hit.key], hit.tier, hit.typo, hit.matched)
            for hit in finder.search(query, limit=limit).hits
        ]


def _entry(card: ProductCard) -> Entry:
    title, tags, body = searched(card.facts)
    return Entry(
        key=card.id,
        code=card.facts.short_name,
        title=title,
        tags=tags,
        body=body,
        readings=card.readings,
        category="",
    )
