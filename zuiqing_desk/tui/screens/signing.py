"""A signature: whose staff number, and the PIN that goes with it."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from zuiqing_desk.tui.admission import signature
from zuiqing_desk.tui.pin_gate import PinGate, titled_input
from zuiqing_desk.tui.screens.dialog import Dialog
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.text import one_line


class SignDialog(Dialog[int]):
    """The id of who signed. ``lines`` say what is signed; ``fixed``: nobody but this one may."""

    CSS: ClassVar[str] = """
    SignDialog #dialog > Input {
        border: round $border-blurred; border-title-color: $foreground; background: $surface;
    }
    SignDialog #dialog > Input:focus { border: round $border; }
    """

    def __init__(
        self,
        session: Session,
        title: str,
        lines: Sequence[str],
        *,
        staff_no: str = "",
        fixed: bool = False,
    ) -> None:
        hint = "输入 PIN，Enter 签字 · Esc 取消"
        super().__init__(title, hint if fixed else f"{hint} · Shift+Tab 换工号")
        self._session = session
        self._lines = lines
        self._fixed = fixed
        self._staff_no = titled_input("工号", id="staff-no", max_length=20)
        self._staff_no.value = staff_no
        self.gate = PinGate()

    def body(self) -> Iterable[Widget]:
        text = Content("\n").join(Content(one_line(line)) for line in self._lines)
        yield VerticalScroll(Static(text), classes="dialog-text", can_focus=False)
        if not self._fixed:
            yield self._staff_no
        yield self.gate.input
        yield self.gate.word

    def on_mount(self) -> None:
        # What was said in passing would lie over what is signed.
        self.app.clear_notifications()
        self.gate.count_by(self._session.clock)
        self.set_focus(self.gate.input if self._staff_no.value else self._staff_no)

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input is self._staff_no:
            self.gate.forget_wait()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input is self._staff_no:
            self.set_focus(self.gate.input)
        elif not self._staff_no.value.strip():
            self.gate.say("请先输入工号。", no=True)
            self.set_focus(self._staff_no)
        else:
            self.run_worker(self._try(), exclusive=True)

    async def _try(self) -> None:
        signer = await self.gate.attempt(self._check)
        if signer is not None:
            self.dismiss(signer)

    async def _check(self, pin: str) -> int:
        self.gate.say("正在核对…")
        return await signature(self._session.bench, self._staff_no.value.strip(), pin)
