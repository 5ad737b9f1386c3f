"""The photo a simulated customer sends: a bottle that leaks, drawn here so that none need be
shipped."""

import struct
import zlib
from functools import cache
from typing import Final

WIDTH: Final = 480
HEIGHT: Final = 640
_GRAIN: Final = 4

_TABLE, _WALL, _GLASS, _LABEL, _CAP, _LEAK = (
    b"\x8a\x6a\x4a",
    b"\xd8\xd4\xcc",
    b"\x5a\x2e\x1a",
    b"\xf0\xe6\xc8",
    b"\xb0\x1e\x1e",
    b"\xc8\xa0\x5a",
)


@cache
def leaking_bottle() -> bytes:
    """A PNG of WIDTH by HEIGHT pixels."""
    rows = b"".join(
        (b"\0" + b"".join(_colour(x, y) * _GRAIN for x in range(0, WIDTH, _GRAIN))) * _GRAIN
        for y in range(0, HEIGHT, _GRAIN)
    )
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in parts)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _colour(x: int, y: int) -> bytes:
    across = abs(x - WIDTH // 2)
    if y >= 560 and across + (y - 600) ** 2 // 8 < 190:
        return _LEAK
    if 60 <= y < 100 and across < 26:
        return _CAP
    if 100 <= y < 220 and across < 22 + (y - 100) // 8 * (y > 160):
        return _LEAK if x > WIDTH // 2 + 10 else _GLASS
    if 220 <= y < 590 and across < 92:
        if x > WIDTH // 2 + 74:
            return _LEAK
        return _LABEL if 330 <= y < 480 and across < 80 else _GLASS
    return _TABLE if y >= 520 else _WALL
