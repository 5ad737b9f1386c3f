"""Keys typed faster than the screen follows go where they were meant to go.

Textual hands a key to the widget that has the focus when the key is *read*. A number, Tab, a PIN
and Enter arriving in one read would all land in the first field; Enter and Ctrl+G in one read could
act in either order. Here a key that may move the focus is followed through, with the workers it
starts, and what is typed meanwhile waits its turn.
"""

import asyncio
import contextlib
import itertools
from collections import deque
from typing import Any

from textual import events
from textual.app import App, ReturnType
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.worker import Worker

PATIENCE_S = 0.5
"""How long typing waits at the longest for what a key set off."""

POLL_S = 0.002


class TypeAheadApp(App[ReturnType]):
    """Reads keys one after the other, each after the consequences of the last."""

    _following: asyncio.Task[None] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ahead: deque[events.Event] = deque()

    async def on_event(self, event: events.Event) -> None:
        """Read a key, or keep it for later while the one before is followed through."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self._following is not None or self._ahead:
            self._ahead.append(event)
        else:
            await self._read(event)

    async def _read(self, event: events.Event) -> None:
        screen, target, working = self.screen, self.focused or self.screen, set(self.workers)
        await super().on_event(event)
        if isinstance(event, events.Key) and not event.is_printable:
            self._following = asyncio.create_task(self._follow(target, screen, working))

    async def _follow(
        self, target: MessagePump, screen: Screen[Any], working: set[Worker[Any]]
    ) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                await _passed(target)
                for worker in set(self.workers) - working:
                    await self._done_or_asking(worker, screen)
        self._following = None
        try:
            while self._ahead and self._following is None:
                await self._read(self._ahead.popleft())
        except Exception as error:
            self._handle_exception(error)

    async def _done_or_asking(self, worker: Worker[Any], screen: Screen[Any]) -> None:
        """Wait until a worker is done or has put a dialog on the screen."""
        for _ in itertools.count():
            if worker.is_finished or self.screen is not screen:
                return
            await asyncio.sleep(POLL_S)


async def _passed(target: MessagePump) -> None:
    """Wait until what a widget made of a key has gone up through its ancestors and the App."""
    pump: MessagePump | None = target
    while pump is not None:
        done = asyncio.Event()
        if not pump.is_running or not pump.post_message(events.Callback(callback=done.set)):
            return
        await done.wait()
        pump = pump._parent
