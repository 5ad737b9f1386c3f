"""``zuiqing-desk gateway`` as a process of its own."""

import os
import signal
from pathlib import Path

from support.child import Child
from support.homes import Home
from support.waiting import eventually

# What the program says on stderr goes into a file; the process id stays the same.
_STDERR_TO = 'log=$1; shift; exec "$@" 2>"$log"'


class GatewayProgram(Child):
    """Runs on any free port. What it says on stderr goes into the file ``log``."""

    def __init__(self, home: Home | Path, log: Path) -> None:
        self._log = log
        super().__init__(
            *(
                "zuiqing_desk",
                "--home",
                home.path if isinstance(home, Home) else home,
                "gateway",
                "--port",
                0,
            ),
            before=("sh", "-c", _STDERR_TO, "sh", str(log)),
        )

    def url(self) -> str:
        """Where it listens: the first line it prints, once it does."""
        word, url = self.hear().split()
        assert word == "listening"
        return url

    def stands_by(self) -> None:
        """Returns when it has said that somebody else serves."""
        eventually(lambda: self._log.exists() and "接班" in self._log.read_text(encoding="utf-8"))

    def is_silent(self) -> bool:
        """Whether it has printed nothing that was not heard yet."""
        return self._heard.empty()

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)
