"""The one door of a screen to the store: run use cases, hear of changes."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import Concatenate, ParamSpec, TypeVar

from zuiqing_desk.store.engine import Store
from zuiqing_desk.store.tx import Tx

P = ParamSpec("P")
T = TypeVar("T")


class Workbench:
    """Use cases of one running desk.

    ``desk_id`` tells this process from the other desks on the same store.
    """

    def __init__(self, store: Store, desk_id: str) -> None:
        self._store = store
        self.desk_id = desk_id

    async def do(
        self, command: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Carry out a command; returns after COMMIT.

        Raises services.errors.Refused when the answer is no, store.errors.StoreError when the
        store cannot.
        """
        return await asyncio.wrap_future(self.begin(command, *args, **kwargs))

    def begin(
        self, command: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """Queue a command without waiting, for the moments when nobody can wait (exit, signals)."""
        return self._store.write(lambda tx: command(tx, *args, **kwargs))

    async def ask(
        self, query: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Answer a question from a reading connection, off the event loop."""
        return await asyncio.wrap_future(self._store.read(lambda tx: query(tx, *args, **kwargs)))

    def watch(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Have ``callback`` called on the running loop after commits of any process; coalesced.

        Returns what ends the watch.
        """
        loop = asyncio.get_running_loop()
        pending = False

        def fire() -> None:
            nonlocal pending
            pending = False
            callback()

        def wake() -> None:
            nonlocal pending
            if not pending and not loop.is_closed():
                pending = True
                loop.call_soon_threadsafe(fire)

        return self._store.feed.subscribe(wake)

    def now(self) -> int:
        """The store's clock, UTC microseconds."""
        return self._store.clock()
