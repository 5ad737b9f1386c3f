"""Open a conversation by hand, for a platform that has no connector."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList

from zuiqing_desk.tui.screens.dialog import Dialog
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.widgets.choices import Choices
from zuiqing_desk.tui.widgets.field import Field

BUYER_ID_CHARS = 60


@dataclass(frozen=True, slots=True)
class ManualChat:
    """Which buyer on which platform."""

    platform: str
    buyer_id: str


class OpenManualDialog(Dialog[ManualChat]):
    """First the platform, then the buyer's id there."""

    def __init__(self, platforms: Sequence[str]) -> None:
        super().__init__("手工会话", "↑↓ 选平台 · Enter 下一步 · Esc 取消")
        self._platforms = platforms
        self.field = Field("买家账号", id="buyer", max_length=BUYER_ID_CHARS)

    def body(self) -> Iterable[Widget]:
        rows = [(str(at), Content(one_line(name))) for at, name in enumerate(self._platforms)]
        yield Choices(rows, id="platforms")
        yield self.field

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.field.focus_input()

    def on_input_submitted(self) -> None:
        at = self.query_one("#platforms", Choices).highlighted
        if not self.field.value:
            self.field.complain("请填写买家在平台上的账号。")
        elif at is not None:
            self.dismiss(ManualChat(self._platforms[at], self.field.value))
