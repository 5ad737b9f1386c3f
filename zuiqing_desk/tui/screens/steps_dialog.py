"""A few questions in a dialog."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from zuiqing_desk.tui.screens.dialog import Dialog
from zuiqing_desk.tui.widgets.steps import Answers, Step, Steps


class StepsDialog(Dialog[Answers]):
    """The answers by key. Esc goes back one question, and from the first one away."""

    def __init__(self, title: str, steps: Sequence[Step]) -> None:
        super().__init__(title, "Enter 下一步 · Esc 上一步")
        self.steps = Steps(steps)

    def body(self) -> Iterable[Widget]:
        yield self.steps

    def on_steps_done(self, event: Steps.Done) -> None:
        self.dismiss(event.answers)

    def action_cancel(self) -> None:
        """One question back, or away."""
        if not self.steps.back():
            self.dismiss(None)
