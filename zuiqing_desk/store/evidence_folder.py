"""Files kept under the hash of what is in them, beside the database."""

import hashlib
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from zuiqing_desk.store.backup import make_private_file, sync_folder

FOLDER = "evidence"
_CHUNK = 1 << 20


class TooBig(Exception):
    """The file has more bytes than may be kept."""


class WrongKind(Exception):
    """The file is not of a kind that is kept."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that lies in the folder now, whole and on the disk."""

    sha256: str
    kind: str
    bytes: int


def path_of(home: Path, sha256: str, kind: str) -> Path:
    """Where a file of this content lies."""
    return home / FOLDER / sha256[:2] / f"{sha256}.{kind}"


def keep(
    home: Path, source: Path, *, limit: int, head_bytes: int, kind_of: Callable[[bytes], str | None]
) -> Kept:
    """Copy ``source`` into the folder; blocking.

    The copy (0600) appears under its name only when it is whole and on the disk; the same content
    lies there once. Raises TooBig above ``limit`` bytes, WrongKind where ``kind_of`` says None to
    the first ``head_bytes``, OSError.
    """
    folder = home / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    unfinished = folder / f"{secrets.token_hex(8)}.part"
    # No waiting for the other end of a named pipe.
    with os.fdopen(os.open(source, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as given:
        try:
            kept = _copy(given, unfinished, limit, head_bytes, kind_of)
            target = path_of(home, kept.sha256, kept.kind)
            if not target.parent.exists():
                target.parent.mkdir(mode=0o700, exist_ok=True)
                sync_folder(folder)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
    sync_folder(target.parent)
    return kept


def discard(home: Path, sha256: str, kind: str) -> None:
    """Remove a file; one that is gone already is no problem. Raises OSError."""
    path_of(home, sha256, kind).unlink(missing_ok=True)


def _copy(
    given: BinaryIO,
    unfinished: Path,
    limit: int,
    head_bytes: int,
    kind_of: Callable[[bytes], str | None],
) -> Kept:
    head = given.read(head_bytes)
    kind = kind_of(head)
    if kind is None:
        raise WrongKind
    hashed, size, chunk = hashlib.sha256(), 0, head
    make_private_file(unfinished)
    with unfinished.open("wb") as copy:
        while chunk:
            size += len(chunk)
            if size > limit:
                raise TooBig
            hashed.update(chunk)
            copy.write(chunk)
            chunk = given.read(_CHUNK)
        copy.flush()
        os.fsync(copy.fileno())
    return Kept(hashed.hexdigest(), kind, size)
