"""The search of old talk, the live board and the choice of a theme: the one door to them.

Each is imported when it is first opened, and here alone: the sign-in would wait for all of them.
"""

from typing import TYPE_CHECKING

from zuiqing_desk.tui.session import Session

if TYPE_CHECKING:
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
