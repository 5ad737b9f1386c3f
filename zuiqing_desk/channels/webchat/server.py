"""The web chat as a channel of the gateway."""

import asyncio
import contextlib
import logging
import socket

from aiohttp import web

from zuiqing_desk.channels.base import Accepted, Caps, Outcome, Outgoing, Sink
from zuiqing_desk.channels.open_files import connections_borne
from zuiqing_desk.channels.webchat import app
from zuiqing_desk.channels.webchat.api import Api, Observer
from zuiqing_desk.channels.webchat.config import WebChatConfig
from zuiqing_desk.channels.webchat.connection import Connection
from zuiqing_desk.channels.webchat.erased import forget_erased
from zuiqing_desk.channels.webchat.gate import Gate
from zuiqing_desk.channels.webchat.hub import Hub
from zuiqing_desk.channels.webchat.pages import Page
from zuiqing_desk.channels.webchat.presence import Presence
from zuiqing_desk.channels.webchat.sockets import Sockets
from zuiqing_desk.channels.webchat.uploads import Uploads
from zuiqing_desk.channels.webchat.visitors import Visitors
from zuiqing_desk.rules.text import MAX_CHARS
from zuiqing_desk.store.engine import Store

_BACKLOG = 128
_SEND_BUFFER = 128 * 1024
_LINGER_S = 2.0
_SHUTDOWN_S = 0.5
"""What a successor waits for at most, twice: requests under way end, then they are cut off."""

_BEYOND = 2**53 - 1
"""More lines than any page has; the largest number a page reads exactly."""

_log = logging.getLogger(__name__)


class WebChat:
    """The embedded chat page and its HTTP interface (channels.base.Channel).

    A visitor reads by GET from the store, so an answer is out as soon as it is committed; what this
    channel sends is the hint to fetch it. ``observer`` is called with the names of the moments a
    crash test wants to stop at: received, part-written, file-kept, before-tell, told, before-hint,
    after-hint.

    Raises ValueError if the configuration names a network that is none.
    """

    kind = "webchat"
    title = "网页聊天"
    problem = ""
    caps = Caps(
        proves_delivered=True, proves_read=True, repeat_is_harmless=True, max_chars=MAX_CHARS
    )

    def __init__(
        self,
        store: Store,
        account_id: int,
        config: WebChatConfig,
        *,
        observer: Observer = lambda moment: None,
    ) -> None:
        self._config = config
        self.where = f"{config.host}:{config.port}"
        self._account_id = account_id
        self._observe = observer
        self._gate = Gate(config)
        self._page = Page(config.shop_name)
        self._hub = Hub()
        self._store = store
        self._visitors = Visitors(store, account_id)
        self._home = store.path.parent
        self._closed = asyncio.Event()
        self._listener: socket.socket | None = None
        self._runner: web.AppRunner | None = None
        self._server: asyncio.Server | None = None

    async def start(self) -> str:
        """Take the port: from now on visitors wait in line instead of being turned away.

        The address on this machine, ``http://HOST:PORT``. Raises OSError if the port is taken or
        the host is none of this machine's.
        """
        host, port = self._config.host, self._config.port
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        family, address = found[0][0], found[0][4]
        self._listener = socket.create_server(
            (str(address[0]), port), family=family, backlog=_BACKLOG
        )
        self._listener.setblocking(False)
        # Taken over by every connection: what the system would hold back for one that does not
        # read grows to megabytes by itself.
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
        shown = host or str(address[0])
        shown = f"[{shown}]" if ":" in shown else shown
        return f"http://{shown}:{self._listener.getsockname()[1]}"

    async def run(self, sink: Sink, cursors: dict[int, str]) -> None:
        """Serve until cancelled; binds first if ``start`` was not called.

        ``cursors`` are not needed: a visitor resumes by the seq it has.
        """
        if self._listener is None:
            await self.start()
        assert self._listener is not None
        presence = Presence()
        await self._serve(self._listener, sink, presence)
        besides = [
            asyncio.create_task(presence.tell_forever(sink)),
            asyncio.create_task(forget_erased(self._store, self.forget)),
        ]
        try:
            await self._closed.wait()
        finally:
            for task in besides:
                task.cancel()
            await self.close()

    async def _serve(self, listener: socket.socket, sink: Sink, presence: Presence) -> None:
        limits = self._config.limits
        api = Api(
            self._config,
            self._account_id,
            visitors=self._visitors,
            gate=self._gate,
            hub=self._hub,
            sink=sink,
            observer=self._observe,
        )
        uploads = Uploads(
            self._config,
            self._home,
            visitors=self._visitors,
            gate=self._gate,
            hub=self._hub,
            sink=sink,
            observer=self._observe,
        )
        sockets = Sockets(
            self._config,
            visitors=self._visitors,
            gate=self._gate,
            hub=self._hub,
            presence=presence,
        )
        application = app.build(
            limits, gate=self._gate, api=api, uploads=uploads, sockets=sockets, page=self._page
        )
        self._runner = web.AppRunner(
            application, handle_signals=False, access_log=None, shutdown_timeout=_SHUTDOWN_S
        )
        await self._runner.setup()
        server = self._runner.server
        assert server is not None

        ceiling = connections_borne(limits.sockets_total + limits.connections_beside_sockets)

        def connection() -> Connection:
            return Connection(
                server,
                ceiling,
                look_s=limits.look_seconds,
                access_log=None,
                logger=_log,
                keepalive_timeout=limits.idle_seconds,
                lingering_time=_LINGER_S,
                auto_decompress=False,
            )

        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(connection, sock=listener, backlog=_BACKLOG)

    async def send(self, outgoing: Outgoing) -> Outcome:
        """Hint that an answer is there; the store already hands it out."""
        await self.hint(outgoing.conversation_id, outgoing.seq)
        return Accepted(remote_id=str(outgoing.seq))

    async def hint(self, conversation_id: int, seq: int) -> None:
        """Tell a visitor's open pages that there is something new up to ``seq``."""
        self._observe("before-hint")
        self._hub.tell(conversation_id, "new", seq=seq)
        self._observe("after-hint")

    async def typing(self, conversation_id: int, on: bool) -> None:
        """Show the visitor that the agent types, until told otherwise."""
        self._hub.typing(conversation_id, on)

    async def mark_read(self, conversation_id: int, seq: int) -> None:
        """Show the visitor that the agent has seen their lines up to ``seq``."""
        self._hub.tell(conversation_id, "read", seq=seq)

    def forget(self, conversation_id: int) -> None:
        """Ask the store again whose token opens this conversation, as after it was erased; its open
        pages are hinted to fetch, and so learn it."""
        self._visitors.forget(conversation_id)
        self._hub.tell(conversation_id, "new", seq=_BEYOND)

    @property
    def open_sockets(self) -> int:
        """How many WebSockets are open, authenticated or not."""
        return len(self._hub)

    async def close(self) -> None:
        """Give the port back and close every connection; idempotent."""
        self._closed.set()
        listener, self._listener = self._listener, None
        server, self._server = self._server, None
        runner, self._runner = self._runner, None
        if server is not None:
            server.close()
        elif listener is not None:
            listener.close()
        await self._hub.close()
        if runner is not None:
            with contextlib.suppress(ConnectionError):
                await runner.cleanup()
