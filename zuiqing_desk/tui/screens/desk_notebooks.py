"""The doors from the desk to the notebooks, the roster and the figures."""

from typing import Any

from textual.app import App
from textual.screen import Screen

from zuiqing_desk.tui import notebook_screens
from zuiqing_desk.tui.alerts import Alerts
from zuiqing_desk.tui.handover_due import EVERY_S, HandoverDue
from zuiqing_desk.tui.notebook_keys import WritesDown, screen_of
from zuiqing_desk.tui.screens.lock import LockScreen


class NotebookDoors(WritesDown):
    """One method an action of tui.actions; the desk supplies what they work with."""

    app: App[Any]
    due: HandoverDue

    def watch_handover(self, alerts: Alerts, key: str) -> None:
        """Say when a shift ends or a page waits; one that was left in the book opens by itself for
        who comes in, before the first chat. ``key`` opens the notebook."""
        screen = screen_of(self)
        self.due = HandoverDue(
            self.app,
            self.session,
            key,
            ring=alerts.ring,
            hidden=lambda: isinstance(self.app.screen, LockScreen),
        )
        screen.run_worker(self._come_in(screen), group="handover")
        screen.set_interval(EVERY_S, self.due.look)

    async def _come_in(self, screen: Screen[Any]) -> None:
        if await self.due.look() is not None and self.app.screen is screen:
            self.action_handover_open()

    def action_handover_open(self) -> None:
        """交接."""
        self.app.push_screen(notebook_screens.handover(self.session))

    def action_handover_list(self) -> None:
        """交接查看."""
        self.app.push_screen(notebook_screens.review(self.session))

    def action_note_list(self) -> None:
        """登记本."""
        self.app.push_screen(notebook_screens.notes(self.session))

    def action_roster_open(self) -> None:
        """排班."""
        self.app.push_screen(notebook_screens.roster(self.session))

    def action_tally_open(self) -> None:
        """统计."""
        self.app.push_screen(notebook_screens.tally(self.session))
