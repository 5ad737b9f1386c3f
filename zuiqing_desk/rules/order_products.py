"""Which product card a line of an order means (醉卿 manual, 订单审核流程: product and order agree).

Never guessed: a line that names two products, or none, means no card.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from zuiqing_desk.rules.text import folded

_GIFT: Final = re.compile("[送赠]")


class CardName(NamedTuple):
    """A product card by its names."""

    product_id: int
    short_name: str
    full_name: str


class Catalogue:
    """The cards, ready to be found in the words of a line."""

    def __init__(self, cards: Iterable[CardName]) -> None:
        self._codes: dict[str, int] = {}
        self._names: list[tuple[str, int]] = []
        for card in cards:
            short, full = _folded(card.short_name), _folded(card.full_name)
            self._codes[short] = card.product_id
            self._names += [(name, card.product_id) for name in {short, full} if name]
        # A longer name is found first and covers the shorter ones within it.
        self._names.sort(key=lambda one: (-len(one[0]), one))

    def match(self, title: str, spec: str = "", code: str = "") -> int | None:
        """The card a line means: the one whose short name is its code; else the one named in its
        spec; else the one named in its title. What is said of gifts (送, 赠) names nothing."""
        if (found := self._codes.get(_folded(code))) is not None:
            return found
        for text in (spec, title):
            named = self._named(_folded(_GIFT.split(text, maxsplit=1)[0]))
            if len(named) == 1:
                return named[0]
        return None

    def _named(self, text: str) -> Sequence[int]:
        """The cards a text names, each once."""
        found: dict[int, None] = {}
        for name, product_id in self._names:
            at = _find(text, name)
            while at >= 0:
                found[product_id] = None
                # What was read as this name is no part of another one.
                text = text[:at] + "\0" * len(name) + text[at + len(name) :]
                at = _find(text, name)
        return list(found)


def _folded(text: str) -> str:
    return " ".join(folded(text).split())


def _find(text: str, name: str) -> int:
    """Where a name stands in a text, or -1: 983 does not stand in 1983, nor V1 in V10."""
    at = text.find(name)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(name) : at + len(name) + 1]
        if not (_run_on(before, name[0]) or _run_on(name[-1], after)):
            return at
        at = text.find(name, at + 1)
    return -1


def _run_on(left: str, right: str) -> bool:
    """Whether two characters belong to one number or one Latin word."""
    both = left + right
    return len(both) == 2 and both.isascii() and (both.isdigit() or both.isalpha())
