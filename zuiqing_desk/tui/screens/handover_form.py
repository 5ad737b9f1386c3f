"""A new item for the handover notebook."""

from zuiqing_desk.tui.in_hand import InHand
from zuiqing_desk.tui.screens.dialog import Dialog
from zuiqing_desk.tui.session import Session


class HandoverForm(Dialog[None]):
    """A new item for the handover notebook."""

    def __init__(self, session: Session, hand: InHand) -> None:
        super().__init__("记进交接本", "Enter 确定 · Esc 取消")
        self.session = session
        self.hand = hand
