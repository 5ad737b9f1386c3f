"""Where the words of a query stand in a text, whatever their width, case and script."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from zuiqing_desk.lookup.fold import fold
from zuiqing_desk.rules.text import graphemes

Place = tuple[int, int]
"""From which character to before which."""


def found_at(text: str, words: Iterable[str]) -> list[Place]:
    """Where any of the words stands in ``text``: in order, and what touches or overlaps is one.
    What a reader sees as one character is never divided."""
    wanted = {folded for word in words if (folded := fold(word))}
    if not wanted:
        return []
    folded, at = _unfolding(text)
    places = sorted(
        (at[start], at[start + len(word) - 1] + 1)
        for word in wanted
        for start in _starts(folded, word)
    )
    if places and not text.isascii():
        bounds = [0, *accumulate(map(len, graphemes(text)))]
        places = [_widened(first, last, bounds) for first, last in places]
    joined: list[Place] = []
    for first, last in places:
        if joined and first <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(last, joined[-1][1])
        else:
            joined.append((first, last))
    return joined


def _widened(first: int, last: int, bounds: Sequence[int]) -> Place:
    return bounds[bisect_right(bounds, first) - 1], bounds[bisect_left(bounds, last)]


def _unfolding(text: str) -> tuple[str, Sequence[int]]:
    """The text folded, and of which character each of its characters came."""
    whole = fold(text)
    if len(whole) == len(text) and text.isascii():
        return whole, range(len(text))
    parts = [fold(char) for char in text]
    return "".join(parts), [at for at, part in enumerate(parts) for _ in part]


def _starts(text: str, word: str) -> Iterable[int]:
    start = text.find(word)
    while start >= 0:
        yield start
        start = text.find(word, start + 1)
