"""The lock key, for every screen behind the sign-in, dialogs included."""

from textual.binding import Binding
from textual.message import Message

from zuiqing_desk.tui.keymap import bindings


class LockAsked(Message):
    """The user wants the screen locked now."""


def lock_binding() -> Binding:
    """The binding of the action ``lock``; the screen's ``action_lock`` posts LockAsked."""
    return next(binding for binding in bindings("app") if binding.id == "lock")
