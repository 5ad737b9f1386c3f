"""The first start: who is the shop, and who is its first lead?"""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services.shop import SHOP_NAME_CHARS
from zuiqing_desk.tui import staff_steps
from zuiqing_desk.tui.opening import CannotOpen, Opening
from zuiqing_desk.tui.widgets.steps import Answers, Step, Steps

HINT = "Enter 下一步 · Esc 上一步 · Ctrl+Q 退出"


def _shop_name() -> Step:
    def check(value: str, answers: Answers) -> None:
        if not 1 <= len(value) <= SHOP_NAME_CHARS:
            raise RuleError("shop_name", f"店铺名要 1–{SHOP_NAME_CHARS} 个字。")

    return Step(
        "shop_name",
        "店铺名称",
        "客户在咨询页面上看到的名字",
        max_length=SHOP_NAME_CHARS,
        check=check,
    )


def steps() -> list[Step]:
    """The wizard's questions, the last one to confirm them all."""
    confirm = Step(
        "confirm", "都对吗？", shown=False, choices=(("yes", "对，建店并登录（您是组长）"),)
    )
    return [_shop_name(), staff_steps.number(), staff_steps.name(), *staff_steps.pin(), confirm]


class SetupScreen(Screen[None]):
    """Asks the few things a shop cannot start without. Posts Founded."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "app.quit", "退出", show=False),
        Binding("escape", "back", "上一步", show=False, priority=True),
    ]

    class Founded(Message):
        """The shop exists; this is its first lead, whose PIN was just set."""

        def __init__(self, staff_id: int) -> None:
            super().__init__()
            self.staff_id = staff_id

    def __init__(self, opening: Opening) -> None:
        super().__init__()
        self._opening = opening
        self.steps = Steps(steps())
        self._word = Static(id="entry-word", classes="-no")
        self._busy = False

    def compose(self) -> ComposeResult:
        with Vertical(id="entry"):
            yield Static(Content("醉卿工作台"), id="entry-title")
            yield Static(Content("第一次使用：先认识一下您的店铺"), id="entry-shop")
            yield self.steps
            yield self._word
            yield Static(Content(HINT), id="entry-hint")

    def action_back(self) -> None:
        """The question before."""
        if not self._busy:
            self.steps.back()

    def on_steps_done(self, event: Steps.Done) -> None:
        if not self._busy:
            self._busy = True
            self.run_worker(self._found(event.answers), exclusive=True)

    async def _found(self, answers: Answers) -> None:
        self._word.update(Content("正在建店…"))
        try:
            opened = await self._opening.ready()
            # Loaded by now; it was not before the first frame.
            from zuiqing_desk.tui import inside

            self.post_message(self.Founded(await inside.found_shop(opened.bench, answers)))
        except CannotOpen:
            return  # the app says so on a screen of its own
        except RuleError as refused:
            self._word.update(Content(f"✗ {refused.message}"))
            self._busy = False
