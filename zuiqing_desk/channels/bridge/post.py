"""Posting a signed webhook to a connector, and what can be said of it afterwards.

Signed by Standard Webhooks (``webhook-id``, ``-timestamp``, ``-signature``). Nothing is followed,
nothing goes through a proxy, and in the clear it goes nowhere but to addresses of this house.
"""

import asyncio
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import IPv6Address, ip_address
from types import SimpleNamespace
from typing import Final

import aiohttp
from aiohttp.abc import ResolveResult
from standardwebhooks import Webhook
from yarl import URL

from zuiqing_desk.channels.names import Names

ANSWER_S: Final = 10.0
"""From the first look for the address to the end of the answer."""
ANSWER_BYTES: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answered:
    """The connector answered; ``body`` is empty where it could not be read whole."""

    status: int
    body: bytes = b""
    retry_after: str = ""


@dataclass(frozen=True, slots=True)
class NotSent:
    """Nothing has left this computer, for the ``reason`` given in Chinese."""

    reason: str


@dataclass(frozen=True, slots=True)
class Cut:
    """It went out, at least in part, and no answer came: nobody knows what became of it."""

    reason: str


@dataclass(frozen=True, slots=True)
class Barred:
    """It may not be sent there at all."""

    reason: str


Posted = Answered | NotSent | Cut | Barred


class _Abroad(Exception):
    """A name stands for an address outside this house."""


class _AtHome(Names):
    """Resolves names to addresses of this house alone."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await super().resolve(host, port, family)
        ours = [one for one in found if at_home(one["host"])]
        if not ours:
            raise _Abroad(host)
        return ours


@dataclass(slots=True)
class _Watch:
    """Whether a request has begun to leave."""

    left: bool = False


class Poster:
    """Posts webhooks, each on a connection of its own: one that was kept and is dead by now would
    look like an answer that was cut off. Use it in a running loop, and close it."""

    def __init__(self, answer_s: float = ANSWER_S) -> None:
        self._answer_s = answer_s
        self._protected: aiohttp.ClientSession | None = None
        self._in_the_clear: aiohttp.ClientSession | None = None

    async def post(self, url: str, secrets: Sequence[str], webhook_id: str, body: str) -> Posted:
        """Post ``body`` under an id, signed with every secret that is good now. Raises nothing for
        what the other side does."""
        watch = _Watch()
        try:
            # As whoever connects reads it: read otherwise, another host would be looked at.
            address = URL(url)
        except ValueError:
            return Barred("连接器的地址不对")
        try:
            session = self._session(address)
            headers = signed(secrets, webhook_id, body)
            async with session.post(
                address,
                data=body.encode(),
                headers=headers,
                allow_redirects=False,
                trace_request_ctx=watch,
            ) as response:
                read = await _body(response)
                waits = response.headers.get("Retry-After", "")
                return Answered(response.status, read, waits[:40])
        except _Abroad:
            return Barred("连接器在这个局域网外，地址要用 https://")
        except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError):
            return Barred("连接器的地址不对")
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            return Cut(_why_cut(error)) if watch.left else NotSent(_why_not(error))

    def _session(self, url: URL) -> aiohttp.ClientSession:
        if url.scheme == "https":
            if self._protected is None:
                self._protected = self._new(Names())
            return self._protected
        host = url.raw_host or ""
        if _is_address(host) and not at_home(host):
            raise _Abroad(host)
        if self._in_the_clear is None:
            self._in_the_clear = self._new(_AtHome())
        return self._in_the_clear

    def _new(self, names: Names) -> aiohttp.ClientSession:
        tracing = aiohttp.TraceConfig()
        tracing.on_request_headers_sent.append(_left)
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, force_close=True, resolver=names),
            timeout=aiohttp.ClientTimeout(total=self._answer_s),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            trace_configs=[tracing],
            headers={"User-Agent": "zuiqing-desk", "Accept-Encoding": "identity"},
        )

    async def close(self) -> None:
        """Cut what is under way; idempotent."""
        sessions = (self._protected, self._in_the_clear)
        self._protected = self._in_the_clear = None
        for session in sessions:
            if session is not None:
                await session.close()


def signed(secrets: Sequence[str], webhook_id: str, body: str) -> dict[str, str]:
    """The headers of a webhook, with one ``v1`` signature for each secret (Standard Webhooks)."""
    now = datetime.now(UTC)
    signatures = [Webhook(secret).sign(webhook_id, now, body) for secret in secrets]
    return {
        "Content-Type": "application/json",
        "webhook-id": webhook_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def at_home(address: str) -> bool:
    """Whether an IP address is this computer's or one of a private network (RFC 1918, 4193)."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return found.is_loopback or found.is_private or found.is_link_local


def _is_address(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


async def _left(
    session: aiohttp.ClientSession,
    context: SimpleNamespace,
    params: aiohttp.TraceRequestHeadersSentParams,
) -> None:
    context.trace_request_ctx.left = True


async def _body(response: aiohttp.ClientResponse) -> bytes:
    """The answer's body. The status has been said by now: that the rest is missing, too long, or
    packed, changes nothing."""
    if response.headers.get("Content-Encoding", "identity") != "identity":
        return b""
    try:
        read = await response.content.read(ANSWER_BYTES + 1)
        while len(read) <= ANSWER_BYTES and (more := await response.content.read(ANSWER_BYTES)):
            read += more
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError):
        return b""
    return read if len(read) <= ANSWER_BYTES else b""


def _why_not(error: Exception) -> str:
    """Why nothing was sent; never with what the other side said."""
    if isinstance(error, TimeoutError):
        return "连接器没有应声"
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "找不到连接器的主机名"
    if isinstance(error, (aiohttp.ClientSSLError, ssl.SSLError)):
        return "连接器的证书或加密不对"
    return "连不上连接器"


def _why_cut(error: Exception) -> str:
    if isinstance(error, (TimeoutError, asyncio.TimeoutError)):
        return "连接器收到后没有回答"
    if isinstance(error, aiohttp.ClientResponseError):
        return "连接器的回答看不懂"
    return "连接器收到一半断开了"
