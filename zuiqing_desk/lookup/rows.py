"""The fields of many entries as long rows of symbols, each place knowing whose it is.

A slot is one field of one entry: all codes first, then all titles, tags and bodies. Whatever may
not be matched across is separated by symbol 0.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from zuiqing_desk.lookup.entry import Entry
from zuiqing_desk.lookup.fold import fold
from zuiqing_desk.lookup.grams import Grams, Numbers, Places, Symbols
from zuiqing_desk.lookup.pinyin import BREAK, FIELD_MARK, readings

_A: Final = ord("a")
_BEFORE_A: Final = _A - 1
_LETTERS: Final = 27
_LETTERS_PACKED: Final = 12
_CHARACTERS_PACKED: Final = 3
_SPACE: Final = ord(" ")
_LINE: Final = ord("\n")
_CODE_POINTS: Final = 0x110000
_NARROW: Final = 1 << 16


class Characters:
    """Finds any text as it is written."""

    def __init__(self, symbols: NDArray[np.uint32], slots: Numbers) -> None:
        known = np.zeros(_CODE_POINTS, bool)
        known[symbols] = True
        alphabet = np.flatnonzero(known)
        numbers = np.zeros(_CODE_POINTS, np.uint32)
        # The separator is always among them, and number 0.
        numbers[alphabet] = np.arange(len(alphabet))
        self._numbers = dict(zip(map(chr, alphabet.tolist()), range(len(alphabet)), strict=True))
        places = np.flatnonzero(symbols)
        row = numbers[symbols]
        narrow = row.astype(np.uint16) if len(alphabet) <= _NARROW else row
        self._grams = Grams(
            _ended(narrow, _CHARACTERS_PACKED),
            places,
            slots[places],
            symbol_count=len(alphabet),
            widest=_CHARACTERS_PACKED,
        )

    @property
    def nbytes(self) -> int:
        """Memory held, in bytes."""
        return self._grams.nbytes

    def find(self, text: str) -> Numbers:
        """The slots that ``text`` is a part of."""
        numbers = [self._numbers.get(char, 0) for char in text]
        if not all(numbers):
            return np.empty(0, np.int32)
        return self._grams.find(numbers, anywhere=True)


class Letters:
    """Finds what begins at certain letters: all of them, or the first ones of syllables."""

    def __init__(
        self, symbols: NDArray[np.uint8], places: Places, slots: Numbers, *, anywhere: bool
    ) -> None:
        self._anywhere = anywhere
        row = _ended(symbols, _LETTERS_PACKED)
        self._grams = Grams(row, places, slots, symbol_count=_LETTERS, widest=_LETTERS_PACKED)

    @property
    def nbytes(self) -> int:
        """Memory held, in bytes."""
        return self._grams.nbytes

    def find(self, letters: str) -> Numbers:
        """The slots that have ``letters`` at such a place."""
        numbers = [ord(letter) - _BEFORE_A for letter in letters]
        return self._grams.find(numbers, anywhere=self._anywhere)

    def find_any(self, table: NDArray[np.uint8]) -> Numbers:
        """The slots that have any row of a ``letter_table`` at such a place."""
        return self._grams.find_any(table)


class Written(NamedTuple):
    """What is found as it is written: anything, and words of Latin letters by themselves."""

    characters: Characters
    latin: Letters


class Spoken(NamedTuple):
    """What is found by initials, and by syllables from the beginning of any of them."""

    initials: Letters
    syllables: Letters


def folded_fields(entries: Sequence[Entry]) -> list[str]:
    """The text of each slot, folded."""
    return [
        *(fold(one.code) for one in entries),
        *(fold(one.title) for one in entries),
        *(fold(f"{one.tags} {one.category}") for one in entries),
        *(fold(one.body) for one in entries),
    ]


def written(lines: Sequence[str]) -> Written:
    """The written rows of the text of each slot."""
    text = "\0".join([*lines, ""])
    symbols = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    lengths = np.fromiter(map(len, lines), np.int64, len(lines))
    slots = np.repeat(np.arange(len(lines), dtype=np.int32), lengths + 1)
    letters = _numbers(symbols)
    # One separator after each word is enough.
    kept = letters != 0
    kept[1:] |= kept[:-1]
    letters, of = letters[kept], slots[kept]
    places = np.flatnonzero(letters)
    return Written(Characters(symbols, slots), Letters(letters, places, of[places], anywhere=True))


def spoken(entries: Sequence[Entry]) -> Spoken:
    """The spoken rows: syllables stand together until something interrupts them."""
    fields = [_fields_of(one) for one in entries]
    lines = [field[number] for number in range(3) for field in fields]
    text = np.frombuffer("\n".join([*lines, ""]).encode("ascii", "replace"), np.uint8)
    del fields, lines
    letters = _numbers(text)
    heads = letters != 0
    heads[1:] &= letters[:-1] == 0
    kept = text != _SPACE
    syllables = letters[kept]
    at = np.flatnonzero(heads[kept])
    heads |= kept & (letters == 0)
    initials = letters[heads]
    # Codes are not read aloud: the slots of the titles come after theirs.
    slots = np.cumsum(text[heads] == _LINE, dtype=np.int32) + np.int32(len(entries))
    places = np.flatnonzero(initials)
    slots = slots[places]
    del text, letters, heads, kept
    return Spoken(
        Letters(initials, places, slots, anywhere=True),
        Letters(syllables, at, slots, anywhere=False),
    )


def letter_table(words: Sequence[str]) -> NDArray[np.uint8]:
    """Words of letters a–z as rows of numbers, padded with 0 to the longest."""
    width = max(map(len, words))
    text = "".join(word.ljust(width) for word in words)
    return _numbers(np.frombuffer(text.encode(), np.uint8)).reshape(len(words), width)


def _fields_of(entry: Entry) -> tuple[str, str, str]:
    """The readings of title, tags with category, and body."""
    title, tags, body, *_ = (*entry.readings.split(FIELD_MARK), "", "", "")
    return title, f"{tags} {BREAK} {readings(entry.category)}", body


def _ended(symbols: Symbols, separators: int) -> Symbols:
    """``symbols`` with so many separators at the end."""
    ended: Symbols = np.concatenate([symbols, np.zeros(separators, symbols.dtype)])
    return ended


def _numbers(symbols: NDArray[np.uint32] | NDArray[np.uint8]) -> NDArray[np.uint8]:
    """1 … 26 for the letters, 0 for anything else."""
    letter = (symbols >= _A) & (symbols < _A + 26)
    numbers = symbols.astype(np.uint8)
    numbers -= np.uint8(_BEFORE_A)
    numbers *= letter
    return numbers
