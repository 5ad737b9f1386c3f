"""Copies and calls on a key press: ``python caller_app.py LOG``; what came of it goes to the log.

F1 copies a customer's hostile line, F2 a text too long for a terminal, F3 calls the agent, F4 and
F5 show 3 and 0 unread in the title, F6 rings for something else. ``TMUX_MESSAGE=1`` and
``OSC_777=1`` switch the options on, ``QUIET=1`` everything that rings off.
"""

import os
import sys
from pathlib import Path
from typing import ClassVar

from support.json_log import write_entry
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from zuiqing_desk.tui.alerts import AlertOptions, Alerts
from zuiqing_desk.tui.clipboard import MAX_OSC52_BYTES, copy
from zuiqing_desk.tui.terminal_app import TerminalApp

HOSTILE = "您好\x1b]52;c;aGk=\x07\n#(true)\u202e[/b]"
CLEANED = "您好]52;c;aGk=\n#(true)[/b]"


class CallerApp(TerminalApp[None], inherit_bindings=False):
    """Shows ``ready``."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = [
        Binding("f1", "copy_line"),
        Binding("f2", "copy_much"),
        Binding("f3", "call"),
        Binding("f4", "unread(3)"),
        Binding("f5", "unread(0)"),
        Binding("f7", "unread(200, True)"),
        Binding("f6", "ring"),
    ]

    def __init__(self, log_path: Path) -> None:
        super().__init__()
        self.log_path = log_path
        options = AlertOptions(
            bell_gap_s=3600.0,
            tmux_message="TMUX_MESSAGE" in os.environ,
            osc_777="OSC_777" in os.environ,
        )
        self.alerts = Alerts(self, options, quiet=lambda: "QUIET" in os.environ)

    def compose(self) -> ComposeResult:
        yield Static("ready")

    async def action_copy_line(self) -> None:
        await self._log_copy(HOSTILE)

    async def action_copy_much(self) -> None:
        await self._log_copy("x" * (MAX_OSC52_BYTES + 1))

    async def _log_copy(self, text: str) -> None:
        sent = await copy(self, text)
        write_entry(self.log_path, "copied", sent.value, len(self.clipboard))

    def action_call(self) -> None:
        write_entry(self.log_path, "called", self.alerts.call(2))

    def action_ring(self) -> None:
        self.alerts.ring()
        write_entry(self.log_path, "rung")

    def action_unread(self, count: int, more: bool = False) -> None:
        self.alerts.show_unread(count, more=more)


if __name__ == "__main__":
    CallerApp(Path(sys.argv[1])).run()
