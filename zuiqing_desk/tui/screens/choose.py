"""Choose one thing out of a short list."""

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList

from zuiqing_desk.tui.screens.dialog import Dialog
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.widgets.choices import Choices


class ChooseDialog(Dialog[str]):
    """The id of the chosen row. ``rows`` are (id, label)."""

    def __init__(self, title: str, rows: Sequence[tuple[str, str]]) -> None:
        super().__init__(title, "↑↓ 选择 · Enter 确定 · Esc 取消")
        self._rows = rows

    def body(self) -> Iterable[Widget]:
        yield Choices(((id_, Content(one_line(label))) for id_, label in self._rows), id="rows")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)
