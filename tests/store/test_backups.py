"""The folder of copies."""

import os
from pathlib import Path

import pytest
from support.stores import lay_empty_store

from zuiqing_desk.store import backups
from zuiqing_desk.store.copying import copy_to
from zuiqing_desk.store.filelock import FileLock
from zuiqing_desk.store.migrations import HEAD

ZONE = "Asia/Shanghai"
NOON = 1_795_320_000_000_000  # 2026-11-22 12:00 in Shanghai
DAY = 24 * 3600 * 1_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


def lay(folder: Path, name: str, text: bytes | None = None) -> Path:
    path = folder / name
    path.write_bytes(lay_empty_store(folder.parent / "home").read_bytes() if text is None else text)
    return path


def test_a_name_says_how_and_when_by_the_shops_clock(folder: Path) -> None:
    path = backups.new_path(folder / "new", "auto", NOON, ZONE)
    assert path.name == "auto-20261122-120000.db"
    assert path.parent.stat().st_mode & 0o777 == 0o700
    path.touch()
    again = backups.new_path(folder / "new", "auto", NOON, ZONE)
    assert again.name == "auto-20261122-120000-2.db"
    again.with_name(f"{again.name}.part").touch()
    third = backups.new_path(folder / "new", "auto", NOON, ZONE)
    assert third.name == "auto-20261122-120000-3.db"


def test_the_newest_first_with_what_is_in_them(folder: Path) -> None:
    path = lay_empty_store(folder.parent / "home")
    for sort, at in (("auto", NOON - DAY), ("manual", NOON)):
        copy_to(path, backups.new_path(folder, sort, at, ZONE))  # type: ignore[arg-type]
    lay(folder, "desk-0001-0007.db")
    for stranger in ("notes.txt", "desk.db", "auto-2026.db", "auto-20269922-030000.db"):
        lay(folder, stranger, b"x")
    found = backups.listed(folder, ZONE)
    assert [one.sort for one in found[-2:]] == ["manual", "auto"]
    assert {one.name for one in found} == {
        "auto-20261121-120000.db", "manual-20261122-120000.db", "desk-0001-0007.db"
    }  # fmt: skip
    assert (found[-1].at, found[-2].day - found[-1].day) == (NOON - DAY, 1)
    assert all((one.revision, one.wrong) == (HEAD, "") for one in found)
    assert sorted(backups.times(folder, ZONE)) == sorted((one.sort, one.at) for one in found)
    assert backups.find(found, "auto-20261121-120000") is found[-1]
    assert backups.find(found, "../auto-20261121-120000.db") is None
    assert backups.listed(folder / "none", ZONE) == []


def test_what_cannot_be_used_says_why(folder: Path) -> None:
    sound = lay(folder, "auto-20261120-033000.db").read_bytes()
    lay(folder, "auto-20261121-033000.db", sound[: len(sound) - 8192])
    lay(folder, "auto-20261122-033000.db", b"x" * 5000)
    lay(folder, "auto-20261123-033000.db", b"")
    wrong = {one.name[5:13]: one.wrong for one in backups.listed(folder, ZONE)}
    assert wrong["20261120"] == ""
    assert "不完整" in wrong["20261121"]
    assert wrong["20261122"]
    assert wrong["20261123"]


def test_what_need_not_be_kept_goes_and_nothing_else(folder: Path) -> None:
    for day in range(1, 31):
        lay(folder, f"auto-202611{day:02}-033000.db", b"")
    lay(folder, "broken-20251101-120000.db", b"")
    lay(folder, "broken-20251101-120000.db-wal", b"")
    spare = lay(folder, "manual-20200101-000000.db", b"")
    lay(folder, "notes.txt", b"")
    (folder / "auto-20261101-044000.db").mkdir()
    gone = backups.prune((folder, folder), ZONE, daily=2, weekly=1, spare=spare)
    assert sorted(os.listdir(folder)) == [
        "auto-20261101-044000.db",
        "auto-20261128-033000.db",
        "auto-20261129-033000.db",
        "auto-20261130-033000.db",
        "manual-20200101-000000.db",
        "notes.txt",
    ]
    assert len(gone) == 28


def test_what_upgrades_keep_elsewhere_goes_with_the_age_of_the_nightly_ones(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "home").mkdir()
    os.utime(lay(tmp_path / "home", "desk-0001-0007.db", b""), (1, 1))
    os.utime(lay(tmp_path / "home", "desk-0002-0008.db", b""))
    for day in range(1, 6):
        last = lay(folder, f"auto-202611{day:02}-033000.db", b"")
    gone = backups.prune((folder, tmp_path / "home"), ZONE, daily=3, weekly=0, spare=last)
    assert "desk-0001-0007.db" in gone
    assert os.listdir(tmp_path / "home") == ["desk-0002-0008.db"]


def test_a_disk_that_is_not_plugged_in_is_no_empty_folder(tmp_path: Path) -> None:
    unplugged = tmp_path / "usb" / "backups"
    with pytest.raises(FileNotFoundError):
        backups.listed(unplugged, ZONE)
    with pytest.raises(FileNotFoundError):
        backups.new_path(unplugged, "auto", 0, ZONE)
    assert not unplugged.parent.exists()


def test_what_an_unfinished_copy_left_is_swept_but_not_one_being_made(folder: Path) -> None:
    lay(folder, "auto-20261122-033000.db.part", b"")
    ours = folder / "manual-20261122-040000.db.part"
    writing = FileLock(ours)
    assert writing.try_alone()
    assert [one.name for one in backups.unfinished(folder)] == ["auto-20261122-033000.db.part"]
    assert backups.sweep(folder) == 1
    assert list(folder.iterdir()) == [ours]
    writing.release()
    assert backups.sweep(folder) == 1
    assert backups.sweep(folder / "none") == 0
