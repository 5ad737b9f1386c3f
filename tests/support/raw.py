"""Bytes straight into a socket, for what no well-behaved client would send."""

import asyncio
import base64
import contextlib
import os
import struct
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

DEADLINE_S = 20.0


class RawConnection:
    """One TCP connection to the server under test."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def response(self) -> tuple[int, str]:
        """One whole HTTP answer: (status, headers and body as text)."""
        async with asyncio.timeout(DEADLINE_S):
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            length = 0
            for line in head.split("\r\n"):
                name, _, value = line.partition(":")
                if name.lower() == "content-length":
                    length = int(value)
            body = await self.reader.readexactly(length)
        return int(head.split()[1]), head + body.decode()

    async def until_closed(self) -> bytes:
        """Everything the server still sends before it closes."""
        async with asyncio.timeout(DEADLINE_S):
            with contextlib.suppress(ConnectionError):
                return await self.reader.read()
        return b""

    async def upgrade(self, path: str = "/api/v1/ws") -> None:
        """Shake hands as a WebSocket client."""
        key = base64.b64encode(os.urandom(16)).decode()
        await self.send(
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\n"
            f"Upgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
        )
        status, _ = await self.response()
        assert status == 101

    async def close_code(self) -> int | None:
        """The code of the close frame the server sends; None if it hangs up without one."""
        async with asyncio.timeout(DEADLINE_S):
            try:
                while True:
                    first, second = await self.reader.readexactly(2)
                    payload = await self.reader.readexactly(second & 0x7F)
                    if first & 0x0F == 8 and len(payload) >= 2:
                        code: int = struct.unpack("!H", payload[:2])[0]
                        return code
            except (asyncio.IncompleteReadError, ConnectionError):
                return None


def post_head(token: str, *, length: int) -> bytes:
    """The head of a POST that says how long its body will be."""
    return (
        f"POST /api/v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


def ws_frame(
    payload: bytes, *, opcode: int = 1, fin: bool = True, length: int | None = None
) -> bytes:
    """A masked client frame; ``length`` lies about the payload's size."""
    size = len(payload) if length is None else length
    first = (0x80 if fin else 0) | opcode
    if size < 126:
        head = bytes([first, 0x80 | size])
    elif size < 65536:
        head = bytes([first, 0x80 | 126]) + struct.pack("!H", size)
    else:
        head = bytes([first, 0x80 | 127]) + struct.pack("!Q", size)
    # A mask of zeros leaves the payload as it is.
    return head + bytes(4) + payload


@contextlib.asynccontextmanager
async def raw_connection(url: str) -> AsyncIterator[RawConnection]:
    """A bare TCP connection to the host and port of ``url``."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        yield RawConnection(reader, writer)
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
