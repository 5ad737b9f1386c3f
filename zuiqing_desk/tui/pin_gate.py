"""The PIN field with what is said below it: checking, wrong PINs, the wait that grows."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.tui.waiting import MustWait
from zuiqing_desk.tui.widgets.prompt_input import PromptInput

if TYPE_CHECKING:
    from zuiqing_desk.tui.session import Clock

SECOND: Final = 1_000_000
PIN_CHARS: Final = 12


def titled_input(title: str, *, id: str, max_length: int, password: bool = False) -> PromptInput:
    """An Input with its name in the border: one widget less before the first frame."""
    made = PromptInput(id=id, max_length=max_length, password=password, select_on_focus=False)
    made.border_title = title
    made.cursor_blink = False
    return made


class PinGate:
    """Asks for a PIN. The wait itself is enforced by the store; this shows it counting down.

    ``wrong`` is what it says of a try that failed.

    Its two widgets, ``input`` and ``word``, are for a screen to put where it likes.
    """

    def __init__(self, wrong: str = "PIN 不对。") -> None:
        self._wrong = wrong
        self.input = titled_input("PIN", id="pin", max_length=PIN_CHARS, password=True)
        self.word = Static(id="entry-word")
        self.busy = False
        """Whether a try is under way: Enter does nothing meanwhile."""
        self._clock: Clock | None = None
        self._until = 0
        self._why = ""
        self._timer: Timer | None = None

    def say(self, text: str, *, no: bool = False) -> None:
        """Show a line under the PIN; ``no`` for a refusal."""
        self.word.update(Content(f"✗ {text}" if no else text))
        self.word.set_class(no, "-no")

    def reset(self) -> None:
        """Begin afresh, for somebody else."""
        self.input.clear()
        self.forget_wait()
        self.say("")

    def forget_wait(self) -> None:
        """Stop counting down: it was somebody else's wait."""
        if self._timer is not None:
            self._stop_counting()
            self.say("")

    def count_by(self, clock: "Clock") -> None:
        """The clock by which waits are counted down."""
        self._clock = clock

    async def attempt(self, try_pin: Callable[[str], Awaitable[int]]) -> int | None:
        """Have the typed PIN tried; the id of whose it is, or None after saying why not.

        ``try_pin`` raises MustWait or RuleError.
        """
        if self.busy or (self._timer is not None and self._left() > 0):
            return None
        pin = self.input.value
        if not pin:
            self.say("请输入 PIN。", no=True)
            return None
        self.busy = True
        try:
            return await try_pin(pin)
        except RuleError as refused:
            self.say(refused.message, no=True)
        except MustWait as wait:
            self._refuse(wait)
        finally:
            self.busy = False
            self.input.clear()
        return None

    def _refuse(self, wait: MustWait) -> None:
        self._why = self._wrong if wait.wrong else "前面试错过。"
        if not wait.seconds or self._clock is None:
            self.say(f"{self._why}请再试一次。", no=True)
            return
        self._until = self._clock() + wait.seconds * SECOND
        self._stop_counting()
        self._timer = self.word.set_interval(0.25, self._count_down)
        self._count_down()

    def _left(self) -> int:
        """Seconds left to wait."""
        return -(-(self._until - self._clock()) // SECOND) if self._clock is not None else 0

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
