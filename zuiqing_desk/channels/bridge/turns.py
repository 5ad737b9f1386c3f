"""Large bodies are held a few at a time: each costs several times its size in memory."""

import asyncio
from typing import Final
from weakref import WeakValueDictionary

from zuiqing_desk.channels.bridge.refusals import Refusal

TURN_S: Final = 5.0
"""How long a large body waits for its turn."""


class Turns:
    """So many at once, and half of them for one address."""

    def __init__(self, at_once: int) -> None:
        self.free = asyncio.Semaphore(at_once)
        self.held = 0
        self._share = max(1, at_once // 2)
        self._shares: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    def share(self, address: str) -> asyncio.Semaphore:
        """What an address has of them, as long as somebody there wants a turn."""
        return self._shares.setdefault(address, asyncio.Semaphore(self._share))


class Turn:
    """One body's turn, taken when it turns out to be large."""

    def __init__(self, turns: Turns, address: str) -> None:
        self._turns = turns
        self._share = turns.share(address)
        self.held = False

    async def take(self) -> None:
        """Wait for the turn, once and not long. Raises Refusal ``too_many_large``."""
        if self.held:
            return
        try:
            async with asyncio.timeout(TURN_S):
                await self._both()
        except TimeoutError:
            raise Refusal("too_many_large") from None
        self.held = True
        self._turns.held += 1

    async def _both(self) -> None:
        await self._share.acquire()
        try:
            await self._turns.free.acquire()
        except BaseException:
            self._share.release()
            raise

    def give_back(self) -> None:
        """Let the next one in; idempotent."""
        if self.held:
            self.held = False
            self._turns.held -= 1
            self._turns.free.release()
            self._share.release()
