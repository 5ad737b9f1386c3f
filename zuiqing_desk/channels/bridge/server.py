"""Where connectors post: a listener of its own, open while there is an account to post for."""

import asyncio
import contextlib
import logging
import socket
from collections import Counter

from aiohttp import web

from zuiqing_desk.channels.base import Sink
from zuiqing_desk.channels.bridge.config import BridgeConfig
from zuiqing_desk.channels.bridge.intake import Intake, Observer
from zuiqing_desk.channels.bridge.neighbours import NeighbourConnection
from zuiqing_desk.services.bridge import accounts
from zuiqing_desk.store.engine import Store
from zuiqing_desk.store.errors import StoreError

LOOK_S = 1.0
"""How often it is looked whether there are accounts, as of another process."""

_BACKLOG = 64
_LINGER_S = 2.0
_SHUTDOWN_S = 0.5

_log = logging.getLogger(__name__)


class Server:
    """Takes webhooks in.

    ``observer`` is called with the names of the moments a crash test wants to stop at: received,
    before-tell, told.
    """

    def __init__(
        self, store: Store, config: BridgeConfig, *, observer: Observer = lambda moment: None
    ) -> None:
        self._store = store
        self._config = config
        self._intake = Intake(store, config, observer)
        self._closed = asyncio.Event()
        self._listener: socket.socket | None = None
        self._runner: web.AppRunner | None = None
        self._server: asyncio.Server | None = None
        self.url = ""
        """Where it listens now; "" while it does not."""
        self.open_from: Counter[str] = Counter()
        """How many connections each address has open."""

    @property
    def problem(self) -> str:
        """What people should know, in Chinese: a clock that is off. "" for nothing."""
        return self._intake.problem

    @property
    def large_held(self) -> int:
        """How many large bodies are being taken in now."""
        return self._intake.large_held

    async def start(self) -> str:
        """Take the port if there is an account to post for; where, or "" for not yet.

        Raises OSError if the port is taken or the host is none of this machine's.
        """
        if self._listener is None and await self._wanted():
            await self._bind()
        return self.url

    async def run(self, sink: Sink) -> None:
        """Serve until cancelled or closed: the port is taken within two seconds of the first
        account, and given back after the last one. Raises OSError as ``start``."""
        self._intake.sink = sink
        try:
            while not self._closed.is_set():
                # A store that is busy for a while says nothing about the accounts.
                with contextlib.suppress(StoreError):
                    await self._follow()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_S):
                        await self._closed.wait()
        finally:
            await self.close()

    async def _follow(self) -> None:
        if not await self._wanted():
            await self._give_back()
            return
        if self._listener is None:
            await self._bind()
        if self._server is None and self._listener is not None:
            await self._serve(self._listener)

    async def _wanted(self) -> bool:
        return await asyncio.wrap_future(self._store.read(accounts.any_open))

    async def _bind(self) -> None:
        host, port = self._config.host, self._config.port
        found = await asyncio.get_running_loop().getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        family, address = found[0][0], found[0][4]
        listener = socket.create_server((str(address[0]), port), family=family, backlog=_BACKLOG)
        listener.setblocking(False)
        self._listener = listener
        shown = host or str(address[0])
        shown = f"[{shown}]" if ":" in shown else shown
        self.url = f"http://{shown}:{listener.getsockname()[1]}"

    async def _serve(self, listener: socket.socket) -> None:
        self._runner = web.AppRunner(
            self._intake.application(),
            handle_signals=False,
            access_log=None,
            shutdown_timeout=_SHUTDOWN_S,
        )
        await self._runner.setup()
        server = self._runner.server
        assert server is not None
        limits = self._config.limits

        def connection() -> NeighbourConnection:
            return NeighbourConnection(
                server,
                limits.connections,
                self.open_from,
                access_log=None,
                logger=_log,
                keepalive_timeout=limits.idle_seconds,
                lingering_time=_LINGER_S,
                auto_decompress=False,
            )

        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(connection, sock=listener, backlog=_BACKLOG)

    async def _give_back(self) -> None:
        listener, self._listener = self._listener, None
        server, self._server = self._server, None
        runner, self._runner = self._runner, None
        self.url = ""
        if server is not None:
            server.close()
        elif listener is not None:
            listener.close()
        if runner is not None:
            with contextlib.suppress(ConnectionError):
                await runner.cleanup()

    async def close(self) -> None:
        """Give the port back and close every connection; idempotent."""
        self._closed.set()
        await self._give_back()
