"""Opening the store, and what an open store can do."""

import contextlib
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from zuiqing_desk.store.checkpoint import Checkpointer
from zuiqing_desk.store.clock import Clock, utc_now
from zuiqing_desk.store.connect import connect
from zuiqing_desk.store.errors import StoreMissing
from zuiqing_desk.store.failures import cannot_write, explain
from zuiqing_desk.store.feed import Feed
from zuiqing_desk.store.locks import DeskLock
from zuiqing_desk.store.look import State, look
from zuiqing_desk.store.migrations import SCHEMA, Schema
from zuiqing_desk.store.readers import Readers
from zuiqing_desk.store.stopping import NEVER, Stop
from zuiqing_desk.store.tx import Tx
from zuiqing_desk.store.writer import Observer, Writer, unobserved

T = TypeVar("T")

READERS = 2


class Store:
    """One open database: write, read, and notice what others write.

    Every method may be called from any thread. A store belongs to the process that opened it.
    """

    path: Path
    clock: Clock
    feed: Feed
    """Calls its subscribers after any process's commit."""

    def __init__(self, path: Path, lock: DeskLock, clock: Clock, observer: Observer) -> None:
        self.path = path
        self.clock = clock
        self._lock = lock
        self._pid = os.getpid()
        with contextlib.ExitStack() as opened:
            opened.callback(lock.release)
            writing = opened.enter_context(contextlib.closing(connect(path, "writer")))
            moving = opened.enter_context(contextlib.closing(connect(path, "reader")))
            watching = opened.enter_context(contextlib.closing(connect(path, "reader")))
            reading = [
                opened.enter_context(contextlib.closing(connect(path, "reader")))
                for _ in range(READERS)
            ]
            checkpointer = Checkpointer(moving)
            self.feed = Feed(watching)
            self._readers = Readers(path, reading, clock)
            self._writer = Writer(
                path,
                writing,
                checkpointer,
                clock=clock,
                committed=self.feed.wake,
                observer=observer,
            )
            # From here on every part closes its own connection.
            opened.pop_all()

    def write(self, unit: Callable[[Tx], T]) -> Future[T]:
        """Run ``unit`` in the writer; the future resolves after COMMIT.

        It fails with what the unit raised (nothing of it is kept), or with a StoreError.
        """
        self._check_process()
        return self._writer.submit(unit)

    def read(self, query: Callable[[Tx], T], stop: Stop = NEVER) -> Future[T]:
        """Run ``query`` on one state of the store, beside the writer; it fails with Stopped soon
        after ``stop`` is asked."""
        self._check_process()
        return self._readers.submit(query, stop)

    def held_up_s(self) -> float:
        """For how long, in seconds, another program has kept this process from writing; 0.0 when
        none does. Readable at once, whatever the writer is at."""
        return self._writer.held_up_s()

    def checkpoint(self) -> Future[bool]:
        """Move the log into the database file, soon, if somebody committed since the last time;
        True if it was tried. Only the process that holds the gateway lock calls this."""
        self._check_process()
        return self._writer.checkpoint()

    def close(self) -> None:
        """Finish what is queued and let go of everything. Idempotent."""
        self._check_process()
        self._writer.close()
        self._readers.close()
        self.feed.close()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _check_process(self) -> None:
        # A forked child has none of the threads, and would wait for ever.
        if os.getpid() != self._pid:
            raise RuntimeError("a store must be opened by the process that uses it")


def open_store(
    path: Path,
    *,
    clock: Clock = utc_now,
    create: bool = True,
    command: str = "zuiqing-desk",
    wait_s: float = 10.0,
    observer: Observer = unobserved,
    schema: Schema = SCHEMA,
) -> Store:
    """Open the database at ``path``; its folder is the home.

    Makes folder (0700) and file (0600) if they are missing, unless ``create`` is false; upgrades an
    older schema after a numbered backup. ``command`` is what others are told about us when they
    must wait, ``wait_s`` how long we wait (seconds) for an upgrade elsewhere; ``observer`` and
    ``schema`` are for tests.
    Raises StoreMissing, StoreTooNew, StoreForeign, StoreDamaged, StoreReadOnly, StoreFull,
    StoreBusy, StoreInUse or plain StoreError; then the database is as it was.
    """
    path = path.absolute()
    if not create and look(path, schema).state is State.ABSENT:
        raise StoreMissing(
            f"还没有数据库：{path}。请先运行 zuiqing-desk 建立店铺，或用 --home 指定已有的文件夹。"
        )
    _make_home(path)
    lock = DeskLock(path.parent, command)
    try:
        _join(path, lock, wait_s, schema)
        lock.announce()
        return Store(path, lock, clock, observer)
    except sqlite3.Error as error:
        lock.release()
        raise explain(error, path) from error
    except BaseException:
        lock.release()
        raise


def _make_home(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(error, path.parent) from error


def _join(path: Path, lock: DeskLock, wait_s: float, schema: Schema) -> None:
    """Hold the desk lock shared over a current database, upgrading it first if need be."""

    def wanted() -> bool:
        return look(path, schema).state is not State.CURRENT

    while True:
        # Nothing is written, not even a lock file, beside a database that we refuse.
        wanted()
        lock.share(wait_s)
        if not wanted():
            return
        lock.release()
        if lock.alone(wait_s, wanted):
            try:
                lock.announce(upgrading=True)
                _bring_up_to_date(path, schema)
            finally:
                lock.release()


def _bring_up_to_date(path: Path, schema: Schema) -> None:
    # Alembic takes longer to import than a current store takes to open.
    from zuiqing_desk.store import upgrade

    seen = look(path, schema)
    match seen.state:
        case State.ABSENT:
            upgrade.create(path, schema)
        case State.OLDER:
            upgrade.upgrade(path, seen.revision, schema)
        case State.CURRENT:
            # Somebody else was quicker.
            pass
