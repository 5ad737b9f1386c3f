"""Large bodies are held a few at a time: each costs several times its size in memory."""

import asyncio
from typing import Final

from zuiqing_desk.channels.bridge.refusals import Refusal

TURN_S: Final = 5.0
"""How long a large body waits for its turn."""


class Turns:
    """So many at once."""

    def __init__(self, at_once: int) -> None:
        self._free = asyncio.Semaphore(at_once)
        self.held = 0

    async def take(self) -> None:
        """Wait for a turn, not long. Raises Refusal ``too_many_large``."""
        try:
            async with asyncio.timeout(TURN_S):
                await self._free.acquire()
        except TimeoutError:
            raise Refusal("too_many_large") from None
        self.held += 1

    def give_back(self) -> None:
        self.held -= 1
        self._free.release()


class Turn:
    """One body's turn, taken when it turns out to be large."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self.held = False

    async def take(self) -> None:
        """Wait for the turn, once. Raises Refusal ``too_many_large``."""
        if not self.held:
            await self._turns.take()
            self.held = True

    def give_back(self) -> None:
        """Let the next one in; idempotent."""
        if self.held:
            self.held = False
            self._turns.give_back()
