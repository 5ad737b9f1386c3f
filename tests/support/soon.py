"""Waiting on the event loop for something to become true."""

import asyncio
from collections.abc import Callable

STEP_S = 0.001


async def comes_true(condition: Callable[[], bool], deadline_s: float = 30.0) -> None:
    """Return as soon as ``condition`` holds. Raises AssertionError after ``deadline_s``."""
    loop = asyncio.get_running_loop()
    give_up = loop.time() + deadline_s
    while not condition():
        if loop.time() > give_up:
            raise AssertionError("it did not come true in time")
        await asyncio.sleep(STEP_S)
