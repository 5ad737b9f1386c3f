"""Run a real program in a pseudo terminal and watch its screen.

    with Terminal([sys.executable, "-m", "zuiqing_desk", "--home", str(home)]) as terminal:
        terminal.wait_for("工号")
        terminal.type("1024")
        terminal.keys("enter")
        terminal.wait_for(lambda t: "会话" in t.text)
        terminal.kill(signal.SIGTERM)
        terminal.wait_exit()
        terminal.assert_intact()

There is no sleeping: every wait is for a condition, looked at again whenever the program writes.
"""

import fcntl
import os
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte
from support.emulator import Screen, damage, titles
from support.key_bytes import key_bytes

DEADLINE_S = 20.0
_TESTS = Path(__file__).resolve().parents[1]
_POLL_S = 0.05
# Popen makes the child a session leader; the child then takes the pty as its controlling terminal,
# so that SIGWINCH and SIGHUP reach it as they would from a real one. The process id stays the same.
_TAKE_TERMINAL = (
    "import fcntl, os, sys, termios; "
    "fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execvp(sys.argv[1], sys.argv[1:])"
)

Condition = str | Callable[["Terminal"], bool]


class Terminal:
    """A program running in a pty, its screen, and every byte it wrote."""

    def __init__(
        self,
        argv: Sequence[str],
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        *,
        emulate: bool = True,
    ) -> None:
        """Start ``argv`` on a screen of ``size`` (columns, rows).

        ``env`` is added to a bare environment; the home folder is a new temporary one unless
        ``env`` names another. Without ``emulate`` only the bytes are kept, which is much faster.
        """
        self._emulate = emulate
        self._home = tempfile.mkdtemp(prefix="terminal-home-")
        self._screen = Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._output = bytearray()
        self._changed = threading.Condition()
        self._reader_error: Exception | None = None
        self._drained = False
        self._master, self._slave = os.openpty()
        self._set_size(size)
        self._attributes_before = termios.tcgetattr(self._slave)
        self._process = subprocess.Popen(
            [sys.executable, "-S", "-E", "-c", _TAKE_TERMINAL, *argv],
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            env=_environment(self._home, env or {}),
            cwd=cwd,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, name="terminal-reader", daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # --- what the person does

    def send(self, data: bytes) -> None:
        """Write bytes as they are."""
        rest = memoryview(data)
        deadline = time.monotonic() + DEADLINE_S
        while rest:
            _, writable, _ = select.select([], [self._master], [], _POLL_S)
            if writable:
                # Small pieces: the line discipline takes 4 KB and then blocks the writer.
                rest = rest[os.write(self._master, rest[:1024]) :]
            elif time.monotonic() > deadline:
                raise AssertionError(f"the program stopped reading\n{self.describe()}")

    def type(self, text: str) -> None:
        """Commit text as an input method does: plain UTF-8 in one write."""
        self.send(text.encode())

    def paste(self, text: str) -> None:
        """Paste text in brackets, as a terminal does; line ends become carriage returns."""
        body = text.replace("\r\n", "\r").replace("\n", "\r").encode()
        self.send(b"\x1b[200~" + body + b"\x1b[201~")

    def keys(self, *names: str) -> None:
        """Press keys by Textual's names. ``escape`` must come last: wait for its effect."""
        if "escape" in names[:-1]:
            raise ValueError("a key right after Escape would be read as Alt+key")
        self.send(b"".join(key_bytes(name) for name in names))

    def resize(self, columns: int, rows: int) -> None:
        """Change the window size; the program gets SIGWINCH."""
        with self._changed:
            self._screen.resize(rows, columns)
        self._set_size((columns, rows))

    # --- what the person sees

    def screen(self) -> list[str]:
        """The rows on the screen, Chinese text contiguous, trailing blanks cut."""
        with self._changed:
            return self._screen.rows()

    @property
    def text(self) -> str:
        """The rows joined by newlines."""
        return "\n".join(self.screen())

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row of the terminal's own cursor, from 0: where an input method draws."""
        with self._changed:
            return self._screen.cursor.x, self._screen.cursor.y

    @property
    def before_cursor(self) -> str:
        """The text left of the terminal's own cursor, in its row."""
        with self._changed:
            cursor = self._screen.cursor
            row = self._screen.buffer[cursor.y]
            return "".join(row[x].data for x in range(cursor.x))

    @property
    def raw_output(self) -> bytes:
        """Every byte written since the start."""
        with self._changed:
            return bytes(self._output)

    @property
    def titles(self) -> list[str]:
        """Every window title set since the start."""
        return titles(self.raw_output)

    def find(self, text: str) -> tuple[int, int]:
        """Column (in cells) and row of the first place of ``text``; AssertionError if absent."""
        with self._changed:
            buffer, columns = self._screen.buffer, self._screen.columns
            for row in range(self._screen.lines):
                cells = [buffer[row][x].data for x in range(columns)]
                at = "".join(cells).find(text)
                if at >= 0:
                    return _column_of(cells, at), row
        raise AssertionError(f"{text!r} is not on the screen\n{self.describe()}")

    # --- waiting

    def wait_for(self, condition: Condition, timeout: float = DEADLINE_S) -> None:
        """Wait until a text is on the screen or a predicate holds, or raise AssertionError."""
        holds = condition if callable(condition) else _shows(condition)
        deadline = time.monotonic() + timeout
        while True:
            self._raise_reader_error()
            drained = self._drained
            if holds(self):
                return
            if drained or time.monotonic() > deadline:
                why = "the program ended" if drained else f"not within {timeout:g} s"
                raise AssertionError(f"waiting for {condition!r}: {why}\n{self.describe()}")
            with self._changed:
                self._changed.wait(_POLL_S)

    def wait_gone(self, text: str, timeout: float = DEADLINE_S) -> None:
        """Wait until a text is no longer on the screen."""
        self.wait_for(lambda terminal: text not in terminal.text, timeout)

    def wait_exit(self, timeout: float = DEADLINE_S) -> int:
        """Wait for the program's end and its last output; the exit code (−signal if killed)."""
        try:
            code = self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"still running after {timeout:g} s\n{self.describe()}") from None
        self._reader.join(DEADLINE_S)
        self._raise_reader_error()
        return code

    # --- the end

    @property
    def pid(self) -> int:
        """The program's process id."""
        return self._process.pid

    @property
    def running(self) -> bool:
        """True until the program has ended."""
        return self._process.poll() is None

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send a signal to the program."""
        self._process.send_signal(number)

    def hang_up(self) -> None:
        """Take the terminal away, as closing the window does: the kernel sends SIGHUP."""
        self._drained = True
        self._reader.join(DEADLINE_S)
        self._close_pty()

    def damage(self) -> list[str]:
        """What the program left wrong in the terminal. Call it after the program has ended."""
        problems = damage(self.raw_output)
        before, after = self._attributes_before, termios.tcgetattr(self._slave)
        names = ("input", "output", "control", "local")
        problems += [
            f"the {name} flags are {after[index]:#x}, were {before[index]:#x}"
            for index, name in enumerate(names)
            if before[index] != after[index]
        ]
        return problems

    def assert_intact(self) -> None:
        """The shell finds the terminal as it was: screen, cursor, mouse, paste, keyboard, echo."""
        problems = self.damage()
        assert not problems, f"the terminal was left broken: {problems}\n{self.describe()}"

    def close(self) -> None:
        """End the program if it still runs and give everything back."""
        if self.running:
            self._process.kill()
        self._process.wait()
        self._reader.join(DEADLINE_S)
        self._close_pty()
        shutil.rmtree(self._home, ignore_errors=True)

    def describe(self) -> str:
        """The screen and the last bytes, for the message of a failed test."""
        rows = "\n".join(f"{number:3}|{row}" for number, row in enumerate(self.screen()))
        return f"cursor {self.cursor}\n{rows}\nlast bytes: {self.raw_output[-400:]!r}"

    # --- inside

    def _set_size(self, size: tuple[int, int]) -> None:
        columns, rows = size
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _read(self) -> None:
        """Feed the screen until the program has ended and nothing more comes."""
        while not self._drained:
            ended = self._process.poll() is not None
            readable, _, _ = select.select([self._master], [], [], 0 if ended else _POLL_S)
            if readable:
                self._take(os.read(self._master, 65536))
            elif ended:
                self._drained = True
        with self._changed:
            self._changed.notify_all()

    def _take(self, data: bytes) -> None:
        with self._changed:
            self._output += data
            try:
                if self._emulate:
                    self._stream.feed(data)
            except Exception as error:
                self._reader_error = error
            self._changed.notify_all()

    def _raise_reader_error(self) -> None:
        if self._reader_error is not None:
            raise AssertionError("the emulator failed on the output") from self._reader_error

    def _close_pty(self) -> None:
        for descriptor in (self._master, self._slave):
            if descriptor >= 0:
                os.close(descriptor)
        self._master = self._slave = -1


def _environment(home: str, extra: Mapping[str, str]) -> dict[str, str]:
    """A bare environment: nothing of the machine the tests run on shines through."""
    paths = [str(_TESTS.parent), str(_TESTS)]
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "TEXTUAL_ANIMATIONS": "none",
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONDONTWRITEBYTECODE": os.environ.get("PYTHONDONTWRITEBYTECODE", ""),
        "HOME": home,
        **extra,
    }


def _shows(text: str) -> Callable[[Terminal], bool]:
    return lambda terminal: text in terminal.text


def _column_of(cells: Sequence[str], at: int) -> int:
    """The cell in which character number ``at`` of the joined cells stands."""
    seen = 0
    for column, cell in enumerate(cells):
        if seen + len(cell) > at:
            return column
        seen += len(cell)
    return len(cells)
