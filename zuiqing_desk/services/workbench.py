"""The one door of a screen to the store: run use cases, hear of changes."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services.backups import Plan
from zuiqing_desk.store.awaiting import LoopDoor
from zuiqing_desk.store.engine import Store
from zuiqing_desk.store.stopping import Stop
from zuiqing_desk.store.tx import Tx

P = ParamSpec("P")
T = TypeVar("T")


class Workbench:
    """Use cases of one running desk.

    ``desk_id`` tells this process from the other desks on the same store. ``name_keys`` puts keys
    into the words of what is refused: there ``{action id}`` stands for one.
    """

    def __init__(self, store: Store, desk_id: str, backups: Plan | None = None) -> None:
        self._store = store
        self.desk_id = desk_id
        self.folder: Path = store.path.parent
        """Where the store keeps the files that belong to it."""
        self.database: Path = store.path
        self.backups = backups or Plan(self.folder / "backups")
        """Where copies of the store go."""
        self.name_keys: Callable[[str], str] = str
        self._open_door: LoopDoor | None = None

    def _door(self) -> LoopDoor:
        # Made on first use, because a workbench is built in a thread, before its loop has it.
        if self._open_door is None:
            self._open_door = LoopDoor(self._store)
        return self._open_door

    async def do(
        self, command: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Carry out a command; returns after COMMIT.

        Raises services.errors.Refused when the answer is no, store.errors.StoreError when the
        store cannot.
        """
        with self._worded():
            return await self._door().write(lambda tx: command(tx, *args, **kwargs))

    def begin(
        self, command: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """Queue a command without waiting, for the moments when nobody can wait (exit, signals)."""
        return self._store.write(lambda tx: command(tx, *args, **kwargs))

    async def ask(
        self, query: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Answer a question from a reading connection, off the event loop."""
        with self._worded():
            return await self._door().read(lambda tx: query(tx, *args, **kwargs))

    async def ask_stoppable(
        self, query: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Answer a question that may take long. Cancelling the wait stops the query itself, so that
        its connection is free for the next."""
        stop = Stop()
        try:
            with self._worded():
                return await self._door().read(lambda tx: query(tx, *args, **kwargs), stop)
        except asyncio.CancelledError:
            stop.ask()
            raise

    @contextmanager
    def _worded(self) -> Iterator[None]:
        try:
            yield
        except RuleError as refused:
            refused.message = self.name_keys(refused.message)
            raise

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

    def held_up_s(self) -> float:
        """For how long, in seconds, another program has kept this desk from writing."""
        return self._store.held_up_s()

    def now(self) -> int:
        """The store's clock, UTC microseconds."""
        return self._store.clock()
