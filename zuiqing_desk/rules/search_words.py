"""Texts as an index of word positions keeps them, so that any part of a text is found exactly.

A text becomes the row of its pairs of neighbouring characters, then its single characters once
each. Two characters or more are looked for as a phrase of such pairs, one as a single. What a
tokenizer might cut at or fold is spelled in code, unmistakably: ``q`` with six hex digits.
"""

from collections.abc import Iterable
from typing import Final

GAP: Final = "qqq"
"""Stands behind a text: no phrase goes over it, and no one or two characters are spelled so."""

_PLAIN: Final = frozenset("0123456789abcdefghijklmnopqrstuvwxyz")


def document(texts: Iterable[str]) -> str:
    """What the index keeps of several folded texts; '' when there is nothing in them."""
    rows: list[str] = []
    singles: dict[str, None] = {}
    for text in texts:
        coded = [_coded(char) for char in text]
        singles.update(dict.fromkeys(coded))
        if len(coded) > 1:
            rows += map(str.__add__, coded, coded[1:])
            rows.append(GAP)
    return " ".join([*rows, *singles])


def phrase(word: str) -> str:
    """How a folded word is looked for: the tokens of a phrase, separated by blanks."""
    coded = [_coded(char) for char in word]
    return coded[0] if len(coded) == 1 else " ".join(map(str.__add__, coded, coded[1:]))


def _coded(char: str) -> str:
    plain = char in _PLAIN or "一" <= char <= "鿌" or "㐀" <= char <= "䶵"
    return char if plain else f"q{ord(char):06x}"
