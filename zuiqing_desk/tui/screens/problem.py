"""The store cannot be opened: what is wrong, with which file, and what to do."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static


class ProblemScreen(Screen[None]):
    """Says it in full; r tries again, q quits. Posts Retry."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r,R", "retry", "重试", show=False),
        Binding("q,Q,ctrl+q", "app.quit", "退出", show=False),
    ]

    class Retry(Message):
        """The user wants to try again."""

    def __init__(self, message: str) -> None:
        super().__init__()
        self._message = message

    def compose(self) -> ComposeResult:
        with Vertical(id="entry"):
            yield Static(Content("打不开数据库"), id="entry-title")
            yield VerticalScroll(Static(Content(self._message)), id="problem")
            yield Static(Content("r 重试 · q 退出"), id="entry-hint")

    def action_retry(self) -> None:
        """Try again."""
        self.post_message(self.Retry())
