"""The lines to learn from: how many, and in what order, so that learning takes a bounded time."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from zuiqing_desk.lookup.suggest.example import Example
from zuiqing_desk.lookup.suggest.wordings import shipped

NOBODY: Final = -1
"""The key of a wording that belongs to a category and to no reply."""
MOST: Final = 20_000
"""Examples of replies; the rest is left out, every reply keeping some as long as it can."""
_SURE: Final = 0.75


def lessons(examples: Sequence[Example], *, most: int = MOST) -> list[Example]:
    """The shipped wordings, then at most ``most`` examples."""
    base = [Example(text, NOBODY, category) for category, text in shipped()]
    return base + (list(examples) if len(examples) <= most else list(_fairly(examples, most)))


def sure(example: Example) -> bool:
    """Whether an example tells a category. A reply's own words do not: they answer, not ask."""
    return example.weight > _SURE


def _fairly(examples: Iterable[Example], most: int) -> Iterator[Example]:
    """The best of each reply first, then the second best of each, until there are ``most``."""
    of_key: dict[int, list[Example]] = {}
    for example in examples:
        of_key.setdefault(example.key, []).append(example)
    for own in of_key.values():
        own.sort(key=lambda one: -one.weight)
    turn, left = 0, most
    while left > 0:
        taken = [own[turn] for own in of_key.values() if len(own) > turn][:left]
        if not taken:
            return
        yield from taken
        left -= len(taken)
        turn += 1
