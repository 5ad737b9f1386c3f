"""The time as the store keeps it."""

import time
from collections.abc import Callable

Clock = Callable[[], int]
"""Gives UTC integer microseconds. It may be set back: order by id, never by time."""


def utc_now() -> int:
    """The machine's time in UTC microseconds."""
    return time.time_ns() // 1000
