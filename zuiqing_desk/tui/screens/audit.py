"""The worklist of the audit."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from zuiqing_desk.tui.keymap import bindings
from zuiqing_desk.tui.session import Session


class AuditScreen(Screen[None]):
    """The worklist of the audit."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("audit"),
        Binding("escape", "dismiss", show=False),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def action_audit_approve(self) -> None:
        """通过."""
        self.app.bell()

    def action_audit_hold(self) -> None:
        """挂起."""
        self.app.bell()
