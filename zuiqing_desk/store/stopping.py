"""Telling a query that runs in another thread that nobody waits for its answer any more."""

import threading
from typing import Final

from zuiqing_desk.store.errors import Stopped


class Stop:
    """A wish that a query end, made known from any thread. It cannot be taken back."""

    __slots__ = ("_event",)

    def __init__(self) -> None:
        self._event = threading.Event()

    def ask(self) -> None:
        """Have the query end soon."""
        self._event.set()

    @property
    def asked(self) -> bool:
        """Whether it is to end."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise Stopped if it is to end; for loops that ask the database little."""
        if self._event.is_set():
            raise Stopped("查找已停止。")


class _Never(Stop):
    """What nobody can stop."""

    def ask(self) -> None:
        raise RuntimeError("a query that was not begun as a stoppable one cannot be stopped")


NEVER: Final[Stop] = _Never()
