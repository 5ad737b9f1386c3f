"""The App: it mounts screens and nothing else.

Only what the first frame needs is imported here; the rest comes in through ``opening``, in a
thread, once that frame is painted (the budget is 1.25 of a bare Textual program).
"""

import os
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, work
from textual.binding import Binding, BindingType
from textual.notifications import SeverityLevel
from textual.screen import Screen

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.tui import crash
from zuiqing_desk.tui.idle import IdleWatch
from zuiqing_desk.tui.opening import CannotOpen, Opened, Opening
from zuiqing_desk.tui.screens.sign_in import SignInScreen
from zuiqing_desk.tui.terminal_app import TerminalApp
from zuiqing_desk.tui.toast_rack import make_room, sweep
from zuiqing_desk.tui.wardrobe import Wardrobe

if TYPE_CHECKING:
    from zuiqing_desk.tui.ports import Machine
    from zuiqing_desk.tui.screens.desk import DeskScreen
    from zuiqing_desk.tui.screens.order_links import OpenConversation
    from zuiqing_desk.tui.screens.setup import SetupScreen
    from zuiqing_desk.tui.session import Session


class DeskApp(TerminalApp[None], inherit_bindings=False):
    """One desk on one terminal. Its return code is 0, 1 after a crash, 128 + a signal."""

    TITLE = "醉卿工作台"
    CSS_PATH = "entry.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "how_to_quit", show=False, system=True)
    ]

    def __init__(self, machine: "Machine") -> None:
        super().__init__()
        self.machine = machine
        self.session: Session | None = None
        self.opening = Opening(machine)
        self._idle = IdleWatch()
        self._locked = False
        self._sorry = ""
        self._notices: tuple[str, ...] = ()
        self.name_keys: Callable[[str], str] = str
        self.wardrobe = Wardrobe(
            self,
            machine.options.theme,
            machine.options.theme_folders,
            os.environ,
            changed=self._tell_notices,
            say=self._say_of_theme,
        )
        self.wardrobe.dress()
        self.animation_level = "none"

    # -- opening --------------------------------------------------------------------------------

    def get_default_screen(self) -> Screen[Any]:
        return self._setup_screen() if self.machine.needs_setup() else SignInScreen(self.opening)

    def _setup_screen(self) -> "SetupScreen":
        # Only a first start pays for importing the wizard.
        from zuiqing_desk.tui.screens.setup import SetupScreen

        return SetupScreen(self.opening)

    def on_mount(self) -> None:
        self.call_after_refresh(self._open)

    @work(group="opening", exclusive=True)
    async def _open(self) -> None:
        try:
            opened = await self.opening.ready()
        except CannotOpen as problem:
            from zuiqing_desk.tui.screens.problem import ProblemScreen

            await self.push_screen(ProblemScreen(problem.message))
            return
        if opened.shop is not None:
            await self._welcome(opened)
        elif isinstance(self.screen, SignInScreen):
            await self.push_screen(self._setup_screen())

    def on_problem_screen_retry(self) -> None:
        self.pop_screen()
        self._open()

    async def _welcome(self, opened: Opened) -> None:
        (await self._sign_in_screen()).welcome(opened)
        await self.machine.start_channels(opened.bench)
        if self.machine.signed_in is not None:
            from zuiqing_desk.tui import inside

            staff_no = self.machine.signed_in.staff_no
            await self._enter(await inside.id_of(opened.bench, staff_no))

    async def _sign_in_screen(self) -> SignInScreen:
        """Clear away everything but the sign-in, and show that."""
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        if not isinstance(self.screen, SignInScreen):
            await self.push_screen(SignInScreen(self.opening))
        screen = self.screen
        assert isinstance(screen, SignInScreen)
        return screen

    # -- coming in and leaving ------------------------------------------------------------------

    async def on_sign_in_screen_admitted(self, event: SignInScreen.Admitted) -> None:
        await self._enter(event.staff_id)

    async def on_setup_screen_founded(self, event: "SetupScreen.Founded") -> None:
        await self._enter(event.staff_id)
        opened = await self.opening.ready()
        await self.machine.start_channels(opened.bench)

    async def _enter(self, staff_id: int) -> None:
        from zuiqing_desk.tui import inside
        from zuiqing_desk.tui.key_words import with_keymap
        from zuiqing_desk.tui.keymap_in_force import textual_keymap
        from zuiqing_desk.tui.overrides import resolve

        opened = await self.opening.ready()
        keymap = resolve(self.machine.options.keys)
        self.name_keys = partial(with_keymap, in_force=keymap.keys)
        opened.bench.name_keys = self.name_keys
        try:
            self.session = await inside.sign_in(opened.bench, staff_id)
        except RuleError as error:
            self.notify(error.message, severity="error", timeout=30)
            return
        self._idle.touch(opened.bench.now())
        if self.machine.options.keys:
            self.set_keymap(textual_keymap(self.machine.options.keys))
        await self.wardrobe.wear(self.session.preferences.theme)
        self._notices = (*self.machine.notices, *keymap.problems)
        notices, options = self._all_notices(), self.machine.options
        await self.push_screen(inside.DeskScreen(self.session, keymap, notices, options))
        self._idle_timer = self.set_interval(1, self._lock_when_idle)
        self.wardrobe.watch()

    def on_desk_screen_leave(self, event: "DeskScreen.Leave") -> None:
        leaving = self._leave(quit=event.quit, word=event.word)
        self.run_worker(leaving, group="leaving", exclusive=True)

    async def _leave(self, *, quit: bool, word: str) -> None:
        await self._sign_out()
        if quit:
            self.exit()
            return
        screen = await self._sign_in_screen()
        await self.wardrobe.wear("")
        screen.welcome(await self.opening.ready())
        screen.begin_again(word)

    async def _sign_out(self) -> None:
        session, self.session = self.session, None
        if session is None:
            return
        from zuiqing_desk.tui import inside

        self._idle_timer.stop()
        self._locked = False
        self.clear_notifications()
        try:
            await inside.sign_out(session)
        except RuleError as error:
            self.log.error(error.message)

    async def on_unmount(self) -> None:
        await self._sign_out()
        await self.machine.stop()

    def on_open_conversation(self, event: "OpenConversation") -> None:
        """A page over the desk wants a conversation shown: away with the pages."""
        from zuiqing_desk.tui import inside

        desks = [one for one in self.screen_stack if isinstance(one, inside.DeskScreen)]
        if not self._locked and desks and desks[0].close_pages():
            desks[0].open_conversation(event)

    # -- locking --------------------------------------------------------------------------------

    def on_lock_asked(self) -> None:
        self.lock("按键锁屏")

    def lock(self, why: str) -> None:
        """Hide everything until the same person gives the PIN."""
        from zuiqing_desk.tui import inside

        if self.session is not None and not self._locked:
            self._locked = True
            self.clear_notifications()
            self.push_screen(inside.LockScreen(self.session, why), self._unlocked)

    def _unlocked(self, same_person: bool | None) -> None:
        self._locked = False
        if not same_person:
            self.run_worker(self._leave(quit=False, word=""), group="leaving", exclusive=True)

    def _lock_when_idle(self) -> None:
        session = self.session
        if session is not None and self._idle.due(session.clock(), session.policy.idle_lock_min):
            self.lock(f"{session.policy.idle_lock_min} 分钟没有操作")

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.InputEvent | events.Paste) and self.session is not None:
            self._idle.touch(self.session.clock())
        await super().on_event(event)

    # -- themes ---------------------------------------------------------------------------------

    def _all_notices(self) -> tuple[str, ...]:
        return (*self._notices, *self.wardrobe.problems)

    def _tell_notices(self) -> None:
        from zuiqing_desk.tui import inside

        for one in self.screen_stack:
            if isinstance(one, inside.DeskScreen):
                one.tell(self._all_notices())

    def _say_of_theme(self, words: str) -> None:
        from zuiqing_desk.tui.toast import toast

        toast(self, words, "warning")

    def on_theme_asked(self) -> None:
        """Which colours? Seen on the desk before they are chosen."""
        self.run_worker(self._choose_theme(), group="theme", exclusive=True)

    async def _choose_theme(self) -> None:
        from zuiqing_desk.tui import more_screens
        from zuiqing_desk.tui.own_desk import put_preference

        await self.wardrobe.look()
        chosen = await self.push_screen_wait(more_screens.themes(self.wardrobe))
        if chosen is not None and self.session is not None:
            await put_preference(self, self.session, "theme", chosen)
            await self.on_theme_chosen()

    async def on_theme_chosen(self) -> None:
        """What this person has chosen is put on, here or because of another desk of theirs."""
        if self.session is not None:
            await self.wardrobe.wear(self.session.preferences.theme)

    # -- the rest -------------------------------------------------------------------------------

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Say something in passing: never as markup, and never over a locked screen. ``{action
        id}`` stands for a key."""
        if not self._locked:
            make_room(self)
            message = self.name_keys(message)
            super().notify(message, title=title, severity=severity, timeout=timeout, markup=False)

    def clear_notifications(self) -> None:
        """Let everything go that was said in passing."""
        super().clear_notifications()
        sweep(self)

    def action_how_to_quit(self) -> None:
        """Ctrl+C is what people press to get out; it is a copy key here."""
        self.notify("退出请按 Ctrl+Q。" if self.session is None else "退出请按 {quit}。")

    def _fatal_error(self) -> None:
        self._sorry = self._sorry or crash.report(self.machine.home)
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        """After the terminal was given back."""
        super()._print_error_renderables()
        if self._sorry:
            # Not through rich: it would cut or break the path.
            sys.stderr.write(f"{self._sorry}\n")
            self._sorry = ""
