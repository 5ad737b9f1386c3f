"""Type into an app that runs without a terminal, as fast as a burst from one would come."""

from typing import Any

from textual import events
from textual.app import App
from textual.keys import _character_to_key
from textual.pilot import Pilot


class Typist:
    """Posts key events without waiting between them; ``settle`` waits until all took effect."""

    def __init__(self, pilot: Pilot[Any]) -> None:
        self._pilot = pilot

    @property
    def app(self) -> App[Any]:
        """The app typed into."""
        return self._pilot.app

    def prepare(self, text: str) -> list[events.Key]:
        """The events of a text, stamped now and not posted yet."""
        return [events.Key(_character_to_key(char), char) for char in text]

    def post(self, *pressed: events.Event) -> None:
        """Hand events to the app as its driver would."""
        for event in pressed:
            event.set_sender(self.app)
            self.app.post_message(event)

    async def type(self, text: str) -> None:
        """Type every character of a text."""
        self.post(*self.prepare(text))
        await self.settle()

    async def press(self, *keys: str) -> None:
        """Press keys by Textual's names; a single character types itself."""
        for key in keys:
            self.post(*(self.prepare(key) if len(key) == 1 else [events.Key(key, None)]))
        await self.settle()

    async def paste(self, text: str) -> None:
        """Paste a text."""
        self.post(events.Paste(text))
        await self.settle()

    async def settle(self) -> None:
        """Wait until every message so far, and those it caused, has been handled."""
        for _ in range(3):
            await self._pilot.pause()
