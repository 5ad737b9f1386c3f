"""A customer's line cut into units: single Chinese characters, Latin words, numbers, signs.

Every unit has a sound, in which what buyers and their keyboards confuse is the same: the tones,
zh/z, ch/c, sh/s, and a final n or ng. 什么时侯, 发或 and "fahuo" thus sound like what was meant.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from pypinyin.constants import PINYIN_DICT

from zuiqing_desk.lookup.fold import fold
from zuiqing_desk.lookup.pinyin import readings

NUMBER: Final = "#"
PICTURE: Final = "☺"
"""How every emoji sounds."""
_SAYING: Final = frozenset({"88", "886", "12315", "12345", "315"})
"""Numbers that are words; of all others only the length matters."""
_CHINESE: Final = "〇㐀-䶿一-鿿\U00020000-\U000323af"
_UNIT: Final = re.compile(
    rf"[{_CHINESE}]|[a-z]+|[0-9]+(?:\.[0-9]+)?|[?!~+]|[\u2600-\u27bf\U0001f300-\U0001faff]"
)
_LONGEST: Final = 200
_LONG_NUMBER: Final = 5
_TYPED: Final = 4
"""Letters from which on a Latin word may be pinyin: ``fahuo`` is, ``kd`` and ``ems`` are not."""


class Unit(NamedTuple):
    """``text`` as it was written (folded), ``sound`` as it is heard."""

    text: str
    sound: str


def units(text: str) -> list[Unit]:
    """The units of a line, at most the first 200; punctuation but ``? ! ~ +`` is left out."""
    found: list[Unit] = []
    for piece in _UNIT.findall(fold(text)):
        found += _unit(piece)
        if len(found) >= _LONGEST:
            break
    return found[:_LONGEST]


@lru_cache(maxsize=1 << 15)
def _unit(piece: str) -> tuple[Unit, ...]:
    if piece[0].isdigit() and piece.isascii():
        word = _number(piece)
        return (Unit(word, word),)
    if piece.isascii():
        syllables = _typed(piece) if len(piece) >= _TYPED else ()
        return tuple(Unit(one, sound(one)) for one in syllables) or (Unit(piece, piece[:2]),)
    heard = readings(piece)
    return (Unit(piece, sound(heard) if heard else PICTURE),)


def _number(digits: str) -> str:
    if digits in _SAYING:
        return digits
    return NUMBER if len(digits) < _LONG_NUMBER else f"{NUMBER}{min(len(digits), 8)}"


def sound(syllable: str) -> str:
    """``syllable`` without what is confused."""
    if syllable[:2] in ("zh", "ch", "sh"):
        syllable = syllable[0] + syllable[2:]
    return syllable[:-1] if syllable.endswith("ng") else syllable


def _typed(word: str) -> tuple[str, ...]:
    """The syllables of a Latin word that is pinyin from end to end; else nothing."""
    known = _syllables()
    ways: list[tuple[str, ...] | None] = [()] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 6), end):
            before, last = ways[start], word[start:end]
            if before is not None and last in known:
                way = (*before, last)
                best = ways[end]
                if best is None or len(way) < len(best):
                    ways[end] = way
    return ways[-1] or ()


@lru_cache(maxsize=1)
def _syllables() -> frozenset[str]:
    # The everyday characters; the rare ones bring syllables nobody types.
    everyday = (chr(code) for code in PINYIN_DICT if 0x4E00 <= code <= 0x9FA5)
    heard = {readings(one) for one in everyday if _common(one)}
    return frozenset(one for one in heard if len(one) > 1 or one in "aeo")


def _common(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
