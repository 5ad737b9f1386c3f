"""What customers may send besides words, told by the content alone (house rule).

Only headers are read, and not one pixel is decoded: a small file may claim to be a picture that
fills the memory of whatever opens it, so its size in pixels is bounded before anything does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from struct import error as TooShort
from struct import unpack_from
from typing import Final
from zlib import crc32

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.text import clean_line

PICTURES: Final = frozenset({"png", "jpg", "gif", "webp", "bmp"})
MOST_BYTES: Final = 10 * 1024 * 1024
MOST_SIDE: Final = 20_000
MOST_PIXELS: Final = 100_000_000
NAME_CHARS: Final = 100

_ENDINGS: Final = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg", "m4v": "mp4", "3gp": "mp4"}
_MOST_SEGMENTS: Final = 1_000
_NO_FRAME: Final = frozenset({0xC4, 0xC8, 0xCC})
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
_ENDS: Final = frozenset({0xD9, 0xDA})
_STILLS: Final = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis")

Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Looks:
    """What a content is. ``width`` and ``height`` are pixels, None for what has none."""

    kind: str
    width: int | None = None
    height: int | None = None


def examine(head: bytes, total: int) -> Looks:
    """What a content is, by its first bytes (all of it, or a megabyte) and its length.

    png, jpg, gif, webp, bmp with their size in pixels; pdf, mp4 and mov without. Raises RuleError
    ``empty``, ``too_big``, ``wrong_kind``, ``broken`` (cut off, or a header that lies) or
    ``too_large`` (more pixels than anything should have to unpack).
    """
    if total <= 0 or not head:
        raise RuleError("empty", "这个文件是空的。")
    if total > MOST_BYTES:
        most = MOST_BYTES // (1024 * 1024)
        raise RuleError("too_big", f"文件超过 {most} MB，请压缩或分开再发。")
    kind = _kind(head)
    if kind is None:
        raise RuleError(
            "wrong_kind",
            "只收图片（JPG、PNG、WebP、GIF、BMP）、PDF 和 MP4/MOV 视频，请换一种格式。",
        )
    if kind not in _SIZES:
        return Looks(kind)
    try:
        width, height = _SIZES[kind](head, total)
    except TooShort:
        raise _broken() from None
    if width <= 0 or height <= 0:
        raise _broken()
    if max(width, height) > MOST_SIDE or width * height > MOST_PIXELS:
        raise RuleError("too_large", f"图片有 {width}×{height} 像素，太大了，请缩小再发。")
    return Looks(kind, width, height)


def _broken() -> RuleError:
    return RuleError("broken", "这个文件不完整或已损坏，请重新发一次。")


def _kind(head: bytes) -> str | None:
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    # Two letters would make many texts a picture: the four reserved bytes of a BMP are zero.
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        return "bmp"
    if head[4:8] == b"ftyp" and len(head) >= 16 and head[8:12] not in _STILLS:
        return "mov" if head[8:12] == b"qt  " else "mp4"
    return None


_BEGINNINGS: Final = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"%PDF-", "pdf"),
)


def _png(head: bytes, total: int) -> Size:
    length, name, width, height = unpack_from(">I4sII", head, 8)
    (checksum,) = unpack_from(">I", head, 29)
    if length != 13 or name != b"IHDR" or checksum != crc32(head[12:29]) or total < 57:
        raise _broken()
    return width, height


def _jpg(head: bytes, total: int) -> Size:
    at = 2
    for _ in range(_MOST_SEGMENTS):
        mark, code = unpack_from("BB", head, at)
        if mark != 0xFF or code in _ENDS:
            break
        if code == 0xFF or code in _ALONE:
            at += 1 if code == 0xFF else 2
            continue
        (length,) = unpack_from(">H", head, at + 2)
        if length < 2:
            break
        if 0xC0 <= code <= 0xCF and code not in _NO_FRAME:
            height, width = unpack_from(">HH", head, at + 5)
            return width, height
        at += 2 + length
    raise _broken()


def _gif(head: bytes, total: int) -> Size:
    width, height = unpack_from("<HH", head, 6)
    if total < 14:
        raise _broken()
    return width, height


def _webp(head: bytes, total: int) -> Size:
    (claimed,) = unpack_from("<I", head, 4)
    form = head[12:16]
    if claimed + 8 > total:
        raise _broken()
    if form == b"VP8X":
        wide, high = unpack_from("<I", head, 24)[0] & 0xFFFFFF, unpack_from("<I", head, 26)[0] >> 8
        return wide + 1, high + 1
    if form == b"VP8L" and head[20:21] == b"\x2f":
        (bits,) = unpack_from("<I", head, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if form == b"VP8 " and head[23:26] == b"\x9d\x01\x2a":
        width, height = unpack_from("<HH", head, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise _broken()


def _bmp(head: bytes, total: int) -> Size:
    (header,) = unpack_from("<I", head, 14)
    if header == 12:
        width, height = unpack_from("<HH", head, 18)
    elif 40 <= header <= 256:
        # Upside down is below zero.
        width, height = unpack_from("<ii", head, 18)
    else:
        raise _broken()
    return width, abs(height)


_SIZES: Final[dict[str, Callable[[bytes, int], Size]]] = {
    "png": _png,
    "jpg": _jpg,
    "gif": _gif,
    "webp": _webp,
    "bmp": _bmp,
}


def shown_name(name: str, line_kind: str, kind: str) -> str:
    """The name of a file as it may be stored and shown: one clean line, without folders, at most
    NAME_CHARS long, with the ending of the ``kind`` it really is, where that is known."""
    name = clean_line(name).replace("\\", "/").rpartition("/")[2].strip(" .")
    name = name or ("图片" if line_kind == "picture" else "文件")
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if kind and _ENDINGS.get(ending, ending) != kind:
        name, ending = f"{name}.{kind}", kind
    if len(name) <= NAME_CHARS:
        return name
    kept = f"….{ending}" if 0 < len(ending) <= 8 else "…"
    return name[: NAME_CHARS - len(kept)] + kept


def size_words(count: int) -> str:
    """How long a file is, as people say it: 812 字节, 12 KB, 1.2 MB."""
    if count < 1024:
        return f"{count} 字节"
    if count < 1024 * 1024:
        return f"{count / 1024:.0f} KB"
    return f"{count / (1024 * 1024):.1f} MB"


def card_text(card: Mapping[str, object]) -> str:
    """An order card in words: number, title and amount in yuan, as far as they are there."""
    amount = str(card.get("amount") or "")
    parts = (card.get("number"), card.get("title"), f"{amount} 元" if amount else "")
    return clean_line(" ".join(str(part) for part in parts if part))
