"""Platforms that are connected from outside, as a channel of the gateway.

In: webhooks that connectors post (``server``). Out: webhooks posted to the connector's address.
"""

import asyncio
import hashlib
from collections.abc import Callable
from typing import Final

from zuiqing_desk.channels.base import Caps, Outcome, Outgoing, Rejected, Retry, Sink
from zuiqing_desk.channels.bridge.answers import outcome
from zuiqing_desk.channels.bridge.bodies_out import webhook
from zuiqing_desk.channels.bridge.config import BridgeConfig
from zuiqing_desk.channels.bridge.post import ANSWER_S, Poster
from zuiqing_desk.channels.bridge.server import Server
from zuiqing_desk.channels.bridge.telling import Teller
from zuiqing_desk.channels.keeping import REBIND_S, why
from zuiqing_desk.rules.text import MAX_CHARS
from zuiqing_desk.services.bridge import accounts
from zuiqing_desk.store.engine import Store
from zuiqing_desk.store.errors import StoreError

NO_ADDRESS: Final = "没有设置连接器地址（zuiqing-desk bridge set-url）"

_STORE_BUSY_S = 1.0


class Bridge:
    """All connected accounts (channels.base.Channel). A port that is taken stops no sending.

    ``observer`` is called with the names of the moments a crash test wants to stop at: those of
    ``Server``, of ``Teller``, and before-post, answered.
    """

    kind = "bridge"
    title = "桥接"
    caps = Caps(
        proves_delivered=True,
        proves_read=True,
        repeat_is_harmless=False,
        max_chars=MAX_CHARS,
        rest_s=0.05,
    )

    def __init__(
        self,
        store: Store,
        config: BridgeConfig,
        *,
        observer: Callable[[str], None] = lambda moment: None,
        answer_s: float = ANSWER_S,
    ) -> None:
        self.where = f"{config.host}:{config.port}"
        self._store = store
        self._config = config
        self._observe = observer
        self._poster = Poster(answer_s)
        self._server = Server(store, config, observer=observer)
        self._trouble = ""
        self._closed = False

    @property
    def url(self) -> str:
        """Where connectors post now; "" while nothing listens."""
        return self._server.url

    @property
    def problem(self) -> str:
        """What people should know: a port that is taken, a clock that is off."""
        return self._trouble or self._server.problem

    async def start(self) -> str:
        """Take the port if there is an account to post for; where, or "".

        A port that is taken is a problem to be told, not an error: answers go out all the same.
        """
        return await self._listen()

    async def _listen(self) -> str:
        try:
            url = await self._server.start()
        except OSError as error:
            self._trouble = f"桥接没有开（{self.where}）：{why(error)}"
            return ""
        self._trouble = ""
        return url

    async def run(self, sink: Sink, cursors: dict[int, str]) -> None:
        """Serve until cancelled. ``cursors`` are not needed: a connector asks for its own."""
        async with asyncio.TaskGroup() as group:
            telling = group.create_task(
                Teller(self._store, self._poster, self._observe).run(), name="telling"
            )
            await self._receive(sink)
            telling.cancel()

    async def _receive(self, sink: Sink) -> None:
        while True:
            try:
                await self._server.run(sink)
            except (OSError, ValueError) as error:
                if self._closed:
                    return  # the listener was closed under its hands
                if not isinstance(error, OSError):
                    raise
                self._trouble = f"桥接没有开（{self.where}）：{why(error)}"
            else:
                return
            await self._server.close()
            await asyncio.sleep(REBIND_S)
            self._server = Server(self._store, self._config, observer=self._observe)
            self._trouble = ""

    async def send(self, outgoing: Outgoing) -> Outcome:
        """Post one answer to its account's connector."""
        try:
            account = await asyncio.wrap_future(
                self._store.read(lambda tx: accounts.by_id(tx, outgoing.account_id))
            )
        except StoreError:
            return Retry(_STORE_BUSY_S)
        if account is None or account.removed_at is not None:
            return Rejected("removed", accounts.REMOVED)
        if not account.url:
            return Rejected("no_address", NO_ADDRESS)
        data = {
            "conversation": outgoing.external_id,
            "client_id": outgoing.client_id,
            "text": outgoing.text,
            "seq": outgoing.seq,
        }
        # The same over all retries, so that a connector knows what it has had before.
        body = webhook("message.send", outgoing.at, data)
        self._observe("before-post")
        posted = await self._poster.post(account.url, account.secrets, _id_of(outgoing), body)
        self._observe("answered")
        return outcome(posted, outgoing.attempts)

    async def typing(self, conversation_id: int, on: bool) -> None:
        """Connectors are not told."""

    async def mark_read(self, conversation_id: int, seq: int) -> None:
        """Connectors are not told."""

    async def close(self) -> None:
        """Give the port back and cut every connection; idempotent."""
        self._closed = True
        await self._server.close()
        await self._poster.close()


def _id_of(outgoing: Outgoing) -> str:
    digest = hashlib.sha256(outgoing.client_id.encode()).hexdigest()
    return f"desk_msg_{outgoing.outbox_id}_{digest[:16]}"
