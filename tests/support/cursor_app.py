"""Text widgets whose cursor is watched from outside. F5 fills them, F6 makes room above them."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import Input, Static, TextArea

from zuiqing_desk.tui.terminal_app import TerminalApp


class CursorApp(TerminalApp[None]):
    """An Input, a password, and a TextArea under each other."""

    BINDINGS: ClassVar = [
        Binding("f5", "fill", priority=True),
        Binding("f6", "push_down", priority=True),
        Binding("f7", "swap", priority=True),
    ]
    CSS = """
    Screen { overflow: hidden; }
    TextArea { height: 5; }
    """

    def compose(self) -> ComposeResult:
        yield Static("top", id="top")
        yield Input(id="name")
        yield Input(password=True, id="pin")
        yield TextArea(id="reply")
        with VerticalScroll():
            yield Static("bottom")

    def action_fill(self) -> None:
        self.query_one("#name", Input).value = "单号七八九"
        self.query_one("#reply", TextArea).text = "第一行\n第二"

    def action_push_down(self) -> None:
        self.query_one("#top", Static).update("one\ntwo\nthree\nfour")

    def action_swap(self) -> None:
        self.query_one("#name", Input).value = "没有焦点的框"


if __name__ == "__main__":
    CursorApp().run()
