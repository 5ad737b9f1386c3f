"""Who may do what with a home."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.child import Child
from support.waiting import eventually

from zuiqing_desk.store import DeskLock, GatewayLock, StoreInUse, StoreReadOnly, open_store
from zuiqing_desk.store.filelock import FileLock
from zuiqing_desk.store.openers import openers

MODULE = "support.store_child"


def is_free(path: Path) -> bool:
    lock = GatewayLock(path)
    try:
        return lock.try_acquire()
    finally:
        lock.release()


def test_only_one_has_the_gateway_until_it_lets_go(tmp_path: Path) -> None:
    file = tmp_path / "gateway.lock"
    first, second = GatewayLock(file), GatewayLock(file)
    assert first.try_acquire()
    assert first.try_acquire()
    assert not second.try_acquire()
    first.release()
    first.release()
    assert second.try_acquire()
    assert (first.held, second.held) == (False, True)
    assert file.stat().st_mode & 0o777 == 0o600
    second.release()


def test_a_killed_holder_frees_the_gateway_though_its_child_lives(tmp_path: Path) -> None:
    file = tmp_path / "gateway.lock"
    with Child(MODULE, "hold_gateway", tmp_path) as child:
        grandchild = int(child.hear())
        assert child.hear() == "ready"
        assert not is_free(file)
        child.kill()
        eventually(lambda: is_free(file))
        # It was alive all the while: only now does its standard input end.
        os.kill(grandchild, 0)
        child.say()
        child.say()


def test_a_forked_child_that_ends_leaves_the_lock_with_its_parent(tmp_path: Path) -> None:
    with Child(MODULE, "fork_with_gateway", tmp_path) as parent:
        assert [parent.hear(), parent.hear()] == ["forked", "ready"]
        assert not is_free(tmp_path / "gateway.lock")
        parent.say()
        assert parent.hear() == "released"
        assert is_free(tmp_path / "gateway.lock")


def test_a_started_program_does_not_inherit_the_lock(tmp_path: Path) -> None:
    lock = GatewayLock(tmp_path / "gateway.lock")
    assert lock.try_acquire()
    program = subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, close_fds=False
    )
    lock.release()
    # Its copies close one after another while it starts.
    eventually(lambda: is_free(tmp_path / "gateway.lock"))
    assert program.poll() is None
    program.communicate(b"\n", timeout=60)


def test_a_lock_whose_file_was_removed_does_not_count(tmp_path: Path) -> None:
    file = tmp_path / "some.lock"
    before = FileLock(file)
    assert before.try_alone()
    file.unlink()
    after = FileLock(file)
    assert after.try_alone()
    before.release()
    after.release()


def test_an_unusable_place_for_the_lock_is_named(tmp_path: Path) -> None:
    lock = GatewayLock(tmp_path / "nowhere" / "gateway.lock")
    with pytest.raises(Exception, match=r"nowhere/gateway\.lock"):
        lock.try_acquire()
    assert not issubclass(StoreInUse, StoreReadOnly)


def test_open_desks_share_and_an_upgrade_names_them(path: Path) -> None:
    home = path.parent
    with (
        open_store(path, command="zuiqing-desk"),
        Child(MODULE, "hold", home, "zuiqing-desk gateway") as gateway,
    ):
        assert gateway.hear() == "ready"
        with pytest.raises(StoreInUse) as refused:
            DeskLock(home, "upgrade").alone(30.0, lambda: True)
        holders = "\n".join(refused.value.holders)
        assert len(refused.value.holders) == 2
        assert f"zuiqing-desk（进程 {os.getpid()}，" in holders
        assert f"zuiqing-desk gateway（进程 {gateway.pid}，" in holders
        assert all(holder in refused.value.message for holder in refused.value.holders)


def test_who_was_killed_is_not_named(path: Path) -> None:
    home = path.parent
    with Child(MODULE, "hold", home, "gone") as child:
        assert child.hear() == "ready"
        assert [holder.command for holder in openers(home)] == ["gone"]
        child.kill()
    # Whatever runs under that number today: the entry is judged by its lock.
    entry = home / "open" / f"{os.getpid()}.json"
    (home / "open" / f"{child.pid}.json").rename(entry)
    assert openers(home) == []
    assert not entry.exists()
    assert DeskLock(home, "upgrade").alone(0.0, lambda: True)


def test_an_entry_nobody_can_read_is_no_hindrance(path: Path) -> None:
    with open_store(path):
        (entry,) = (path.parent / "open").iterdir()
        for nonsense in ("{", "[]", '{"pid": "x"}', "\udcff"):
            entry.write_text(nonsense, errors="surrogateescape")
            assert openers(path.parent) == []


def test_one_process_may_have_a_home_open_twice(path: Path) -> None:
    with open_store(path, command="first") as first, open_store(path, command="second"):
        assert [holder.command for holder in openers(path.parent)] == ["second", "first"]
        first.close()
        assert [holder.command for holder in openers(path.parent)] == ["second"]
    assert openers(path.parent) == []


def test_opening_waits_for_an_upgrade_elsewhere(path: Path) -> None:
    home = path.parent
    with Child(MODULE, "hold_upgrade", home) as upgrade:
        assert upgrade.hear() == "ready"
        with pytest.raises(StoreInUse, match="正在升级") as refused:
            open_store(path, wait_s=0.0)
        (holder,) = refused.value.holders
        assert f"zuiqing-desk upgrade（正在升级，进程 {upgrade.pid}，" in holder
        upgrade.say()
        with open_store(path, wait_s=60.0):
            assert upgrade.wait() == 0


def test_an_upgrade_waits_for_one_that_is_under_way(tmp_path: Path) -> None:
    with Child(MODULE, "hold_upgrade", tmp_path) as first:
        assert first.hear() == "ready"

        def wanted() -> bool:
            first.say()
            return True

        second = DeskLock(tmp_path, "second")
        assert second.alone(60.0, wanted)
        second.release()


def test_an_upgrade_that_somebody_else_did_is_not_done_again(tmp_path: Path) -> None:
    with Child(MODULE, "hold_upgrade", tmp_path) as upgrade:
        assert upgrade.hear() == "ready"
        assert not DeskLock(tmp_path, "second").alone(60.0, lambda: False)
        upgrade.say()
