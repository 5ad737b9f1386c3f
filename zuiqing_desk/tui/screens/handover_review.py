"""All shifts by day, as a lead reads them."""

from zuiqing_desk.tui.screens.list_detail import ListScreen
from zuiqing_desk.tui.session import Session


class ReviewScreen(ListScreen[None]):
    """All shifts by day, as a lead reads them."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "交接查看", (20,))

    def action_handover_review(self) -> None:
        """To come."""
