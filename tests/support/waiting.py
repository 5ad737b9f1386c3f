"""Waiting for something to become true, instead of sleeping."""

import time
from collections.abc import Callable

_STEP_S = 0.005


def eventually(condition: Callable[[], bool], deadline_s: float = 30.0) -> None:
    """Return as soon as ``condition`` holds. Raises AssertionError after ``deadline_s``."""
    give_up = time.monotonic() + deadline_s
    while not condition():
        if time.monotonic() >= give_up:
            raise AssertionError("it did not become true in time")
        time.sleep(_STEP_S)
