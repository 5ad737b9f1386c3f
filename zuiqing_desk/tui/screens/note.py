"""One line for the notebook of problems and ideas."""

from zuiqing_desk.tui.in_hand import InHand
from zuiqing_desk.tui.screens.dialog import Dialog
from zuiqing_desk.tui.session import Session


class NoteDialog(Dialog[None]):
    """One line for the notebook of problems and ideas."""

    def __init__(self, session: Session, hand: InHand) -> None:
        super().__init__("记进问题登记本", "Enter 确定 · Esc 取消")
        self.session = session
        self.hand = hand
