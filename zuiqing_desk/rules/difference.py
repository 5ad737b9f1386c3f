"""What changed between two wordings, character by character, as a person would mark it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple

from zuiqing_desk.rules.text import graphemes

Kind = Literal["same", "removed", "added"]

MOST_EFFORT: Final = 400_000
"""Pairs of equal units looked at before a coarser division is taken."""


class Piece(NamedTuple):
    """A stretch of text and what became of it."""

    kind: Kind
    text: str


class _Stretch(NamedTuple):
    """Text before and after; equal when nothing happened to it."""

    before: str
    after: str


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """The way from ``before`` to ``after``.

    The pieces that are not added make up ``before``, those not removed make up ``after``; where
    something was replaced, what was removed stands first. Two changes with a single character
    between them are one change: scattered single characters are hard to read. Very long texts of
    few different characters are compared by lines, or as a whole, so that it always ends soon.
    """
    return tuple(_pieces(_joined(_stretches(before, after))))


def _stretches(before: str, after: str) -> Iterator[_Stretch]:
    for divide in (graphemes, _lines):
        old, new = divide(before), divide(after)
        if _effort(old, new) <= MOST_EFFORT:
            matcher = SequenceMatcher(None, old, new, autojunk=False)
            for _, a, b, c, d in matcher.get_opcodes():
                yield _Stretch("".join(old[a:b]), "".join(new[c:d]))
            return
    yield _Stretch(before, after)


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _effort(old: Sequence[str], new: Sequence[str]) -> int:
    """How many pairs of equal units there are: what comparing them costs."""
    there = Counter(new)
    return sum(count * there[unit] for unit, count in Counter(old).items())


def _joined(stretches: Iterator[_Stretch]) -> Iterator[_Stretch]:
    """Neighbouring changes as one, over a single character between them."""
    change, between = _Stretch("", ""), ""
    for one in stretches:
        if one.before == one.after:
            if change != ("", "") and not between and _is_scrap(one.before):
                between = one.before
                continue
            yield from (change, _Stretch(between, between), one)
            change, between = _Stretch("", ""), ""
        else:
            change = _Stretch(
                change.before + between + one.before, change.after + between + one.after
            )
            between = ""
    yield from (change, _Stretch(between, between))


def _is_scrap(text: str) -> bool:
    return len(text) == 1 and text != "\n"


def _pieces(stretches: Iterator[_Stretch]) -> Iterator[Piece]:
    for before, after in stretches:
        if before == after:
            if before:
                yield Piece("same", before)
            continue
        if before:
            yield Piece("removed", before)
        if after:
            yield Piece("added", after)
