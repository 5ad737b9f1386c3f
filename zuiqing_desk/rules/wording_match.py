"""How the words of a list are found in a message."""

import re
from functools import cached_property, lru_cache
from typing import Final

from zuiqing_desk.rules.text import folded

GAP: Final = "…"
"""In a word of a list: up to _LONGEST_GAP characters may stand here."""

_LONGEST_GAP: Final = 8
_HAN: Final = "\u3400-\u9fff"
_BLANK: Final = "[ \\t\u3000\u00a0\u200b]"
_BLANK_BESIDE_HAN: Final = re.compile(f"{_BLANK}(?:(?<=[{_HAN}].)|(?=[{_HAN}]))", re.DOTALL)
_REMEMBERED: Final = 0xFFFF
"""Code points up to here are folded once; the rest of Unicode is not worth its memory."""
_WRITTEN_GAP: Final = re.compile(r"…+|\.{3,}")
# A sentence ends at these; a clause at a comma too.
_SENTENCE_ENDS: Final = r"!?。;\n"
_CLAUSE_ENDS: Final = _SENTENCE_ENDS + ",、:"


class Folded:
    """A message made equal for comparing (case, width, no blanks beside Chinese), with the way
    back to its own positions."""

    def __init__(self, message: str) -> None:
        self._message = message
        self.text: Final = _BLANK_BESIDE_HAN.sub("", message).translate(_FOLDS)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` (not empty) stands in the message."""
        return self._from[start], self._from[end - 1] + 1

    @cached_property
    def _from(self) -> list[int]:
        """Of each character of ``text``, which one of the message it came of. Most messages have
        nothing found in them, and never ask."""
        left_out = {one.start() for one in _BLANK_BESIDE_HAN.finditer(self._message)}
        return [
            index
            for index, char in enumerate(self._message)
            if index not in left_out
            for _ in range(len(_FOLDS[ord(char)]))
        ]


class _Folds(dict[int, str]):
    """What each character becomes, one by one (rules.text.folded)."""

    def __missing__(self, code: int) -> str:
        made = folded(chr(code))
        if code <= _REMEMBERED:
            self[code] = made
        return made


_FOLDS: Final = _Folds()


@lru_cache(maxsize=64)
def words_pattern(words: tuple[str, ...], over_commas: bool) -> re.Pattern[str] | None:
    """Finds any of ``words``, the longest first; None when there are none.

    ``over_commas``: a gap may go on after a comma. Latin letters and digits must stand alone: vx
    is not in vxlan. One Chinese character alone takes up to two more with it, so that a warning
    about 最 shows 最便宜.
    """
    gap = f"[^{_SENTENCE_ENDS if over_commas else _CLAUSE_ENDS}]{{0,{_LONGEST_GAP}}}?"
    return _any_of([_word(word, gap) for word in _longest_first(words)])


@lru_cache(maxsize=16)
def phrases_pattern(phrases: tuple[str, ...]) -> re.Pattern[str] | None:
    """Finds ``phrases`` as they stand, also overlapping ones, as group 1; None without any."""
    pattern = _any_of([re.escape(Folded(one).text) for one in _longest_first(phrases)])
    return None if pattern is None else re.compile(f"(?=({pattern.pattern}))")


def _longest_first(words: tuple[str, ...]) -> list[str]:
    return sorted((word for word in words if word.strip()), key=lambda word: (-len(word), word))


def _any_of(patterns: list[str]) -> re.Pattern[str] | None:
    # An empty pattern would be found everywhere, for ever.
    alternatives = "|".join(pattern for pattern in patterns if pattern)
    return re.compile(alternatives) if alternatives else None


def _word(word: str, gap: str) -> str:
    pieces = [Folded(piece).text for piece in _WRITTEN_GAP.split(word)]
    pieces = [piece for piece in pieces if piece]
    if not pieces:
        return ""
    inner = gap.join(re.escape(piece) for piece in pieces)
    if re.fullmatch(f"[{_HAN}]", inner):
        return f"{inner}[{_HAN}]{{0,2}}"
    return _edge("(?<!", pieces[0][0]) + inner + _edge("(?!", pieces[-1][-1])


def _edge(opening: str, char: str) -> str:
    """What must not stand beside a word that begins or ends with ``char``."""
    if "a" <= char <= "z":
        return f"{opening}[a-z])"
    return f"{opening}[0-9])" if "0" <= char <= "9" else ""
