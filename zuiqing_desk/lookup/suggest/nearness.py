"""Which reply of a category comes nearest to a line."""

from collections.abc import Container, Sequence

import numpy as np

from zuiqing_desk.lookup.suggest.example import Example
from zuiqing_desk.lookup.suggest.matrix import Floats, Ints


class Nearness:
    """Every reply as the middle of its examples; a line is near if it points the same way."""

    def __init__(self, examples: Sequence[tuple[Example, Ints, Floats]]) -> None:
        first: dict[int, str] = {}
        for one, _, _ in examples:
            first.setdefault(one.key, one.category)
        self._keys = list(first)
        self._category = list(first.values())
        self._columns, self._replies, self._values = _middles(
            examples, {key: place for place, key in enumerate(first)}
        )

    def best(
        self, columns: Ints, values: Floats, allowed: Container[int] | None, limit: int
    ) -> dict[str, list[tuple[int, float]]]:
        """For every category its nearest replies, at most ``limit``, nearest first."""
        near = np.zeros(len(self._keys), np.float64)
        for column, value in zip(columns, values, strict=True):
            start, end = np.searchsorted(self._columns, (column, column + 1))
            near[self._replies[start:end]] += self._values[start:end] * value
        found: dict[str, list[tuple[int, float]]] = {}
        for place in np.argsort(-near, kind="stable"):
            mine = found.setdefault(self._category[place], [])
            if len(mine) < limit and (allowed is None or self._keys[place] in allowed):
                mine.append((self._keys[place], float(near[place])))
        return found


def _middles(
    examples: Sequence[tuple[Example, Ints, Floats]], place: dict[int, int]
) -> tuple[Ints, Ints, Floats]:
    """The middles of all replies as (column, reply, value), by column."""
    if not examples:
        nothing = np.zeros(0, np.int64)
        return nothing, nothing, np.zeros(0, np.float32)
    replies = np.concatenate(
        [np.full(len(columns), place[one.key], np.int64) for one, columns, _ in examples]
    )
    columns = np.concatenate([columns for _, columns, _ in examples])
    values = np.concatenate([values * one.weight for one, _, values in examples])
    cells, at = np.unique(columns * len(place) + replies, return_inverse=True)
    sums = np.bincount(at, weights=values)
    replies, columns = cells % len(place), cells // len(place)
    lengths = np.sqrt(np.bincount(replies, weights=sums * sums, minlength=len(place)))
    return columns, replies, (sums / lengths[replies]).astype(np.float32)
