"""The kinds of value a setting can have: how each is read from text, checked, and described."""

import ipaddress
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from zuiqing_desk.settings.errors import Mistake

_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_YES = {"1", "true", "yes", "on", "是", "开"}
_NO = {"0", "false", "no", "off", "否", "关"}


@dataclass(frozen=True, slots=True)
class Kind:
    """``read`` turns the text of an environment variable into what TOML would have given;
    ``check`` returns the value to use or raises Mistake; ``words`` says in Chinese what fits."""

    words: str
    read: Callable[[str], object]
    check: Callable[[object], object]


def switch() -> Kind:
    """True or false."""

    def read(text: str) -> object:
        word = text.strip().lower()
        return True if word in _YES else False if word in _NO else text

    def check(value: object) -> bool:
        if not isinstance(value, bool):
            raise Mistake("应为 true 或 false")
        return value

    return Kind("true 或 false", read, check)


def whole(low: int, high: int, unit: str = "") -> Kind:
    """A whole number from ``low`` to ``high``, both included."""
    words = f"{low}–{high} 的整数" + (f"（{unit}）" if unit else "")

    def read(text: str) -> object:
        text = text.strip()
        return int(text) if re.fullmatch(r"[+-]?[0-9]{1,18}", text) else text

    def check(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise Mistake(f"应为 {words}")
        return value

    return Kind(words, read, check)


def word(words: str) -> Kind:
    """One printable, non-empty line without surrounding space."""

    def check(value: object) -> str:
        text = _text(value)
        if not text:
            raise Mistake("不能为空")
        return text

    return Kind(words, str, check)


def command_line() -> Kind:
    """A command with its options, as one would type it in a shell; it may be empty."""

    def check(value: object) -> str:
        text = _text(value)
        try:
            shlex.split(text)
        except ValueError:
            raise Mistake("引号没有成对") from None
        return text

    return Kind("一条命令，或空着", lambda text: text, check)


def host() -> Kind:
    """An address to listen on: an IP address or a host name."""

    def check(value: object) -> str:
        text = _text(value)
        if not _is_address(text) and not _HOST.fullmatch(text):
            raise Mistake("应为 IP 地址或主机名，如 127.0.0.1")
        return text

    return Kind("IP 地址或主机名", str, check)


def web_address() -> Kind:
    """An http(s) address without query, or nothing."""

    def check(value: object) -> str:
        text = _text(value)
        if text and not _is_web_address(text):
            raise Mistake("应为以 http:// 或 https:// 开头的网址，或留空")
        return text.rstrip("/")

    return Kind("http(s) 网址，可留空", str, check)


def networks() -> Kind:
    """A list of IP addresses or networks (CIDR)."""

    def one(text: str) -> str:
        try:
            return str(ipaddress.ip_network(text, strict=False))
        except ValueError:
            raise Mistake(f"“{text}”不是 IP 地址或网段，如 10.0.0.0/8") from None

    return _list_of("IP 地址或网段的列表", one)


def origins() -> Kind:
    """A list of web origins: scheme, host and perhaps a port, nothing after."""

    def one(text: str) -> str:
        text = text.rstrip("/")
        if not _is_web_address(text) or urlsplit(text).path:
            raise Mistake(f"“{text}”不是来源，应如 https://shop.example.com")
        return text.lower()

    return _list_of("网页来源的列表", one)


def time_of_day() -> Kind:
    """A time of day by the shop's clock, ``HH:MM``."""

    def check(value: object) -> str:
        text = _text(value)
        if not _TIME.fullmatch(text):
            raise Mistake("应为 03:30 这样的时间")
        return text

    return Kind("时间，如 03:30", str, check)


def folder() -> Kind:
    """A folder by its whole path, or nothing."""

    def check(value: object) -> str:
        text = _text(value)
        if text and not Path(text).expanduser().is_absolute():
            raise Mistake("应为完整的路径，如 /data/backups，或留空")
        return text

    return Kind("文件夹的完整路径，或留空", str, check)


def _list_of(words: str, one: Callable[[str], str]) -> Kind:
    def read(text: str) -> object:
        return [part.strip() for part in text.split(",") if part.strip()]

    def check(value: object) -> tuple[str, ...]:
        if not isinstance(value, (list, tuple)):
            raise Mistake(f'应为{words}，如 ["…", "…"]')
        return tuple(one(_text(item)) for item in value)

    return Kind(words, read, check)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Mistake("应为一段文字（加引号）")
    if not value.isprintable():
        raise Mistake("含有不可见的字符")
    return value.strip()


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        port_fits = parts.port != 0
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and " " not in text
        and not (parts.query or parts.fragment or parts.username or parts.password)
        and port_fits
    )
