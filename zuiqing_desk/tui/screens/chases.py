"""Unpaid orders with their clock."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from zuiqing_desk.tui.session import Session


class ChaseScreen(Screen[None]):
    """Unpaid orders with their clock."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", show=False)]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
