"""Noticing commits."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from support.child import Child
from support.stores import WAIT_S, note, words
from support.waiting import eventually

from zuiqing_desk.store import Store


def test_this_process_own_commit_is_told(store: Store) -> None:
    told = threading.Event()
    store.feed.subscribe(told.set)
    store.write(note("one"))
    assert told.wait(WAIT_S)


def test_a_commit_of_another_process_is_told_after_it_can_be_read(store: Store, path: Path) -> None:
    seen: list[list[str]] = []
    told = threading.Event()

    def look() -> None:
        seen.append(store.read(words).result(WAIT_S))
        told.set()

    store.feed.subscribe(look)
    with Child("support.store_child", "write_many", path.parent, "far", 1, 1) as child:
        assert child.hear() == "ready"
        child.say()
        assert told.wait(WAIT_S)
        assert child.wait() == 0
    eventually(lambda: seen[-1] == ["far-0-0"])


def test_a_commit_right_after_opening_is_not_missed(store: Store, path: Path) -> None:
    told = threading.Event()
    store.feed.subscribe(told.set)
    with closing(sqlite3.connect(path)) as other:
        other.execute("INSERT INTO shop VALUES (1, '**', 'Asia/Shanghai', 0, 0)")
        other.commit()
        assert told.wait(WAIT_S)


def test_a_unit_that_writes_nothing_is_told_to_nobody(store: Store) -> None:
    calls: list[str] = []
    store.feed.subscribe(lambda: calls.append("call"))
    store.write(words).result(WAIT_S)
    store.write(note("one")).result(WAIT_S)
    eventually(lambda: bool(calls))
    assert calls == ["call"]


def test_who_unsubscribed_is_told_no_more(store: Store) -> None:
    calls: list[str] = []
    told = threading.Event()
    unsubscribe = store.feed.subscribe(lambda: calls.append("first"))
    store.feed.subscribe(told.set)
    unsubscribe()
    unsubscribe()
    store.write(note("one"))
    assert told.wait(WAIT_S)
    assert calls == []


def test_a_failing_subscriber_disturbs_nobody(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    calls: list[str] = []

    def fail() -> None:
        raise KeyError("subscriber")

    store.feed.subscribe(fail)
    store.feed.subscribe(lambda: calls.append("call"))
    for number in (1, 2):
        store.write(note("word")).result(WAIT_S)
        eventually(lambda number=number: len(calls) == number)  # type: ignore[misc]
    assert "a subscriber of the feed failed" in caplog.text


def test_subscribing_from_within_a_call_and_closing_from_many_threads(store: Store) -> None:
    again = threading.Event()

    def subscribe_another() -> None:
        unsubscribe()
        store.feed.subscribe(again.set)

    unsubscribe = store.feed.subscribe(subscribe_another)
    store.write(note("one")).result(WAIT_S)
    eventually(lambda: again.is_set() or not store.write(note("more")).result(WAIT_S))
    threads = [threading.Thread(target=store.feed.close) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_S)
    # The writer of a store whose feed has ended still writes.
    store.write(note("last")).result(WAIT_S)
