"""Which kind of picture a file is, by what stands in it, whatever its name says."""

from typing import Final

HEAD_BYTES: Final = 16

_BEGINNINGS: Final = {
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpg",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
}


def picture_kind(head: bytes) -> str | None:
    """``png``, ``jpg``, ``gif``, ``webp`` or ``bmp`` by its first HEAD_BYTES, or None."""
    for beginning, kind in _BEGINNINGS.items():
        if head.startswith(beginning):
            return kind
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    # Two letters would make many texts a picture: the four reserved bytes of a BMP are zero.
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0" and len(head) >= HEAD_BYTES:
        return "bmp"
    return None
