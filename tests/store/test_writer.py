"""Units, transactions, and who is told what when."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from support.stores import WAIT_S, note, words, words_in
from support.waiting import eventually

from zuiqing_desk.store import Store, StoreBusy, StoreClosed, StoreFull, Tx, open_store
from zuiqing_desk.store.checkpoint import Checkpointer
from zuiqing_desk.store.connect import connect
from zuiqing_desk.store.writer import GAP_S, Writer, _Job


class Gate:
    """A unit that keeps the writer busy until opened, so that what follows shares a transaction."""

    def __init__(self, store: Store) -> None:
        self._reached = threading.Event()
        self._open = threading.Event()
        self._future = store.write(self._unit)
        assert self._reached.wait(WAIT_S)

    def _unit(self, _tx: Tx) -> None:
        self._reached.set()
        assert self._open.wait(WAIT_S)

    def open(self) -> None:
        self._open.set()
        self._future.result(WAIT_S)


class Observed:
    """An open store and the points its writer passed."""

    def __init__(self, path: Path) -> None:
        self.points: list[str] = []
        self.store = open_store(path, observer=self.points.append)


@pytest.fixture
def observed(path: Path) -> Iterator[Observed]:
    made = Observed(path)
    yield made
    made.store.close()


def fail(tx: Tx) -> None:
    tx.journal("test.noted", 0, detail="never")
    raise KeyError("no")


def test_a_write_returns_what_the_unit_returned_and_can_be_read(store: Store) -> None:
    assert store.write(note("one")).result(WAIT_S) == 1
    assert store.write(note("two")).result(WAIT_S) == 2
    assert store.read(words).result(WAIT_S) == ["one", "two"]


def test_waiting_units_share_one_transaction_in_the_order_they_came(observed: Observed) -> None:
    gate = Gate(observed.store)
    told = [observed.store.write(note(str(number))) for number in range(20)]
    observed.points.clear()
    gate.open()
    assert [future.result(WAIT_S) for future in told] == list(range(1, 21))
    # One commit for the gate, one for the twenty.
    assert observed.points.count("before-commit") == 2
    assert observed.store.read(words).result(WAIT_S) == [str(number) for number in range(20)]


def test_a_failing_unit_leaves_nothing_and_the_others_commit(store: Store) -> None:
    gate = Gate(store)
    first, bad, last = store.write(note("first")), store.write(fail), store.write(note("last"))
    gate.open()
    assert first.result(WAIT_S) == 1
    with pytest.raises(KeyError):
        bad.result(WAIT_S)
    assert last.result(WAIT_S) == 2
    assert store.read(words).result(WAIT_S) == ["first", "last"]


def test_a_unit_sees_what_earlier_ones_of_its_transaction_wrote(store: Store) -> None:
    gate = Gate(store)
    store.write(note("first"))
    seen = store.write(words)
    gate.open()
    assert seen.result(WAIT_S) == ["first"]


def test_nobody_is_told_before_the_commit_is_on_the_disk(path: Path) -> None:
    told: list[Future[int]] = []
    seen: dict[str, tuple[bool, list[str]]] = {}

    def look_on(point: str) -> None:
        if told:
            seen[point] = (told[0].done(), words_in(path))

    with open_store(path, observer=look_on) as store:
        gate = Gate(store)
        told.append(store.write(note("one")))
        gate.open()
        told[0].result(WAIT_S)
    assert seen["unit-ran"] == (False, [])
    assert seen["before-commit"] == (False, [])
    assert seen["after-commit"] == (False, ["one"])
    assert seen["before-tell"] == (False, ["one"])


def test_a_constraint_is_reported_as_it_is(store: Store) -> None:
    def orphan(tx: Tx) -> None:
        tx.run("INSERT INTO duty (staff_id, state, started_at) VALUES (99, 'on', 0)")

    with pytest.raises(sqlite3.IntegrityError):
        store.write(orphan).result(WAIT_S)
    assert store.read(lambda tx: tx.value("SELECT count(*) FROM duty")).result(WAIT_S) == 0


def test_a_write_given_up_before_it_began_does_not_run(store: Store) -> None:
    gate = Gate(store)
    given_up, kept = store.write(note("given up")), store.write(note("kept"))
    assert given_up.cancel()
    gate.open()
    kept.result(WAIT_S)
    with pytest.raises(CancelledError):
        given_up.result(WAIT_S)
    assert store.read(words).result(WAIT_S) == ["kept"]


def test_a_unit_is_stamped_with_the_stores_clock(path: Path) -> None:
    times = iter([17, 11])
    with open_store(path, clock=lambda: next(times)) as store:
        assert store.write(lambda tx: tx.now).result(WAIT_S) == 17
        # A clock that was set back is passed on: order is by id.
        assert store.write(lambda tx: tx.now).result(WAIT_S) == 11


def test_the_cache_lives_until_a_unit_is_undone(store: Store) -> None:
    def remember(tx: Tx) -> None:
        tx.cache["key"] = "value"

    def recall(tx: Tx) -> Any:
        return tx.cache.get("key")

    store.write(remember).result(WAIT_S)
    assert store.write(recall).result(WAIT_S) == "value"
    # What was remembered may hang on rows, and on row ids, that are now undone.
    with pytest.raises(KeyError):
        store.write(fail).result(WAIT_S)
    assert store.write(recall).result(WAIT_S) is None


@pytest.mark.parametrize("command", ["COMMIT", "ROLLBACK"])
def test_a_unit_that_ends_the_transaction_fails_with_its_whole_batch(
    store: Store, command: str
) -> None:
    gate = Gate(store)
    told = [store.write(note("with it")), store.write(lambda tx: tx.run(command))]
    gate.open()
    for future in told:
        with pytest.raises(RuntimeError, match="ended the transaction"):
            future.result(WAIT_S)
    assert isinstance(store.write(note("later")).result(WAIT_S), int)


def test_a_full_database_fails_the_write_alone_and_goes_on(path: Path) -> None:
    """SQLite's own page limit gives the same answer as a full disk."""

    def limit(tx: Tx) -> None:
        pages = tx.value("PRAGMA page_count")
        tx.all(f"PRAGMA max_page_count={pages + 2}")

    def swell(tx: Tx) -> None:
        tx.journal("test.noted", 0, detail="x" * 50_000)

    with open_store(path) as store:
        store.write(limit).result(WAIT_S)
        with pytest.raises(StoreFull, match=r"磁盘已满.*desk\.db"):
            store.write(swell).result(WAIT_S)
        store.write(note("small")).result(WAIT_S)
        assert store.read(words).result(WAIT_S) == ["small"]


def test_closing_finishes_what_is_queued_and_refuses_what_comes_later(path: Path) -> None:
    store = open_store(path)
    gate = Gate(store)
    queued = [store.write(note(str(number))) for number in range(5)]
    closing_thread = threading.Thread(target=store.close)
    closing_thread.start()
    gate.open()
    closing_thread.join(WAIT_S)
    assert [future.result(0) for future in queued] == [1, 2, 3, 4, 5]
    for late in (store.write(note("late")), store.read(words), store.checkpoint()):
        with pytest.raises(StoreClosed):
            late.result(0)
    store.close()
    assert words_in(path) == ["0", "1", "2", "3", "4"]


def test_a_database_held_too_long_by_another_program_is_busy(path: Path) -> None:
    writer = Writer(
        path,
        connect(path, "writer"),
        Checkpointer(connect(path, "reader")),
        clock=lambda: 0,
        committed=lambda: None,
        busy_s=0.05,
    )
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy, match=r"desk\.db"):
            writer.submit(note("no")).result(WAIT_S)
        other.execute("ROLLBACK")
    writer.submit(note("yes")).result(WAIT_S)
    writer.close()
    assert words_in(path) == ["yes"]


def test_however_many_wait_they_are_refused_together(path: Path) -> None:
    refusals: list[int] = []

    class Counting(Writer):
        def _fail(self, jobs: list[_Job], error: BaseException) -> None:
            refusals.append(len(jobs))
            super()._fail(jobs, error)

    writer = Counting(
        path,
        connect(path, "writer"),
        Checkpointer(connect(path, "reader")),
        clock=lambda: 0,
        committed=lambda: None,
        busy_s=0.5,
    )
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        told = [writer.submit(lambda _tx: None) for _ in range(600)]
        for one in told:
            with pytest.raises(StoreBusy):
                one.result(WAIT_S)
        assert writer.held_up_s() > 0
    writer.close()
    # Those who came a little later wait a little longer.
    assert sum(refusals) == 600
    assert len(refusals) <= 2


def test_how_long_another_program_has_been_in_the_way_is_known_until_it_is_gone(
    store: Store, path: Path
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert store.held_up_s() == 0.0
        waits = store.write(note("waits"))
        eventually(lambda: store.held_up_s() > 0.0)
        other.execute("COMMIT")
    waits.result(WAIT_S)
    assert store.held_up_s() == 0.0


def test_what_comes_while_another_program_is_in_the_way_goes_with_the_first(
    observed: Observed, path: Path
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        first = observed.store.write(note("first"))
        eventually(lambda: observed.store.held_up_s() > 0.0)
        second = observed.store.write(note("second"))
        other.execute("COMMIT")
    first.result(WAIT_S)
    second.result(WAIT_S)
    assert observed.points.count("after-commit") == 1


def test_the_database_is_left_free_between_two_transactions(path: Path) -> None:
    commits: list[float] = []

    def watch(point: str) -> None:
        if point == "after-commit":
            commits.append(time.monotonic())

    with open_store(path, observer=watch) as store:
        gate = Gate(store)
        began = store.write(lambda _tx: time.monotonic())
        gate.open()
        # A machine can only make the gap longer.
        assert began.result(WAIT_S) - commits[0] >= GAP_S


def test_a_write_waits_while_another_program_is_writing(store: Store, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        told = store.write(note("after"))
        other.execute("INSERT INTO shop VALUES (1, '**', 'Asia/Shanghai', 0, 0)")
        assert not told.done()
        other.execute("COMMIT")
    told.result(WAIT_S)
