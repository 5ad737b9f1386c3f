"""Who is it? The first thing on the screen, while the rest of the program is still loading."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Static

from zuiqing_desk.tui.opening import CannotOpen, Opened, Opening
from zuiqing_desk.tui.pin_gate import PinGate, titled_input

HINT = "Enter 登录 · Tab 换一栏 · Ctrl+Q 退出"
OPENING = "正在打开…"
SLOW = "还在打开：数据库可能正在升级，请稍候…"


def head(shop: str) -> Content:
    """The program's name, and below it the shop's."""
    return Content.assemble(("醉卿工作台", "bold $text-primary"), "\n", (shop, "$text-muted"))


class SignInScreen(Screen[None]):
    """Staff number and PIN. Posts Admitted; typing is possible before the store is open."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "app.quit", "退出", show=False)]

    class Admitted(Message):
        """The PIN was right."""

        def __init__(self, staff_id: int) -> None:
            super().__init__()
            self.staff_id = staff_id

    def __init__(self, opening: Opening, word: str = OPENING) -> None:
        super().__init__()
        self._opening = opening
        self._word = word
        self._head = Static(head("客服工作台"), id="entry-head")
        self._staff_no = titled_input("工号", id="staff-no", max_length=20)
        self.gate = PinGate("工号或 PIN 不对。")

    def compose(self) -> ComposeResult:
        with Vertical(id="entry"):
            yield self._head
            yield self._staff_no
            yield self.gate.input
            yield self.gate.word
            yield Static(Content(HINT), id="entry-hint")

    def on_mount(self) -> None:
        self.gate.say(self._word)
        self._slow = self.set_timer(2, lambda: self.gate.say(SLOW))

    def welcome(self, opened: Opened) -> None:
        """The store is open: name the shop."""
        self._slow.stop()
        # Loaded by now; it was not before the first frame.
        from zuiqing_desk.tui.text import one_line

        if opened.shop is not None:
            self._head.update(head(one_line(opened.shop.name)))
        self.gate.count_by(opened.bench.now)
        if not self.gate.busy:
            self.gate.say("")

    def begin_again(self, word: str) -> None:
        """Ready for the next person; ``word``: why the last one had to leave, if it was no wish."""
        self.gate.reset()
        self._staff_no.clear()
        self.set_focus(self._staff_no)
        self.gate.say(word)

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input is self._staff_no:
            self.gate.forget_wait()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input is self._staff_no:
            self.set_focus(self.gate.input)
        elif not self._staff_no.value.strip():
            self.gate.say("请先输入工号。", no=True)
            self.set_focus(self._staff_no)
        else:
            self.run_worker(self._try(), exclusive=True)

    async def _try(self) -> None:
        try:
            staff_id = await self.gate.attempt(self._check)
        except CannotOpen:
            return  # the app says so on a screen of its own
        if staff_id is not None:
            self.post_message(self.Admitted(staff_id))

    async def _check(self, pin: str) -> int:
        opened = await self._opening.ready()
        from zuiqing_desk.tui import inside

        self.gate.say("正在核对…")
        return await inside.check_pin(opened.bench, self._staff_no.value, pin)
