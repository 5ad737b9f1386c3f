"""How much two texts are alike, and which of many are nearly the same.

A text counts as its words alone (no punctuation, blanks, emoji, case or width), cut into pairs of
neighbouring characters. Likeness is the share of pairs two texts have in common (Dice's measure):
1 for the same words, 0 for nothing in common; the order of clauses hardly matters.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil
from typing import Final, TypeVar

from zuiqing_desk.rules.text import folded, letters

_EDGE: Final = "\n"
T = TypeVar("T")


def likeness(a: str, b: str) -> float:
    """0 to 1; both ways the same."""
    return _alike(_shingles(_words(a)), _shingles(_words(b)))


def pairs(
    texts: Sequence[str], at_least: float, *, most: int | None = None
) -> list[tuple[int, int, float]]:
    """The pairs ``(i, j, likeness)`` with i < j that reach ``at_least`` (above 0), in order.

    Of texts with the very same words the first stands for all: the others are paired with it at 1
    and with nothing else, so that a thousand copies make a thousand pairs and not half a million.
    Texts that differ in a number have no such bound: at ``most`` pairs, if given, the search ends.
    """
    found: list[tuple[int, int, float]] = []
    firsts: dict[str, int] = {}
    for index, text in enumerate(texts):
        first = firsts.setdefault(_words(text), index)
        if first != index:
            found.append((first, index, 1.0))
    # Numbers by rarity: sets of them are quick to compare, and the rarest come first.
    kept = {index: _shingles(words) for words, index in firsts.items()}
    counts = Counter(shingle for one in kept.values() for shingle in one)
    rank = {
        one: rank for rank, one in enumerate(sorted(counts, key=lambda one: (counts[one], one)))
    }
    ranked = {index: frozenset(rank[one] for one in own) for index, own in kept.items()}
    for one, other in _candidates(ranked, at_least):
        score = _alike(ranked[one], ranked[other])
        if score >= at_least:
            found.append((min(one, other), max(one, other), score))
        if most is not None and len(found) >= most:
            break
    return sorted(found[:most])


def _words(text: str) -> str:
    # An answer of emoji alone is compared as it stands.
    return letters(text) or folded(text.strip())


def _shingles(words: str) -> frozenset[tuple[str, int]]:
    """Every two neighbours, the edges included; the second of the same kind counts as another."""
    seen: Counter[str] = Counter()
    numbered: list[tuple[str, int]] = []
    for left, right in pairwise(f"{_EDGE}{words}{_EDGE}" if words else ""):
        seen[left + right] += 1
        numbered.append((left + right, seen[left + right]))
    return frozenset(numbered)


def _alike(a: frozenset[T], b: frozenset[T]) -> float:
    if not a and not b:
        return 1.0
    return 2 * len(a & b) / (len(a) + len(b))


def _candidates(ranked: dict[int, frozenset[int]], at_least: float) -> Iterator[tuple[int, int]]:
    """The pairs that may reach ``at_least``: none that does is missing.

    Two sets that have enough in common share a member among the first few of each, in any one
    order; and a set cannot be alike to one that is much smaller.
    """
    reach = at_least / (2 - at_least)
    holders: dict[int, list[int]] = {}
    # From small to large, so that whoever is looked up is never the larger.
    for index in sorted(ranked, key=lambda one: len(ranked[one])):
        members = sorted(ranked[index])
        shared = _up(len(members) * reach)
        near: set[int] = set()
        for member in members[: len(members) - shared + 1]:
            near.update(holders.get(member, ()))
        for other in near:
            if len(ranked[other]) >= shared:
                yield index, other
        for member in members[: len(members) - _up(len(members) * at_least) + 1]:
            holders.setdefault(member, []).append(index)


def _up(number: float) -> int:
    # A product of floats may stand a hair above the whole number that it is.
    return ceil(number - 1e-9)
