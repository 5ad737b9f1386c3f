"""Finding entries by anything one might type: characters, initials, pinyin, codes, a mix of them.

A query is taken apart at blanks; every token must match. A token matches where its folded form is
part of the code, title, tags, category or body; if it is of letters only, also where it is part of
the initials, or the pinyin from the beginning of a syllable on (the last one may be incomplete).
One typo a token is forgiven when the exact hits do not fill the page; such hits follow them.
"""

from collections.abc import Collection, Iterable
from typing import Final, Self

import numpy as np

from zuiqing_desk.lookup.entry import NONE, Entry, Found, Hit, Preference
from zuiqing_desk.lookup.matching import Part, search
from zuiqing_desk.lookup.query import tokens
from zuiqing_desk.lookup.segment import Segment

__all__ = ["NONE", "Entry", "Found", "Hit", "Index", "Preference"]

_SMALLER: Final = 8
"""A part that is not so many times smaller than the one before it is joined with it."""


class Index:
    """Entries that can be looked up, added and dropped.

    Their texts are expected as ``rules.text.clean`` leaves them. A search sees the entries as they
    were before or after a ``put`` or ``drop`` that goes on in another thread, never half of it.
    Two threads may not change it at once.
    """

    def __init__(self) -> None:
        self._parts: tuple[Part, ...] = ()

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Self:
        """An index of ``entries``. Of two with one key the later counts."""
        index = cls()
        index.put(entries)
        return index

    def __len__(self) -> int:
        return sum(_count(part) for part in self._parts)

    @property
    def nbytes(self) -> int:
        """Memory held beside the entries themselves, in bytes."""
        return sum(part.segment.nbytes for part in self._parts)

    def put(self, entries: Iterable[Entry]) -> None:
        """Add ``entries``; each takes the place of the one with its key."""
        newest = {one.key: one for one in entries}
        if newest:
            kept = [_hiding(part, newest) for part in self._parts]
            self._parts = _tidy([*kept, _part(newest.values())])

    def drop(self, keys: Iterable[int]) -> None:
        """Take out the entries with these keys; those that are not there do not matter."""
        gone = set(keys)
        self._parts = _tidy([_hiding(part, gone) for part in self._parts])

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
        parts = [_hiding(part, hidden) for part in self._parts]
        return search(parts, tokens(query), prefer, limit)


def _part(entries: Iterable[Entry]) -> Part:
    segment = Segment(entries)
    return Part(segment, np.ones(len(segment), bool))


def _count(part: Part) -> int:
    return int(np.count_nonzero(part.alive))


def _hiding(part: Part, keys: Collection[int]) -> Part:
    rows = part.segment.rows(keys) if keys else ()
    if not len(rows):
        return part
    alive = part.alive.copy()
    alive[rows] = False
    return Part(part.segment, alive)


def _tidy(parts: Iterable[Part]) -> tuple[Part, ...]:
    """``parts`` joined until each is mostly alive and much smaller than the one before.

    So there are few parts, and an entry is indexed anew a few times only, however many changes
    come one by one.
    """
    tidy: list[Part] = []
    for part in parts:
        group = [part]
        while tidy and _count(tidy[-1]) <= _SMALLER * sum(map(_count, group)):
            group.insert(0, tidy.pop())
        if len(group) > 1 or _count(part) * 2 < len(part.segment):
            part = _part(entry for one in group for entry in _alive(one))
        if _count(part):
            tidy.append(part)
    return tuple(tidy)


def _alive(part: Part) -> Iterable[Entry]:
    return (part.segment.entries[row] for row in np.flatnonzero(part.alive).tolist())
