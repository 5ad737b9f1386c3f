"""A query nobody waits for any more ends, and its reader is free."""

import asyncio
import threading
from pathlib import Path

import pytest
from support.stores import WAIT_S

from zuiqing_desk.services.workbench import Workbench
from zuiqing_desk.store import Stopped, Store, Tx
from zuiqing_desk.store.engine import READERS
from zuiqing_desk.store.stopping import NEVER, Stop

ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


class Running:
    """A query that never ends by itself, and the moment it began."""

    def __init__(self) -> None:
        self.begun = threading.Event()

    def __call__(self, tx: Tx) -> object:
        self.begun.set()
        return tx.value(ENDLESS)


def seven(tx: Tx) -> object:
    return tx.value("SELECT 7")


def test_a_statement_that_never_ends_is_stopped_and_frees_its_reader(store: Store) -> None:
    queries = [Running() for _ in range(READERS)]
    stops = [Stop() for _ in queries]
    answers = [store.read(query, stop) for query, stop in zip(queries, stops, strict=True)]
    for query in queries:
        assert query.begun.wait(WAIT_S)
    waiting = store.read(seven)
    for stop in stops:
        stop.ask()
    for answer in answers:
        with pytest.raises(Stopped):
            answer.result(WAIT_S)
    assert waiting.result(WAIT_S) == 7


def test_the_queries_after_a_stopped_one_run_to_their_end(store: Store) -> None:
    query, stop = Running(), Stop()
    answer = store.read(query, stop)
    assert query.begun.wait(WAIT_S)
    stop.ask()
    with pytest.raises(Stopped):
        answer.result(WAIT_S)
    long = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)"
    for _ in range(2 * READERS):
        assert store.read(lambda tx: tx.value(long + "SELECT max(i) FROM n")).result(WAIT_S)


def test_a_query_stopped_before_its_turn_never_runs(store: Store) -> None:
    stop = Stop()
    stop.ask()
    query = Running()
    with pytest.raises(Stopped):
        store.read(query, stop).result(WAIT_S)
    assert not query.begun.is_set()


def test_a_loop_of_our_own_sees_the_stop(store: Store) -> None:
    begun, stop = threading.Event(), Stop()

    def loop(tx: Tx) -> None:
        begun.set()
        while True:
            tx.stop.check()

    answer = store.read(loop, stop)
    assert begun.wait(WAIT_S)
    stop.ask()
    with pytest.raises(Stopped):
        answer.result(WAIT_S)


def test_what_was_not_begun_as_stoppable_cannot_be_stopped(store: Store) -> None:
    assert store.read(lambda tx: tx.stop).result(WAIT_S) is NEVER
    with pytest.raises(RuntimeError):
        NEVER.ask()
    assert not NEVER.asked


async def test_giving_up_waiting_stops_the_query_itself(store: Store, tmp_path: Path) -> None:
    bench = Workbench(store, "desk")
    queries = [Running() for _ in range(READERS)]
    tasks = [asyncio.create_task(bench.ask_stoppable(query)) for query in queries]
    for query in queries:
        assert await asyncio.to_thread(query.begun.wait, WAIT_S)
    for task in tasks:
        task.cancel()
    assert await asyncio.wait_for(bench.ask(seven), WAIT_S) == 7
    assert all(isinstance(one, asyncio.CancelledError) for one in await gathered(tasks))


async def gathered(tasks: list[asyncio.Task[object]]) -> list[object]:
    return list(await asyncio.gather(*tasks, return_exceptions=True))
