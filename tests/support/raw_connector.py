"""A connector of mere bytes, on loopback: reads whole requests and answers whatever it is told."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

Script = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Request:
    """One request as it came."""

    line: str
    headers: dict[str, str]
    body: bytes


@dataclass
class RawConnector:
    """``answer`` says what becomes of each request; ``came`` is every request that came whole."""

    answer: Script
    came: list[Request] = field(default_factory=list)
    connections: int = 0
    url: str = ""
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            pairs = (line.split(": ", 1) for line in head[1:] if line)
            headers = {name.lower(): value for name, value in pairs}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            self.came.append(Request(head[0], headers, body))
            self.arrived.set()
            await self.answer(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            with contextlib.suppress(ConnectionError, ssl.SSLError):
                writer.close()
                await writer.wait_closed()


@contextlib.asynccontextmanager
async def raw_connector(
    answer: Script, *, tls: ssl.SSLContext | None = None
) -> AsyncIterator[RawConnector]:
    """It listens meanwhile."""
    connector = RawConnector(answer)
    server = await asyncio.start_server(connector.handle, "127.0.0.1", 0, ssl=tls)
    port = server.sockets[0].getsockname()[1]
    connector.url = f"http{'s' if tls else ''}://127.0.0.1:{port}/hook"
    try:
        yield connector
    finally:
        server.close()


def says(raw: bytes) -> Script:
    """Answers these bytes and hangs up."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(raw)
        await writer.drain()

    return answer


def answers(status: int, body: bytes = b"", *headers: str) -> Script:
    """Answers in HTTP."""
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", *headers, "", ""]
    return says("\r\n".join(lines).encode() + body)


async def keeps_still(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Takes the request and never answers, until whoever asked hangs up."""
    await reader.read()


async def hangs_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Takes the request and cuts the connection."""
    writer.transport.abort()
