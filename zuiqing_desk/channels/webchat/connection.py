"""One TCP connection: what is not even a request is answered in JSON too, and none too many."""

import asyncio
import logging
from typing import Any

from aiohttp import web

from zuiqing_desk.channels.webchat.problems import Problem

_log = logging.getLogger(__name__)

_FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 30\r\nConnection: close\r\n"
    b"Content-Length: 0\r\n\r\n"
)


class Connection(web.RequestHandler):
    """aiohttp's connection with our words for malformed HTTP, and a ceiling on open ones."""

    __slots__ = ("_ceiling", "_server")

    def __init__(self, server: web.Server, ceiling: int, **options: Any) -> None:
        super().__init__(server, loop=asyncio.get_running_loop(), **options)
        self._server = server
        self._ceiling = ceiling

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        if len(self._server.connections) > self._ceiling:
            assert isinstance(transport, asyncio.Transport)
            transport.write(_FULL)
            self.force_close()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer what could not be read as a request, or what failed outside the handlers."""
        if status >= 500:
            _log.error("a request failed", exc_info=exc)
        else:
            _log.debug("not a request: %s", exc)
        if request.writer.output_size > 0:
            raise ConnectionError("part of an answer was sent already")
        response = Problem("internal" if status >= 500 else "bad_request").response()
        response.force_close()
        return response
