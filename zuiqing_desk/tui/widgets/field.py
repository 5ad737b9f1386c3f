"""One line to fill in, with its label, and below it what is wrong with it."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.tui.text import safe
from zuiqing_desk.tui.widgets.prompt_input import PromptInput

Check = Callable[[str], object]
"""Raises RuleError, with a Chinese message, when the value will not do."""


class Field(Vertical):
    """A labelled Input. Enter in it posts the Input's own Submitted message."""

    DEFAULT_CSS = """
    Field {
        height: auto;
        margin-top: 1;
        .field-note { color: $text-muted; height: auto; min-height: 1; }
        Input { height: 1; border: none; padding: 0 1; background: $panel; }
        Input:focus { border: none; background: $boost; }
        &.-wrong .field-note { color: $text-error; text-style: bold; }
    }
    """

    def __init__(
        self,
        label: str,
        *,
        id: str,
        value: str = "",
        hint: str = "",
        password: bool = False,
        max_length: int = 200,
        check: Check | None = None,
    ) -> None:
        super().__init__(id=id)
        self._hint = hint
        self._check = check
        self.input = PromptInput(
            clean_line(value), password=password, max_length=max_length, select_on_focus=False
        )
        self.input.cursor_blink = False
        self._caption = Static(Content(safe(label)), classes="field-label")
        self._note = Static(Content(safe(hint)), classes="field-note")

    def compose(self) -> ComposeResult:
        yield self._caption
        yield self.input
        yield self._note

    @property
    def value(self) -> str:
        """What was typed, without blanks around it."""
        return self.input.value.strip()

    def ask(self, label: str, hint: str, value: str, *, password: bool, max_length: int) -> None:
        """Become the field for another question."""
        self._hint = hint
        self._caption.update(Content(safe(label)))
        self._note.update(Content(safe(hint)))
        self.set_class(False, "-wrong")
        self.input.password = password
        self.input.max_length = max_length
        with self.input.prevent(Input.Changed):
            self.input.value = clean_line(value)
        self.input.cursor_position = len(value)

    def focus_input(self) -> None:
        """Put the cursor into this field."""
        self.screen.set_focus(self.input)

    def clear(self) -> None:
        """Empty the field."""
        self.input.value = ""

    def complain(self, message: str) -> None:
        """Show what is wrong; gone with the next change."""
        self._note.update(Content(f"✗ {safe(message)}"))
        self.set_class(True, "-wrong")

    def accept(self) -> bool:
        """Whether the value will do; complains in place when it will not."""
        if self._check is not None:
            try:
                self._check(self.value)
            except RuleError as error:
                self.complain(error.message)
                return False
        return True

    def on_input_changed(self) -> None:
        self._note.update(Content(safe(self._hint)))
        self.set_class(False, "-wrong")
