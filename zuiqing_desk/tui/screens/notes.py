"""The notebook of problems and ideas."""

from zuiqing_desk.tui.screens.list_detail import ListScreen
from zuiqing_desk.tui.session import Session


class NotesScreen(ListScreen[None]):
    """The notebook of problems and ideas."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "问题登记本", (20,))
