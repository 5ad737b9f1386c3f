"""The fields of many entries as long rows of symbols, each place knowing whose it is.

A slot is one field of one entry: all codes first, then all titles, tags and bodies. Whatever may
not be matched across is separated by symbol 0.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from zuiqing_desk.lookup.entry import Entry
from zuiqing_desk.lookup.fold import fold
from zuiqing_desk.lookup.grams import Grams
from zuiqing_desk.lookup.pinyin import BREAK, FIELD_MARK, readings

_CODE_POINT: Final = (3, 21)
_LETTER: Final = (12, 5)
_A: Final = ord("a")
_SPACE: Final = ord(" ")
_LINE: Final = ord("\n")


def folded_fields(entries: Sequence[Entry]) -> list[str]:
    """The text of each slot, folded."""
    return [
        *(fold(one.code) for one in entries),
        *(fold(one.title) for one in entries),
        *(fold(f"{one.tags} {one.category}") for one in entries),
        *(fold(one.body) for one in entries),
    ]


def written(lines: Sequence[str]) -> tuple[Grams, Grams]:
    """What is found as it is written: any characters, and words of Latin letters by themselves."""
    text = "\0".join([*lines, ""])
    symbols = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    lengths = np.fromiter(map(len, lines), np.int64, len(lines))
    slots = np.repeat(np.arange(len(lines), dtype=np.int32), lengths + 1)
    places = np.flatnonzero(symbols).astype(np.int32)
    width, bits = _CODE_POINT
    characters = Grams(symbols, places, slots[places], width=width, bits=bits)
    letters = np.where(_is_letter(symbols), symbols - (_A - 1), 0).astype(np.uint8)
    kept = (letters != 0) | (np.concatenate([[0], letters[:-1]]) != 0)
    return characters, _letter_grams(letters[kept], slots[kept])


def spoken(entries: Sequence[Entry]) -> tuple[Grams, Grams]:
    """What is found by its initials, and by its syllables from the beginning of any of them."""
    fields = [_fields_of(one) for one in entries]
    lines = [field[number] for number in range(3) for field in fields]
    text = np.frombuffer("\n".join([*lines, ""]).encode("ascii", "replace"), np.uint8)
    # Codes are not read aloud: the slots of the titles come after theirs.
    slots = (np.cumsum(text == _LINE) + len(entries)).astype(np.int32)
    letter = _is_letter(text)
    starts = letter & ~np.concatenate([[False], letter[:-1]])
    symbols = np.where(letter, text - (_A - 1), 0).astype(np.uint8)
    kept = text != _SPACE
    unit = starts[kept]
    syllables = _letter_grams(symbols[kept], slots[kept], unit)
    heads = starts | (kept & ~letter)
    return _letter_grams(symbols[heads], slots[heads]), syllables


def _fields_of(entry: Entry) -> tuple[str, str, str]:
    """The readings of title, tags with category, and body."""
    title, tags, body, *_ = (*entry.readings.split(FIELD_MARK), "", "", "")
    return title, f"{tags} {BREAK} {readings(entry.category)}", body


def _is_letter(symbols: NDArray[np.uint32] | NDArray[np.uint8]) -> NDArray[np.bool_]:
    return (symbols >= _A) & (symbols < _A + 26)


def _letter_grams(
    symbols: NDArray[np.uint8],
    slots: NDArray[np.int32],
    where: NDArray[np.bool_] | None = None,
) -> Grams:
    places = np.flatnonzero(symbols if where is None else where).astype(np.int32)
    width, bits = _LETTER
    return Grams(symbols, places, slots[places], width=width, bits=bits)
