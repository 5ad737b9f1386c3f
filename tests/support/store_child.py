"""What a test's other process does with a store: ``python -m support.store_child PART HOME …``.

It says "ready", waits for a line, then does its part and reports line by line.
"""

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from support.stores import WAIT_S, lay_empty_store, note, words_in

from zuiqing_desk.store import (
    DeskLock,
    GatewayLock,
    Store,
    StoreError,
    open_store,
)
from zuiqing_desk.store.copying import copy_to
from zuiqing_desk.store.doctor import integrity
from zuiqing_desk.store.failures import explain
from zuiqing_desk.store.migrations import SCHEMA, Schema
from zuiqing_desk.store.writer import unobserved

_LARGE = "x" * 40_000

SQLITE_IOERR_SHMSIZE = sqlite3.SQLITE_IOERR | 19 << 8


def say(*words: object) -> None:
    """One line, written whole whatever other threads say."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def ready() -> None:
    say("ready")
    sys.stdin.readline()


def write_many(home: Path, name: str, threads: str, each: str) -> None:
    """Several threads write as fast as they are told; every word told is reported."""
    with open_store(home / "desk.db") as store:
        ready()
        crew = [
            threading.Thread(target=_write, args=(store, f"{name}-{number}", int(each)))
            for number in range(int(threads))
        ]
        for thread in crew:
            thread.start()
        for thread in crew:
            thread.join()


def _write(store: Store, name: str, count: int) -> None:
    for number in range(count):
        word = f"{name}-{number}"
        try:
            store.write(note(word)).result(WAIT_S)
        except StoreError as error:
            say("failed", type(error).__name__)
        else:
            say("told", word)


def die_at(home: Path, point: str) -> None:
    """One write is told, the next is killed at ``point``."""
    fatal = False

    def observe(passed: str) -> None:
        if fatal and passed == point:
            os.kill(os.getpid(), signal.SIGKILL)

    with open_store(home / "desk.db", observer=observe) as store:
        ready()
        store.write(note("told")).result(WAIT_S)
        fatal = True
        store.write(note("last")).result(WAIT_S)


def hold(home: Path, command: str) -> None:
    """Keep the store open."""
    with open_store(home / "desk.db", command=command):
        ready()


def hold_upgrade(home: Path) -> None:
    """Keep the home as an upgrade does."""
    lock = DeskLock(home, "zuiqing-desk upgrade")
    assert lock.alone(0.0, lambda: True)
    lock.announce(upgrading=True)
    ready()
    lock.release()


def hold_gateway(home: Path) -> None:
    """Keep the gateway lock, with a grandchild that outlives us."""
    lock = GatewayLock(home / "gateway.lock")
    assert lock.try_acquire()
    pid = os.fork()
    if pid == 0:
        sys.stdin.readline()
        sys.stdin.readline()
        os._exit(0)
    say(pid)
    ready()


def fork_with_gateway(home: Path) -> None:
    """A forked child lets the lock go and ends; is it still ours?"""
    lock = GatewayLock(home / "gateway.lock")
    assert lock.try_acquire()
    pid = os.fork()
    if pid == 0:
        lock.release()
        os._exit(0)
    os.waitpid(pid, 0)
    say("forked")
    ready()
    lock.release()
    say("released")
    ready()


def fork_with_store(home: Path) -> None:
    """A forked child tries to use its parent's store."""
    with open_store(home / "desk.db") as store:
        pid = os.fork()
        if pid == 0:
            try:
                store.write(note("never"))
            except RuntimeError as error:
                say("refused", error)
            os._exit(0)
        os.waitpid(pid, 0)
        store.write(note("parent")).result(WAIT_S)


def open_as_nobody(home: Path) -> None:
    """Open without the right to write."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    _report_opening(home)


def open_on_read_only_disk(home: Path, there: str) -> None:
    """Open on a disk that cannot be written, with a database or without."""
    if int(there):
        lay_empty_store(home)
    subprocess.run(["mount", "-o", "remount,ro", str(home)], check=True)
    _report_opening(home)


def io_error_on_full_disk(disk: Path) -> None:
    """What an I/O error of the shared memory means before the disk is full, and then."""
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = SQLITE_IOERR_SHMSIZE
    error.sqlite_errorname = "SQLITE_IOERR_SHMSIZE"
    for ballast in (0, shutil.disk_usage(disk).free):
        (disk / "ballast").write_bytes(b"x" * ballast)
        worded = explain(error, disk / "desk.db")
        say(type(worded).__name__, worded)


def _report_opening(home: Path) -> None:
    try:
        open_store(home / "desk.db").close()
    except StoreError as error:
        say(type(error).__name__, error.message)
    else:
        say("opened")


def fill_disk(disk: Path) -> None:
    """Write until the disk is full, make room, write on."""
    ballast = disk / "ballast"
    ballast.write_bytes(b"x" * 500_000)
    path = disk / "home" / "desk.db"
    with open_store(path) as store:
        _fill_store(store, ballast.unlink)
    # The disk goes with this process, so it looks itself.
    for word in words_in(path):
        say("kept", word.split(" ")[0])
    say("integrity", integrity(path))


def open_on_full_disk(disk: Path) -> None:
    """Open a new store where a few bytes are left."""
    size = shutil.disk_usage(disk).free
    (disk / "ballast").write_bytes(b"x" * (size - 50_000))
    _report_opening(disk / "home")


def open_with_less_and_less_room(disk: Path) -> None:
    """Open new stores where there is room for all of it, for less, for nothing; none may be half
    made. Says the outcomes."""
    home = disk / "home"
    step = 256 * 1024
    for number in range(shutil.disk_usage(disk).free // step):
        (disk / f"ballast-{number}").write_bytes(b"x" * step)
        try:
            open_store(home / "desk.db").close()
        except StoreError as error:
            say(type(error).__name__, (home / "desk.db").exists())
        else:
            say("opened", integrity(home / "desk.db"))
        shutil.rmtree(home, ignore_errors=True)


def copy_on_full_disk(disk: Path) -> None:
    """Copy a store while somebody else fills the disk, and again when there is room."""
    path = disk / "home" / "desk.db"
    open_store(path).close()
    ballast = disk / "ballast"

    def fill(point: str) -> None:
        if point == "snapshot":
            ballast.write_bytes(b"x" * shutil.disk_usage(disk).free)

    for observer in (fill, unobserved):
        try:
            copy_to(path, disk / "copy.db", observer=observer)
        except StoreError as error:
            say(type(error).__name__, error.message)
            say("left", [one.name for one in disk.iterdir() if one.name.startswith("copy.db")])
            ballast.unlink()
        else:
            say("copied", integrity(disk / "copy.db"))


def fill_quota(home: Path, limit: str) -> None:
    """The same under a limit on the size of a file, as a quota is noticed."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with open_store(home / "desk.db") as store:
        hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), hard))
        _fill_store(store, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard)))


def _fill_store(store: Store, make_room: Callable[[], None]) -> None:
    for number in range(100):
        # Several at once, so that the failing transaction has more than one unit.
        told = [store.write(note(f"{number}-{part} {_LARGE}")) for part in range(3)]
        errors = [future.exception(WAIT_S) for future in told]
        for part, error in enumerate(errors):
            if error is None:
                say("told", f"{number}-{part}")
        refused = [error for error in errors if error is not None]
        if refused:
            break
    for error in refused:
        say("refused", type(error).__name__, error)
    make_room()
    store.write(note("after")).result(WAIT_S)
    say("told", "after")


def upgrade(home: Path, folder: str) -> None:
    """Open as a later program, whose next step is in ``folder``."""
    later = f"{int(SCHEMA.head) + 1:04}"
    schema = Schema((*SCHEMA.revisions, later), (*SCHEMA.folders, Path(folder)))
    ready()
    with open_store(home / "desk.db", schema=schema):
        say("opened")


def loaded(home: Path) -> None:
    """Which slow packages opening, writing, reading and closing brought in."""
    with open_store(home / "desk.db") as store:
        store.write(note("one")).result(WAIT_S)
        say(store.read(lambda tx: tx.value("SELECT count(*) FROM journal") == 1).result(WAIT_S))
    slow = {"sqlalchemy", "sqlmodel", "alembic", "pydantic"}
    say(sorted(slow & sys.modules.keys()))


if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
