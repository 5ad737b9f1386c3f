"""How many toasts stand there, and what is left of those whose time is over."""

from typing import Any, Final

from textual.app import App
from textual.widgets._toast import Toast, ToastHolder

MOST: Final = 5
"""Toasts that stand there at once: more would reach beyond a short screen, the newest out of it."""


def make_room(app: App[Any]) -> None:
    """Let the oldest toasts go for one more, errors last."""
    standing = sorted(app._notifications, key=lambda one: one.severity == "error")
    for one in standing[: max(0, len(standing) - MOST + 1)]:
        app._unnotify(one, refresh=False)
    sweep(app)


def withdraw(app: App[Any], beginning: str) -> None:
    """Let the toasts go that begin with these words: they have had their effect."""
    for one in list(app._notifications):
        if one.message.startswith(beginning):
            app._unnotify(one)
    sweep(app)


def sweep(app: App[Any]) -> None:
    """Take away, on every screen, what held a toast whose time is over.

    Textual takes such a toast away but leaves its holder, and with it the room it took.
    """
    for screen in app.screen_stack:
        for holder in screen.query(ToastHolder):
            toasts = holder.query(Toast)
            if not any(one._notification in app._notifications for one in toasts):
                holder.remove()
