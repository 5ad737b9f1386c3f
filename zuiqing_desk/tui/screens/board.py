"""Who has what in hand, as it changes."""

from typing import Any, ClassVar

from textual.binding import BindingType
from textual.screen import Screen

from zuiqing_desk.tui.locking import lock_binding
from zuiqing_desk.tui.session import Session


class BoardScreen(Screen[Any]):
    """Who has what in hand, as it changes."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "back", "返回"), lock_binding()]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def action_back(self) -> None:
        """Back to work."""
        self.dismiss(None)

    def action_board_pass_on(self) -> None:
        """转给同事."""

    def action_board_take(self) -> None:
        """接过来."""
