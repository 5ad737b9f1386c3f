"""Running the command line: in this process, or as the program people start."""

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import zuiqing_desk
from zuiqing_desk.cli import main

WAIT_S = 60


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


class CommandLine:
    """``zuiqing-desk --home HOME`` in this process."""

    def __init__(
        self,
        home: Path,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        self.home = home
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(self, *words: str, stdin: bytes = b"") -> Ran:
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        self._capsys.readouterr()
        code = main(["--home", str(self.home), *words])
        said = self._capsys.readouterr()
        return Ran(code, said.out, said.err)


def environment(**changes: str) -> dict[str, str]:
    """This process's environment without what would change the program's behaviour."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("ZUIQING_DESK_") and name != "DBUS_SESSION_BUS_ADDRESS"
    }
    return {**kept, "PYTHONPATH": str(Path(zuiqing_desk.__file__).parents[1]), **changes}


def program(home: Path, *words: str, stdin: bytes = b"", **changes: str) -> Ran:
    """``python -m zuiqing_desk --home HOME`` as a program of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "zuiqing_desk", "--home", str(home), *words],
        input=stdin,
        capture_output=True,
        env=environment(**changes),
        timeout=WAIT_S,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
