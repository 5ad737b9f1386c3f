"""The orders a list shows, in views and found by typing: fifty thousand, kept in memory."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from zuiqing_desk.rules.order_words import STATES
from zuiqing_desk.services.orders.records import OrderRow

ALL: Final = "all"
DIFFERS: Final = "differs"
VIEWS: Final[Mapping[str, str]] = {
    ALL: "全部",
    **{str(state): name for state, name in STATES.items()},
    DIFFERS: "差异",
}
"""Everything, each state, and the orders whose remark or flag differs from the platform's."""


@dataclass(frozen=True, slots=True)
class OrderShelf:
    """One look at all the orders; never changes. Made off the event loop."""

    views: Mapping[str, Sequence[OrderRow]] = field(default_factory=lambda: {ALL: ()})
    words: Mapping[int, str] = field(default_factory=dict)
    """What each order is found by."""

    def of(self, view: str) -> Sequence[OrderRow]:
        """The orders of a view, the newest placed first."""
        return self.views.get(view, ())

    def among(self, ids: Collection[int]) -> list[OrderRow]:
        """Those orders that are meant by ``ids``, the newest placed first."""
        return [row for row in self.of(ALL) if row.id in ids]

    def find(self, rows: Iterable[OrderRow], query: str) -> list[OrderRow]:
        """Those whose number, buyer, receiver, phone, goods or remark has every word of the
        query."""
        wanted, words = folded(query).split(), self.words
        if len(wanted) == 1:
            only = wanted[0]
            return [row for row in rows if only in words.get(row.id, "")]
        return [row for row in rows if all(one in words.get(row.id, "") for one in wanted)]


def shelf_of(rows: Sequence[OrderRow]) -> OrderShelf:
    """All the orders there are, as the store gave them: the newest first."""
    return OrderShelf(_views(rows), {row.id: _words(row) for row in rows})


def changed(shelf: OrderShelf, ids: Collection[int], rows: Iterable[OrderRow]) -> OrderShelf:
    """The shelf with what became of the orders ``ids``: those not among ``rows`` are gone."""
    fresh = {row.id: row for row in rows}
    kept = [fresh.get(row.id, row) for row in shelf.of(ALL) if row.id not in ids or row.id in fresh]
    known = {row.id for row in kept}
    new = [row for row in fresh.values() if row.id not in known]
    everything = sorted([*kept, *new], key=_place)
    words = {row.id: _words(row) if row.id in fresh else shelf.words[row.id] for row in everything}
    return OrderShelf(_views(everything), words)


def _place(row: OrderRow) -> tuple[bool, int, int]:
    return row.placed_at is None, -(row.placed_at or 0), -row.id


def _views(rows: Sequence[OrderRow]) -> dict[str, Sequence[OrderRow]]:
    views: dict[str, list[OrderRow]] = {state: [] for state in STATES}
    for row in rows:
        views[row.state].append(row)
    return {ALL: rows, **views}


def _words(row: OrderRow) -> str:
    return folded(
        f"{row.number} {row.buyer} {row.receiver} {row.phone} {row.title} {row.remark}"
        f" {row.storefront}"
    )


def has_all(text: str, query: str) -> bool:
    """Whether the text has every word of the query, however they were typed."""
    where = folded(text)
    return all(word in where for word in folded(query).split())


def folded(text: str) -> str:
    """Text as it is compared: what an input method made wide is narrow, letters are small."""
    if text.isascii():
        return text.casefold()
    return unicodedata.normalize("NFKC", text).casefold()
