"""Which processes have a home open, so that one who must wait can say for whom.

Each writes ``HOME/open/PID.json`` and keeps it locked. A file that is not locked belongs to a
process that is gone, whatever runs under its number today.
"""

import contextlib
import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from zuiqing_desk.store.filelock import FileLock, somebody_holds


@dataclass(frozen=True, slots=True)
class Holder:
    """One process that has the home."""

    pid: int
    command: str
    since: str
    upgrading: bool
    """It has the home alone, and is soon through."""
    doing: str = "升级"

    def __str__(self) -> str:
        doing = f"正在{self.doing}，" if self.upgrading else ""
        return f"{self.command}（{doing}进程 {self.pid}，{self.since} 起）"


class Opener:
    """This process's own entry."""

    def __init__(self, home: Path, command: str) -> None:
        self._folder = home / "open"
        self._command = command
        self._path: Path | None = None
        self._lock: FileLock | None = None

    def announce(self, *, upgrading: bool, doing: str = "升级") -> None:
        """Write the entry; ``doing`` says what somebody who has the home alone is at. Raises
        OSError."""
        self.withdraw()
        self._folder.mkdir(mode=0o700, exist_ok=True)
        entry = {
            "pid": os.getpid(),
            "command": self._command,
            "since": datetime.now().astimezone().isoformat(sep=" ", timespec="seconds"),
            "upgrading": upgrading,
            "doing": doing,
        }
        number = 1
        while not self._claim(number, entry):
            number += 1

    def withdraw(self) -> None:
        """Remove the entry. Idempotent."""
        path, self._path = self._path, None
        lock, self._lock = self._lock, None
        if path is not None and lock is not None and lock.held:
            with contextlib.suppress(OSError):
                path.unlink()
            lock.release()

    def _claim(self, number: int, entry: dict[str, Any]) -> bool:
        """One process may have the home open several times: ``PID.json``, ``PID-2.json``, …"""
        suffix = "" if number == 1 else f"-{number}"
        path = self._folder / f"{os.getpid()}{suffix}.json"
        lock = FileLock(path)
        if not lock.try_alone():
            return False
        self._path, self._lock = path, lock
        path.write_text(json.dumps(entry, ensure_ascii=False), encoding="utf-8")
        return True


def openers(home: Path) -> list[Holder]:
    """Who has the home open now; entries of processes that are gone are removed on the way."""
    found = []
    for path in sorted((home / "open").glob("*.json")):
        holder = _read(path)
        lock = FileLock(path)
        try:
            if lock.try_alone():
                path.unlink()
            elif holder is not None:
                found.append(holder)
        except OSError:
            # Removed under our hands, or not ours to remove: either way nobody to name.
            continue
        finally:
            lock.release()
    return found


def seen(home: Path) -> list[Holder]:
    """The same, leaving everything as it is. Raises OSError if the entries may not be read."""
    living = [path for path in sorted((home / "open").glob("*.json")) if somebody_holds(path)]
    return [holder for path in living if (holder := _read(path)) is not None]


def _read(path: Path) -> Holder | None:
    try:
        entry = json.loads(path.read_text(encoding="utf-8"))
        return Holder(
            pid=int(entry["pid"]),
            command=str(entry["command"]),
            since=str(entry["since"]),
            upgrading=bool(entry["upgrading"]),
            doing=str(entry.get("doing", "升级")),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
