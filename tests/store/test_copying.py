"""Copies of the store: of one moment, whole or not there, and proven."""

import os
import shutil
import signal
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from support.child import Child
from support.figures import Figures
from support.stores import WAIT_S, note, words_in

from zuiqing_desk.store import Store, StoreDamaged, StoreError, StoreFull, StoreInUse
from zuiqing_desk.store.backups import sweep
from zuiqing_desk.store.copying import PART, POINTS, check, copy_to
from zuiqing_desk.store.filelock import FileLock
from zuiqing_desk.store.migrations import HEAD


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "manual-20261122-033000.db"


def fill(path: Path, rows: int) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "INSERT INTO journal (at, kind, version, subject_id, detail)"
            " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
            " SELECT i, 'test.noted', 1, i, hex(randomblob(40)) FROM n",
            (rows,),
        )
        connection.commit()


def test_a_copy_says_what_it_holds_and_only_its_owner_can_read_it(
    store: Store, target: Path
) -> None:
    last = store.write(note("one")).result(WAIT_S)
    content = copy_to(store.path, target)
    assert (content.revision, content.journal_id, content.rows["journal"]) == (HEAD, last, 1)
    assert words_in(target) == ["one"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert check(target) == content
    assert list(target.parent.glob("*.part")) == list(target.parent.glob(f"{target.name}-*")) == []


def test_what_is_written_meanwhile_neither_waits_nor_gets_in(store: Store, target: Path) -> None:
    fill(store.path, 20_000)
    steps = []

    def write(step: str, done: int, whole: int) -> None:
        if step == "copying":
            steps.append((done, whole))
            store.write(note("meanwhile")).result(WAIT_S)

    content = copy_to(store.path, target, write)
    assert len(steps) > 2
    assert steps == sorted(steps)
    assert steps[-1][0] == steps[-1][1]
    assert content.rows["journal"] == 20_000
    assert "meanwhile" not in words_in(target)
    assert words_in(store.path).count("meanwhile") == len(steps)


class Enough(Exception):
    pass


@pytest.mark.parametrize("at", ["copying", "checking"])
def test_one_that_is_stopped_leaves_nothing(store: Store, target: Path, at: str) -> None:
    def stop(step: str, done: int, whole: int) -> None:
        if step == at:
            raise Enough

    with pytest.raises(Enough):
        copy_to(store.path, target, stop)
    assert os.listdir(target.parent) == ["home"]
    store.write(note("goes on")).result(WAIT_S)


def test_a_damaged_store_gives_no_copy(path: Path, target: Path) -> None:
    fill(path, 2_000)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL").fetchall()
    whole = bytearray(path.read_bytes())
    whole[-4096:] = b"\xee" * 4096
    path.write_bytes(whole)
    with pytest.raises(StoreDamaged, match="backup restore"):
        copy_to(path, target)
    assert not target.exists()
    assert not list(target.parent.glob(f"*{PART}"))


def test_a_copy_that_was_altered_is_found_out(path: Path, target: Path) -> None:
    """The disk that kept something else than what was written to it."""

    def spoil(point: str) -> None:
        if point == "part-copied":
            with closing(sqlite3.connect(target.with_name(target.name + PART))) as connection:
                connection.execute("INSERT INTO journal (at, kind, version, subject_id, detail)"
                                   " VALUES (1, 'test.noted', 1, 1, '')")  # fmt: skip
                connection.commit()

    with pytest.raises(StoreDamaged, match="不一样"):
        copy_to(path, target, observer=spoil)
    assert not target.exists()


def test_a_disk_without_room_is_told_before_anything_is_written(
    path: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zuiqing_desk.store.copying._SPARE_BYTES", 2**62)
    with pytest.raises(StoreFull, match="还差"):
        copy_to(path, target)
    assert os.listdir(target.parent) == ["home"]


def test_a_folder_that_is_gone_is_named(path: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="file"):
        copy_to(path, tmp_path / "file" / "manual.db")


def test_the_other_who_asked_for_the_same_name_keeps_what_it_writes(
    path: Path, target: Path
) -> None:
    begun: list[FileLock] = []

    def other(point: str) -> None:
        if point == "named":
            begun.append(FileLock(target.with_name(target.name + PART)))
            assert begun[0].try_alone()

    copy_to(path, target, observer=other)
    assert target.with_name(target.name + PART).exists()
    begun[0].release()


def test_two_do_not_write_one_copy(path: Path, target: Path) -> None:
    part = target.with_name(target.name + PART)
    other = FileLock(part)
    assert other.try_alone()
    with pytest.raises(StoreInUse):
        copy_to(path, target)
    assert part.exists()
    other.release()
    copy_to(path, target)
    assert target.exists()
    assert not part.exists()


def test_killed_at_any_moment_it_leaves_a_whole_copy_or_none(
    store: Store, tmp_path: Path, figures: Figures
) -> None:
    store.write(note("one")).result(WAIT_S)
    template = tmp_path / "template"
    shutil.copytree(store.path.parent, template)
    (template / "backups").mkdir()
    with Child("support.restoring_child", "make", template, tmp_path / "killed") as child:
        ends = [child.hear().split() for _ in POINTS]
    for point, code in ends:
        assert int(code) == -signal.SIGKILL
        killed = tmp_path / "killed" / point
        copies = [one for one in (killed / "backups").iterdir() if one.suffix == ".db"]
        assert len(copies) == (point == "named")
        for copy in copies:
            assert words_in(copy) == ["one"]
        sweep(killed / "backups")
        assert sorted((killed / "backups").iterdir()) == copies
        assert words_in(killed / "desk.db") == ["one"]
        figures.count("crash points", "of a backup")
