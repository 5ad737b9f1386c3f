"""From the grades of single tokens to the hits of a query, in order."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zuiqing_desk.lookup.entry import Entry, Found, Hit, Preference
from zuiqing_desk.lookup.grades import MISS, TIERS, TYPO, Grades, label
from zuiqing_desk.lookup.query import Token
from zuiqing_desk.lookup.segment import Segment


class Part(NamedTuple):
    """A segment and which of its rows still count."""

    segment: Segment
    alive: NDArray[np.bool_]


class Matching(NamedTuple):
    """The rows of a part that match every token, and how: their grades token by token."""

    part: Part
    rows: NDArray[np.intp]
    grades: list[Grades]


def search(parts: Sequence[Part], wanted: Sequence[Token], prefer: Preference, limit: int) -> Found:
    """The first ``limit`` hits of all parts, and the number of all hits.

    Typos are forgiven when there are fewer hits without.
    """
    graded = [(part, grades) for part in parts if (grades := _graded(part, wanted)) is not None]
    found = [_matching(part, grades) for part, grades in graded]
    total = sum(len(one.rows) for one in found)
    if total < limit and any(one.forgiving for one in wanted):
        found = [_matching(part, _forgiven(part, wanted, grades)) for part, grades in graded]
        total = sum(len(one.rows) for one in found)
    best = sorted(pair for one in found for pair in _best(one, prefer, limit))
    return Found([hit for _, hit in best[:limit]], total)


def _graded(part: Part, wanted: Sequence[Token]) -> list[Grades] | None:
    """The grades for each token; None as soon as no row can match, whatever is forgiven."""
    possible = part.alive
    grades = []
    for token in wanted:
        grades.append(part.segment.grades(token))
        if not token.forgiving:
            possible = possible & (grades[-1] < MISS)
            if not possible.any():
                return None
    return grades


def _forgiven(part: Part, wanted: Sequence[Token], exact: Sequence[Grades]) -> list[Grades]:
    """The grades with typos forgiven where nothing matches exactly."""
    return [
        np.minimum(grades, part.segment.grades_with_typo(token)) if token.forgiving else grades
        for token, grades in zip(wanted, exact, strict=True)
    ]


def _matching(part: Part, grades: Sequence[Grades]) -> Matching:
    matching = part.alive
    for one in grades:
        matching = matching & (one < MISS)
    rows = np.flatnonzero(matching)
    return Matching(part, rows, [one[rows] for one in grades])


def _best(found: Matching, prefer: Preference, limit: int) -> Iterator[tuple[tuple[int, ...], Hit]]:
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
    for at in first.tolist():
        entry = segment.entries[found.rows[at]]
        matched = tuple(label(int(one[at])) for one in found.grades)
        hit = Hit(entry.key, int(tier[at]), bool(typo[at]), matched)
        yield (int(typo[at]), hit.tier, *_preferred(entry, prefer)), hit


def _preferred(entry: Entry, prefer: Preference) -> tuple[int, int, int, int]:
    last = max(prefer.fit.values(), default=0) + 1
    fit = prefer.fit.get(entry.category, last)
    return fit, -prefer.own.get(entry.key, 0), -prefer.team.get(entry.key, 0), entry.key
