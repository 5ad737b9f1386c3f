"""Several processes write to one store."""

import random
from pathlib import Path

import pytest
from support.child import Child
from support.stores import words_in

from zuiqing_desk.store.doctor import integrity

MODULE = "support.store_child"


def told_by(lines: list[str]) -> list[str]:
    return [line.removeprefix("told ") for line in lines if line.startswith("told ")]


def test_fifteen_writers_in_two_processes_all_get_through(path: Path) -> None:
    with (
        Child(MODULE, "write_many", path.parent, "a", 10, 40) as first,
        Child(MODULE, "write_many", path.parent, "b", 5, 40) as second,
    ):
        for child in (first, second):
            assert child.hear() == "ready"
        for child in (first, second):
            child.say()
        lines = first.rest() + second.rest()
        assert [first.wait(), second.wait()] == [0, 0]
    assert [line for line in lines if not line.startswith("told ")] == []
    assert len(lines) == 15 * 40
    assert sorted(words_in(path)) == sorted(told_by(lines))


@pytest.mark.parametrize(
    ("point", "kept"),
    [
        ("unit-ran", ["told"]),
        ("before-commit", ["told"]),
        ("after-commit", ["told", "last"]),
        ("before-tell", ["told", "last"]),
    ],
)
def test_a_kill_at_each_point_keeps_what_was_committed(
    path: Path, point: str, kept: list[str]
) -> None:
    with Child(MODULE, "die_at", path.parent, point) as child:
        assert child.hear() == "ready"
        child.say()
        assert child.wait() == -9
    assert words_in(path) == kept
    assert integrity(path) == []


@pytest.mark.parametrize("seed", range(5))
def test_a_kill_at_any_moment_loses_nothing_that_was_told(path: Path, seed: int) -> None:
    heard_before_the_kill = random.Random(seed).randrange(1, 200)
    with Child(MODULE, "write_many", path.parent, "a", 6, 1000) as child:
        assert child.hear() == "ready"
        child.say()
        lines = [child.hear() for _ in range(heard_before_the_kill)]
        child.kill()
        lines += child.rest()
    kept = words_in(path)
    assert set(told_by(lines)) <= set(kept)
    assert len(kept) == len(set(kept))
    assert integrity(path) == []


def test_a_store_does_not_work_in_a_forked_child(path: Path) -> None:
    with Child(MODULE, "fork_with_store", path.parent) as child:
        (line,) = child.rest()
        assert child.wait() == 0
    assert line.startswith("refused a store must be opened by the process that uses it")
    assert words_in(path) == ["parent"]
