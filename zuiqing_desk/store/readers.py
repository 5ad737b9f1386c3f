"""Reading beside the writer, off the caller's thread."""

import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from zuiqing_desk.store.clock import Clock
from zuiqing_desk.store.errors import StoreClosed
from zuiqing_desk.store.failures import explain
from zuiqing_desk.store.tx import Tx

T = TypeVar("T")
Query = Callable[[Tx], T]
_Job = tuple[Query[Any], Future[Any]]


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

    def submit(self, query: Query[T]) -> Future[T]:
        """Queue a query; its future gets what it returned or raised. It sees every write that was
        told before it was queued, and it cannot write."""
        future: Future[T] = Future()
        with self._lock:
            if self._closing:
                future.set_exception(StoreClosed(f"数据库 {self._path} 已关闭。"))
            else:
                self._jobs.put((query, future))
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
            query, future = job
            if future.set_running_or_notify_cancel():
                self._answer(connection, cache, query, future)
            # Neither the caller's closure nor its answer may live on until the next query.
            del job, query, future
        connection.close()

    def _answer(
        self,
        connection: sqlite3.Connection,
        cache: dict[str, Any],
        query: Query[T],
        future: Future[T],
    ) -> None:
        try:
            connection.execute("BEGIN")
            try:
                result = query(Tx(connection, self._clock(), cache))
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
        except sqlite3.Error as error:
            future.set_exception(explain(error, self._path))
        except BaseException as error:
            future.set_exception(error)
        else:
            future.set_result(result)
