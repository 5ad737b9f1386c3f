"""The search of old talk, the live board, the choice of a theme, and what a lead looks after
(access, backups, customers' data): the one door to them.

Each is imported when it is first opened, and here alone: the sign-in would wait for all of them.
"""

from typing import TYPE_CHECKING, Any

from textual.app import App

from zuiqing_desk.tui.session import Session

if TYPE_CHECKING:
    from zuiqing_desk.tui.screens.access import AccessScreen
    from zuiqing_desk.tui.screens.backups import BackupsScreen
    from zuiqing_desk.tui.screens.board import BoardScreen
    from zuiqing_desk.tui.screens.history import HistoryScreen
    from zuiqing_desk.tui.screens.themes import ThemeDialog
    from zuiqing_desk.tui.wardrobe import Wardrobe


def history(session: Session, conversation_id: int | None) -> "HistoryScreen":
    """Search what was said: in this conversation first, if there is one."""
    from zuiqing_desk.tui.screens.history import HistoryScreen

    return HistoryScreen(session, conversation_id)


def board(session: Session) -> "BoardScreen":
    """Who has what in hand, as it changes."""
    from zuiqing_desk.tui.screens.board import BoardScreen

    return BoardScreen(session)


def themes(wardrobe: "Wardrobe") -> "ThemeDialog":
    """Which colours, seen before they are chosen."""
    from zuiqing_desk.tui.screens.themes import ThemeDialog

    return ThemeDialog(wardrobe)


def access(session: Session) -> "AccessScreen":
    """Who has seen whose telephone and address."""
    from zuiqing_desk.tui.screens.access import AccessScreen

    return AccessScreen(session)


def backups(session: Session) -> "BackupsScreen":
    """The copies of the store there are."""
    from zuiqing_desk.tui.screens.backups import BackupsScreen

    return BackupsScreen(session)


def customer_data(app: App[Any], session: Session, conversation_id: int | None) -> None:
    """Hand out or erase what is kept of the customer in hand."""
    from zuiqing_desk.tui.screens import customer_data as screen

    screen.begin(app, session, conversation_id)
