"""What acts on every screen behind the sign-in: help, palette, jumping, going to a page, the lock,
leaving."""

from abc import abstractmethod
from collections.abc import Iterable
from typing import Any, ClassVar, Final, Generic, TypeVar

from textual.app import App
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.screen import Screen

from zuiqing_desk.tui.help_entry import Entry
from zuiqing_desk.tui.keymap import bindings
from zuiqing_desk.tui.locking import LockAsked
from zuiqing_desk.tui.screens.page_help import MoreKeys

T = TypeVar("T")

PAGES: Final = ("pane.chat", "order.open", "handover.open", "tally.open", "roster.open")
IDS: Final = ("help", "palette", "jump", *PAGES, "history.open", "lock", "quit")


class Desk:
    """The screen beneath all others. It knows every action, and carries out what a screen over it
    asks for."""

    @abstractmethod
    def palette_over(self, screen: "Everywhere[Any]") -> None:
        """Open the palette, with what acts on this screen first."""

    @abstractmethod
    def jump_over(self, screen: Screen[Any]) -> None:
        """Put letters beside everything one can go to on this screen."""

    @abstractmethod
    def close_pages(self) -> bool:
        """Close every screen over the desk, each as Esc would; False, and a word why, if something
        would be lost."""

    @abstractmethod
    def help_over(self, screen: Screen[Any], first: Iterable[Entry]) -> None:
        """Say which keys act on this screen; ``first`` is what it says of itself."""

    @abstractmethod
    def go_to_page(self, id_: str) -> None:
        """Open the page of this action instead of every screen over the desk, each closed as Esc
        would; over them, if something would be lost."""

    @abstractmethod
    def quit_over(self) -> None:
        """End the program, after asking; a word why not, if something would be lost."""

    @abstractmethod
    def search_over(self, screen: Screen[Any]) -> None:
        """Open the search of old talk over this screen."""


def desk_beneath(app: App[Any]) -> Desk | None:
    """The desk of who is signed in."""
    return next((one for one in app.screen_stack if isinstance(one, Desk)), None)


def everywhere_bindings() -> list[Binding]:
    """The bindings of IDS."""
    return [binding for binding in bindings("app") if binding.id in IDS]


class Everywhere(Screen[T], Generic[T]):
    """Mix in before Screen or ModalScreen, with the same result. What acts on a screen is told by
    the tooltips of its BINDINGS, and by MORE_KEYS for what a widget does with a key."""

    BINDINGS: ClassVar[list[BindingType]] = [*everywhere_bindings()]
    PLACE: ClassVar[str] = ""
    """The action that opens this page, if one does."""
    MORE_KEYS: ClassVar[MoreKeys] = ()

    # What a subclass answers.

    @property
    def unsaved(self) -> bool:
        """Whether something would be lost if this screen were closed now."""
        return False

    def make_ready(self) -> None:
        """Put the focus where the screen's own keys act."""

    def go_away(self) -> AwaitComplete:
        """Close as Esc does, with nothing done and nothing asked."""
        return self.dismiss(None)

    def help_entries(self) -> Iterable[Entry]:
        """What the help says first, besides the bindings."""
        return ()

    # Actions.

    def action_help(self) -> None:
        """Which keys act here, and what they do."""
        desk = desk_beneath(self.app)
        if desk is not None:
            desk.help_over(self, self.help_entries())

    def action_palette(self) -> None:
        """Find an action by its name, and run it or go where it is."""
        desk = desk_beneath(self.app)
        if desk is not None:
            desk.palette_over(self)

    def action_jump(self) -> None:
        """Go to anything in view by a letter."""
        desk = desk_beneath(self.app)
        if desk is not None:
            desk.jump_over(self)

    def action_history_open(self) -> None:
        """Search old talk."""
        desk = desk_beneath(self.app)
        if desk is not None and self.PLACE != "history.open":
            desk.search_over(self)

    def action_pane_chat(self) -> None:
        """Back to the chats."""
        self._go_to("pane.chat")

    def action_order_open(self) -> None:
        """To the orders."""
        self._go_to("order.open")

    def action_handover_open(self) -> None:
        """To the handover notebook."""
        self._go_to("handover.open")

    def action_tally_open(self) -> None:
        """To the service statistics."""
        self._go_to("tally.open")

    def action_roster_open(self) -> None:
        """To the roster."""
        self._go_to("roster.open")

    def _go_to(self, id_: str) -> None:
        desk = desk_beneath(self.app)
        # A page within a page has the chats for its place.
        if desk is not None and (id_ == "pane.chat" or id_ != self.PLACE):
            desk.go_to_page(id_)

    def action_quit(self) -> None:
        """End the program."""
        desk = desk_beneath(self.app)
        if desk is not None:
            desk.quit_over()

    def action_lock(self) -> None:
        """Hide everything until the PIN is given."""
        self.post_message(LockAsked())
