"""Old talk, found by its words."""

from typing import Any, ClassVar

from textual.binding import BindingType
from textual.screen import Screen

from zuiqing_desk.tui.locking import lock_binding
from zuiqing_desk.tui.session import Session


class HistoryScreen(Screen[Any]):
    """Old talk, found by its words."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "back", "返回"), lock_binding()]

    def __init__(self, session: Session, conversation_id: int | None) -> None:
        super().__init__()
        self.session = session

    def action_back(self) -> None:
        """Back to work."""
        self.dismiss(None)

    def action_history_scope(self) -> None:
        """范围."""

    def action_history_filter(self) -> None:
        """条件."""
