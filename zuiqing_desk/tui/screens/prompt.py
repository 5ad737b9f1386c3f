"""Ask for one line of text."""

from collections.abc import Iterable

from textual.widget import Widget

from zuiqing_desk.tui.screens.dialog import Dialog
from zuiqing_desk.tui.widgets.field import Check, Field


class PromptDialog(Dialog[str]):
    """The text, once it passes ``check``; None after Esc. An empty text is refused."""

    def __init__(
        self,
        title: str,
        label: str,
        *,
        value: str = "",
        hint: str = "",
        empty: str = "还没有填。",
        may_be_empty: bool = False,
        max_length: int = 4000,
        check: Check | None = None,
    ) -> None:
        super().__init__(title, "Enter 确定 · Esc 取消")
        self._empty = empty
        self._may_be_empty = may_be_empty
        self.field = Field(
            label, id="prompt", value=value, hint=hint, max_length=max_length, check=check
        )

    def body(self) -> Iterable[Widget]:
        yield self.field

    def on_mount(self) -> None:
        self.field.focus_input()

    def on_input_submitted(self) -> None:
        if not self.field.value and not self._may_be_empty:
            self.field.complain(self._empty)
        elif self.field.accept():
            self.dismiss(self.field.value)
