"""Lines as directions: every feature a dimension, the rarer the longer."""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from zuiqing_desk.lookup.suggest.features import WEIGHTS
from zuiqing_desk.lookup.suggest.matrix import Floats, Ints


class Space:
    """The dimensions that the lines learned from have, and how much each counts."""

    def __init__(self, lines: Sequence[Sequence[str]]) -> None:
        held = Counter(feature for line in lines for feature in set(line))
        self._number = {feature: number for number, feature in enumerate(held)}
        self._weight = [
            (math.log((len(lines) + 1) / (times + 1)) + 1) * WEIGHTS[feature[0]]
            for feature, times in held.items()
        ]

    def __len__(self) -> int:
        return len(self._number)

    def place(self, line: Sequence[str]) -> tuple[Ints, Floats]:
        """A line's columns and values, of length 1; empty if nothing of it was ever met."""
        counts: dict[int, int] = {}
        for feature in line:
            number = self._number.get(feature)
            if number is not None:
                counts[number] = counts.get(number, 0) + 1
        columns = np.fromiter(counts, np.int64, len(counts))
        values = np.array(
            [(1 + math.log(times)) * self._weight[at] for at, times in counts.items()], np.float32
        )
        length = math.sqrt(float(values @ values))
        return columns, values / np.float32(length or 1.0)
