"""What a step about the roster needs of the page it is begun on."""

from collections.abc import Sequence
from typing import Any, Protocol

from textual.app import App

from zuiqing_desk.services.roster.records import Cell, Change, Leave, RosterMonth, RosterRow, Swap
from zuiqing_desk.tui.panes.undo import Back
from zuiqing_desk.tui.session import Session


class RosterPage(Protocol):
    """The month grid."""

    session: Session
    month: RosterMonth | None
    swaps: Sequence[Swap]
    leave: Sequence[Leave]

    @property
    def app(self) -> App[Any]:
        """The program."""

    @property
    def row(self) -> RosterRow | None:
        """The person under the cursor."""

    @property
    def day(self) -> int:
        """The day under the cursor."""

    @property
    def entries(self) -> Sequence[Cell]:
        """What stands under the cursor."""

    def changed(self, change: Change) -> None:
        """Remember what takes a change of the roster back, and say what it was."""

    def did(self, words: str, back: Back) -> None:
        """Say what was done, and remember what takes it back."""
