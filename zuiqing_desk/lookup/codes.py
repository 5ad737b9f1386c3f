"""Short codes: which entry has exactly this one, which begin with it."""

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from zuiqing_desk.lookup.grades import BEGINS_CODE, EXACT_CODE, Grades

_LAST = "\U0010ffff"


class Codes:
    """The folded codes of the rows of a segment, sorted."""

    def __init__(self, codes: Sequence[str]) -> None:
        order = sorted(range(len(codes)), key=codes.__getitem__)
        self._codes = [codes[row] for row in order]
        self._rows: NDArray[np.int32] = np.array(order, np.int32)

    def grade(self, text: str, grades: Grades) -> None:
        """Put the grades of the rows whose code begins with ``text`` into ``grades``."""
        low = bisect_left(self._codes, text)
        if low == len(self._codes) or not self._codes[low].startswith(text):
            return
        high = bisect_left(self._codes, text + _LAST, low)
        rows = self._rows[low:high]
        grades[rows] = np.minimum(grades[rows], BEGINS_CODE)
        same = bisect_left(self._codes, text + "\0", low, high)
        grades[self._rows[low:same]] = EXACT_CODE
