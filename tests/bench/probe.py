"""A program in a bare pty, timed by when its bytes arrive: no emulator in the way."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parents[2]


class Probe:
    """Runs ``argv`` on a screen of 120×40; ``started`` is when it was launched."""

    def __init__(self, argv: Sequence[str], env: Mapping[str, str] | None = None) -> None:
        self._output = bytearray()
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": os.environ.get("HOME", "/"),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "TEXTUAL_ANIMATIONS": "none",
            "PYTHONPATH": str(ROOT),
            **(env or {}),
        }
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
            os.execve(argv[0], list(argv), environment)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)

    def send(self, data: bytes) -> float:
        """Write bytes; when they were written."""
        at = time.perf_counter()
        os.write(self._fd, data)
        return at

    def arrival(self, marker: str, timeout: float = 60.0) -> float:
        """When ``marker`` had arrived, looking only at what comes from now on."""
        wanted = marker.encode()
        deadline = time.perf_counter() + timeout
        while True:
            at = self._output.find(wanted)
            if at >= 0:
                del self._output[: at + len(wanted)]
                return time.perf_counter()
            self._read(deadline, marker)

    def forget(self) -> None:
        """Look at nothing that has come so far."""
        self._output.clear()

    def settle(self, quiet_s: float = 1.5) -> None:
        """Read until nothing has come for a while (a clock that ticks each second counts)."""
        until = time.perf_counter() + quiet_s
        while (left := until - time.perf_counter()) > 0:
            if select.select([self._fd], [], [], left)[0]:
                os.read(self._fd, 65536)
        self._output.clear()

    def _read(self, deadline: float, marker: str) -> None:
        left = deadline - time.perf_counter()
        if left <= 0 or not select.select([self._fd], [], [], left)[0]:
            tail = bytes(self._output[-2000:]).decode(errors="replace")
            raise TimeoutError(f"{marker!r} did not come; last: {tail!r}")
        self._output += os.read(self._fd, 65536)


PYTHON = sys.executable
