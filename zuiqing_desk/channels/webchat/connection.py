"""One TCP connection: what is not even a request is answered in JSON too, none too many, and none
for ever to a client that does not read."""

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


LOOK_S = 5.0
"""How often it is looked whether a client takes what it asked for."""

LEAST_BYTES_A_S = 1024
"""A client that takes less, time after time, is not reading."""

_STRIKES = 3


class Connection(web.RequestHandler):
    """aiohttp's connection with our words for malformed HTTP, a ceiling on open ones, and an end
    for those that stay unread: what they are to be told would fill memory, and closing alone waits
    until it is taken. ``look_s`` is how often that is looked at, in seconds."""

    __slots__ = ("_ceiling", "_look_s", "_looking", "_server", "_strikes", "_unread", "_wire")

    def __init__(
        self, server: web.Server, ceiling: int, *, look_s: float = LOOK_S, **options: Any
    ) -> None:
        super().__init__(server, loop=asyncio.get_running_loop(), **options)
        self._server = server
        self._ceiling = ceiling
        self._look_s = look_s
        self._looking: asyncio.TimerHandle | None = None
        self._unread = self._strikes = 0
        self._wire: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        assert isinstance(transport, asyncio.Transport)
        self._wire = transport
        self._look_later()
        if len(self._server.connections) > self._ceiling:
            self.turn_away(transport)

    def turn_away(self, transport: asyncio.Transport) -> None:
        """Say that there are too many connections, and close; once."""
        if not transport.is_closing():
            transport.write(_FULL)
            self.force_close()

    def connection_lost(self, exc: BaseException | None) -> None:
        if self._looking is not None:
            self._looking.cancel()
        self._wire = None
        super().connection_lost(exc)

    def _look_later(self) -> None:
        self._looking = asyncio.get_running_loop().call_later(self._look_s, self._look)

    def _look(self) -> None:
        assert self._wire is not None
        before, self._unread = self._unread, self._wire.get_write_buffer_size()
        least = LEAST_BYTES_A_S * self._look_s
        # Two looks may see two answers of the same size: only time after time it means something.
        slow = before and self._unread and before - self._unread < least
        self._strikes = self._strikes + 1 if slow else 0
        if self._strikes >= _STRIKES:
            self._wire.abort()
        else:
            self._look_later()

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
