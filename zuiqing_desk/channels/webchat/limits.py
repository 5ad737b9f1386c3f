"""Rates: how often a key may do something, in bounded memory."""

import time
from collections.abc import Callable, Hashable

MINUTE_S = 60.0


class Rate:
    """A bucket of ``per_minute`` tokens for each key, refilled evenly.

    A key costs one number: the moment its bucket would be full again. Keys whose bucket is full
    are forgotten, the longest unused first, and never more than ``max_keys`` are kept.
    """

    def __init__(
        self,
        per_minute: int,
        *,
        clock: Callable[[], float] = time.monotonic,
        max_keys: int = 10_000,
    ) -> None:
        self._cost = MINUTE_S / per_minute
        self._clock = clock
        self._max_keys = max_keys
        self._full_at: dict[Hashable, float] = {}

    def take(self, key: Hashable) -> float:
        """Take one token. 0.0 when there was one, otherwise the seconds until there will be."""
        now = self._clock()
        # Taken out and put back at the end, so that the dict stays ordered by last use.
        full_at = max(self._full_at.pop(key, now), now)
        wait = full_at + self._cost - now - MINUTE_S
        if wait > 1e-9:
            self._full_at[key] = full_at
            return wait
        self._full_at[key] = full_at + self._cost
        self._forget(now)
        return 0.0

    def __len__(self) -> int:
        return len(self._full_at)

    def _forget(self, now: float) -> None:
        # Two a call: the table shrinks while it is used, and no call is ever slow.
        for key in list(_first_two(self._full_at)):
            if self._full_at[key] <= now or len(self._full_at) > self._max_keys:
                del self._full_at[key]


def _first_two(table: dict[Hashable, float]) -> list[Hashable]:
    keys = []
    for key in table:
        keys.append(key)
        if len(keys) == 2:
            break
    return keys
