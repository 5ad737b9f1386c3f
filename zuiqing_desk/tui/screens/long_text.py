"""Ask for a text of several lines."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from zuiqing_desk.rules.text import MAX_CHARS
from zuiqing_desk.tui.screens.dialog import Dialog
from zuiqing_desk.tui.widgets.text_editor import TextEditor


class LongTextEditor(TextEditor):
    """Enter is done, Ctrl+J a new line, as in the reply box."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.done", show=False),
        Binding("ctrl+j", "new_line", show=False),
        Binding("escape", "screen.cancel", show=False),
    ]

    def action_new_line(self) -> None:
        """Begin a new line."""
        self.insert("\n")


class LongTextDialog(Dialog[str]):
    """The text, lines and all; None after Esc. An empty or too long one is refused."""

    def __init__(self, title: str, *, value: str = "") -> None:
        super().__init__(title, "Enter 确定 · Ctrl+J 换行 · Esc 取消")
        self.editor = LongTextEditor(id="long-text")
        self.editor.text = value
        self._word = Static(id="long-text-word", classes="dialog-no")

    def body(self) -> Iterable[Widget]:
        yield self.editor
        yield self._word

    def on_mount(self) -> None:
        self.editor.focus()

    def action_done(self) -> None:
        """Give the text back, or say what is wrong with it."""
        text = self.editor.text.strip("\n")
        if not text.strip():
            self._word.update(Content("✗ 还没有填。"))
        elif len(text) > MAX_CHARS:
            self._word.update(Content(f"✗ 有 {len(text)} 个字，最多 {MAX_CHARS} 个。"))
        else:
            self.dismiss(text)
