"""Hand conversations to a colleague or back to the queue, with one note for all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList

from zuiqing_desk.services.board import AgentLoad
from zuiqing_desk.tui.screens.dialog import Dialog
from zuiqing_desk.tui.screens.transfer import NOTE_CHARS
from zuiqing_desk.tui.text import pad
from zuiqing_desk.tui.widgets.choices import Choices
from zuiqing_desk.tui.widgets.field import Field

QUEUE = "/queue"
"""No staff number has a slash."""


@dataclass(frozen=True, slots=True)
class PassOn:
    """To whom (None: back to the queue), and what they must know."""

    staff_no: str | None
    note: str


class PassOnDialog(Dialog[PassOn]):
    """First to whom, out of those on duty, each with what they have; then the note."""

    def __init__(self, what: str, colleagues: Sequence[AgentLoad]) -> None:
        super().__init__(f"转出{what}", "↑↓ 选给谁 · Enter 下一步 · Esc 取消")
        self._colleagues = colleagues
        self.field = Field(
            "交代（必填）", id="note", hint="为什么转、客户等着什么", max_length=NOTE_CHARS
        )

    def body(self) -> Iterable[Widget]:
        rows = [(one.staff_no, _row(one)) for one in self._colleagues]
        yield Choices([*rows, (QUEUE, Content("放回队列，谁有空谁接"))], id="colleagues")
        yield self.field

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.field.focus_input()

    def on_input_submitted(self) -> None:
        chosen = self.query_one("#colleagues", Choices).chosen
        if not self.field.value:
            self.field.complain("要写一句交代，接手的同事才知道怎么办。")
        elif chosen is not None:
            self.dismiss(PassOn(None if chosen == QUEUE else chosen, self.field.value))


def _row(one: AgentLoad) -> Content:
    load = one.load
    overdue = f" !! {load.overdue}" if load.overdue else ""
    words = f"手上 {load.open} · 待回 {load.waiting}{overdue}"
    return Content(f"{pad(one.staff_no, 8)} {pad(one.name, 14)} {words}")
