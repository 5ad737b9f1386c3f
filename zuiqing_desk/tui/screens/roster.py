"""Who works when."""

from zuiqing_desk.tui.screens.list_detail import ListScreen
from zuiqing_desk.tui.session import Session


class RosterScreen(ListScreen[None]):
    """Who works when."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "排班", (20,))
