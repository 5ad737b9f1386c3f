"""The remark builder."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from zuiqing_desk.tui.keymap import bindings
from zuiqing_desk.tui.session import Session


class RemarkScreen(ModalScreen[bool]):
    """The remark of an order."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("remark"),
        Binding("escape", "dismiss", show=False),
    ]

    def __init__(self, session: Session, order_id: int) -> None:
        super().__init__()
        self.session = session
        self.order_id = order_id

    def action_remark_copy(self) -> None:
        """复制保存."""
        self.app.bell()
