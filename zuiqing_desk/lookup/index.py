"""Finding entries by anything one might type: characters, initials, pinyin, codes, a mix of them.

A query is taken apart at blanks; every token must match. A token matches where its folded form is
part of the code, title, tags, category or body; if it is of letters only, also where it is part of
the initials, or the pinyin from the beginning of a syllable on (the last one may be incomplete).
One typo a token is forgiven when the exact hits do not fill the page; such hits follow them.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from zuiqing_desk.lookup.entry import NONE, Entry, Found, Hit, Preference
from zuiqing_desk.lookup.grades import MISS, TIERS, TYPO, Grades, label
from zuiqing_desk.lookup.query import Token, tokens
from zuiqing_desk.lookup.segment import Segment

__all__ = ["NONE", "Entry", "Found", "Hit", "Index", "Preference"]

_SMALLER: Final = 8
"""A segment that is not so many times smaller than the one before it is joined with it."""


class _Part(NamedTuple):
    """A segment and which of its rows still count."""

    segment: Segment
    alive: NDArray[np.bool_]


class _Graded(NamedTuple):
    """The rows of a part that match, and their grades token by token."""

    part: _Part
    rows: NDArray[np.intp]
    grades: list[Grades]


class Index:
    """Entries that can be looked up, added and dropped.

    A search sees the entries as they were before or after a ``put`` or ``drop`` that goes on in
    another thread, never half of it. Two threads may not change it at once.
    """

    def __init__(self) -> None:
        self._parts: tuple[_Part, ...] = ()

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Self:
        """An index of ``entries``. Of two with one key the later counts."""
        index = cls()
        index.put(entries)
        return index

    def __len__(self) -> int:
        return sum(int(part.alive.sum()) for part in self._parts)

    @property
    def nbytes(self) -> int:
        """Memory held beside the entries themselves, in bytes."""
        return sum(part.segment.nbytes for part in self._parts)

    def put(self, entries: Iterable[Entry]) -> None:
        """Add ``entries``; each takes the place of the one with its key."""
        newest = {one.key: one for one in entries}
        if newest:
            parts = [*self._without(newest), _part(newest.values())]
            self._parts = tuple(_joined(parts))

    def drop(self, keys: Iterable[int]) -> None:
        """Take out the entries with these keys; those that are not there do not matter."""
        self._parts = tuple(self._without(set(keys)))

    def _without(self, keys: Collection[int]) -> list[_Part]:
        return [part for part in (_hiding(one, keys) for one in self._parts) if part.alive.any()]

    def search(
        self,
        query: str,
        *,
        prefer: Preference = NONE,
        limit: int = 50,
        hidden: Collection[int] = (),
    ) -> Found:
        """The first ``limit`` hits for ``query`` in order, and how many there are.

        Order: without typo, tier, fit, own use, use of the team, key. An empty query matches
        everything. ``hidden`` keys are left out.
        """
        wanted = tokens(query)
        parts = [_hiding(part, hidden) for part in self._parts]
        grades = [[part.segment.grades(one) for one in wanted] for part in parts]
        found = [_matching(part, one) for part, one in zip(parts, grades, strict=True)]
        if sum(len(one.rows) for one in found) < limit:
            found = _with_typos(parts, wanted, grades, found)
        return _first(found, prefer, limit)


def _part(entries: Iterable[Entry]) -> _Part:
    segment = Segment(entries)
    return _Part(segment, np.ones(len(segment), bool))


def _hiding(part: _Part, keys: Collection[int]) -> _Part:
    rows = part.segment.rows(keys) if keys else ()
    if not len(rows):
        return part
    alive = part.alive.copy()
    alive[rows] = False
    return _Part(part.segment, alive)


def _joined(parts: list[_Part]) -> list[_Part]:
    """``parts`` with the last ones joined until each is much smaller than the one before."""
    while len(parts) > 1 and parts[-1].alive.sum() * _SMALLER >= parts[-2].alive.sum():
        last = parts.pop(), parts.pop()
        parts.append(
            _part(one.segment.entries[row] for one in last for row in np.flatnonzero(one.alive))
        )
    return parts


def _matching(part: _Part, grades: Sequence[Grades]) -> _Graded:
    matching = part.alive
    for one in grades:
        matching = matching & (one < MISS)
    rows = np.flatnonzero(matching)
    return _Graded(part, rows, [one[rows] for one in grades])


def _with_typos(
    parts: Sequence[_Part],
    wanted: Sequence[Token],
    grades: Sequence[Sequence[Grades]],
    exact: list[_Graded],
) -> list[_Graded]:
    if not any(one.forgiving for one in wanted):
        return exact
    return [
        _matching(
            part,
            [
                np.minimum(grade, part.segment.grades_with_typo(token))
                if token.forgiving
                else grade
                for token, grade in zip(wanted, known, strict=True)
            ],
        )
        for part, known in zip(parts, grades, strict=True)
    ]


def _first(found: Sequence[_Graded], prefer: Preference, limit: int) -> Found:
    best = [hit for one in found for hit in _best(one, prefer, limit)]
    best.sort(key=lambda one: one[0])
    return Found([hit for _, hit in best[:limit]], sum(len(one.rows) for one in found))


def _best(found: _Graded, prefer: Preference, limit: int) -> list[tuple[tuple[int, ...], Hit]]:
    """The first hits of one part, each with what it is sorted by among those of all."""
    segment = found.part.segment
    typo = np.zeros(len(found.rows), np.uint8)
    tier = np.zeros(len(found.rows), np.uint8)
    for one in found.grades:
        typo |= one & TYPO
        tier = np.maximum(tier, TIERS[one & (TYPO - 1)])
    score = (typo + tier).astype(np.int64) * len(segment) + segment.ranks(prefer)[found.rows]
    many = len(score) > limit
    first = np.argpartition(score, limit)[:limit] if many else np.arange(len(score))
    hits: list[tuple[tuple[int, ...], Hit]] = []
    for at in first.tolist():
        entry = segment.entries[found.rows[at]]
        matched = tuple(label(int(one[at])) for one in found.grades)
        hit = Hit(entry.key, int(tier[at]), bool(typo[at]), matched)
        hits.append(((int(typo[at]), hit.tier, *_preferred(entry, prefer)), hit))
    return hits


def _preferred(entry: Entry, prefer: Preference) -> tuple[int, int, int, int]:
    last = max(prefer.fit.values(), default=0) + 1
    fit = prefer.fit.get(entry.category, last)
    return fit, -prefer.own.get(entry.key, 0), -prefer.team.get(entry.key, 0), entry.key
