"""Put a conversation off: until when?"""

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList

from zuiqing_desk.rules.calendar import MICROSECONDS
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.tui.screens.dialog import Dialog
from zuiqing_desk.tui.text import pad
from zuiqing_desk.tui.when import moment, span, until
from zuiqing_desk.tui.widgets.choices import Choices
from zuiqing_desk.tui.widgets.field import Field


class SnoozeDialog(Dialog[int]):
    """The moment (UTC microseconds) at which the conversation comes back by itself."""

    def __init__(
        self, customer: str, presets_min: Sequence[int], *, now: int, zone: str, title: str = ""
    ) -> None:
        super().__init__(
            title or f"稍后处理 {customer}", "↑↓ 选择 · Enter 确定 · Tab 自己填 · Esc 取消"
        )
        self._presets = presets_min
        self._now = now
        self._zone = zone
        self.field = Field(
            "自己填", id="until", hint="分钟数（45）、时刻（16:20）或 明天 9:00", max_length=8
        )

    def body(self) -> Iterable[Widget]:
        yield Choices(
            ((str(minutes), self._row(minutes)) for minutes in self._presets), id="presets"
        )
        yield self.field

    def _row(self, minutes: int) -> Content:
        at = self._now + minutes * 60 * MICROSECONDS
        return Content(f"{pad(span(minutes) + '后', 18)}{moment(at, self._now, self._zone)}")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._now + int(event.option_id or 0) * 60 * MICROSECONDS)

    def on_input_submitted(self) -> None:
        try:
            self.dismiss(until(self.field.value, self._now, self._zone))
        except RuleError as error:
            self.field.complain(error.message)
