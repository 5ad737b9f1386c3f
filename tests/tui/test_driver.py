"""The driver in a real terminal."""

import os
import signal
import sys
import threading
from pathlib import Path
from typing import IO, cast

import pytest
from support import key_log_app
from support.emulator import kitty_requests, modes_left
from support.json_log import read_entries
from support.terminal import DEADLINE_S, Terminal
from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread
from textual.drivers.headless_driver import HeadlessDriver
from textual.drivers.linux_driver import LinuxDriver

from zuiqing_desk.tui.driver import DeskDriver, _Output, driver_class


class Probe:
    """A key log app in a terminal."""

    def __init__(self, terminal: Terminal, log: Path) -> None:
        self.terminal = terminal
        self._log = log

    def events(self) -> list[tuple[object, ...]]:
        """What the app was given so far, adjoining characters joined."""
        joined: list[tuple[object, ...]] = []
        for kind, text in read_entries(self._log):
            if kind == "text" and joined and joined[-1][0] == "text":
                joined[-1] = ("text", f"{joined[-1][1]}{text}")
            else:
                joined.append((kind, text))
        return joined

    def wait(self, *expected: tuple[str, str]) -> None:
        """Wait for exactly these events, closed by F9."""
        self.terminal.keys("f9")
        self.terminal.wait_for(lambda _: ("key", "f9") in self.events())
        assert self.events() == [*expected, ("key", "f9")]


def start(log: Path) -> Terminal:
    return Terminal([sys.executable, key_log_app.__file__, str(log)])


@pytest.mark.parametrize("commit", ["您好请稍等", "这款酒是酱香型口感很柔和"])
def test_an_input_methods_commit_arrives_whole(tmp_path: Path, commit: str) -> None:
    with start(tmp_path / "log") as terminal:
        probe = Probe(terminal, tmp_path / "log")
        terminal.wait_for("ready")
        terminal.type(commit)
        terminal.wait_for(lambda _: probe.events() == [("text", commit)])
        terminal.paste(commit)
        probe.wait(("text", commit), ("paste", commit))
        terminal.kill(signal.SIGTERM)
        terminal.wait_exit()
        assert kitty_requests(terminal.raw_output) == []


def test_hostile_bytes_press_no_key(tmp_path: Path) -> None:
    with start(tmp_path / "log") as terminal:
        probe = Probe(terminal, tmp_path / "log")
        terminal.wait_for("ready")
        terminal.type("前\x1b]52;c;aGk=\x07\x1b[31m后\x1bz")
        terminal.paste("a\x1b]52;c;aGk=\x07\nb\u202ec")
        probe.wait(("text", "前后z"), ("paste", "a]52;c;aGk=\nbc"))


def test_bytes_that_are_no_utf8_do_not_end_the_program(tmp_path: Path) -> None:
    with start(tmp_path / "log") as terminal:
        probe = Probe(terminal, tmp_path / "log")
        terminal.wait_for("ready")
        terminal.send(b"a\xff\xfe\xe4\xbdb")
        probe.wait(("text", "a\ufffd\ufffd\ufffdb"))


def test_escape_and_other_keys_arrive(tmp_path: Path) -> None:
    with start(tmp_path / "log") as terminal:
        probe = Probe(terminal, tmp_path / "log")
        terminal.wait_for("ready")
        terminal.keys("ctrl+g", "shift+tab", "alt+z", "escape")
        terminal.wait_for(lambda _: ("key", "escape") in probe.events())
        terminal.keys("up", "enter", "ctrl+j")
        probe.wait(
            ("key", "ctrl+g"),
            ("key", "shift+tab"),
            ("text", "z"),
            ("key", "escape"),
            ("key", "up"),
            ("key", "enter"),
            ("key", "ctrl+j"),
        )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_the_program_and_leaves_the_terminal_intact(
    tmp_path: Path, number: signal.Signals
) -> None:
    with start(tmp_path / "log") as terminal:
        terminal.wait_for("ready")
        terminal.kill(number)
        assert terminal.wait_exit() == 128 + number
        terminal.assert_intact()


def test_the_program_ends_when_the_terminal_goes_away(tmp_path: Path) -> None:
    with start(tmp_path / "log") as terminal:
        terminal.wait_for("ready")
        terminal.hang_up()
        assert terminal.wait_exit() == 128 + signal.SIGHUP


def test_writing_to_a_terminal_that_is_gone_never_blocks() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    file = os.fdopen(writer, "w")
    output = WriterThread(cast(IO[str], _Output(file)))

    def write_more_than_the_queue_holds() -> None:
        output.start()
        for _ in range(10 * MAX_QUEUED_WRITES):
            output.write("x" * 8192)
        output.stop()

    work = threading.Thread(target=write_more_than_the_queue_holds, daemon=True)
    work.start()
    work.join(DEADLINE_S)
    assert not work.is_alive()
    file.close()


def test_only_the_linux_driver_is_replaced() -> None:
    assert driver_class(LinuxDriver) is DeskDriver
    assert driver_class(HeadlessDriver) is HeadlessDriver


def test_suspended_the_terminal_is_given_back_and_taken_again(tmp_path: Path) -> None:
    with start(tmp_path / "log") as terminal:
        probe = Probe(terminal, tmp_path / "log")
        terminal.wait_for("ready")
        terminal.kill(signal.SIGTSTP)
        state = Path(f"/proc/{terminal.pid}/stat")
        terminal.wait_for(lambda _: state.read_text().rpartition(")")[2].split()[0] == "T")
        terminal.wait_for(lambda t: t.damage() == [])
        terminal.kill(signal.SIGCONT)
        terminal.wait_for(lambda t: modes_left(t.raw_output)[2004])
        probe.wait()
