"""Reading beside the writer, off the caller's thread."""

import contextlib
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from zuiqing_desk.store.clock import Clock
from zuiqing_desk.store.errors import Stopped, StoreClosed
from zuiqing_desk.store.failures import explain
from zuiqing_desk.store.stopping import NEVER, Stop
from zuiqing_desk.store.tx import Tx

T = TypeVar("T")
Query = Callable[[Tx], T]
_Job = tuple[Query[Any], Future[Any], Stop]

_STEPS = 10_000
"""Instructions of SQLite's machine between two looks at whether a query is to stop: well under a
millisecond, and too many for the looks to cost anything."""


class Readers:
    """A thread for every connection; each query sees one unchanging state of the store."""

    def __init__(self, path: Path, connections: list[sqlite3.Connection], clock: Clock) -> None:
        self._path = path
        self._clock = clock
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._closing = False
        self._threads = [
            threading.Thread(
                target=self._loop, args=(connection,), name=f"store-reader-{number}", daemon=True
            )
            for number, connection in enumerate(connections)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, query: Query[T], stop: Stop = NEVER) -> Future[T]:
        """Queue a query; its future gets what it returned or raised. It sees every write that was
        told before it was queued, and it cannot write.

        Once ``stop`` is asked, it fails with Stopped: at once if it has not begun, else within a
        moment, and its thread is free for the next.
        """
        future: Future[T] = Future()
        with self._lock:
            if self._closing:
                future.set_exception(StoreClosed(f"数据库 {self._path} 已关闭。"))
            else:
                self._jobs.put((query, future, stop))
        return future

    def close(self) -> None:
        """Finish what is queued, refuse what comes later, close the connections. Idempotent."""
        with self._lock:
            if not self._closing:
                self._closing = True
                for _ in self._threads:
                    self._jobs.put(None)
        for thread in self._threads:
            thread.join()

    def _loop(self, connection: sqlite3.Connection) -> None:
        cache: dict[str, Any] = {}
        while (job := self._jobs.get()) is not None:
            query, future, stop = job
            if future.set_running_or_notify_cancel():
                self._answer(connection, cache, query, future, stop)
            # Neither the caller's closure nor its answer may live on until the next query.
            del job, query, future, stop
        connection.close()

    def _answer(
        self,
        connection: sqlite3.Connection,
        cache: dict[str, Any],
        query: Query[T],
        future: Future[T],
        stop: Stop,
    ) -> None:
        try:
            stop.check()
            connection.execute("BEGIN")
            try:
                with _watched(connection, stop):
                    result = query(Tx(connection, self._clock(), cache, stop))
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
        except sqlite3.Error as error:
            future.set_exception(_explained(error, self._path))
        except BaseException as error:
            future.set_exception(error)
        else:
            future.set_result(result)


@contextlib.contextmanager
def _watched(connection: sqlite3.Connection, stop: Stop) -> Iterator[None]:
    """Have the statements of a query end when it is to stop."""
    if stop is NEVER:
        yield
        return
    connection.set_progress_handler(lambda: stop.asked, _STEPS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


def _explained(error: sqlite3.Error, path: Path) -> Exception:
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
        return Stopped("查找已停止。")
    return explain(error, path)
