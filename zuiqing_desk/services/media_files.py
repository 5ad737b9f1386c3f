"""Taking in the content of pictures and files, with the words for what is refused."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from zuiqing_desk.rules.media import MOST_BYTES, examine
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.store import content_folder
from zuiqing_desk.store.content_folder import Kept, Part, TooBig

ROOM_BYTES: Final = 500_000_000
"""So much of the disk stays free: the messages themselves go before files."""

__all__ = ["Kept", "Part", "begin", "keep_bytes", "require_room", "taking"]


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
