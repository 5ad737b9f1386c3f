"""The one thread of a process that writes.

Units that wait at the same moment share one transaction and so one flush to the disk; each runs in
a savepoint of its own, so that a failing one fails alone. Nobody is told before COMMIT.
"""

import math
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from zuiqing_desk.store.checkpoint import Checkpointer
from zuiqing_desk.store.clock import Clock
from zuiqing_desk.store.connect import BUSY_S
from zuiqing_desk.store.errors import StoreClosed
from zuiqing_desk.store.failures import explain
from zuiqing_desk.store.tx import Tx

T = TypeVar("T")
Unit = Callable[[Tx], T]
Observer = Callable[[str], None]
"""Called by the writer's thread with "unit-ran", "before-commit", "after-commit", "before-tell" and
"checkpointing"."""

GAP_S = 0.002
"""The database stays free this long between two transactions, or a second process starves."""

_POLL_S = 0.0005
"""How often a writer that waits for another process tries: often enough to hit the gap."""

_BATCH = 256


def unobserved(_point: str) -> None:
    """The observer that does nothing."""


class _Job(NamedTuple):
    unit: Unit[Any]
    future: Future[Any]
    since: float


class _Told(NamedTuple):
    """How one unit ended; kept back until the transaction is on the disk."""

    job: _Job
    result: Any
    error: BaseException | None


class _TransactionLost(Exception):
    """SQLite (or a unit) ended the transaction under us; ``cause`` is what it said."""

    def __init__(self, cause: BaseException) -> None:
        super().__init__(str(cause))
        self.cause = cause


class Writer:
    """Runs units in its own thread on its own connection, which it closes at the end."""

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        checkpointer: Checkpointer,
        *,
        clock: Clock,
        committed: Callable[[], None],
        observer: Observer = unobserved,
        busy_s: float = BUSY_S,
    ) -> None:
        # We wait for other processes ourselves, see _begin.
        connection.execute("PRAGMA busy_timeout=0")
        self._path = path
        self._connection = connection
        self._checkpointer = checkpointer
        self._clock = clock
        self._committed = committed
        self._observer = observer
        self._busy_s = busy_s
        self._cache: dict[str, Any] = {}
        self._free_from = 0.0
        self._held_since: float | None = None
        self._jobs: deque[_Job] = deque()
        self._checkpoints: deque[Future[bool]] = deque()
        self._closing = False
        self._wake = threading.Condition()
        self._thread = threading.Thread(target=self._loop, name="store-writer", daemon=True)
        self._thread.start()

    def submit(self, unit: Unit[T]) -> Future[T]:
        """Queue a unit; its future resolves after COMMIT, with what it returned or raised.

        A unit sees what earlier ones wrote, even in the same transaction. It must not wait for
        another unit. The future fails with a StoreError if the store cannot keep the write, and
        then nothing of it is kept.
        """
        future: Future[T] = Future()
        with self._wake:
            if self._closing:
                future.set_exception(self._closed())
            else:
                self._jobs.append(_Job(unit, future, time.monotonic()))
                self._wake.notify()
        return future

    def held_up_s(self) -> float:
        """For how long, in seconds, another program has not let us write; 0.0 when none does.

        Told by the newest attempt: it stands until one succeeds.
        """
        since = self._held_since
        return 0.0 if since is None else time.monotonic() - since

    def checkpoint(self) -> Future[bool]:
        """Queue a checkpoint between two transactions; True if there was something to move."""
        future: Future[bool] = Future()
        with self._wake:
            if self._closing:
                future.set_exception(self._closed())
            else:
                self._checkpoints.append(future)
                self._wake.notify()
        return future

    def close(self) -> None:
        """Finish what is queued, refuse what comes later, close the connection. Idempotent."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        self._thread.join()

    def _closed(self) -> StoreClosed:
        return StoreClosed(f"数据库 {self._path} 已关闭，这次操作没有保存。")

    def _loop(self) -> None:
        while self._wait_for_work():
            self._keep_gap()
            self._work()
        self._checkpointer.close()
        self._connection.close()

    def _work(self) -> None:
        # Only this thread takes jobs away.
        if self._jobs:
            self._transact()
        for future in self._checkpoints_wanted():
            self._move(future)

    def _wait_for_work(self) -> bool:
        with self._wake:
            while not (self._jobs or self._checkpoints or self._closing):
                self._wake.wait()
            return bool(self._jobs or self._checkpoints)

    def _keep_gap(self) -> None:
        remaining = self._free_from - time.monotonic()
        if remaining > 0:
            time.sleep(remaining)

    def _collect(self, most: float = _BATCH, come_by: float = math.inf) -> list[_Job]:
        """Take at most so many of what came by then, and the oldest in any case."""
        with self._wake:
            jobs = [self._jobs.popleft()]
            while self._jobs and len(jobs) < most and self._jobs[0].since <= come_by:
                jobs.append(self._jobs.popleft())
        # A caller that gave up before its unit began is spared it.
        return [job for job in jobs if job.future.set_running_or_notify_cancel()]

    def _checkpoints_wanted(self) -> list[Future[bool]]:
        with self._wake:
            wanted = list(self._checkpoints)
            self._checkpoints.clear()
        return [each for each in wanted if each.set_running_or_notify_cancel()]

    def _transact(self) -> None:
        now = time.monotonic()
        try:
            # Nobody waits longer than promised because of those who came before.
            self._begin(max(self._jobs[0].since + self._busy_s, now + self._busy_s / 10))
        except BaseException as error:
            late = time.monotonic() - self._busy_s if _is_busy(error) else math.inf
            # All of them: as many come meanwhile as are told in batches, and more.
            self._fail(self._collect(math.inf, late), error)
        else:
            self._carry_out(self._collect())
        self._free_from = time.monotonic() + GAP_S

    def _carry_out(self, jobs: list[_Job]) -> None:
        try:
            told = [self._run(job) for job in jobs]
            self._observer("before-commit")
            self._connection.execute("COMMIT")
        except _TransactionLost as lost:
            self._fail(jobs, lost.cause)
        except BaseException as error:  # the thread must live, and nobody may wait for ever
            self._fail(jobs, error)
        else:
            self._observer("after-commit")
            self._committed()
            self._observer("before-tell")
            _tell(told)

    def _begin(self, give_up: float) -> None:
        """Take the write lock at once: a transaction that reads first and writes later can be
        refused halfway, whatever the timeout.

        SQLite's own waiting sleeps up to 100 ms between attempts and misses the gaps other
        processes leave, so we wait ourselves, until ``give_up`` on the monotonic clock.
        """
        while True:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                self._held_since = None
                return
            except sqlite3.OperationalError as error:
                if not _is_busy(error):
                    self._held_since = None
                    raise
                if self._held_since is None:
                    self._held_since = time.monotonic()
                if time.monotonic() >= give_up:
                    raise
            time.sleep(_POLL_S)

    def _run(self, job: _Job) -> _Told:
        self._connection.execute("SAVEPOINT unit")
        try:
            result = job.unit(Tx(self._connection, self._clock(), self._cache))
        except BaseException as error:
            self._undo(error)
            return _Told(job, None, self._worded(error))
        finally:
            self._observer("unit-ran")
        if not self._connection.in_transaction:
            raise _TransactionLost(RuntimeError("a unit ended the transaction it was given"))
        self._connection.execute("RELEASE unit")
        return _Told(job, result, None)

    def _undo(self, error: BaseException) -> None:
        self._cache.clear()
        if not self._connection.in_transaction:
            raise _TransactionLost(error)
        self._connection.execute("ROLLBACK TO unit")
        self._connection.execute("RELEASE unit")

    def _fail(self, jobs: list[_Job], error: BaseException) -> None:
        """The transaction is gone: every unit of it fails, those that ran well too."""
        self._cache.clear()
        if self._connection.in_transaction:
            try:
                self._connection.execute("ROLLBACK")
            except sqlite3.Error as worse:
                error = worse
        _tell([_Told(job, None, self._worded(error)) for job in jobs])

    def _worded(self, error: BaseException) -> BaseException:
        return explain(error, self._path) if isinstance(error, sqlite3.Error) else error

    def _move(self, future: Future[bool]) -> None:
        """A checkpoint, with the write lock held; see Checkpointer for the reason."""
        try:
            if not self._checkpointer.due():
                future.set_result(False)
                return
            self._begin(time.monotonic() + self._busy_s)
            try:
                self._observer("checkpointing")
                self._checkpointer.run()
            finally:
                self._connection.execute("ROLLBACK")
        except BaseException as error:
            future.set_exception(self._worded(error))
        else:
            future.set_result(True)
        self._free_from = time.monotonic() + GAP_S


def _is_busy(error: BaseException) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF == sqlite3.SQLITE_BUSY


def _tell(told: list[_Told]) -> None:
    for job, result, error in told:
        if error is None:
            job.future.set_result(result)
        else:
            job.future.set_exception(error)
