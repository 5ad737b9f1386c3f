"""The screens of the notebooks, the roster and the figures: the one door to them.

Each is imported when it is first opened, and here alone: the sign-in would wait for all of them.
"""

from typing import TYPE_CHECKING

from zuiqing_desk.tui.in_hand import InHand
from zuiqing_desk.tui.session import Session

if TYPE_CHECKING:
    from zuiqing_desk.tui.screens.handover import HandoverScreen
    from zuiqing_desk.tui.screens.handover_form import HandoverForm
    from zuiqing_desk.tui.screens.handover_review import ReviewScreen
    from zuiqing_desk.tui.screens.note import NoteDialog
    from zuiqing_desk.tui.screens.notes import NotesScreen
    from zuiqing_desk.tui.screens.roster import RosterScreen
    from zuiqing_desk.tui.screens.tally import TallyScreen


def handover(session: Session, page_id: int | None = None) -> "HandoverScreen":
    """The page I give or take over, or this one."""
    from zuiqing_desk.tui.screens.handover import HandoverScreen

    return HandoverScreen(session, page_id)


def handover_form(session: Session, hand: InHand) -> "HandoverForm":
    """A new item for the notebook, filled from what is in hand."""
    from zuiqing_desk.tui.screens.handover_form import HandoverForm

    return HandoverForm(session, hand)


def review(session: Session) -> "ReviewScreen":
    """All shifts by day."""
    from zuiqing_desk.tui.screens.handover_review import ReviewScreen

    return ReviewScreen(session)


def note(session: Session, hand: InHand) -> "NoteDialog":
    """One line for the notebook of problems and ideas."""
    from zuiqing_desk.tui.screens.note import NoteDialog

    return NoteDialog(session, hand)


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
