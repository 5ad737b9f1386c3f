"""The doors from the desk to the notebooks, the roster and the figures."""

from typing import Any

from textual.app import App

from zuiqing_desk.tui import notebook_screens
from zuiqing_desk.tui.notebook_keys import WritesDown


class NotebookDoors(WritesDown):
    """One method an action of tui.actions; the desk supplies what they work with."""

    app: App[Any]

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
