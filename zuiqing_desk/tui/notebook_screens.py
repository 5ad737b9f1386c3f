"""The pages of the notebooks, the roster and the figures: the one door to them.

Each is imported when it is first opened, and here alone: the sign-in would wait for all of them.
"""

from typing import TYPE_CHECKING

from zuiqing_desk.tui.session import Session

if TYPE_CHECKING:
    from zuiqing_desk.tui.screens.handover import HandoverScreen
    from zuiqing_desk.tui.screens.handover_review import ReviewScreen
    from zuiqing_desk.tui.screens.notes import NotesScreen
    from zuiqing_desk.tui.screens.roster import RosterScreen
    from zuiqing_desk.tui.screens.tally import TallyScreen


def handover(session: Session, page_id: int | None = None) -> "HandoverScreen":
    """The page I give or take over, or this one."""
    from zuiqing_desk.tui.screens.handover import HandoverScreen

    return HandoverScreen(session, page_id)


def review(session: Session) -> "ReviewScreen":
    """All shifts by day."""
    from zuiqing_desk.tui.screens.handover_review import ReviewScreen

    return ReviewScreen(session)


def notes(session: Session) -> "NotesScreen":
    """The notebook of problems and ideas, by week."""
    from zuiqing_desk.tui.screens.notes import NotesScreen

    return NotesScreen(session)


def roster(session: Session) -> "RosterScreen":
    """Who works when."""
    from zuiqing_desk.tui.screens.roster import RosterScreen

    return RosterScreen(session)


def tally(session: Session) -> "TallyScreen":
    """The service statistics."""
    from zuiqing_desk.tui.screens.tally import TallyScreen

    return TallyScreen(session)
