"""Ask before something that cannot simply be taken back."""

from collections.abc import Iterable, Sequence

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static

from zuiqing_desk.tui.key_words import with_keys
from zuiqing_desk.tui.screens.dialog import Dialog
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.widgets.choices import Choices


class ConfirmDialog(Dialog[bool]):
    """True when the user agreed; None after Esc or 取消.

    ``lines`` say what it is about, each on its own row. The safe answer is highlighted first.
    """

    def __init__(
        self, title: str, lines: Sequence[str] = (), *, yes: str = "确定", no: str = "取消"
    ) -> None:
        super().__init__(title, "↑↓ 选择 · Enter 确定 · Esc 取消")
        self._lines = lines
        self._answers = (("no", Content(one_line(no))), ("yes", Content(one_line(yes))))

    def body(self) -> Iterable[Widget]:
        if self._lines:
            text = Content("\n").join(
                Content(with_keys(self.app, one_line(line))) for line in self._lines
            )
            yield VerticalScroll(Static(text), classes="dialog-text", can_focus=False)
        yield Choices(self._answers, id="answers")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(True if event.option_id == "yes" else None)
