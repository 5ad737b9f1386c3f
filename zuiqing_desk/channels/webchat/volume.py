"""How much a key may send in a day, in bounded memory."""

import time
from collections.abc import Callable, Hashable
from itertools import islice

DAY_S = 86_400.0


class Volume:
    """A bucket of ``per_day`` bytes for each key, refilled evenly.

    A key costs one number: the moment its bucket would be full again. Keys whose bucket is full are
    forgotten, and never more than ``max_keys`` are kept.
    """

    def __init__(
        self,
        per_day: int,
        *,
        clock: Callable[[], float] = time.monotonic,
        max_keys: int = 10_000,
    ) -> None:
        self._cost = DAY_S / per_day
        self._clock = clock
        self._max_keys = max_keys
        self._full_at: dict[Hashable, float] = {}

    def wait(self, key: Hashable) -> float:
        """0.0 while something is left in the bucket, otherwise the seconds until there will be."""
        return max(0.0, self._full_at.get(key, 0.0) - self._clock() - DAY_S)

    def add(self, key: Hashable, size: int) -> None:
        """Take ``size`` bytes out of it, also more than are in it: what has come has come."""
        now = self._clock()
        # Taken out and put back at the end, so that the dict stays ordered by last use.
        full_at = max(self._full_at.pop(key, now), now)
        self._full_at[key] = full_at + size * self._cost
        # Two a call: the table shrinks while it is used, and no call is ever slow.
        for oldest in list(islice(self._full_at, 2)):
            if self._full_at[oldest] <= now or len(self._full_at) > self._max_keys:
                del self._full_at[oldest]

    def __len__(self) -> int:
        return len(self._full_at)
