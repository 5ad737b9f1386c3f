"""The folder of screenshots that prove a contact."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from zuiqing_desk.store import content_folder
from zuiqing_desk.store.content_folder import EVIDENCE, Kept, TooBig, WrongKind

__all__ = ["Kept", "TooBig", "WrongKind", "discard", "keep", "path_of"]


@dataclass(frozen=True, slots=True)
class _Looks:
    kind: str
    width: int | None = None
    height: int | None = None


def path_of(home: Path, sha256: str, kind: str) -> Path:
    """Where a file of this content lies."""
    return content_folder.path_of(home, sha256, kind, EVIDENCE)


def keep(
    home: Path, source: Path, *, limit: int, head_bytes: int, kind_of: Callable[[bytes], str | None]
) -> Kept:
    """Copy ``source`` into the folder; blocking.

    The copy (0600) appears under its name only when it is whole and on the disk; the same content
    lies there once. Raises TooBig above ``limit`` bytes, WrongKind where ``kind_of`` says None to
    the first ``head_bytes``, OSError.
    """

    def look(head: bytes, size: int) -> _Looks:
        kind = kind_of(head[:head_bytes])
        if kind is None:
            raise WrongKind
        return _Looks(kind)

    return content_folder.keep(home, source, limit=limit, look=look, folder=EVIDENCE)


def discard(home: Path, sha256: str, kind: str) -> None:
    """Remove a file; one that is gone already is no problem. Raises OSError."""
    content_folder.discard(home, sha256, kind, EVIDENCE)
