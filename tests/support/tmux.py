"""A tmux server of one's own, with default settings, drawn on a terminal under test."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from support.terminal import Terminal

PROGRAM = shutil.which("tmux")


class Tmux:
    """One session that runs ``argv``; the server is killed at the end."""

    def __init__(self, folder: Path, argv: Sequence[str]) -> None:
        assert PROGRAM is not None
        self._base = [PROGRAM, "-S", str(folder / "socket"), "-f", os.devnull]
        self.terminal = Terminal([*self._base, "new-session", *argv], env={"SHELL": "/bin/sh"})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        subprocess.run([*self._base, "kill-server"], check=False, capture_output=True)
        self.terminal.close()

    def ask(self, *command: str) -> str:
        """What a tmux command prints."""
        run = subprocess.run([*self._base, *command], check=True, capture_output=True)
        return run.stdout.decode()
