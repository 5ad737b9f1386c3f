"""Calling an agent who looks elsewhere: the bell, the window title, and two optional extras.

The bell is the one signal that passes tmux's default settings from a background window. What is
sent is counted, never quoted: tmux would run a ``#(…)`` in a customer's name as a command.
"""

import asyncio
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from textual.app import App

from zuiqing_desk.tui.driver import DeskDriver, write_to_terminal

PROGRAM: Final = "醉卿工作台"
BELL_GAP_S: Final = 5.0
TMUX_PATIENCE_S: Final = 3.0


@dataclass(frozen=True, slots=True)
class AlertOptions:
    """What may call the agent. ``tmux_message`` shows a line in tmux's status bar, ``osc_777`` a
    desktop notification where the terminal knows that sequence (urxvt, foot, WezTerm …); without
    ``title`` the window's title is left alone."""

    bell: bool = True
    bell_gap_s: float = BELL_GAP_S
    tmux_message: bool = False
    osc_777: bool = False
    title: bool = True


class Alerts:
    """The bell and the title of one app. The caller keeps the list of what is unread.

    While ``quiet`` says so nothing rings; the title still counts.
    """

    def __init__(
        self,
        app: App[Any],
        options: AlertOptions | None = None,
        clock: Callable[[], float] = time.monotonic,
        quiet: Callable[[], bool] = lambda: False,
    ) -> None:
        self._app = app
        self._quiet = quiet
        self._options = options or AlertOptions()
        self._clock = clock
        self._rung_at: float | None = None

    def call(self, waiting: int) -> bool:
        """Call the agent because of a new or overdue conversation, ``waiting`` of them in all.

        Returns whether anything was sent: within ``bell_gap_s`` seconds of the last call nothing
        is.
        """
        if self._quiet():
            return False
        now = self._clock()
        if self._rung_at is not None and now - self._rung_at < self._options.bell_gap_s:
            return False
        self._rung_at = now
        if self._options.bell:
            write_to_terminal(self._app, "\x07")
        words = f"{waiting} 位客户在等"
        if self._options.osc_777:
            write_to_terminal(self._app, f"\x1b]777;notify;{PROGRAM};{words}\x07")
        if self._options.tmux_message and os.environ.get("TMUX"):
            self._app.run_worker(_tmux_message(f"{PROGRAM}: {words}"), exit_on_error=False)
        return True

    def ring(self) -> None:
        """Ring for something that is no customer."""
        if self._options.bell and not self._quiet():
            write_to_terminal(self._app, "\x07")

    def show_unread(self, unread: int, *, more: bool = False) -> None:
        """Put the number of unread conversations into the window title, if it changed. ``more``:
        there may be others, which were not counted."""
        number = f"{unread}+" if more else f"{unread}"
        driver = self._app._driver
        if self._options.title and isinstance(driver, DeskDriver):
            driver.set_title(f"({number}) {PROGRAM}" if unread else PROGRAM)


async def _tmux_message(words: str) -> None:
    """Show a line in tmux's status bar."""
    with suppress(OSError, TimeoutError):
        process = await asyncio.create_subprocess_exec(
            "tmux",
            "display-message",
            words,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            async with asyncio.timeout(TMUX_PATIENCE_S):
                await process.wait()
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
