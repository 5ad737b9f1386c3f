"""What a step about orders needs of the page it is begun on."""

from typing import Any, Protocol

from textual.app import App

from zuiqing_desk.tui.panes.undo import Back
from zuiqing_desk.tui.session import Session


class Worker(Protocol):
    """A page of orders."""

    session: Session

    @property
    def app(self) -> App[Any]:
        """The program."""

    def did(self, words: str, back: Back) -> None:
        """Say what was done, and remember what takes it back."""
