"""Keys typed faster than the screen follows go where they were meant to go.

Textual hands a key to the widget that has the focus when the key is *read*. A number, Tab, a PIN
and Enter arriving in one read would all land in the first field; Enter and Ctrl+G in one read could
act in either order. Here a key that may move the focus is followed through, with the workers it
starts and the screen it opens, and what is typed meanwhile waits its turn.
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
from textual.widget import Widget
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
        acts = isinstance(event, events.Key) and _acts(event, screen, target)
        await super().on_event(event)
        if isinstance(event, events.Key) and acts:
            self._following = asyncio.create_task(self._follow(target, screen, working))

    async def _follow(
        self, target: MessagePump, screen: Screen[Any], working: set[Worker[Any]]
    ) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                await _passed(target)
                for worker in set(self.workers) - working:
                    await self._done_or_asking(worker, screen)
                if self.screen is not screen:
                    await self._takes_keys(self.screen)
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

    async def _takes_keys(self, screen: Screen[Any]) -> None:
        """Wait until a screen that was just opened has its focus where it wants it."""
        for _ in itertools.count():
            if screen.is_mounted:
                break
            await asyncio.sleep(POLL_S)
        await _handled(screen)


def _acts(event: events.Key, screen: Screen[Any], target: MessagePump) -> bool:
    """Whether a key may do more than put a character into a text."""
    if not event.is_printable or not isinstance(target, Widget):
        return True
    if not target.check_consume_key(event.key, event.character):
        return True
    chain = screen._binding_chain
    return any(event.key in found.key_to_bindings for node, found in chain if node is target)


async def _passed(target: MessagePump) -> None:
    """Wait until what a widget made of a key has gone up through its ancestors and the App."""
    pump: MessagePump | None = target
    # Twice at the start: first the key is handled, then what it made the widget post to itself.
    while pump is not None and await _handled(pump):
        if pump is target and not await _handled(pump):
            return
        pump = pump._parent


async def _handled(pump: MessagePump) -> bool:
    """Wait until a pump has handled what it was sent so far; False if it handles no more."""
    done = asyncio.Event()
    if not pump.is_running or not pump.post_message(events.Callback(callback=done.set)):
        return False
    await done.wait()
    return True
