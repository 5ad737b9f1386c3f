"""Commands of a screen that must not overtake one another."""

from collections.abc import Awaitable, Callable
from typing import Any

from textual.screen import Screen

Step = Callable[[], Awaitable[None]]


class OneAtATime:
    """Runs one step after a key; keys pressed while it runs are let go, never queued: who presses
    twice means once."""

    def __init__(self, screen: Screen[Any]) -> None:
        self._screen = screen
        self._busy = False

    def begin(self, step: Step) -> None:
        """Run the step in a worker of the screen, unless one is running."""
        if not self._busy:
            self._busy = True
            self._screen.run_worker(self._run(step), group="step")

    async def _run(self, step: Step) -> None:
        try:
            await step()
        finally:
            self._busy = False
