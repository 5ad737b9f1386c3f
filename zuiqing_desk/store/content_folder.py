"""Folders of files kept under the hash of what is in them, beside the database.

``files`` holds what customers send, ``evidence`` the screenshots that prove a contact.
"""

import contextlib
import hashlib
import os
import re
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, Protocol

from zuiqing_desk.store.backup import sync_folder

FILES: Final = "files"
EVIDENCE: Final = "evidence"
HEAD_BYTES: Final = 1 << 20
"""So much of a file is looked at to tell what it is."""

_CHUNK = 1 << 20
_PART = ".part"
_NAME = re.compile(r"([0-9a-f]{64})\.([a-z0-9]{1,8})")


class TooBig(Exception):
    """The file has more bytes than may be kept."""


class WrongKind(Exception):
    """The file is not of a kind that is kept."""


class Looks(Protocol):
    """What a file's content is. ``width`` and ``height`` are pixels, None for what has none."""

    @property
    def kind(self) -> str: ...
    @property
    def width(self) -> int | None: ...
    @property
    def height(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that lies in the folder now, whole and on the disk. ``fresh``: it did not before."""

    sha256: str
    kind: str
    bytes: int
    width: int | None = None
    height: int | None = None
    path: Path | None = field(default=None, compare=False)
    fresh: bool = field(default=False, compare=False)


class Part:
    """A file that is still coming in: private, and without its name until it is whole.

    Blocking; ``write`` and ``finish`` raise OSError. Whatever ends without ``finish`` calls
    ``discard``.
    """

    def __init__(self, folder: Path, limit: int) -> None:
        self._folder = folder
        self._limit = limit
        self._path = folder / f"{secrets.token_hex(8)}{_PART}"
        self._hash = hashlib.sha256()
        self.bytes = 0
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        self._file = os.fdopen(os.open(self._path, flags, 0o600), "w+b")

    def write(self, chunk: bytes) -> None:
        """Take some more of it. Raises TooBig above the limit."""
        self.bytes += len(chunk)
        if self.bytes > self._limit:
            raise TooBig
        self._hash.update(chunk)
        self._file.write(chunk)

    def finish(self, look: Callable[[bytes, int], Looks]) -> Kept:
        """Give it its name, once it is on the disk; the same content lies there once.

        ``look`` is shown the first HEAD_BYTES and the number of all; what it raises is raised and
        the file is gone.
        """
        try:
            self._file.seek(0)
            looks = look(self._file.read(HEAD_BYTES), self.bytes)
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            digest = self._hash.hexdigest()
            target = self._folder / digest[:2] / f"{digest}.{looks.kind}"
            if not target.parent.exists():
                target.parent.mkdir(mode=0o700, exist_ok=True)
                sync_folder(self._folder)
            fresh = not target.exists()
            self._path.replace(target)
        except BaseException:
            self.discard()
            raise
        sync_folder(target.parent)
        return Kept(digest, looks.kind, self.bytes, looks.width, looks.height, target, fresh)

    def discard(self) -> None:
        """Leave nothing of it; idempotent. What a disk does not let go is swept later."""
        with contextlib.suppress(OSError):
            self._file.close()
        with contextlib.suppress(OSError):
            self._path.unlink()


def open_part(home: Path, *, limit: int, folder: str = FILES) -> Part:
    """Begin a file of at most ``limit`` bytes. Blocking. Raises OSError."""
    there = home / folder
    there.mkdir(mode=0o700, exist_ok=True)
    return Part(there, limit)


def path_of(home: Path, sha256: str, kind: str, folder: str = FILES) -> Path:
    """Where a file of this content lies."""
    return home / folder / sha256[:2] / f"{sha256}.{kind}"


def keep(
    home: Path,
    source: Path,
    *,
    limit: int,
    look: Callable[[bytes, int], Looks],
    folder: str = FILES,
) -> Kept:
    """Copy ``source`` into the folder; blocking.

    Raises TooBig above ``limit`` bytes, what ``look`` raises, OSError.
    """
    # No waiting for the other end of a named pipe.
    with os.fdopen(os.open(source, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as given:
        part = open_part(home, limit=limit, folder=folder)
        try:
            while chunk := given.read(_CHUNK):
                part.write(chunk)
            return part.finish(look)
        finally:
            part.discard()


def discard(home: Path, sha256: str, kind: str, folder: str = FILES) -> None:
    """Remove a file; one that is gone already is no problem. Raises OSError."""
    path_of(home, sha256, kind, folder).unlink(missing_ok=True)


def parts(home: Path, folder: str = FILES) -> list[Path]:
    """The files that never became whole, or are coming in at this moment."""
    return sorted((home / folder).glob(f"*{_PART}"))


def sweep_parts(home: Path, folder: str = FILES, *, older_than_s: float = 0.0) -> int:
    """Remove what never became whole and was not written to for so long; how many.

    Only for who knows that nothing younger is coming in. Raises OSError.
    """
    until, swept = time.time() - older_than_s, 0
    for part in parts(home, folder):
        with contextlib.suppress(FileNotFoundError):
            if part.stat().st_mtime <= until:
                part.unlink()
                swept += 1
    return swept


def lying(home: Path, folder: str = FILES) -> Iterator[tuple[str, str]]:
    """Hash and kind of every whole file in the folder, by their names."""
    for path in (home / folder).glob("??/*"):
        if (named := _NAME.fullmatch(path.name)) and path.parent.name == named[1][:2]:
            yield named[1], named[2]


@dataclass(frozen=True, slots=True)
class Damage:
    """A file that is not as its row says. ``what``: it is not there, or holds something else."""

    sha256: str
    path: Path
    what: Literal["missing", "altered", "unreadable"]


def check(
    home: Path, rows: Iterable[tuple[str, str, int]], folder: str = FILES, *, whole: bool = True
) -> Iterator[Damage]:
    """The files that are not as their rows (hash, kind, bytes) say; blocking.

    With ``whole`` every byte is read; else only that they are there, and how long.
    """
    for sha256, kind, size in rows:
        path = path_of(home, sha256, kind, folder)
        try:
            same = path.stat().st_size == size and (not whole or _hash_of(path) == sha256)
        except FileNotFoundError:
            yield Damage(sha256, path, "missing")
        except OSError:
            yield Damage(sha256, path, "unreadable")
        else:
            if not same:
                yield Damage(sha256, path, "altered")


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
