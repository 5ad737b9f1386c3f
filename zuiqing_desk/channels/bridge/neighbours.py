"""The bridge's connections: one address may not take them all."""

import asyncio
from collections import Counter
from typing import Any

from aiohttp import web

from zuiqing_desk.channels.webchat.clients import limit_key
from zuiqing_desk.channels.webchat.connection import Connection


class NeighbourConnection(Connection):
    """A connection that counts in ``open_from``, how many each address has open: half of all are
    for one address."""

    __slots__ = ("_address", "_open_from", "_share")

    def __init__(
        self, server: web.Server, ceiling: int, open_from: Counter[str], **options: Any
    ) -> None:
        super().__init__(server, ceiling, **options)
        self._open_from = open_from
        self._share = max(1, ceiling // 2)
        self._address = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        assert isinstance(transport, asyncio.Transport)
        peer = transport.get_extra_info("peername")
        self._address = limit_key(str(peer[0])) if peer else ""
        self._open_from[self._address] += 1
        if self._open_from[self._address] > self._share:
            self.turn_away(transport)

    def connection_lost(self, exc: BaseException | None) -> None:
        self._open_from[self._address] -= 1
        if not self._open_from[self._address]:
            del self._open_from[self._address]
        super().connection_lost(exc)
