"""The service statistics."""

from zuiqing_desk.tui.screens.list_detail import ListScreen
from zuiqing_desk.tui.session import Session


class TallyScreen(ListScreen[None]):
    """The service statistics."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "服务统计本", (20,))
