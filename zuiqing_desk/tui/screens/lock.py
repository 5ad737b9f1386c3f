"""The locked screen: nothing to read until the same person gives the PIN, or signs out."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from zuiqing_desk.rules.calendar import clock_text
from zuiqing_desk.tui.admission import unlock
from zuiqing_desk.tui.pin_gate import PinGate
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.text import one_line


class LockScreen(Screen[bool]):
    """True once unlocked, False to sign out. The desk behind it goes on working."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "sign_out", "退出登录", show=False),
    ]

    def __init__(self, session: Session, why: str) -> None:
        super().__init__()
        self._session = session
        self._why = why
        self.gate = PinGate()
        self._clock = Static(id="lock-clock")

    def compose(self) -> ComposeResult:
        staff = self._session.staff
        with Vertical(id="entry"):
            yield Static(Content(f"已锁屏：{self._why}"), id="entry-title")
            yield Static(
                Content(f"工号 {one_line(staff.staff_no)}  {one_line(staff.name)}"), id="entry-shop"
            )
            yield self._clock
            yield self.gate.input
            yield self.gate.word
            yield Static(
                Content("输入 PIN，Enter 解锁 · Ctrl+Q 退出登录（草稿会留着）"), id="entry-hint"
            )

    def on_mount(self) -> None:
        self.gate.count_by(self._session.clock)
        self.set_interval(1, self._show_time)
        self._show_time()

    def _show_time(self) -> None:
        now = clock_text(self._session.clock(), self._session.shop.time_zone)
        self._clock.update(Content(f"{now} · 新消息照常接收"))

    def on_input_submitted(self) -> None:
        self.run_worker(self._try(), exclusive=True)

    async def _try(self) -> None:
        if await self.gate.attempt(self._check) is not None:
            self.dismiss(True)

    async def _check(self, pin: str) -> int:
        self.gate.say("正在核对…")
        return await unlock(self._session, pin)

    def action_sign_out(self) -> None:
        """Leave the desk to somebody else."""
        if not self.gate.busy:
            self.dismiss(False)
