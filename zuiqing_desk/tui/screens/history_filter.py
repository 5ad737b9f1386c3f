"""The conditions of a search of old talk, to be filled in."""

from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from textual.content import Content
from textual.widget import Widget

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.history_query import Parts, render
from zuiqing_desk.rules.past_days import EXAMPLES, Days, days, written
from zuiqing_desk.tui.screens.dialog import Dialog
from zuiqing_desk.tui.widgets.form import FormField, LineField
from zuiqing_desk.tui.widgets.prose import Prose, tidy

T = TypeVar("T")

KEYS: Final = "Enter 按这些条件找 · Tab 下一项 · Esc 不改"
HINT: Final = f"空着就是不限。日期可以写 {EXAMPLES}。"


class HistoryFilter(Dialog[Parts]):
    """The query with these conditions; its words stay. None after Esc."""

    def __init__(self, parts: Parts, today: int) -> None:
        super().__init__("按条件找", KEYS)
        self._parts = parts
        self._today = today
        first, last = parts.days
        fields = (
            LineField("customer", "客户", parts.customer, max_length=60),
            LineField("staff_no", "客服工号", parts.staff_no, max_length=20),
            LineField("storefront", "店铺", parts.storefront, max_length=60),
            LineField("first", "从哪天", _day(first), max_length=40),
            LineField("last", "到哪天", _day(last), max_length=40),
        )
        self._fields = {field.key: field for field in fields}

    def body(self) -> Iterable[Widget]:
        yield from self._fields.values()
        yield Prose(Content(tidy(HINT)), classes="dialog-hint")

    def on_mount(self) -> None:
        self._fields["customer"].focus_in()

    def on_form_field_edited(self, event: FormField.Edited) -> None:
        event.stop()

    def on_input_submitted(self) -> None:
        for field in self._fields.values():
            field.forgive()
        try:
            self.dismiss(self._read())
        except _WrongAt as wrong:
            wrong.field.complain(wrong.message)
            wrong.field.focus_in()

    def _read(self) -> Parts:
        """Raises _WrongAt."""
        first, last = self._days("first")[0], self._days("last")[1]
        if first is not None and last is not None and first > last:
            raise _WrongAt(self._fields["last"], "比“从哪天”还早。")
        return Parts(
            words=self._parts.words,
            customer=self._text("customer"),
            staff_no=self._text("staff_no"),
            storefront=self._text("storefront"),
            days=(first, last),
        )

    def _text(self, key: str) -> str:
        # What cannot be written into the query line cannot be asked.
        text = self._fields[key].value
        self._checked(key, lambda: render(Parts(customer=text)))
        return text

    def _days(self, key: str) -> Days:
        text = self._fields[key].value
        return self._checked(key, lambda: days(text, self._today)) if text else (None, None)

    def _checked(self, key: str, read: Callable[[], T]) -> T:
        try:
            return read()
        except RuleError as error:
            raise _WrongAt(self._fields[key], error.message) from error


class _WrongAt(Exception):
    """A field will not do."""

    def __init__(self, field: LineField, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def _day(day: int | None) -> str:
    return "" if day is None else written((day, day))
