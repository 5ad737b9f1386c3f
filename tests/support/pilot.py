"""Drive the desk as a person would: keys in, screen text out, no sleeping.

    async with Desk(tmp_path) as desk:
        desk.shop.waiting_customer("这款1983还有货吗")
        await desk.sign_in().keys("ctrl+g").type("你好，在的。").keys("enter")
        await desk.expect_text("你好，在的。")

Every method that does something returns the desk, so that steps can be chained; they run when the
chain is awaited. Waiting is always for a condition, with a deadline only a broken test reaches.
"""

import asyncio
from collections.abc import Awaitable, Callable, Generator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from support.desk_machine import PIN, DeskMachine, give_pin
from support.shop import OPENING, TestShop
from textual import events
from textual.app import App
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen

from zuiqing_desk.tui.app import DeskApp
from zuiqing_desk.tui.ports import ScreenOptions, SignedIn

DEADLINE_S = 30.0
_STEP_S = 0.01


def screen_text(app: App[Any]) -> str:
    """What the screen in front shows, row by row, without trailing blanks."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def post_keys(app: App[Any], text: str) -> None:
    """Press what an input method or a keyboard would send for ``text``, character by character.

    Unlike Pilot.press this can type Chinese punctuation and emoji.
    """
    for character in text:
        post_key(app, _character_to_key(character), character)


def post_key(app: App[Any], key: str, character: str | None) -> None:
    """Press one key and do not wait for what it does."""
    event = events.Key(key, character)
    event.set_sender(app)
    app.post_message(event)


class Desk:
    """One desk under test. Without ``founded`` it stands at its first start.

    ``shop`` is the world outside: customers, colleagues and the clock. One ``beside`` another desk
    stands in the same shop, on the same home.
    """

    def __init__(
        self,
        home: Path,
        *,
        size: tuple[int, int] = (120, 40),
        founded: bool = True,
        options: ScreenOptions | None = None,
        notices: tuple[str, ...] = (),
        signed_in: SignedIn | None = None,
        beside: "Desk | None" = None,
    ) -> None:
        self._size = size
        self._shop: TestShop | None = None
        self._beside = beside
        if beside is not None:
            self._shop = beside.shop
        elif founded:
            self._shop = TestShop(home)
            give_pin(self._shop, self._shop.lead.staff_no)
        self._steps: list[Callable[[], Awaitable[None]]] = []
        self._pilot: Pilot[None] | None = None
        self._running: AbstractAsyncContextManager[Pilot[None]] | None = None
        self.machine = DeskMachine(
            home,
            lambda: self._shop.now if self._shop is not None else OPENING,
            options=options,
            notices=notices,
            signed_in=signed_in,
            desk_id="desk-under-test" if beside is None else "desk-beside",
        )
        self.app = DeskApp(self.machine)

    # -- beginning and end ----------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        self._running = self.app.run_test(size=self._size, notifications=True)
        self._pilot = await self._running.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._running is not None
        try:
            await self._running.__aexit__(kind, error, trace)
        finally:
            self.close()
        assert kind is not None or not self._steps, "a chain of steps was not awaited"

    def close(self) -> None:
        """Close the world outside."""
        if self._shop is not None and self._beside is None:
            self._shop.store.close()

    def over(self, pilot: Pilot[None]) -> Self:
        """Drive an app that somebody else runs (a snapshot test)."""
        self._pilot = pilot
        return self

    # -- what can be asked at once --------------------------------------------------------------

    @property
    def shop(self) -> TestShop:
        """The world outside."""
        assert self._shop is not None
        return self._shop

    @property
    def pilot(self) -> Pilot[None]:
        """Textual's own pilot."""
        assert self._pilot is not None
        return self._pilot

    @property
    def text(self) -> str:
        """What the screen shows now."""
        return screen_text(self.app)

    # -- steps ----------------------------------------------------------------------------------

    def __await__(self) -> Generator[Any, None, Self]:
        return self._run().__await__()

    async def _run(self) -> Self:
        steps, self._steps = self._steps, []
        for step in steps:
            await step()
        return self

    def then(self, step: Callable[[], Awaitable[None]]) -> Self:
        """Add a step of one's own to the chain."""
        self._steps.append(step)
        return self

    def type(self, text: str) -> Self:
        """Type text into whatever has the focus."""

        async def step() -> None:
            post_keys(self.app, text)
            await self.pilot.pause()

        return self.then(step)

    def at_once(self, *texts: str) -> Self:
        """Type texts and press ``enter`` or ``tab`` as one burst, as a fast typist's link does."""
        named = {"enter": "\r", "tab": "\t"}

        async def step() -> None:
            for text in texts:
                if text in named:
                    post_key(self.app, text, named[text])
                else:
                    post_keys(self.app, text)

        return self.then(step)

    def paste(self, text: str) -> Self:
        """Paste text into whatever has the focus."""

        async def step() -> None:
            event = events.Paste(text)
            event.set_sender(self.app)
            self.app.post_message(event)
            await self.pilot.pause()

        return self.then(step)

    def keys(self, *keys: str) -> Self:
        """Press keys by their Textual names."""

        async def step() -> None:
            for key in keys:
                await self.pilot.press(key)

        return self.then(step)

    def later(self, seconds: float) -> Self:
        """Move the clock on."""

        async def step() -> None:
            self.shop.later(seconds)

        return self.then(step)

    def resize(self, columns: int, rows: int) -> Self:
        """Resize the terminal."""

        async def step() -> None:
            await self.pilot.resize_terminal(columns, rows)

        return self.then(step)

    def sign_in(self, staff_no: str = "1001", pin: str = PIN) -> Self:
        """Give staff number and PIN; done when the main screen is there."""
        self.expect_text("工号", "PIN").expect_focus("staff-no")
        self.type(staff_no).keys("enter").expect_focus("pin").type(pin).keys("enter")
        return self.expect_screen("DeskScreen").expect_text("在岗")

    def take_next(self) -> Self:
        """Take the most urgent conversation."""
        return self.keys("ctrl+g")

    def read_toasts(self) -> Self:
        """Wait no longer for what was said in passing: it lies over what is shown."""

        async def step() -> None:
            self.app.clear_notifications()

        return self.then(step)

    def send(self) -> Self:
        """Send what stands in the reply box."""
        return self.keys("enter")

    # -- expectations ---------------------------------------------------------------------------

    def expect(self, condition: Callable[[], bool], what: str = "") -> Self:
        """Wait until the condition holds."""

        async def step() -> None:
            give_up = asyncio.get_running_loop().time() + DEADLINE_S
            while not condition():
                if asyncio.get_running_loop().time() > give_up:
                    raise AssertionError(f"never came true: {what}\nthe screen:\n{self.text}")
                await self.pilot.pause()
                await asyncio.sleep(_STEP_S)

        return self.then(step)

    def expect_text(self, *texts: str) -> Self:
        """Wait until all of these stand on the screen."""
        for text in texts:
            self.expect(lambda text=text: text in self.text, f"“{text}” on the screen")  # type: ignore[misc]
        return self

    def expect_no_text(self, *texts: str) -> Self:
        """Wait until none of these stands on the screen."""
        for text in texts:
            self.expect(lambda text=text: text not in self.text, f"no “{text}”")  # type: ignore[misc]
        return self

    def expect_screen(self, name: str) -> Self:
        """Wait until a screen of this class is in front."""
        return self.expect(lambda: type(self.screen).__name__ == name, f"{name} in front")

    def expect_focus(self, id_: str) -> Self:
        """Wait until the focus is on the widget with this id, or inside it."""

        def there() -> bool:
            focused = self.app.focused
            return focused is not None and any(
                node.id == id_ for node in focused.ancestors_with_self
            )

        return self.expect(there, f"the focus in #{id_}")

    @property
    def screen(self) -> Screen[Any]:
        """The screen in front."""
        return self.app.screen
