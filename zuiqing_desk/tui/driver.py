"""The terminal driver: plain keys, pastes that stay text, a clean end when told to go.

Differences from Textual's own driver for Linux, each measured on the pinned version:

- The kitty keyboard protocol stays off: with it, a terminal sends what an input method commits as
  escape sequences, and commits of five characters or more arrive garbled.
- Input goes through ``InputFilter`` first; bytes that are no UTF-8 become U+FFFD instead of ending
  the program.
- SIGTERM, SIGINT and SIGHUP end the application in order, so the terminal is left as it was;
  SIGTSTP and SIGCONT take effect between two messages, never inside one.
- When the terminal is gone, writing is no error and never blocks.
"""

import asyncio
import os
import select
import signal
import time
from codecs import getincrementaldecoder
from contextlib import suppress
from typing import Any, Final, TextIO, cast

from textual import events
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.keys import _character_to_key
from textual.message import Message

from zuiqing_desk.rules.text import clean_line
from zuiqing_desk.tui.input_filter import InputFilter, Piece

SIGNALS: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
READ_BYTES: Final = 65536
_TICK_S: Final = 0.02
_REST_S: Final = 0.1
_KITTY_OFF: Final = "\x1b[<u"
# The window's own title goes on the terminal's stack and comes back; where there is no such stack,
# the empty title lets the terminal choose its default.
_KEEP_TITLE: Final = "\x1b[22;2t"
_RESTORE_TITLE: Final = "\x1b]2;\x07\x1b[23;2t"


class DeskDriver(LinuxDriver):
    """Textual's driver for Linux with the differences listed above."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._output = _Output(cast(TextIO, self._file))
        self._file = cast(Any, self._output)
        self._title: str | None = None

    def write(self, data: str) -> None:
        """Write to the terminal, but never the kitty protocol."""
        if self._writer_thread is not None and not self._output.lost and not _is_kitty(data):
            super().write(data)

    def set_title(self, title: str) -> None:
        """Set the window title if it changed; it is given back at the end."""
        title = clean_line(title)
        if title == self._title:
            return
        if self._title is None:
            self.write(_KEEP_TITLE)
        self._title = title
        self.write(f"\x1b]2;{title}\x07")

    def start_application_mode(self) -> None:
        """Take the terminal, and be ready to give it back when a signal says so."""
        end_on_signals(self._app)
        # Textual would suspend in the middle of whatever runs, and hang if that was a write.
        self._loop.add_signal_handler(signal.SIGTSTP, self._sigtstp_application)
        self._loop.add_signal_handler(signal.SIGCONT, self._sigcont_application)
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._title is not None:
            title, self._title = self._title, None
            self.set_title(title)

    def stop_application_mode(self) -> None:
        """Give the terminal back, its title too."""
        if self._title is not None:
            self.write(_RESTORE_TITLE)
        super().stop_application_mode()

    def run_input_thread(self) -> None:
        """Read the terminal until the driver stops or the terminal is gone."""
        keys = _Keys(self)
        decode = getincrementaldecoder("utf-8")("replace").decode
        heard_at = time.monotonic()
        while not self.exit_event.is_set():
            readable, _, _ = select.select([self.fileno], [], [], keys.patience)
            if readable:
                data = _read(self.fileno)
                if not data:
                    self._terminal_gone()
                    return
                heard_at = time.monotonic()
                keys.feed(decode(data))
            keys.idle(time.monotonic() - heard_at)

    def _terminal_gone(self) -> None:
        self._output.lose()
        with suppress(RuntimeError):  # the loop has already been closed
            self._loop.call_soon_threadsafe(_leave, self._app, signal.SIGHUP)


class _Keys:
    """Turns sorted input into Textual's messages."""

    def __init__(self, driver: DeskDriver) -> None:
        self._driver = driver
        self._filter = InputFilter()
        self._parser = XTermParser(driver._debug)

    @property
    def patience(self) -> float:
        """Seconds to wait for more input: short while an ESC waits to be told apart."""
        return _TICK_S if self._filter.waiting else _REST_S

    def feed(self, text: str) -> None:
        self._send(self._filter.feed(text))

    def idle(self, silent_s: float) -> None:
        self._send(self._filter.idle(silent_s))
        for message in self._parser.tick():
            self._driver.process_message(message)

    def _send(self, pieces: list[Piece]) -> None:
        for piece in pieces:
            for message in self._messages(piece):
                self._driver.process_message(message)

    def _messages(self, piece: Piece) -> list[Message]:
        match piece.kind:
            case "keys":
                return list(self._parser.feed(piece.text))
            case "paste":
                return [events.Paste(piece.text)]
            case "escape":
                return [events.Key("escape", piece.text)]
            case "alt":
                return [events.Key(f"alt+{_character_to_key(piece.text)}", None)]


class _Output:
    """The file Textual's writer thread writes to. A terminal that went away is not an error: the
    thread must go on emptying its queue, or the program would hang on a full one."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.lost = False

    def write(self, text: str) -> int:
        if not self.lost:
            try:
                return self._file.write(text)
            except OSError:
                self.lose()
        return len(text)

    def flush(self) -> None:
        if not self.lost:
            try:
                self._file.flush()
            except OSError:
                self.lose()

    def lose(self) -> None:
        """The terminal is gone. What is still buffered goes nowhere: Python would try to write it
        at the very end, and make that failure the exit code."""
        self.lost = True
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._file.fileno())
        os.close(nowhere)

    def fileno(self) -> int:
        return self._file.fileno()

    def isatty(self) -> bool:
        return self._file.isatty()


def driver_class(base: type[Driver]) -> type[Driver]:
    """The driver to use where Textual would use ``base``: web, headless and others stay."""
    return DeskDriver if base is LinuxDriver else base


def end_on_signals(app: App[Any]) -> None:
    """End ``app`` in order on SIGTERM, SIGINT and SIGHUP; its return code is 128 + the signal.

    Call it inside the running loop, on the main thread.
    """
    loop = asyncio.get_running_loop()
    for number in SIGNALS:
        loop.add_signal_handler(number, _leave, app, number)


def write_to_terminal(app: App[Any], data: str) -> bool:
    """Write an escape sequence that draws nothing; False where no real terminal is attached."""
    driver = app._driver
    if not isinstance(driver, DeskDriver):
        return False
    driver.write(data)
    driver.flush()
    return True


def _leave(app: App[Any], number: signal.Signals) -> None:
    app.exit(return_code=128 + number)


def _is_kitty(data: str) -> bool:
    return data == _KITTY_OFF or (data.startswith("\x1b[>") and data.endswith("u"))


def _read(descriptor: int) -> bytes:
    """What can be read now; nothing once the terminal has hung up."""
    try:
        return os.read(descriptor, READ_BYTES)
    except OSError:
        return b""
