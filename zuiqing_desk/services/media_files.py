"""Taking in the content of pictures and files, with the words for what is refused."""

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from zuiqing_desk.rules.file_names import numbered
from zuiqing_desk.rules.media import MOST_BYTES, examine
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.store import content_folder
from zuiqing_desk.store.content_folder import Kept, Part, TooBig

ROOM_BYTES: Final = 500_000_000
"""So much of the disk stays free: the messages themselves go before files."""
MOST_OF_A_NAME: Final = 1000

__all__ = ["Kept", "Part", "begin", "keep_bytes", "require_room", "save_copy", "taking"]


def begin(home: Path) -> Part:
    """A file that begins to come in; ``finish`` it with ``rules.media.examine``, all inside
    ``taking``. Blocking. Raises Refused ``no_room`` or ``not_kept``."""
    with taking():
        require_room(home)
        return content_folder.open_part(home, limit=MOST_BYTES)


def require_room(home: Path) -> None:
    """Refuse files while the disk has little room: Refused ``no_room``."""
    with taking():
        if shutil.disk_usage(home).free < ROOM_BYTES:
            raise Refused("no_room", "店铺的电脑存储空间不足，暂时收不了文件，文字消息照常。")


@contextlib.contextmanager
def taking() -> Iterator[None]:
    """What goes wrong with a file that comes in, as Refused: ``too_big``, ``not_kept``."""
    try:
        yield
    except TooBig:
        most = MOST_BYTES // (1024 * 1024)
        raise Refused("too_big", f"文件超过 {most} MB，请压缩或分开再发。") from None
    except OSError as error:
        raise Refused("not_kept", "文件没能存下，请稍后再发。") from error


def keep_bytes(home: Path, content: bytes) -> Kept:
    """Keep what came along in one piece. Blocking, outside any transaction.

    Raises Refused: what ``rules.media.examine`` refuses, ``too_big``, ``no_room``, ``not_kept``.
    """
    part = begin(home)
    try:
        with taking():
            part.write(content)
            return part.finish(examine)
    finally:
        part.discard()


def save_copy(source: Path, target: Path) -> Path:
    """Copy a kept file to ``target``, or beside it under a numbered name where there is one
    already: nothing is ever replaced. The copy's path; it is its owner's alone (0600). Blocking.

    Raises OSError; then nothing is left of it.
    """
    with source.open("rb") as kept:
        copy, path = _new(target)
        try:
            with copy:
                shutil.copyfileobj(kept, copy)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    return path


def _new(target: Path) -> tuple[BinaryIO, Path]:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    for number in range(1, MOST_OF_A_NAME):
        path = target if number == 1 else target.with_name(numbered(target.name, number))
        with contextlib.suppress(FileExistsError):
            return os.fdopen(os.open(path, flags, 0o600), "wb"), path
    raise FileExistsError(errno.EEXIST, "同名的文件太多", str(target))
