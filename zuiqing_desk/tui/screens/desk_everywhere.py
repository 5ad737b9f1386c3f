"""What the desk does for the screens over it: the palette, jumping, and going from page to page."""

import asyncio
from abc import abstractmethod
from collections.abc import Iterable, Iterator
from typing import Any

from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from zuiqing_desk.tui import keys, more_screens
from zuiqing_desk.tui.actions import Action, by_id
from zuiqing_desk.tui.help_entry import Entry
from zuiqing_desk.tui.offers import offers, own_keys
from zuiqing_desk.tui.overrides import KeyMap
from zuiqing_desk.tui.panes.chat import ChatPane
from zuiqing_desk.tui.places import home_of, opens_page, runs_from_afar
from zuiqing_desk.tui.scopes import Scope
from zuiqing_desk.tui.screens.everywhere import Desk, Everywhere
from zuiqing_desk.tui.screens.help import PageHelp
from zuiqing_desk.tui.screens.jump import JumpScreen
from zuiqing_desk.tui.screens.lock import LockScreen
from zuiqing_desk.tui.screens.palette import PaletteScreen
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import toast

LOOKS, LOOK_S = 25, 0.02
MOST_PAGES = 20
"""No more lie over one another."""


class ServesPages(Desk, Screen[None]):
    """Mix in before Screen."""

    session: Session
    _keymap: KeyMap

    @abstractmethod
    def conversation_in_hand(self) -> int | None:
        """The conversation that is open, if any."""

    @abstractmethod
    def leave_work(self) -> None:
        """End the program, after asking when something is unfinished."""

    # Its own keys.

    def action_palette(self) -> None:
        """Find an action by its name and run it."""
        self.palette_over(self)

    def action_jump(self) -> None:
        """Go to anything in view by a letter."""
        self.jump_over(self)

    # What a screen asks for.

    def palette_over(self, screen: Screen[Any]) -> None:
        own = {id_: run for id_, (_, run) in own_keys(screen).items()}

        async def carry_out(id_: str) -> None:
            if id_ not in own:
                await self.go(by_id()[id_], screen)
                return
            await _make_ready(screen)
            if not await self.app.run_action(own[id_].action, own[id_].node):
                toast(self.app, "现在用不了。", "warning")

        def chosen(id_: str | None) -> None:
            if id_ is not None:
                self.run_worker(carry_out(id_), group="palette", exclusive=True)

        self.app.push_screen(PaletteScreen(offers(screen, self._keymap.keys)), chosen)

    def jump_over(self, screen: Screen[Any]) -> None:
        self.app.push_screen(JumpScreen(screen))

    def help_over(self, screen: Screen[Any], first: Iterable[Entry]) -> None:
        self.app.push_screen(PageHelp(screen, first))

    def go_to_page(self, id_: str) -> None:
        self.run_worker(self._open(by_id()[id_]), group="pages", exclusive=True)

    def quit_over(self) -> None:
        if self._may_close_pages():
            self.leave_work()

    def search_over(self, screen: Screen[Any]) -> None:
        self.app.push_screen(more_screens.history(self.session, self.conversation_in_hand()))

    def close_pages(self) -> bool:
        if not self._may_close_pages():
            return False
        for _ in range(MOST_PAGES):
            top = self.app.screen
            if top is self:
                return True
            if isinstance(top, LockScreen):
                break
            if isinstance(top, Everywhere):
                top.go_away()
            else:
                top.dismiss(None)
        return False

    def _may_close_pages(self) -> bool:
        """Whether nothing would be lost; says so if something would."""
        unsaved = any(page.unsaved for page in self._pages())
        if unsaved:
            toast(
                self.app,
                "这里还有没保存的内容，没有离开：先保存，或按 Esc 收好，再来一次。",
                "warning",
            )
        return not unsaved

    # Going there.

    async def go(self, action: Action, origin: Screen[Any]) -> None:
        """Carry the action out, where it is at home; what must be seen first is only led to, and
        the key named that does it there."""
        if origin is not self and await self._here(action, origin):
            return
        home = home_of(action)
        if not home or opens_page(action):
            await self._open(action)
        elif home == "pane.chat":
            await self._at_the_chat(action, origin)
        elif await self._open(by_id()[home]) and await self._left(origin):
            self._tell(action)

    async def _here(self, action: Action, screen: Screen[Any]) -> bool:
        """Carry it out on the screen in front, if that can."""
        owner = _owner(screen, action)
        if owner is None:
            return False
        await _make_ready(screen)
        return await self.app.run_action(action.name, owner)

    async def _open(self, action: Action) -> bool:
        """Open a page, over what is unsaved and instead of everything else."""
        unsaved = any(page.unsaved for page in self._pages())
        instead = action.id == "pane.chat" or (opens_page(action) and not unsaved)
        if instead and not self.close_pages():
            return False
        return await self.perform(action.id)

    async def _at_the_chat(self, action: Action, origin: Screen[Any]) -> None:
        if not self.close_pages():
            return
        if origin is self or runs_from_afar(action):
            if await self._run(action):
                return
            if self.focused is self._place_of(action):
                self._sorry(action)
                return
        self.set_focus(self._place_of(action))
        self._tell(action)

    def _place_of(self, action: Action) -> Widget:
        """Where in the chat page its key acts."""
        pane = self.query_one(ChatPane)
        places: dict[Scope, Widget] = {"reply": pane.reply, "line": pane.conversation}
        return places.get(action.scope, pane.queue)

    async def _left(self, origin: Screen[Any]) -> bool:
        """Whether another page comes to the front; one may take a moment to, or refuse to."""
        for _ in range(LOOKS):
            if self.app.screen not in (self, origin):
                return True
            await asyncio.sleep(LOOK_S)
        return False

    def _tell(self, action: Action) -> None:
        shown = keys.in_a_sentence(keys.display(self._keymap.keys[action.id][0]))
        toast(self.app, f"“{action.label}”在这里按 {shown}。{action.help}")

    def _pages(self) -> Iterator[Everywhere[Any]]:
        """The screens over the desk, the one in front first."""
        for screen in reversed(self.app.screen_stack):
            if screen is self:
                return
            if isinstance(screen, Everywhere):
                yield screen

    # Finding and running any action of the desk.

    def owner(self, action: Action) -> DOMNode | None:
        """Who carries the action out: the focus and what holds it first, then anything here."""
        return _owner(self, action)

    async def perform(self, id_: str) -> bool:
        """Carry out an action by its id, as if its key had been pressed; whether it was."""
        done = await self._run(by_id()[id_])
        if not done:
            self._sorry(by_id()[id_])
        return done

    async def _run(self, action: Action) -> bool:
        owner = self.owner(action)
        return owner is not None and await self.app.run_action(action.name, owner)

    def _sorry(self, action: Action) -> None:
        toast(self.app, f"“{action.label}”现在用不了。", "warning")


async def _make_ready(screen: Screen[Any]) -> None:
    """Put the focus where the screen's keys act, and wait until the widget knows."""
    if isinstance(screen, Everywhere):
        screen.make_ready()
    for _ in range(LOOKS):
        if screen.focused is None or screen.focused.has_focus:
            break
        await asyncio.sleep(LOOK_S)


def _owner(screen: Screen[Any], action: Action) -> DOMNode | None:
    method = f"action_{action.name}"
    return next((node for node in _by_nearness(screen) if hasattr(node, method)), None)


def _by_nearness(screen: Screen[Any]) -> Iterator[DOMNode]:
    if screen.focused is not None:
        yield from (one for one in screen.focused.ancestors_with_self if one is not screen.app)
    yield screen
    yield from screen.walk_children()
