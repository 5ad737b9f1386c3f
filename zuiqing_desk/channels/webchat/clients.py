"""Who is calling, and whom they think they call: addresses, origins and host names."""

import re
import socket
from collections.abc import Iterable, Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address

_HOST = re.compile(r"[A-Za-z0-9._-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?", re.ASCII)
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Addresses:
    """Finds the client's address. Raises ValueError for a network that is none."""

    def __init__(self, trusted: Iterable[str]) -> None:
        self._trusted = tuple(ip_network(network.strip(), strict=False) for network in trusted)

    def client(self, peer: str, forwarded: Sequence[str]) -> str:
        """The address to hold a client to, as a key for limits.

        ``forwarded`` are the X-Forwarded-For headers. They are read from the right, and only as
        far as each hop is a trusted proxy: what stands further left was written by the client.
        """
        if not self._trusted or not forwarded:
            return limit_key(peer)
        address = parse_address(peer)
        for hop in reversed([hop for header in forwarded for hop in header.split(",")]):
            if address is None or not any(address in network for network in self._trusted):
                break
            # What a trusted proxy could not read is nobody's address: hold the proxy to it.
            said = parse_address(hop)
            if said is None:
                break
            address = said
        return limit_key(peer if address is None else str(address))


def parse_address(text: str) -> Address | None:
    """An address as proxies write it: with or without port and brackets; None if it is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


@lru_cache(maxsize=4096)
def limit_key(address: str) -> str:
    """One key a subscriber: an IPv4 address, or the /64 of an IPv6 one."""
    parsed = parse_address(address)
    if parsed is None:
        return address
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, 64), strict=False))
    return str(parsed)


class Origins:
    """Says whether a browser's request comes from this page."""

    def __init__(self, public_url: str | None, allowed: Iterable[str]) -> None:
        known = [*allowed, *([public_url] if public_url else [])]
        self._known = {origin for url in known if (origin := _origin(url)) is not None}

    def ours(self, origin: str, host: str) -> bool:
        """``origin`` is the Origin header, ``host`` the Host header of the same request."""
        said = _origin(origin)
        if said is None:
            return False
        scheme, name, port = said
        return said in self._known or _origin(f"{scheme}://{host}") == (scheme, name, port)


class Hosts:
    """Says whether a request was meant for this server.

    A foreign web page cannot read what this server answers, unless its own name suddenly leads here
    (DNS rebinding): the browser then takes both for the same site, but still names the foreign one
    in its Host header. An IP address is nobody's name and passes; so do this computer's names and
    those of ``urls``. The port does not matter: proxies and tunnels change it.
    """

    def __init__(self, urls: Iterable[str]) -> None:
        said = {parts[1] for url in urls if (parts := _origin(url)) is not None}
        self._names = {*said, "localhost", *_own_names()}

    def ours(self, host: str) -> bool:
        """``host`` is the Host header as it came."""
        parts = _origin(f"http://{host}")
        if parts is None or not _HOST.fullmatch(host):
            return False
        name = parts[1].rstrip(".")
        return name in self._names or parse_address(host) is not None


def _own_names() -> set[str]:
    """How this computer is called by those beside it; nobody else may give it a name."""
    full = socket.gethostname().lower().rstrip(".")
    first = full.partition(".")[0]
    return {full, first, f"{first}.local"} if first else set()


@lru_cache(maxsize=1024)
def _origin(url: str) -> tuple[str, str, int] | None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    default = _DEFAULT_PORTS.get(parts.scheme)
    if default is None or not parts.hostname:
        return None
    return parts.scheme, parts.hostname, port or default
