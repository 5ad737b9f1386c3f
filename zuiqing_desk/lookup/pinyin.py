"""Pinyin of a text, every character read as the words around it want it read.

The stored form of the readings of a text: its syllables, separated by single spaces; ``,`` stands
where something that is neither Chinese nor a Latin letter nor a digit interrupts. Letters and
digits stand for themselves, folded: ``发货，EMS 6瓶`` is ``fa huo , ems , 6 ping``.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import opencc
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

from zuiqing_desk.lookup.trade_words import SINGLE, WORDS

FIELD_MARK: Final = "|"
"""Separates the readings of one field from those of the next."""
BREAK: Final = ","

_CHINESE: Final = "〇㐀-䶿一-鿿\U00020000-\U000323af"
_RUN: Final = re.compile(f"[{_CHINESE}a-z0-9]+")
_UNIT: Final = re.compile(f"[{_CHINESE}]+|[a-z]+|[0-9]+")
# 店长 is a person, but not in 本店长期有效.
_TRADE: Final = re.compile(
    "|".join(
        word + ("(?![期久时途远假])" if word.endswith("长") else "")
        for word in sorted(WORDS, key=len, reverse=True)
    )
)
_TONES: Final = dict.fromkeys(map(ord, "\u0300\u0301\u0304\u030c"))
_ODD: Final = str.maketrans("üê", "ve")
_SIMPLIFY: Final = opencc.OpenCC("t2s")


def _longest() -> dict[str, int]:
    """First character → length of the longest phrase that begins with it."""
    longest: dict[str, int] = {}
    for phrase in PHRASES_DICT:
        longest[phrase[0]] = max(longest.get(phrase[0], 0), len(phrase))
    return longest


_LONGEST: Final = _longest()


def readings(text: str) -> str:
    """The readings of ``text`` in their stored form; traditional characters are read too."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _SIMPLIFY.convert(text))
    runs = map(_read, _RUN.findall(text.casefold()))
    return f" {BREAK} ".join(filter(None, runs))


def field_readings(title: str, tags: str, body: str) -> str:
    """The readings of a reply's fields, in this order, as they are stored with it."""
    return FIELD_MARK.join((readings(title), readings(tags), readings(body)))


@lru_cache(maxsize=1 << 16)
def _read(run: str) -> str:
    """The readings of a text in which nothing interrupts."""
    return " ".join(_units(run))


def _units(run: str) -> Iterator[str]:
    for unit in _UNIT.findall(run):
        if unit.isascii():
            yield unit
            continue
        done = 0
        for word in _TRADE.finditer(unit):
            yield from _general(unit[done : word.start()])
            yield WORDS[word[0]]
            done = word.end()
        yield from _general(unit[done:])


def _general(chinese: str) -> Iterator[str]:
    """Read by the general dictionary: always the longest phrase that begins at a place."""
    start = 0
    while start < len(chinese):
        end = min(len(chinese), start + _LONGEST.get(chinese[start], 1))
        while end > start + 1 and chinese[start:end] not in PHRASES_DICT:
            end -= 1
        yield _word(chinese[start:end])
        start = end


@lru_cache(maxsize=1 << 16)
def _word(word: str) -> str:
    """The syllables of a phrase of the dictionary, or of one character."""
    if len(word) > 1:
        return " ".join(_plain(syllable[0]) for syllable in PHRASES_DICT[word])
    if word in SINGLE:
        return SINGLE[word]
    return _plain(PINYIN_DICT.get(ord(word), "").partition(",")[0]) or BREAK


def _plain(syllable: str) -> str:
    """``syllable`` without its tone, in the letters of a keyboard (ü is v)."""
    bare = unicodedata.normalize("NFD", syllable).translate(_TONES)
    return unicodedata.normalize("NFC", bare).translate(_ODD)
