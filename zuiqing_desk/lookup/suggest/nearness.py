"""Which reply of a category comes nearest to a line."""

from collections.abc import Container, Sequence

import numpy as np

from zuiqing_desk.lookup.suggest.example import Example
from zuiqing_desk.lookup.suggest.matrix import Floats, Ints, Matrix


class Nearness:
    """Every reply as the middle of its examples; a line is near if it points the same way.

    ``placed`` holds the examples, a row each.
    """

    def __init__(self, examples: Sequence[Example], placed: Matrix) -> None:
        first: dict[int, str] = {}
        for one in examples:
            first.setdefault(one.key, one.category)
        self._keys = list(first)
        self._category = list(first.values())
        place = {key: number for number, key in enumerate(first)}
        owner = np.array([place[one.key] for one in examples], np.int64)
        weights = np.array([one.weight for one in examples])
        cells, at = np.unique(placed.columns * len(place) + owner[placed.rows], return_inverse=True)
        sums = np.bincount(at, weights=placed.values * weights[placed.rows])
        self._columns, self._replies = np.divmod(cells, max(1, len(place)))
        lengths = np.sqrt(np.bincount(self._replies, weights=sums * sums, minlength=len(place)))
        self._values = sums / lengths[self._replies]

    def best(
        self, columns: Ints, values: Floats, allowed: Container[int] | None, limit: int
    ) -> dict[str, list[tuple[int, float]]]:
        """For every category its nearest replies, at most ``limit``, nearest first."""
        near = np.zeros(len(self._keys))
        starts = np.searchsorted(self._columns, columns)
        ends = np.searchsorted(self._columns, columns, side="right")
        for start, end, value in zip(starts, ends, values, strict=True):
            near[self._replies[start:end]] += self._values[start:end] * value
        found: dict[str, list[tuple[int, float]]] = {}
        for place in np.argsort(-near, kind="stable"):
            mine = found.setdefault(self._category[place], [])
            if len(mine) < limit and (allowed is None or self._keys[place] in allowed):
                mine.append((self._keys[place], float(near[place])))
        return found
