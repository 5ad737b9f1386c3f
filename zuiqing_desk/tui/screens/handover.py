"""The page of the notebook I give or take over."""

from zuiqing_desk.tui.screens.list_detail import ListScreen
from zuiqing_desk.tui.session import Session


class HandoverScreen(ListScreen[None]):
    """The page of the notebook I give or take over."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "交接本", (20,))

    def action_handover_ack(self) -> None:
        """To come."""

    def action_handover_said_back(self) -> None:
        """To come."""

    def action_handover_sign(self) -> None:
        """To come."""
