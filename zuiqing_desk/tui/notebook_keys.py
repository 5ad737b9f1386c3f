"""Writing something down from any page: the keys of the notebooks that act everywhere."""

from typing import Any, Final

from textual.binding import Binding
from textual.screen import Screen

from zuiqing_desk.tui import notebook_forms
from zuiqing_desk.tui.in_hand import InHand
from zuiqing_desk.tui.keymap import bindings
from zuiqing_desk.tui.session import Session

EVERYWHERE: Final = ("handover.add", "note.add")


def notebook_bindings() -> list[Binding]:
    """The bindings of what acts on every page behind the sign-in."""
    return [binding for binding in bindings("app") if binding.id in EVERYWHERE]


class WritesDown:
    """For a screen: puts what is in hand into a notebook. Mix in before Screen, and bind
    ``notebook_bindings()``."""

    session: Session

    def in_hand(self) -> InHand:
        """What is on screen."""
        return InHand()

    def action_handover_add(self) -> None:
        """记交接."""
        screen_of(self).app.push_screen(notebook_forms.handover_form(self.session, self.in_hand()))

    def action_note_add(self) -> None:
        """登记."""
        screen_of(self).app.push_screen(notebook_forms.note(self.session, self.in_hand()))


def screen_of(one: WritesDown) -> Screen[Any]:
    """The screen that writes down."""
    assert isinstance(one, Screen)
    return one
