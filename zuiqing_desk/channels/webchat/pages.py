"""The visitor page: a few static files, read once, with the shop's name put in."""

import hashlib
import html
import re
from importlib.resources import files

from aiohttp import web

_TYPES = {
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
}
_HOST = re.compile(r"[A-Za-z0-9.\-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?", re.ASCII)
_HEADERS = {
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Server": "zuiqing-desk",
}


class Page:
    """Answers GET for the files of the page."""

    def __init__(self, shop_name: str) -> None:
        self._files: dict[str, tuple[bytes, str, str]] = {}
        for entry in files(__package__).joinpath("page").iterdir():
            suffix = entry.name.rpartition(".")[2]
            if suffix in _TYPES:
                self._files[entry.name] = self._loaded(entry.read_bytes(), suffix, shop_name)

    @staticmethod
    def _loaded(body: bytes, suffix: str, shop_name: str) -> tuple[bytes, str, str]:
        if suffix == "html":
            body = body.replace(b"{{shop_name}}", html.escape(shop_name, quote=True).encode())
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        return body, _TYPES[suffix], tag

    def names(self) -> list[str]:
        """The files there are; index.html among them."""
        return sorted(self._files)

    async def index(self, request: web.Request) -> web.Response:
        return self._answer(request, "index.html")

    async def file(self, request: web.Request) -> web.Response:
        return self._answer(request, request.path.rpartition("/")[2])

    def _answer(self, request: web.Request, name: str) -> web.Response:
        body, content_type, tag = self._files[name]
        headers = {
            **_HEADERS,
            "Content-Security-Policy": content_security_policy(request.host),
            "ETag": tag,
        }
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers=headers)
        return web.Response(body=body, headers={**headers, "Content-Type": content_type})


def content_security_policy(host: str) -> str:
    """Everything from this page's own host, nothing inline, nothing from elsewhere.

    The WebSocket is named too: older browsers do not count it as 'self'.
    """
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        f"connect-src 'self'{sockets}; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'; require-trusted-types-for 'script'"
    )
