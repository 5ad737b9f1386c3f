"""Texts as an index of words keeps them, so that what may hold a part of a text is found.

A text becomes its characters and its runs of two and of three (of two alone, where the index has to
be small), each once. What is no longer than that is one such token: it stands in the text. Of what
is longer, every such run stands in it, but whether they stand together, the text itself has to say.
What a tokenizer might cut at or fold is spelled in code, unmistakably: ``q`` with six hex digits.
"""

from collections.abc import Iterable
from typing import Final

INITIALS: Final = "qqi"
"""Stands before the tokens of pinyin initials: with it, they are as long as no other token is."""

RUN: Final = 3

_PLAIN: Final = frozenset("0123456789abcdefghijklmnopqrstuvwxyz")


def tokens(texts: Iterable[str], mark: str = "", longest: int = RUN) -> dict[str, None]:
    """What the index keeps of several folded texts, each token behind the mark: runs of up to
    ``longest`` characters."""
    kept: dict[str, None] = {}
    for text in texts:
        coded = [_coded(char) for char in text]
        run = [mark] * len(coded)
        for start in range(longest):
            run = list(map(str.__add__, run, coded[start:]))
            kept.update(dict.fromkeys(run))
    return kept


def asked(word: str, mark: str = "", longest: int = RUN) -> list[str]:
    """The tokens of every text that holds this folded word, kept with the same ``longest``."""
    coded = [_coded(char) for char in word]
    last = max(0, len(coded) - longest)
    runs = [mark + "".join(coded[start : start + longest]) for start in range(last + 1)]
    return list(dict.fromkeys(runs))


def _coded(char: str) -> str:
    plain = char in _PLAIN or "一" <= char <= "鿌" or "㐀" <= char <= "䶵"
    return char if plain else f"q{ord(char):06x}"
