"""A query taken apart, and the ways in which one letter of it may be wrong."""

import re
from string import ascii_lowercase
from typing import Final, NamedTuple

from zuiqing_desk.lookup.fold import fold
from zuiqing_desk.rules.text import clean

TYPO_LETTERS: Final = range(4, 41)
"""Lengths of the tokens in which a typo is forgiven: a shorter one would match anything."""

_APOSTROPHES: Final = re.compile("['’`]")
_LETTERS: Final = re.compile("[a-z]+")


class Token(NamedTuple):
    """A part of a query: ``text`` folded, ``letters`` what may be pinyin in it (else empty)."""

    text: str
    letters: str

    @property
    def forgiving(self) -> bool:
        """Whether one wrong letter in it is forgiven."""
        return len(self.letters) in TYPO_LETTERS


def tokens(query: str) -> tuple[Token, ...]:
    """The different tokens of ``query``: what stands between blanks, also ideographic ones."""
    return tuple(map(_token, dict.fromkeys(fold(clean(query)).split())))


def _token(text: str) -> Token:
    letters = _APOSTROPHES.sub("", text)
    return Token(text, letters if _LETTERS.fullmatch(letters) else "")


def one_typo(letters: str) -> list[str]:
    """Everything that may have been meant when one key went wrong.

    One letter too many, one missing, one replaced, or two neighbours swapped. ``letters`` itself
    is not among it.
    """
    meant: set[str] = set()
    for at in range(len(letters) + 1):
        head, tail = letters[:at], letters[at:]
        meant.update(head + letter + tail for letter in ascii_lowercase)
        if tail:
            meant.add(head + tail[1:])
            meant.update(head + letter + tail[1:] for letter in ascii_lowercase)
        if len(tail) > 1:
            meant.add(head + tail[1] + tail[0] + tail[2:])
    meant.discard(letters)
    return sorted(meant)
