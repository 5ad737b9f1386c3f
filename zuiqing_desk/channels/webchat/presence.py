"""Telling the desk that visitors come, go and type, without a write for every keystroke."""

import asyncio
import logging
import time
from collections.abc import Callable

from zuiqing_desk.channels.base import Sink

TYPING_EVERY_S = 2.0
"""Typing that goes on is told this often; it expires on the desk after some seconds."""

_log = logging.getLogger(__name__)


class Presence:
    """The newest state of each visitor, told to the sink one after another.

    It describes the moment and expires, so what the store cannot take is dropped.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._untold: dict[int, tuple[bool, bool]] = {}
        self._typing_told: dict[int, float] = {}
        self._wake = asyncio.Event()

    def came(self, conversation_id: int) -> None:
        self._tell(conversation_id, online=True, typing=False)

    def went(self, conversation_id: int) -> None:
        self._typing_told.pop(conversation_id, None)
        self._tell(conversation_id, online=False, typing=False)

    def typing(self, conversation_id: int, on: bool) -> None:
        now = self._clock()
        told = self._typing_told.get(conversation_id)
        if on and told is not None and now - told < TYPING_EVERY_S:
            return
        if on:
            self._typing_told[conversation_id] = now
        elif self._typing_told.pop(conversation_id, None) is None:
            return
        self._tell(conversation_id, online=True, typing=on)

    def _tell(self, conversation_id: int, *, online: bool, typing: bool) -> None:
        self._untold[conversation_id] = (online, typing)
        self._wake.set()

    async def tell_forever(self, sink: Sink) -> None:
        """Tell the sink what changed, until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            untold, self._untold = self._untold, {}
            for conversation_id, (online, typing) in untold.items():
                try:
                    await sink.presence(conversation_id, online=online, typing=typing)
                except Exception:
                    _log.warning("presence not told", exc_info=True)
