"""Lines as directions: every feature a dimension, the rarer the longer."""

import math
from collections.abc import Sequence
from itertools import chain

import numpy as np

from zuiqing_desk.lookup.suggest.features import WEIGHTS
from zuiqing_desk.lookup.suggest.matrix import Floats, Ints, Matrix


class Space:
    """The dimensions of the lines learned from. ``taught`` holds these lines, each of length 1;
    none of them may be empty."""

    def __init__(self, lines: Sequence[Sequence[str]]) -> None:
        number: dict[str, int] = {}
        flat = [number.setdefault(one, len(number)) for one in chain.from_iterable(lines)]
        width = len(number)
        owner = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
        cells, times = np.unique(owner * width + np.array(flat, np.int64), return_counts=True)
        rows, columns = np.divmod(cells, max(1, width))
        held = np.bincount(columns, minlength=width)
        kinds = np.array([WEIGHTS[feature[0]] for feature in number], np.float64)
        weight = (np.log((len(lines) + 1) / (held + 1)) + 1) * kinds
        values = (1 + np.log(times)) * weight[columns]
        lengths = np.sqrt(np.bincount(rows, weights=values * values, minlength=len(lines)))
        self._number = number
        self._weight = weight
        self.taught = Matrix(
            columns,
            (values / lengths[rows]).astype(np.float32),
            np.searchsorted(rows, np.arange(len(lines) + 1)),
            width,
        )

    def place(self, line: Sequence[str]) -> tuple[Ints, Floats]:
        """A line's columns and values, of length 1; empty if nothing of it was ever met."""
        counts: dict[int, int] = {}
        for feature in line:
            number = self._number.get(feature)
            if number is not None:
                counts[number] = counts.get(number, 0) + 1
        columns = np.fromiter(counts, np.int64, len(counts))
        values = np.array([1 + math.log(times) for times in counts.values()])
        values *= self._weight[columns]
        length = math.sqrt(float(values @ values)) or 1.0
        return columns, (values / length).astype(np.float32)
