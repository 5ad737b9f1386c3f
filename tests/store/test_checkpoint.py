"""Moving the log into the database file."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from support.stores import WAIT_S, note, words

from zuiqing_desk.store import Store, Tx, open_store
from zuiqing_desk.store.doctor import has_wal_reset_bug


def in_main_file(path: Path) -> list[str]:
    """What the database file holds without its log."""
    with closing(sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)) as connection:
        return [row[0] for row in connection.execute("SELECT detail FROM journal ORDER BY id")]


def test_a_checkpoint_moves_what_was_committed(store: Store, path: Path) -> None:
    store.write(note("one")).result(WAIT_S)
    assert in_main_file(path) == []
    assert store.checkpoint().result(WAIT_S)
    assert in_main_file(path) == ["one"]
    store.write(note("two")).result(WAIT_S)
    assert store.read(words).result(WAIT_S) == ["one", "two"]


def test_never_a_second_one_without_a_commit_between(store: Store, path: Path) -> None:
    """A checkpoint on a log already moved is what sets off SQLite's WAL-reset bug."""
    assert not store.checkpoint().result(WAIT_S)
    store.write(note("one")).result(WAIT_S)
    assert store.checkpoint().result(WAIT_S)
    assert not store.checkpoint().result(WAIT_S)
    # A unit that only read puts nothing into the log.
    store.write(words).result(WAIT_S)
    assert not store.checkpoint().result(WAIT_S)
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA wal_autocheckpoint=0")
        other.execute("INSERT INTO shop VALUES (1, '**', 'Asia/Shanghai', 0, 0)")
        other.commit()
        assert store.checkpoint().result(WAIT_S)
        assert not store.checkpoint().result(WAIT_S)


def test_nobody_can_commit_while_one_runs(path: Path) -> None:
    refused: list[str] = []

    def try_to_write(point: str) -> None:
        if point == "checkpointing":
            with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
                try:
                    other.execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError as error:
                    refused.append(error.sqlite_errorname)

    with open_store(path, observer=try_to_write) as store:
        store.write(note("one")).result(WAIT_S)
        assert store.checkpoint().result(WAIT_S)
    assert refused == ["SQLITE_BUSY"]


def test_a_reader_does_not_hold_one_up(store: Store, path: Path) -> None:
    started, go_on = threading.Event(), threading.Event()

    def dawdle(tx: Tx) -> list[str]:
        before = words(tx)
        started.set()
        assert go_on.wait(WAIT_S)
        return before

    store.write(note("one")).result(WAIT_S)
    slow = store.read(dawdle)
    assert started.wait(WAIT_S)
    store.write(note("two")).result(WAIT_S)
    assert store.checkpoint().result(WAIT_S)
    go_on.set()
    assert slow.result(WAIT_S) == ["one"]


def test_the_log_does_not_grow_for_ever(store: Store, path: Path) -> None:
    log = Path(f"{path}-wal")
    store.write(note("x" * 100_000)).result(WAIT_S)
    first = log.stat().st_size
    for _ in range(20):
        store.checkpoint().result(WAIT_S)
        store.write(note("x" * 100_000)).result(WAIT_S)
    assert log.stat().st_size < 3 * first


@pytest.mark.parametrize(
    ("version", "has"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
        ((4, 0, 0), False),
    ],
)
def test_which_sqlite_has_the_wal_reset_bug(version: tuple[int, ...], has: bool) -> None:
    assert has_wal_reset_bug(version) is has
