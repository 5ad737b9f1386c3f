"""A part of the index that never changes: entries and where their symbols stand."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from zuiqing_desk.lookup.codes import Codes
from zuiqing_desk.lookup.entry import Entry, Preference
from zuiqing_desk.lookup.grades import (
    FIELD_GRADES,
    FIELDS,
    INITIALS,
    MISS,
    PINYIN,
    TYPO,
    WRITTEN,
    Grades,
)
from zuiqing_desk.lookup.order import order_of
from zuiqing_desk.lookup.query import Token, one_typo
from zuiqing_desk.lookup.rows import folded_fields, letter_table, spoken, written

Keys = NDArray[np.int64]


class Segment:
    """Grades every entry for a token. A row is the place of an entry in order of the keys."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = sorted(entries, key=lambda one: one.key)
        self.keys: Keys = np.array([one.key for one in self.entries], np.int64)
        lines = folded_fields(self.entries)
        self._codes = Codes(lines[: len(self)])
        self._characters, self._latin = written(lines)
        del lines
        self._initials, self._syllables = spoken(self.entries)
        self._categories = sorted({one.category for one in self.entries})
        number = {name: number for number, name in enumerate(self._categories)}
        self._category = np.array([number[one.category] for one in self.entries], np.int64)
        self._ranks: tuple[Preference, NDArray[np.int32]] | None = None

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def nbytes(self) -> int:
        """Memory that the rows and their places hold, in bytes."""
        letters = sum(one.nbytes for one in (self._latin, self._initials, self._syllables))
        return self._characters.nbytes + letters

    def rows(self, keys: Iterable[int]) -> NDArray[np.int64]:
        """The rows of those of ``keys`` that are here."""
        wanted = np.fromiter(keys, np.int64)
        rows = np.searchsorted(self.keys, wanted)
        here = rows < len(self)
        here[here] = self.keys[rows[here]] == wanted[here]
        return rows[here]

    def ranks(self, preference: Preference) -> NDArray[np.int32]:
        """Row → its place in the order of ``preference``, then of the keys."""
        known = self._ranks
        if known is None or known[0] != preference:
            known = preference, order_of(preference, self._categories, self._category, self.keys)
            self._ranks = known
        return known[1]

    def grades(self, token: Token) -> Grades:
        """Row → how well ``token`` matches, without a typo."""
        ways = self._ways()
        if token.letters:
            if len(token.letters) > 1:
                ways[self._syllables.find(token.letters)] = PINYIN
            ways[self._initials.find(token.letters)] = INITIALS
        ways[self._characters.find(token.text)] = WRITTEN
        grades = self._best(ways)
        self._codes.grade(token.text, grades)
        return grades

    def grades_with_typo(self, token: Token) -> Grades:
        """Row → how well something matches that was perhaps meant by ``token``."""
        meant = one_typo(token.letters)
        table = letter_table(meant)
        ways = self._ways()
        ways[self._syllables.find_any(table)] = PINYIN
        ways[self._initials.find_any(table)] = INITIALS
        ways[self._latin.find_any(table)] = WRITTEN
        grades = self._best(ways)
        for one in meant:
            self._codes.grade(one, grades)
        return grades + np.uint8(TYPO)

    def _ways(self) -> NDArray[np.uint8]:
        return np.full(len(self) * len(FIELDS), MISS, np.uint8)

    def _best(self, ways: NDArray[np.uint8]) -> Grades:
        """The best grade among the fields of each row."""
        by_field = ways.reshape(len(FIELDS), len(self))
        by_field += np.array(FIELD_GRADES, np.uint8)[:, None]
        best: Grades = by_field.min(axis=0)
        return best
