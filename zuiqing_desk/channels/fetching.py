"""Fetching one file an agent asked for, from the address a connector gave, and from nowhere else.

The address is a stranger's word: it must not lead this computer to something only it can reach
(OWASP, Server-Side Request Forgery Prevention). So the addresses a name stands for are looked at
before one of them is connected to, and it is these that are connected to.
"""

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from zuiqing_desk.channels.names import Names
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.media import MOST_BYTES, examine
from zuiqing_desk.services import media_files
from zuiqing_desk.services.media import Wanted
from zuiqing_desk.services.media_files import Kept, Part

FETCH_S: Final = 20.0
MOST_REDIRECTS: Final = 3
_CHUNK: Final = 256 * 1024
_PORTS: Final = {"http": 80, "https": 443}
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_HEADERS: Final = {"User-Agent": "zuiqing-desk", "Accept-Encoding": "identity", "Accept": "*/*"}


class Failed(Exception):
    """It could not be had; the message says why, in Chinese, for people."""


class _Forbidden(OSError):
    """A name that leads into a network that is not public."""


def public(address: str) -> bool:
    """Whether an IP address belongs to the public internet, however it is wrapped."""
    found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        wrapped = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if wrapped is None and found.packed[:12] in _TRANSLATED:
            wrapped = IPv4Address(found.packed[12:])
        if wrapped is None and found not in _HANDED_OUT:
            return False
        found = found if wrapped is None else wrapped
    return found.is_global and not found.is_multicast


_HANDED_OUT: Final = IPv6Network("2000::/3")
"""What IANA gives to the internet; the rest is local in one way or another, or nobody's yet."""
_TRANSLATED: Final = (b"\0d\xff\x9b" + b"\0" * 8, b"\0" * 12)
"""64:ff9b::/96 (RFC 6052) and the IPv4-compatible ::/96: IPv4 in other clothes."""


class Guarded(AbstractResolver):
    """Answers with public addresses alone, but for one host and port that is ``known``; of a name
    that stands for both kinds with none. Raises OSError then."""

    def __init__(
        self, known: tuple[str, int] | None, inner: AbstractResolver | None = None
    ) -> None:
        self._known = known
        self._inner = inner or Names()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        if (host.lower(), port) != self._known and not all(public(one["host"]) for one in found):
            raise _Forbidden
        return found

    async def close(self) -> None:
        await self._inner.close()


async def fetch(wanted: Wanted, home: Path, *, seconds: float = FETCH_S) -> Kept:
    """Fetch a file and keep it in the folder of files; it is told by its content as any other.

    Only http and https, at most MOST_BYTES, within ``seconds``; redirects within the same host; no
    address that is not public, unless host and port are those of the account's own connector. No
    proxy and no cookie of this computer is used. Raises Failed.
    """
    try:
        known = _place(_parts(wanted.connector)) if wanted.connector else None
        guarded = Guarded(known)
        connector = aiohttp.TCPConnector(resolver=guarded, force_close=True, use_dns_cache=False)
        async with (
            asyncio.timeout(seconds),
            aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
                headers=_HEADERS,
            ) as session,
        ):
            return await _follow(session, wanted.url, known, home)
    except TimeoutError:
        raise Failed(f"对方 {seconds:.0f} 秒内没有送完") from None
    except RuleError as refused:
        raise Failed(refused.message) from None
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise Failed(_why(error)) from None


async def _follow(
    session: aiohttp.ClientSession, url: str, known: tuple[str, int] | None, home: Path
) -> Kept:
    first = _parts(url)
    for _ in range(MOST_REDIRECTS + 1):
        parts = _parts(url)
        if parts.hostname != first.hostname:
            raise Failed("对方要转到别的网站，没有跟去")
        if (first.scheme, parts.scheme) == ("https", "http"):
            raise Failed("对方要转到不加密的地址，没有跟去")
        _require_public(parts, known)
        async with session.get(URL(url, encoded=True), allow_redirects=False) as response:
            if response.status in _MOVED and "Location" in response.headers:
                url = urljoin(url, response.headers["Location"])
                continue
            if response.status != 200:
                raise Failed(f"对方回答 {response.status}")
            if response.headers.get("Content-Encoding", "identity") != "identity":
                raise Failed("对方送来的是压缩过的内容")
            if (response.content_length or 0) > MOST_BYTES:
                raise Failed(f"文件超过 {MOST_BYTES // 2**20} MB")
            return await _keep(response, home)
    raise Failed("对方转来转去，没有取到")


def _require_public(parts: SplitResult, known: tuple[str, int] | None) -> None:
    """A bare IP address is never resolved, so it is looked at here."""
    host = parts.hostname or ""
    try:
        inside = not public(host)
    except ValueError:
        return
    if inside and _place(parts) != known:
        raise _Forbidden


async def _keep(response: aiohttp.ClientResponse, home: Path) -> Kept:
    part = await asyncio.to_thread(media_files.begin, home)
    try:
        async for chunk in response.content.iter_chunked(_CHUNK):
            await asyncio.to_thread(_write, part, chunk)
        return await asyncio.to_thread(_finish, part)
    finally:
        await asyncio.to_thread(part.discard)


def _write(part: Part, chunk: bytes) -> None:
    with media_files.taking():
        part.write(chunk)


def _finish(part: Part) -> Kept:
    with media_files.taking():
        return part.finish(examine)


def _parts(url: str) -> SplitResult:
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise Failed("只能从 http 和 https 地址下载")
    return parts


def _place(parts: SplitResult) -> tuple[str, int]:
    return (parts.hostname or "").lower(), parts.port or _PORTS[parts.scheme]


def _why(error: Exception) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, _Forbidden):
            return "地址在内部网络里，不去取"
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, aiohttp.ClientConnectorCertificateError | aiohttp.ClientSSLError):
        return "对方的证书不可信"
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "找不到对方的主机名"
    if isinstance(error, aiohttp.ClientConnectorError):
        return "连不上对方"
    if isinstance(error, ValueError):
        return "下载地址写得不对"
    return "对方中途断开了"
