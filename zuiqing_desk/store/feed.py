"""Noticing commits, of this process and of every other."""

import logging
import sqlite3
import threading
from collections.abc import Callable

POLL_S = 0.05
"""How soon another process's commit is noticed, at the latest."""

_log = logging.getLogger(__name__)


class Feed:
    """Calls its subscribers, in its own thread, after somebody committed.

    Several commits may come as one call: a subscriber asks for what is new after the last journal
    id it knows. The state it compares with is the one at construction, so nothing that is committed
    later is missed.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._version = self._look()
        self._subscribers: dict[object, Callable[[], None]] = {}
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._closing = False
        self._blind = False
        self._thread = threading.Thread(target=self._loop, name="store-feed", daemon=True)
        self._thread.start()

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Have ``callback`` called after commits; returns what ends it (callable any number of
        times, from any thread; a call already under way still finishes)."""
        key = object()
        with self._lock:
            self._subscribers[key] = callback

        def unsubscribe() -> None:
            with self._lock:
                self._subscribers.pop(key, None)

        return unsubscribe

    def wake(self) -> None:
        """This process has just committed: look at once."""
        self._wake.set()

    def close(self) -> None:
        """End the thread and close the connection. Idempotent."""
        self._closing = True
        self._wake.set()
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _loop(self) -> None:
        while True:
            self._wake.wait(POLL_S)
            self._wake.clear()
            if self._closing:
                break
            if self._changed():
                self._tell()
        self._connection.close()

    def _changed(self) -> bool:
        try:
            version = self._look()
        except sqlite3.Error as error:
            if not self._blind:
                _log.warning("cannot look for commits: %s", error)
            self._blind = True
            return False
        self._blind = False
        if version == self._version:
            return False
        self._version = version
        return True

    def _look(self) -> int:
        row: tuple[int] = self._connection.execute("PRAGMA data_version").fetchone()
        return row[0]

    def _tell(self) -> None:
        with self._lock:
            callbacks = list(self._subscribers.values())
        for callback in callbacks:
            try:
                callback()
            except Exception:
                _log.exception("a subscriber of the feed failed")
