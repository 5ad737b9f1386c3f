"""The orders of the shop."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from zuiqing_desk.tui.keymap import bindings
from zuiqing_desk.tui.session import Session


class OrdersScreen(Screen[None]):
    """The orders of the shop."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("orders"),
        Binding("escape", "dismiss", show=False),
    ]

    def __init__(
        self, session: Session, *, order_id: int | None = None, view: str | None = None
    ) -> None:
        super().__init__()
        self.session = session

    def action_order_link(self) -> None:
        """关联."""
        self.app.bell()

    def action_chase_open(self) -> None:
        """去催付."""
        self.app.bell()
