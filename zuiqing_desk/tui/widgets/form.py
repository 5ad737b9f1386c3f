"""The fields of a form: a label, what is filled in, and below it what is wrong with that."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from zuiqing_desk.rules.text import clean, clean_line
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.widgets.prompt_input import PromptInput
from zuiqing_desk.tui.widgets.prose import Prose, tidy
from zuiqing_desk.tui.widgets.text_editor import TextEditor


class FormField(Vertical):
    """One field of a form. ``key`` tells it from the others; ``hint`` says how to fill it in."""

    DEFAULT_CSS = """
    FormField {
        height: auto;
        .form-row { height: auto; }
        .form-label { width: 10; height: 1; color: $text-muted; }
        .form-note { display: none; height: auto; margin-left: 10; }
        &.-in .form-label { color: $foreground; text-style: bold; }
        &.-wrong .form-note { display: block; color: $text-error; text-style: bold; }
        .form-control { width: 1fr; background: $panel; border: none; padding: 0 1; }
        .form-control:focus { background: $boost; border: none; }
    }
    """

    class Edited(Message):
        """Something else stands in the field now."""

        def __init__(self, field: "FormField") -> None:
            super().__init__()
            self.field = field

    def __init__(self, key: str, label: str, control: Widget, hint: str = "") -> None:
        super().__init__(id=f"field-{key}")
        self.key = key
        self.label = label
        self.hint = hint
        control.add_class("form-control")
        self.control = control
        self._note = Prose(classes="form-note")

    def compose(self) -> ComposeResult:
        with Horizontal(classes="form-row"):
            yield Static(Content(tidy(self.label)), classes="form-label")
            yield self.control
        yield self._note

    def on_descendant_focus(self) -> None:
        self.set_class(True, "-in")

    def on_descendant_blur(self) -> None:
        self.set_class(False, "-in")

    @property
    def value(self) -> str:
        """What is filled in."""
        raise NotImplementedError

    def complain(self, message: str) -> None:
        """Show what is wrong; gone with the next change."""
        self._note.update(Content(f"✗ {tidy(message)}"))
        self.set_class(True, "-wrong")

    @property
    def is_wrong(self) -> bool:
        """Whether a complaint stands there."""
        return self.has_class("-wrong")

    def forgive(self) -> None:
        """Take the complaint away."""
        self.set_class(False, "-wrong")

    def focus_in(self) -> None:
        """Put the cursor here."""
        self.screen.set_focus(self.control)

    def edited(self) -> None:
        """The content was changed."""
        self.forgive()
        self.post_message(self.Edited(self))


class LineField(FormField):
    """One line of text."""

    DEFAULT_CSS = "LineField Input.form-control { height: 1; }"

    def __init__(
        self, key: str, label: str, value: str = "", *, hint: str = "", max_length: int = 200
    ) -> None:
        self.input = PromptInput(clean_line(value), max_length=max_length, select_on_focus=False)
        self.input.cursor_blink = False
        super().__init__(key, label, self.input, hint)

    @property
    def value(self) -> str:
        return clean_line(self.input.value)

    def put(self, value: str) -> None:
        """Fill the field in, the cursor at the end."""
        self.input.value = clean_line(value)
        self.input.cursor_position = len(self.input.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.edited()


class LinesEditor(TextEditor):
    """Enter begins a new line; Tab goes on to the next field."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,ctrl+j", "new_line", show=False)]

    def action_new_line(self) -> None:
        """Begin a new line."""
        self.insert("\n")


class LinesField(FormField):
    """Text of several lines; ``rows`` are shown at a time."""

    def __init__(
        self, key: str, label: str, value: str = "", *, hint: str = "", rows: int = 3
    ) -> None:
        self.editor = LinesEditor()
        self.editor.load_text(clean(value))
        self.editor.cursor_index = len(value)
        self.editor.styles.height = rows
        super().__init__(key, label, self.editor, hint)

    @property
    def value(self) -> str:
        return self.editor.text.strip("\n")

    def point_at(self, position: int) -> None:
        """Put the cursor on this character of ``value``."""
        text = self.editor.text
        self.editor.cursor_index = len(text) - len(text.lstrip("\n")) + position

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.edited()


class Picked(Static, can_focus=True):
    """One of a few values: ←→ goes through them, Enter shows them all."""

    DEFAULT_CSS = "Picked { height: 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "上一个", show=False),
        Binding("right", "step(1)", "下一个", show=False),
        Binding("enter", "ask", "选择", show=False),
    ]

    class Stepped(Message):
        """Go so many values on."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    class Asked(Message):
        """Show all the values."""

    def action_step(self, by: int) -> None:
        """The value before or after."""
        self.post_message(self.Stepped(by))

    def action_ask(self) -> None:
        """All the values in a list."""
        self.post_message(self.Asked())


class PickField(FormField):
    """One of ``choices``, as (value, label). A value that is none of them is kept as it is."""

    class ListAsked(Message):
        """Enter: let the screen show all the choices."""

        def __init__(self, field: "PickField") -> None:
            super().__init__()
            self.field = field

    def __init__(
        self,
        key: str,
        label: str,
        choices: Sequence[tuple[str, str]],
        value: str = "",
        *,
        hint: str = "",
    ) -> None:
        known = [one for one, _ in choices]
        if value not in known:
            choices = [(value, value or "（未选）"), *choices]
        self.choices = tuple(choices)
        self._value = value
        self._picked = Picked()
        super().__init__(key, label, self._picked, hint)

    def on_mount(self) -> None:
        self._show()

    @property
    def value(self) -> str:
        return self._value

    def pick(self, value: str) -> None:
        """Take this value; one that is none of the choices becomes one."""
        if value != self._value:
            if value not in dict(self.choices):
                self.choices = ((value, value or "（未选）"), *self.choices)
            self._value = value
            self._show()
            self.edited()

    def _show(self) -> None:
        shown = one_line(dict(self.choices)[self._value])
        self._picked.update(Content(f"‹ {shown} ›"))

    def on_picked_stepped(self, event: Picked.Stepped) -> None:
        event.stop()
        values = [one for one, _ in self.choices]
        self.pick(values[(values.index(self._value) + event.by) % len(values)])

    def on_picked_asked(self, event: Picked.Asked) -> None:
        event.stop()
        self.post_message(self.ListAsked(self))
