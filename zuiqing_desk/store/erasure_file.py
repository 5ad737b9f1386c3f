"""What was erased on request, one line each, beside the database.

A backup is older than what was erased since: whoever restores one reads here what is to be erased
again. A line holds numbers alone, nothing of the customer.
"""

import contextlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from zuiqing_desk.store.backup import sync_folder

NAME: Final = "erasures.jsonl"


class Entry(NamedTuple):
    """A customer who was erased at a time.

    ``created_at`` tells them from another who has the same id in a store that began anew from an
    older backup. Times are UTC microseconds.
    """

    customer_id: int
    created_at: int
    at: int


def path_of(home: Path) -> Path:
    """Where the file lies."""
    return home / NAME


def append(home: Path, entry: Entry) -> None:
    """Add a line (file 0600); returns when it is on the disk. Raises OSError."""
    path = path_of(home)
    line = json.dumps(entry._asdict()) + "\n"
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        # A line that a crash has cut short stays alone on its line.
        size = os.fstat(file).st_size
        torn = bool(size) and os.pread(file, 1, size - 1) != b"\n"
        _write(file, ("\n" if torn else "") + line)
        os.fsync(file)
    finally:
        os.close(file)
    sync_folder(home)


def read(home: Path) -> list[Entry]:
    """Every whole line, the oldest first; none if there is no file. Raises OSError."""
    try:
        text = path_of(home).read_text("utf-8", errors="replace")
    except FileNotFoundError:
        return []
    return list(_entries(text.splitlines()))


def _write(file: int, text: str) -> None:
    rest = text.encode()
    while rest:
        rest = rest[os.write(file, rest) :]


def _entries(lines: Iterable[str]) -> Iterable[Entry]:
    for line in lines:
        with contextlib.suppress(ValueError, TypeError, KeyError, RecursionError):
            said = json.loads(line)
            numbers = [said[name] for name in Entry._fields]
            if all(type(number) is int for number in numbers):
                yield Entry(*numbers)
