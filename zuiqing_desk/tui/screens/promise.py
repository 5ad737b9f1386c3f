"""What was promised: kind, what, until when."""

from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from zuiqing_desk.rules.calendar import local
from zuiqing_desk.rules.promise_time import typed_until
from zuiqing_desk.rules.promises import KINDS, WHAT_CHARS, Kind, Suggestion
from zuiqing_desk.tui.screens.dialog import Dialog
from zuiqing_desk.tui.widgets.form import FormField, LineField, PickField

_DAYS = ("今天", "明天", "后天")


class Promised(NamedTuple):
    """``until`` in UTC microseconds; None without a time."""

    kind: Kind
    what: str
    until: int | None


class PromiseDialog(Dialog[Promised]):
    """Filled in from the line; Enter anywhere keeps it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    def __init__(self, begin: Suggestion, *, now: int, zone: str) -> None:
        super().__init__("记成承诺", "Enter 记下 · Tab 下一项 · Esc 取消")
        self._now = now
        self._zone = zone
        self.kind = PickField("kind", "种类", [*KINDS.items()], begin.kind)
        self.what = LineField("what", "答应什么", begin.what, max_length=WHAT_CHARS)
        said = day_words(begin.until, now, zone)
        self._past = said if begin.until is not None and begin.until <= now else ""
        self.until = LineField("until", "到何时", "" if self._past else said, max_length=40)

    def body(self) -> Iterable[Widget]:
        yield self.kind
        yield self.what
        yield self.until

    def on_mount(self) -> None:
        self.what.focus_in()
        if self._past:
            self.until.complain(f"那句说的 {self._past} 已经过了：写以后的时间，或空着。")

    def on_form_field_edited(self, event: FormField.Edited) -> None:
        event.stop()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._keep()

    def on_pick_field_list_asked(self, event: PickField.ListAsked) -> None:
        event.stop()
        self._keep()

    def _keep(self) -> None:
        what, said = self.what.value, self.until.value
        at = typed_until(said, self._now, self._zone)
        if not what:
            self._refuse(self.what, "写明答应了什么。")
        elif said and at is None:
            self._refuse(
                self.until, "看不懂这个时间：写“今天 18:00”“明天”“11-30 17:30”“3天内”，或空着。"
            )
        elif at is not None and at <= self._now:
            self._refuse(self.until, "这个时间已经过了。")
        else:
            kind = next(one for one in KINDS if one == self.kind.value)
            self.dismiss(Promised(kind, what, at))

    def _refuse(self, field: FormField, why: str) -> None:
        field.complain(why)
        field.focus_in()


def day_words(at: int | None, now: int, zone: str) -> str:
    """A moment as the dialog's field reads it again: 今天 18:00, 11月25日 23:59, with the year when
    it is another."""
    if at is None:
        return ""
    there = local(at, zone)
    days = there.toordinal() - local(now, zone).toordinal()
    if 0 <= days < len(_DAYS):
        return f"{_DAYS[days]} {there:%H:%M}"
    year = "" if there.year == local(now, zone).year else f"{there.year}年"
    return f"{year}{there.month}月{there.day}日 {there:%H:%M}"
