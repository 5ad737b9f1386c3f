"""The doors from the desk to the search of old talk, the live board and one's own settings."""

from abc import abstractmethod
from typing import Any

from textual.app import App

from zuiqing_desk.tui import more_screens
from zuiqing_desk.tui.own_desk import LOUD, QUIET, ThemeAsked, put_preference
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import toast


class MoreDoors:
    """One method an action of tui.actions; the desk supplies what they work with."""

    app: App[Any]
    session: Session

    @abstractmethod
    def conversation_in_hand(self) -> int | None:
        """The conversation that is open, if any."""

    def action_history_open(self) -> None:
        """查找."""
        self.app.push_screen(more_screens.history(self.session, self.conversation_in_hand()))

    def action_board_open(self) -> None:
        """看板."""
        self.app.push_screen(more_screens.board(self.session))

    def action_customer_data(self) -> None:
        """客户资料."""
        more_screens.customer_data(self.app, self.session, self.conversation_in_hand())

    def action_access_open(self) -> None:
        """查看记录."""
        self.app.push_screen(more_screens.access(self.session))

    def action_backup_open(self) -> None:
        """备份."""
        self.app.push_screen(more_screens.backups(self.session))

    @abstractmethod
    def look_again(self) -> None:
        """Read anew what the top of the screen shows."""

    def action_alert_quiet(self) -> None:
        """静音."""
        self.app.run_worker(self._turn_quiet(), group="quiet")

    async def _turn_quiet(self) -> None:
        quiet = not self.session.preferences.quiet
        if await put_preference(self.app, self.session, "quiet", quiet):
            toast(self.app, QUIET if quiet else LOUD)
            self.look_again()

    def action_theme_choose(self) -> None:
        """配色."""
        self.app.post_message(ThemeAsked())
