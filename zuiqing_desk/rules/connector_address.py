"""Where a connector may listen (house rule: no words of customers cross a network unprotected)."""

from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from zuiqing_desk.rules.errors import RuleError

MOST_CHARS: Final = 500


def checked_address(url: str) -> str:
    """The address as it may be stored; "" stands for none.

    Raises RuleError ``url`` for anything but http(s) with a host and without a password in it.
    """
    url = url.strip()
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        fits = (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and parts.port != 0
            and not (parts.username or parts.password or parts.fragment)
        )
    except ValueError:
        fits = False
    if not fits or len(url) > MOST_CHARS or not url.isprintable() or " " in url:
        raise RuleError(
            "url",
            "连接器的地址应以 http:// 或 https:// 开头，不含密码，如 http://127.0.0.1:8790/hook。",
        )
    return url


def is_unprotected(url: str) -> bool:
    """Whether words would go there in the clear, and not just within this house.

    A name is taken for one outside unless it is localhost: only who connects knows its address.
    """
    parts = urlsplit(url)
    if parts.scheme != "http":
        return False
    host = parts.hostname or ""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host != "localhost" and not host.endswith(".localhost")
    return not (address.is_loopback or address.is_private or address.is_link_local)
