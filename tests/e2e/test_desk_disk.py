"""The real program on a disk that is full, and on one that cannot be written."""

import contextlib
import sys
from pathlib import Path

from support.desk_terminal import sign_in, taken_customer
from support.mounts import needs_mounts, on_small_disk
from support.terminal import Terminal

pytestmark = needs_mounts

FOUND_FIRST = (
    'echo 2468 | "$@" staff add --no 1001 --name "甲**" --role lead --shop 醉卿酒业 --pin-stdin'
    ' >/dev/null 2>&1 && exec "$@"'
)
DESK = [sys.executable, "-m", "zuiqing_desk", "--home"]


def fill(disk: Path) -> Path:
    """Take every byte that is left on the disk."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (4096, 512, 1):
            with contextlib.suppress(OSError):
                while True:
                    file.write(b"x" * size)
    return filler


def test_on_a_full_disk_the_answer_stays_in_the_box_until_there_is_room(tmp_path: Path) -> None:
    # Founded beforehand: the log of a large first write would have room for an answer.
    argv = [*on_small_disk(tmp_path), "sh", "-c", FOUND_FIRST, "sh", *DESK, str(tmp_path)]
    with Terminal(argv, (120, 40), env={"ZUIQING_DESK_WEBCHAT_PORT": "0"}) as terminal:
        terminal.wait_for("工号")
        sign_in(terminal)
        with taken_customer(terminal) as visitor:
            filler = fill(Path(f"/proc/{terminal.pid}/root{tmp_path}"))
            terminal.type("在的，您说")
            terminal.keys("enter")
            terminal.wait_for("磁盘")
            assert "在的，您说" in terminal.text
            assert "Traceback" not in terminal.text
            status, answer = visitor.tries("收到吗")
            assert (status, "message" in answer["error"]) == (503, True)
            filler.unlink()
            terminal.keys("enter")
            assert visitor.hears() == "在的，您说"
            assert visitor.tries("收到吗")[0] == 201
        terminal.keys("ctrl+q")
        terminal.wait_for("退出")


def test_a_home_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    sealed = f'mount -o remount,ro "{tmp_path}" && exec "$@"'
    argv = [*on_small_disk(tmp_path), "sh", "-c", sealed, "sh", *DESK, str(tmp_path)]
    with Terminal(argv, size=(80, 24)) as terminal:
        terminal.wait_for(str(tmp_path)[:20])
        assert "Traceback" not in terminal.text
        terminal.type("q")
        terminal.wait_exit()
        terminal.assert_intact()
