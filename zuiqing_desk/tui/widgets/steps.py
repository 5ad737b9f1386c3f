"""One question after the other: Enter goes on, Esc goes back; given answers stay in view."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList, Static

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.widgets.choices import Choices
from zuiqing_desk.tui.widgets.field import Field
from zuiqing_desk.tui.widgets.prose import tidy

Answers = Mapping[str, str]


def _anything(value: str, answers: Answers) -> None:
    """Accept."""


@dataclass(frozen=True, slots=True)
class Step:
    """One question. With ``choices`` (id, label) one is chosen, otherwise a line is typed.

    ``check`` gets the value and the answers so far and raises RuleError when it will not do.
    ``shown``: whether the answer stays in view (dots for a ``secret`` one).
    """

    key: str
    label: str
    hint: str = ""
    secret: bool = False
    shown: bool = True
    max_length: int = 60
    choices: tuple[tuple[str, str], ...] = ()
    check: Callable[[str, Answers], None] = _anything


class Steps(Vertical):
    """Asks all the steps, then posts Done."""

    DEFAULT_CSS = """
    Steps { height: auto; }
    Steps .steps-given { height: auto; color: $text-muted; }
    Steps .steps-question { margin-top: 1; height: auto; }
    """

    class Done(Message):
        """Every step was answered."""

        def __init__(self, answers: Answers) -> None:
            super().__init__()
            self.answers = answers

    def __init__(self, steps: Sequence[Step]) -> None:
        super().__init__()
        self._steps = steps
        self._at = 0
        self.answers: dict[str, str] = {}
        self._given = Static(classes="steps-given")
        self._question = Static(classes="steps-question")
        self._field = Field("", id="step-field")
        self._choices = Choices(id="step-choices")

    def compose(self) -> ComposeResult:
        yield self._given
        yield self._field
        yield self._question
        yield self._choices

    def on_mount(self) -> None:
        self._ask()

    @property
    def step(self) -> Step:
        """The question on the screen."""
        return self._steps[self._at]

    def back(self) -> bool:
        """Return to the question before; False when this is the first."""
        if self._at == 0:
            return False
        self._at -= 1
        self._ask()
        return True

    def return_to(self, key: str, complaint: str) -> None:
        """Go back to a step because its answer was refused later on."""
        self._at = [step.key for step in self._steps].index(key)
        self._ask()
        self._complain(complaint)

    def _ask(self) -> None:
        step = self.step
        self._given.update(_table(self._steps[: self._at], self.answers))
        typed = not step.choices
        self._field.display = typed
        self._choices.display = self._question.display = not typed
        before = self.answers.get(step.key, "")
        if typed:
            value = "" if step.secret else before
            self._field.ask(
                step.label, step.hint, value, password=step.secret, max_length=step.max_length
            )
            self._field.focus_input()
        else:
            self._question.update(Content(tidy(step.label)))
            self._choices.show((id_, Content(one_line(label))) for id_, label in step.choices)
            ids = [id_ for id_, _ in step.choices]
            self._choices.highlighted = ids.index(before) if before in ids else 0
            self.screen.set_focus(self._choices)

    def _complain(self, message: str) -> None:
        if self.step.choices:
            self._question.update(Content(tidy(f"{self.step.label}\n✗ {message}")))
        else:
            self._field.complain(message)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        value = event.value if self.step.secret else clean_line(event.value)
        self._answer(value)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._answer(event.option_id or "")

    def _answer(self, value: str) -> None:
        step = self.step
        try:
            step.check(value, self.answers)
        except RuleError as error:
            self._complain(error.message)
            return
        self.answers[step.key] = value
        if self._at + 1 < len(self._steps):
            self._at += 1
            self._ask()
        else:
            self.post_message(self.Done(dict(self.answers)))


def _table(steps: Sequence[Step], answers: Answers) -> Content:
    rows = []
    for step in steps:
        if not step.shown:
            continue
        answer = answers.get(step.key, "")
        said = dict(step.choices).get(answer, answer)
        rows.append(f"✓ {step.label}：{'●' * len(answer) if step.secret else said}")
    return Content(tidy("\n".join(rows)))
