"""Opening what is there, what is not, and what should not be touched."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from support.child import Child
from support.mounts import needs_mounts, on_small_disk
from support.stores import WAIT_S, lay_empty_store, note, words, words_in

from zuiqing_desk.store import (
    StoreDamaged,
    StoreError,
    StoreForeign,
    StoreMissing,
    StoreTooNew,
    open_store,
)
from zuiqing_desk.store.migrations import HEAD

MODULE = "support.store_child"


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder`` and what is in it."""
    return {
        str(each.relative_to(folder)): each.read_bytes()
        for each in folder.rglob("*")
        if each.is_file()
    }


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement).fetchall()


def test_a_new_home_belongs_to_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "home" / "desk.db"
    with open_store(path) as store:
        store.write(note("one")).result(WAIT_S)
        modes = {each.name: each.stat().st_mode & 0o777 for each in path.parent.iterdir()}
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert modes == {
        "desk.db": 0o600,
        "desk.db-wal": 0o600,
        "desk.db-shm": 0o600,
        "desk.lock": 0o600,
        "open": 0o700,
    }
    assert words_in(path) == ["one"]


def test_what_was_written_is_there_the_next_time(path: Path) -> None:
    with open_store(path) as store:
        store.write(note("one")).result(WAIT_S)
    with open_store(path) as store:
        assert store.read(words).result(WAIT_S) == ["one"]


def test_without_leave_to_create_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match=r"home/desk\.db"):
        open_store(tmp_path / "home" / "desk.db", create=False)
    assert contents(tmp_path) == {}
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("left", ["empty", "unfinished"])
def test_an_unfinished_start_is_begun_again(tmp_path: Path, left: str) -> None:
    path = tmp_path / "desk.db"
    if left == "empty":
        path.touch()
    else:
        (tmp_path / "desk.db.new").write_bytes(b"half a database")
        (tmp_path / "desk.db.new-wal").write_bytes(b"half a log")
    with open_store(path) as store:
        store.write(note("one")).result(WAIT_S)
    assert not list(tmp_path.glob("desk.db.new*"))


def test_several_desks_may_start_on_a_new_home_at_once(tmp_path: Path) -> None:
    children = [Child(MODULE, "write_many", tmp_path, str(number), 1, 1) for number in range(4)]
    try:
        for child in children:
            assert child.hear() == "ready"
            child.say()
        assert [child.wait() for child in children] == [0, 0, 0, 0]
    finally:
        for child in children:
            child.__exit__(None, None, None)
    assert sorted(words_in(tmp_path / "desk.db")) == ["0-0-0", "1-0-0", "2-0-0", "3-0-0"]


def _newer(path: Path) -> None:
    execute(path, "UPDATE alembic_version SET version_num = '9007'")


def _foreign(path: Path) -> None:
    path.unlink()
    execute(path, "CREATE TABLE notes (text)", "INSERT INTO notes VALUES ('theirs')")


def _foreign_with_id(path: Path) -> None:
    execute(path, "PRAGMA application_id = 77")


def _text(path: Path) -> None:
    path.write_text("这不是数据库\n" * 100, encoding="utf-8")


def _short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50])


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 4096 * 3 + 1000])


def _garbage_header(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:16] + b"\xff" * 84 + whole[100:])


def _garbage_schema(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + b"\xa5" * 3996 + whole[4096:])


def _malformed_schema(path: Path) -> None:
    execute(
        path,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = 'CREATE TABLE staff (' WHERE name = 'staff'",
    )


def _no_version(path: Path) -> None:
    execute(path, "DELETE FROM alembic_version")


def _no_version_table(path: Path) -> None:
    execute(path, "DROP TABLE alembic_version")


@pytest.mark.parametrize(
    ("spoil", "error", "said"),
    [
        (_newer, StoreTooNew, rf"9007.*{HEAD}"),
        (_foreign, StoreForeign, "别的程序"),
        (_foreign_with_id, StoreForeign, "别的程序.*77"),
        (_text, StoreDamaged, "不是数据库"),
        (_short, StoreDamaged, "不是数据库"),
        (_truncated, StoreDamaged, "已损坏"),
        (_garbage_header, StoreDamaged, "已损坏"),
        (_garbage_schema, StoreDamaged, "已损坏"),
        (_malformed_schema, StoreDamaged, "已损坏.*malformed"),
        (_no_version, StoreDamaged, "版本表"),
        (_no_version_table, StoreDamaged, "版本表"),
    ],
)
def test_what_is_not_ours_to_open_is_named_and_left_alone(
    path: Path, spoil: Callable[[Path], None], error: type[StoreError], said: str
) -> None:
    spoil(path)
    before = contents(path.parent)
    for _ in range(2):
        with pytest.raises(error, match=said) as refused:
            open_store(path)
        assert str(path) in refused.value.message
    assert contents(path.parent) == before


def test_a_newer_database_that_is_only_in_the_log_is_left_alone(path: Path, tmp_path: Path) -> None:
    """As a newer program leaves it when it is killed: file, log, and nobody at work."""
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9007'")
        newer.commit()
        left = shutil.copytree(path.parent, tmp_path / "left")
    before = contents(left)
    assert before["desk.db-wal"]
    with pytest.raises(StoreTooNew):
        open_store(left / "desk.db")
    after = contents(left)
    for name in ("desk.db", "desk.db-wal"):
        assert after[name] == before[name]


def test_a_log_without_its_database_is_not_poured_into_a_new_one(path: Path) -> None:
    with open_store(path) as store:
        store.write(note("one")).result(WAIT_S)
        log = Path(f"{path}-wal").read_bytes()
    path.unlink()
    Path(f"{path}-wal").write_bytes(log)
    with pytest.raises(StoreDamaged, match=r"desk\.db-wal"):
        open_store(path)
    assert contents(path.parent)["desk.db-wal"] == log


def test_a_store_that_was_killed_opens_with_all_it_was_told(path: Path) -> None:
    with Child(MODULE, "die_at", path.parent, "before-tell") as child:
        child.hear()
        child.say()
        assert child.wait() == -9
    assert Path(f"{path}-wal").stat().st_size > 0
    with open_store(path) as store:
        assert store.read(words).result(WAIT_S) == ["told", "last"]


def test_a_folder_in_its_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "desk.db").mkdir()
    with pytest.raises(StoreDamaged, match=r"desk\.db 不是普通文件"):
        open_store(tmp_path / "desk.db")


def test_a_file_where_the_home_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(StoreError, match="home"):
        open_store(tmp_path / "home" / "desk.db")


@pytest.mark.parametrize("name", ["a b", "100%", "a?b#c", "家"])
def test_any_folder_name_will_do(tmp_path: Path, name: str) -> None:
    path = tmp_path / name / "desk.db"
    with open_store(path) as store:
        store.write(note("one")).result(WAIT_S)
    with open_store(path) as store:
        assert store.read(words).result(WAIT_S) == ["one"]


@pytest.fixture
def public_home() -> Iterator[Path]:
    """A folder that other users can reach, which pytest's own is not."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def _home_is_read_only(home: Path) -> None:
    lay_empty_store(home).chmod(0o666)
    home.chmod(0o555)


def _file_is_read_only(home: Path) -> None:
    lay_empty_store(home).chmod(0o444)
    home.chmod(0o777)


def _file_is_private(home: Path) -> None:
    lay_empty_store(home).chmod(0o000)
    home.chmod(0o777)


def _home_cannot_be_made(home: Path) -> None:
    home.parent.chmod(0o555)


@pytest.mark.parametrize(
    "arrange", [_home_is_read_only, _file_is_read_only, _file_is_private, _home_cannot_be_made]
)
def test_a_home_we_may_not_write_is_named_and_left_alone(
    public_home: Path, arrange: Callable[[Path], None]
) -> None:
    home = public_home / "home"
    arrange(home)
    before = contents(public_home) if os.geteuid() == 0 else {}
    with Child(MODULE, "open_as_nobody", home) as child:
        (line,) = child.rest()
        assert child.wait() == 0
    public_home.chmod(0o755)
    assert line.startswith("StoreReadOnly 没有权限")
    assert str(home) in line
    if os.geteuid() == 0:
        assert contents(public_home) == before


@needs_mounts
@pytest.mark.parametrize("there", [True, False])
def test_a_read_only_disk_is_named(tmp_path: Path, there: bool) -> None:
    with Child(
        MODULE, "open_on_read_only_disk", tmp_path, int(there), before=on_small_disk(tmp_path)
    ) as child:
        (line,) = child.rest()
        assert child.wait() == 0
    assert line.startswith("StoreReadOnly 没有权限")
