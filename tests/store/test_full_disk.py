"""No room left."""

from pathlib import Path

from support.child import Child
from support.mounts import needs_mounts, on_small_disk
from support.stores import words_in

from zuiqing_desk.store.doctor import integrity

MODULE = "support.store_child"


def words_of(lines: list[str], first: str) -> list[str]:
    return [line.split(" ", 1)[1] for line in lines if line.startswith(f"{first} ")]


@needs_mounts
def test_a_full_disk_refuses_and_what_was_told_is_kept(tmp_path: Path) -> None:
    with Child(MODULE, "fill_disk", tmp_path, before=on_small_disk(tmp_path)) as child:
        lines = child.rest()
        assert child.wait() == 0
    told, refused, kept = (words_of(lines, first) for first in ("told", "refused", "kept"))
    assert refused
    assert all(each.startswith("StoreFull 磁盘已满") for each in refused)
    assert all(str(tmp_path) in each for each in refused)
    # Told before, told after there was room again, and nothing that was refused.
    assert told[-1] == "after"
    assert len(told) > 3
    assert kept == told
    assert words_of(lines, "integrity") == ["[]"]


def test_a_quota_refuses_and_what_was_told_is_kept(path: Path) -> None:
    with Child(MODULE, "fill_quota", path.parent, 1_000_000) as child:
        lines = child.rest()
        assert child.wait() == 0
    told, refused = words_of(lines, "told"), words_of(lines, "refused")
    assert refused
    assert all("磁盘" in each and str(path) in each for each in refused)
    assert told[-1] == "after"
    assert [word.split(" ")[0] for word in words_in(path)] == told
    assert integrity(path) == []


@needs_mounts
def test_an_io_error_on_a_full_disk_is_a_full_disk(tmp_path: Path) -> None:
    with Child(MODULE, "io_error_on_full_disk", tmp_path, before=on_small_disk(tmp_path)) as child:
        before, full = child.rest()
        assert child.wait() == 0
    assert before.startswith("StoreError 读写数据库")
    assert "SQLITE_IOERR_SHMSIZE" in before
    assert full.startswith("StoreFull 磁盘已满")


@needs_mounts
def test_a_new_database_is_whole_or_not_there(tmp_path: Path) -> None:
    with Child(
        MODULE, "open_with_less_and_less_room", tmp_path, before=on_small_disk(tmp_path)
    ) as child:
        lines = child.rest()
        assert child.wait() == 0
    assert set(lines) == {"opened []", "StoreFull False"}
    assert lines == sorted(lines, key=lambda line: line != "opened []")


@needs_mounts
def test_a_copy_that_finds_no_room_halfway_leaves_nothing(tmp_path: Path) -> None:
    with Child(MODULE, "copy_on_full_disk", tmp_path, before=on_small_disk(tmp_path)) as child:
        full, left, again = child.rest()
        assert child.wait() == 0
    assert full.startswith("StoreFull ")
    assert (left, again) == ("left []", "copied []")


@needs_mounts
def test_no_room_for_a_new_database_is_said(tmp_path: Path) -> None:
    with Child(MODULE, "open_on_full_disk", tmp_path, before=on_small_disk(tmp_path)) as child:
        (line,) = child.rest()
        assert child.wait() == 0
    assert line.startswith("StoreFull 磁盘已满")
