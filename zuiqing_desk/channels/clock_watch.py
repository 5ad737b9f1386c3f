"""Noticing that the computer's clock was moved, and that desks could not be heard for a while."""

import time
from collections.abc import Callable
from functools import partial
from typing import Final

from zuiqing_desk.services import clock_set_back
from zuiqing_desk.services.duty import PRESENCE_S
from zuiqing_desk.store.clock import Clock
from zuiqing_desk.store.tx import Tx

TOLERANCE_US: Final = 5_000_000
"""A clock that is set right in small steps is not one that was moved."""

LATE_S: Final = 10.0
"""Who looks so late was asleep or held up, and so were others."""

TOLD_S: Final = 600.0
"""So long people are told of a clock that was moved, and can set it right."""

_ANY_US: Final = 10**18
"""Nobody knows by how much."""


def passing() -> float:
    """Seconds that nobody can set; sleep of the computer counts where the system tells of it."""
    return time.monotonic() if _COUNTS_SLEEP is None else time.clock_gettime(_COUNTS_SLEEP)


# The first on Linux; on macOS, where time.monotonic() stands still in sleep, the second.
_COUNTS_SLEEP: Final[int | None] = getattr(
    time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC_RAW", None)
)


class ClockWatch:
    """Compares the store's clock with the time that passes.

    Silence means that a desk is gone only where it could have been heard: not after the clock
    jumped or the store could not be written.
    """

    def __init__(self, clock: Clock, passes: Callable[[], float] = passing) -> None:
        self._clock = clock
        self._passes = passes
        self._seen = (clock(), passes())
        self._deaf_until = float("-inf")
        self._off = 0
        self._behind_since = 0
        self._units: list[Callable[[Tx], int]] = []
        self._moved = 0
        self._told_until = float("-inf")

    def look(self) -> int:
        """By how many microseconds the clock was moved since the last look: forward is positive,
        0 is not at all."""
        now, passed = self._clock(), self._passes()
        moved, late = self._compared(now, passed)
        self._note(moved)
        self._seen = (now, passed)
        if moved or late:
            self.deaf()
        if not moved:
            return 0
        self._moved, self._told_until = moved, passed + TOLD_S
        return moved

    def begin(self, tx: Tx) -> None:
        """Put right what a clock left that was set back while nobody looked, or is not set yet."""
        if clock_set_back.put_right(tx):
            self._off, self._behind_since = -_ANY_US, tx.now

    @property
    def units(self) -> list[Callable[[Tx], int]]:
        """What is to be put right in the store, in this order; whoever did one takes it away."""
        return self._units

    def _note(self, moved: int) -> None:
        if moved < 0:
            self._units.append(partial(clock_set_back.put_right, back_us=-moved))
            self._behind_since = self._seen[0] + moved
        elif moved and self._off < 0:
            # Forward alone is left as it is: the machine may have stood still for so long.
            forward = min(moved, -self._off)
            self._units.append(
                partial(clock_set_back.take_back, forward_us=forward, since=self._behind_since)
            )
        unknown = self._off <= -_ANY_US
        self._off = 0 if moved > 0 and unknown else self._off + moved

    def deaf(self) -> None:
        """No desk could say until now that it lives."""
        self._deaf_until = self._passes() + PRESENCE_S

    def settled(self, now: int) -> bool:
        """Whether what is final may be written by a unit whose clock says ``now``: it was not moved
        lately, nor since the last look."""
        passed = self._passes()
        return passed >= self._told_until and not self._compared(now, passed)[0]

    @property
    def words(self) -> str:
        """That the clock was moved, in words for people, for some minutes; else ""."""
        if self._passes() >= self._told_until:
            return ""
        way = "突然快了" if self._moved > 0 else "突然慢了"
        return f"这台电脑的时钟{way} {_long(abs(self._moved))}，请核对系统时间"

    def hears(self, now: int) -> bool:
        """Whether desks have had time to be heard of, for a unit whose clock says ``now``: it may
        have been moved since the last look."""
        passed = self._passes()
        moved, late = self._compared(now, passed)
        return not moved and not late and passed >= self._deaf_until

    def _compared(self, now: int, passed: float) -> tuple[int, bool]:
        """By how much the clock was moved since the last look, and whether that is long ago."""
        took = passed - self._seen[1]
        moved = now - self._seen[0] - int(took * 1_000_000)
        return (moved if abs(moved) > TOLERANCE_US else 0), took > LATE_S


def _long(microseconds: int) -> str:
    seconds = microseconds // 1_000_000
    for size, name in ((86_400, "天"), (3_600, "小时"), (60, "分钟")):
        if round(seconds / size, 1) >= 1:
            return f"{round(seconds / size)} {name}"
    return f"{seconds} 秒"
