"""A helper process of a test, spoken to line by line."""

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import zuiqing_desk

DEADLINE_S = 60.0
"""Only a test that would fail anyway waits this long."""

_PACKAGE_ROOT = Path(zuiqing_desk.__file__).parents[1]
_TESTS_ROOT = Path(__file__).parents[1]


class Child:
    """``python -m MODULE ARGUMENTS…`` with this checkout's package and the tests' support.

    ``before`` stands before the interpreter on the command line.
    """

    def __init__(self, module: str, *arguments: object, before: Sequence[str] = ()) -> None:
        self._process = subprocess.Popen(
            [*before, sys.executable, "-m", module, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=_environment(),
            cwd=_PACKAGE_ROOT,
        )
        self._heard: queue.Queue[str | None] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def hear(self) -> str:
        """The next line it printed. Fails if it ends or says nothing for too long."""
        line = self._heard.get(timeout=DEADLINE_S)
        if line is None:
            raise AssertionError(f"the child ended with {self._process.wait(DEADLINE_S)}")
        return line

    def rest(self) -> list[str]:
        """Every further line, once it has ended."""
        lines = []
        while (line := self._heard.get(timeout=DEADLINE_S)) is not None:
            lines.append(line)
        return lines

    def say(self, line: str = "") -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def kill(self) -> None:
        """What ``kill -9`` does; returns when it is gone."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(DEADLINE_S)

    def wait(self) -> int:
        """Its exit code, once it has ended."""
        return self._process.wait(DEADLINE_S)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait(DEADLINE_S)
        self._listener.join(DEADLINE_S)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._heard.put(line.rstrip("\n"))
        self._heard.put(None)


def _environment() -> dict[str, str]:
    paths = [str(_PACKAGE_ROOT), str(_TESTS_ROOT)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUNBUFFERED": "1"}
