"""A store that answers no question until it is let go: what is pressed before the answer."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from support.pilot import Desk

from zuiqing_desk.store.engine import READERS


@contextmanager
def held(desk: Desk) -> Iterator[threading.Event]:
    """Questions of this desk wait until the event is set, or the block ends."""
    store, let_go = desk.machine._store, threading.Event()
    assert store is not None
    for _ in range(READERS):
        store.read(lambda tx: let_go.wait(60))
    try:
        yield let_go
    finally:
        let_go.set()
