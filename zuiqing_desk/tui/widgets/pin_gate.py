"""The PIN field with everything around it: checking, wrong PINs, the wait that grows."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.tui.waiting import MustWait
from zuiqing_desk.tui.widgets.field import Field

if TYPE_CHECKING:
    from zuiqing_desk.services.records import StaffMember
    from zuiqing_desk.tui.session import Clock

SECOND: Final = 1_000_000
PIN_CHARS: Final = 12


class PinGate(Vertical):
    """Asks for a PIN. The wait itself is enforced by the store; this shows it counting down."""

    DEFAULT_CSS = """
    PinGate { height: auto; }
    PinGate .gate-word { height: auto; min-height: 2; margin-top: 1; color: $text-muted; }
    PinGate .gate-word.-no { color: $text-error; text-style: bold; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.field = Field("PIN", id="pin", password=True, max_length=PIN_CHARS)
        self._word = Static(classes="gate-word")
        self._clock: Clock | None = None
        self._until = 0
        self._why = ""
        self._timer: Timer | None = None
        self._busy = False

    def compose(self) -> ComposeResult:
        yield self.field
        yield self._word

    def say(self, text: str, *, no: bool = False) -> None:
        """Show a line under the PIN; ``no`` for a refusal."""
        self._word.update(Content(f"✗ {text}" if no else text))
        self._word.set_class(no, "-no")

    @property
    def busy(self) -> bool:
        """Whether a try is under way: Enter does nothing meanwhile."""
        return self._busy

    def reset(self) -> None:
        """Begin afresh, for somebody else."""
        self.field.clear()
        self.forget_wait()
        self.say("")

    def forget_wait(self) -> None:
        """Stop counting down: it was somebody else's wait."""
        if self._timer is not None:
            self._stop_counting()
            self.say("")

    async def attempt(
        self, try_pin: "Callable[[str], Awaitable[StaffMember]]"
    ) -> "StaffMember | None":
        """Have the typed PIN tried; whose it is, or None after saying why not.

        ``try_pin`` raises MustWait or RuleError.
        """
        if self._busy or self._waiting():
            return None
        pin = self.field.input.value
        if not pin:
            self.say("请输入 PIN。", no=True)
            return None
        self._busy = True
        try:
            return await try_pin(pin)
        except RuleError as refused:
            self.say(refused.message, no=True)
        except MustWait as wait:
            self._refuse(wait)
        finally:
            self._busy = False
            self.field.clear()
        return None

    def count_by(self, clock: "Clock") -> None:
        """The clock by which waits are counted down."""
        self._clock = clock

    def _refuse(self, wait: MustWait) -> None:
        self._why = "PIN 不对。" if wait.wrong else "前面试错过。"
        if not wait.seconds or self._clock is None:
            self.say(f"{self._why}请再试一次。", no=True)
            return
        self._until = self._clock() + wait.seconds * SECOND
        self._stop_counting()
        self._timer = self.set_interval(0.25, self._count_down)
        self._count_down()

    def _left(self) -> int:
        return -(-(self._until - self._clock()) // SECOND) if self._clock is not None else 0

    def _waiting(self) -> bool:
        return self._timer is not None and self._left() > 0

    def _count_down(self) -> None:
        left = self._left()
        if left > 0:
            self.say(f"{self._why}请等 {left} 秒再试。", no=True)
        else:
            self._stop_counting()
            self.say("现在可以再试了。")

    def _stop_counting(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
