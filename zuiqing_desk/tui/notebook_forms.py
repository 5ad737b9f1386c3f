"""The dialogs that write into a notebook: the one door to them.

Apart from the pages (notebook_screens), because every page opens these. Each is imported when it is
first opened, and here alone: the sign-in would wait for them.
"""

from typing import TYPE_CHECKING

from zuiqing_desk.tui.in_hand import InHand
from zuiqing_desk.tui.session import Session

if TYPE_CHECKING:
    from zuiqing_desk.tui.screens.handover_form import HandoverForm
    from zuiqing_desk.tui.screens.note import NoteDialog


def handover_form(session: Session, hand: InHand) -> "HandoverForm":
    """A new item for the handover, filled from what is in hand."""
    from zuiqing_desk.tui.screens.handover_form import HandoverForm

    return HandoverForm(session, hand)


def note(session: Session, hand: InHand) -> "NoteDialog":
    """One line for the notebook of problems and ideas."""
    from zuiqing_desk.tui.screens.note import NoteDialog

    return NoteDialog(session, hand)
