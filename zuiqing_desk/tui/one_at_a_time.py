"""Commands of a screen that must not overtake one another."""

from collections.abc import Awaitable, Callable
from typing import Any

from textual.screen import Screen
from textual.worker import Worker

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.tui.toast import toast

Step = Callable[[], Awaitable[None]]


class OneAtATime:
    """Runs one step after a key; keys pressed while it runs are let go, never queued: who presses
    twice means once. What a step is refused for is said in passing."""

    def __init__(self, screen: Screen[Any]) -> None:
        self._screen = screen
        self._busy = False

    def begin(self, step: Step) -> Worker[None] | None:
        """Run the step in a worker of the screen, unless one is running; the worker, if so."""
        if self._busy:
            return None
        self._busy = True
        return self._screen.run_worker(self._run(step), group="step")

    async def _run(self, step: Step) -> None:
        try:
            await step()
        except (RuleError, StoreError) as error:
            toast(self._screen.app, error.message, "error")
        finally:
            self._busy = False
