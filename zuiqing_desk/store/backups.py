"""The folder with the copies of the store: their names, what is there, what goes.

A copy is called after how it came about and when, by the shop's clock
(``auto-20261122-033000.db``); what an upgrade kept is numbered (store.backup).
"""

import contextlib
import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from zuiqing_desk.rules.backup_keeping import Copy, Sort, to_keep
from zuiqing_desk.rules.calendar import calendar_day, local, zone_info
from zuiqing_desk.store.copying import PART, last_journal_id
from zuiqing_desk.store.errors import StoreError, StoreForeign
from zuiqing_desk.store.filelock import somebody_holds
from zuiqing_desk.store.look import MAGIC, read_revision, untouched
from zuiqing_desk.store.migrations import SCHEMA

LOG: Final = "-wal"
_NAME = re.compile(r"(auto|manual|before|broken)-(\d{8}-\d{6})(?:-\d{1,4})?\.db")
_NUMBERED = re.compile(r"desk-\d{4,}-.*\.db")
_STAMP = "%Y%m%d-%H%M%S"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy in the folder. ``at`` is UTC microseconds, ``day`` the shop's; ``wrong`` says why it
    cannot be used, as far as a look at its beginning and length tells, and is "" for most."""

    path: Path
    sort: Sort
    at: int
    day: int
    bytes: int
    revision: str = ""
    journal_id: int = 0
    wrong: str = ""

    @property
    def name(self) -> str:
        return self.path.name


def new_path(folder: Path, sort: Sort, at: int, zone: str) -> Path:
    """Where a copy made now goes. Makes the folder (0700), but not what it is in: that may be a
    disk that is not plugged in. Raises OSError."""
    folder.mkdir(mode=0o700, exist_ok=True)
    stem = f"{sort}-{local(at, zone).strftime(_STAMP)}"
    taken = {one.name for one in folder.iterdir()}
    names = (f"{stem}.db" if n == 1 else f"{stem}-{n}.db" for n in range(1, 10_000))
    return folder / next(name for name in names if not taken & {name, name + PART})


def listed(folder: Path, zone: str) -> list[Backup]:
    """The copies in the folder, the newest first; [] if there is no folder yet. Raises OSError,
    also if there is nothing it could be in: the disk is not plugged in."""
    found = [looked_at(path, *named) for path, named in _copies(folder, zone)]
    return sorted(found, key=lambda one: (one.at, one.name), reverse=True)


def times(folder: Path, zone: str) -> list[tuple[Sort, int]]:
    """How each copy came about and when, read from the names alone. Raises OSError."""
    return [(sort, at) for _, (sort, at, _) in _copies(folder, zone)]


def looked_at(path: Path, sort: Sort, at: int, day: int) -> Backup:
    """What a copy says of itself; cheap."""
    size = last = 0
    revision = ""
    try:
        size = path.stat().st_size
        wrong = "坏了的数据库的原样" if sort == "broken" else _shape(path, size)
        if not wrong:
            revision = read_revision(path)
            with untouched(path) as connection:
                last = last_journal_id(connection)
            known = revision in SCHEMA.revisions
            wrong = "" if known else f"版本 {revision} 比这个程序新"
    except StoreForeign:
        wrong = "是别的程序的数据库"
    except OSError as error:
        wrong = error.strerror or str(error)
    except (StoreError, sqlite3.Error):
        wrong = "已损坏，读不出来"
    return Backup(path, sort, at, day, size, revision, last, wrong)


def prune(folders: Iterable[Path], zone: str, *, daily: int, weekly: int, spare: Path) -> list[str]:
    """Remove the copies in the folders that need not be kept (rules.backup_keeping), never
    ``spare``; the names of those removed. Raises OSError."""
    there = [
        (path, Copy(path.name, *named))
        for folder in {folder.resolve() for folder in folders}
        for path, named in _copies(folder, zone)
    ]
    keep = to_keep([one for _, one in there], daily=daily, weekly=weekly) | {spare.name}
    gone = [path for path, one in there if one.name not in keep]
    for path in gone:
        path.unlink(missing_ok=True)
        Path(f"{path}{LOG}").unlink(missing_ok=True)
    return [path.name for path in gone]


def unfinished(folder: Path) -> Iterator[Path]:
    """What copies whose makers are gone have left behind. Raises OSError."""
    if folder.is_dir():
        for path in sorted(folder.glob(f"*{PART}")):
            if not somebody_holds(path):
                yield path


def sweep(folder: Path) -> int:
    """Remove what unfinished copies have left behind; how many. Raises OSError."""
    left = list(unfinished(folder))
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def find(copies: Iterable[Backup], name: str) -> Backup | None:
    """The copy called so, with or without ``.db``."""
    return next((one for one in copies if name in (one.name, one.path.stem)), None)


def _copies(folder: Path, zone: str) -> Iterator[tuple[Path, tuple[Sort, int, int]]]:
    if not folder.exists() and folder.parent.exists():
        return
    for path in folder.iterdir():
        if not path.is_file():
            continue
        if named := _NAME.fullmatch(path.name):
            with contextlib.suppress(ValueError, OverflowError):
                at = datetime.strptime(named[2], _STAMP).replace(tzinfo=zone_info(zone))
                us = (at - _EPOCH) // timedelta(microseconds=1)
                yield path, (_sort(named[1]), us, at.toordinal())
        elif _NUMBERED.fullmatch(path.name):
            with contextlib.suppress(OSError):
                us = path.stat().st_mtime_ns // 1000
                yield path, ("upgrade", us, calendar_day(us, zone))


def _sort(word: str) -> Sort:
    sorts: tuple[Sort, ...] = ("auto", "manual", "before", "broken")
    return next(one for one in sorts if one == word)


def _shape(path: Path, size: int) -> str:
    """What the file's header says against it (SQLite, Database File Format, 1.3)."""
    with path.open("rb") as file:
        header = file.read(100)
    if len(header) < 100 or not header.startswith(MAGIC):
        return "不是数据库"
    # What does not fit into two bytes is written as 1.
    page = max(int.from_bytes(header[16:18]), 512) if header[16:18] != b"\0\1" else 65536
    whole = page * int.from_bytes(header[28:32])
    return "" if size >= whole else "不完整，后面的一截没有了"
