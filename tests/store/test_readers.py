"""Reading beside the writer."""

import sqlite3
import threading

import pytest
from support.stores import WAIT_S, note, words

from zuiqing_desk.store import Store, StoreReadOnly, Tx


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(StoreReadOnly):
        store.read(note("no")).result(WAIT_S)
    assert store.read(words).result(WAIT_S) == []


def test_a_query_sees_one_state_however_long_it_takes(store: Store) -> None:
    started, go_on = threading.Event(), threading.Event()

    def twice(tx: Tx) -> tuple[list[str], list[str]]:
        before = words(tx)
        started.set()
        assert go_on.wait(WAIT_S)
        return before, words(tx)

    store.write(note("one")).result(WAIT_S)
    answer = store.read(twice)
    assert started.wait(WAIT_S)
    store.write(note("two")).result(WAIT_S)
    go_on.set()
    assert answer.result(WAIT_S) == (["one"], ["one"])
    assert store.read(words).result(WAIT_S) == ["one", "two"]


def test_a_second_query_does_not_wait_for_the_first(store: Store) -> None:
    go_on = threading.Event()
    slow = store.read(lambda _tx: go_on.wait(WAIT_S))
    assert store.read(words).result(WAIT_S) == []
    go_on.set()
    assert slow.result(WAIT_S)


def test_a_query_that_raises_fails_alone(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        store.read(lambda _tx: 1 // 0).result(WAIT_S)
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        store.read(lambda tx: tx.all("SELECT * FROM no_such_thing")).result(WAIT_S)
    assert store.read(words).result(WAIT_S) == []


def test_each_connection_keeps_its_own_cache(store: Store) -> None:
    def remember(tx: Tx) -> int:
        tx.cache["count"] = tx.cache.get("count", 0) + 1
        count: int = tx.cache["count"]
        return count

    counts = [store.read(remember).result(WAIT_S) for _ in range(10)]
    # Two connections share ten queries: one of them counted to five at least.
    assert max(counts) >= 5
    assert store.write(lambda tx: dict(tx.cache)).result(WAIT_S) == {}
