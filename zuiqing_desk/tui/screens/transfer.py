"""Hand a conversation to a colleague; the note that says how it stands is a must."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static

from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.tui.screens.dialog import Dialog
from zuiqing_desk.tui.staff_words import posts
from zuiqing_desk.tui.text import pad
from zuiqing_desk.tui.widgets.choices import Choices
from zuiqing_desk.tui.widgets.field import Field

NOTE_CHARS = 500


@dataclass(frozen=True, slots=True)
class Transfer:
    """To whom, and what the colleague must know."""

    staff_no: str
    note: str


class TransferDialog(Dialog[Transfer]):
    """First the colleague, out of those on duty, then the note."""

    def __init__(self, customer: str, colleagues: Sequence[StaffMember]) -> None:
        self._colleagues = [one for one in colleagues if one.active and one.duty == "on"]
        keys = "↑↓ 选同事 · Enter 下一步 · Esc 取消" if self._colleagues else "Esc 关闭"
        super().__init__(f"转交 {customer}", keys)
        self.field = Field(
            "交代（必填）", id="note", hint="客户要什么、答应过什么", max_length=NOTE_CHARS
        )

    def body(self) -> Iterable[Widget]:
        if not self._colleagues:
            yield Static(Content("没有其他在岗的同事，暂时转不出去。"), classes="dialog-text")
            return
        yield Choices(((one.staff_no, _row(one)) for one in self._colleagues), id="colleagues")
        yield self.field

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.field.focus_input()

    def on_input_submitted(self) -> None:
        staff_no = self.query_one("#colleagues", Choices).chosen
        if not self.field.value:
            self.field.complain("转交必须写明情况，接手的同事才知道怎么办。")
        elif staff_no is not None:
            self.dismiss(Transfer(staff_no, self.field.value))


def _row(one: StaffMember) -> Content:
    return Content(f"{pad(one.staff_no, 8)} {pad(one.name, 16)} {posts(one)}")
