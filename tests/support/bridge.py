"""A shop with the bridge's own listener on a loopback port, and a connector's side of it."""

import asyncio
import base64
import contextlib
import io
import json
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
from standardwebhooks import Webhook
from support.webchat import eventually

from zuiqing_desk.channels.bridge.config import BridgeConfig, BridgeLimits
from zuiqing_desk.channels.bridge.server import Server
from zuiqing_desk.channels.sink import StoreSink
from zuiqing_desk.services import outbound, outbox
from zuiqing_desk.services.bridge import accounts
from zuiqing_desk.services.bridge.accounts import Bridge
from zuiqing_desk.store.engine import Store, open_store
from zuiqing_desk.store.tx import Tx

T = TypeVar("T")

SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
OTHER = "whsec_" + base64.b64encode(bytes(range(32, 64))).decode()
SLUG = "taobao-1"


def add(tx: Tx, slug: str = SLUG, *, secret: str = SECRET, name: str = "", url: str = "") -> Bridge:
    """Connect an account."""
    return accounts.add(
        tx,
        slug=slug,
        platform="taobao",
        name=name or f"账号 {slug}",
        storefront="",
        url=url,
        secret=secret,
        actor=None,
    )


def words(text: str, *, conversation: str = "c1", message: str = "m1") -> dict[str, Any]:
    """The data of a message that is but text."""
    return created({"type": "text", "text": text}, conversation=conversation, message=message)


def created(
    content: dict[str, Any], *, conversation: str = "c1", message: str = "m1"
) -> dict[str, Any]:
    """The data of a message."""
    return {
        "conversation": conversation,
        "customer": {"name": "买家**"},
        "message": {"id": message, "content": content},
    }


def envelope(type_: str, data: dict[str, Any], cursor: str | None = None) -> bytes:
    """A webhook's body."""
    said: dict[str, Any] = {
        "type": type_,
        "version": 1,
        "at": "2026-11-20T16:20:00+08:00",
        "data": data,
    }
    if cursor is not None:
        said["cursor"] = cursor
    return json.dumps(said, ensure_ascii=False).encode()


def signed(
    body: bytes, webhook_id: str, *, secret: str = SECRET, off_by_s: int = 0
) -> dict[str, str]:
    """The headers of a webhook, by a clock that is off."""
    at = int(time.time()) + off_by_s
    when = datetime.fromtimestamp(at, UTC)
    try:
        signature = Webhook(secret).sign(webhook_id, when, body.decode())
    except UnicodeDecodeError:
        signature = "v1,AAAA"
    return {
        "Content-Type": "application/json",
        "webhook-id": webhook_id,
        "webhook-timestamp": str(at),
        "webhook-signature": signature,
    }


@dataclass
class BridgeShop:
    """A shop on a fresh store whose bridge listens for one account, SLUG."""

    store: Store
    staff_id: int
    account: Bridge
    server: Server
    http: aiohttp.ClientSession
    moments: list[str]
    _posted: int = 0

    def address(self, slug: str = SLUG) -> str:
        return f"{self.server.url}/bridge/v1/{slug}"

    async def raw(
        self, body: bytes, headers: dict[str, str], slug: str = SLUG
    ) -> tuple[int, dict[str, Any]]:
        """Post as it is; status and answer."""
        sent = io.BytesIO(body)
        async with self.http.post(self.address(slug), data=sent, headers=headers) as response:
            return response.status, await response.json()

    async def post(
        self,
        type_: str,
        data: dict[str, Any],
        *,
        webhook_id: str = "",
        slug: str = SLUG,
        secret: str = SECRET,
        cursor: str | None = None,
    ) -> tuple[int, dict[str, Any]]:
        """Post a signed webhook; status and answer."""
        body = envelope(type_, data, cursor)
        self._posted += 1
        webhook_id = webhook_id or f"msg_{self._posted}"
        return await self.raw(body, signed(body, webhook_id, secret=secret), slug)

    async def write(self, unit: Callable[[Tx], T]) -> T:
        return await asyncio.wrap_future(self.store.write(unit))

    async def read(self, query: Callable[[Tx], T]) -> T:
        return await asyncio.wrap_future(self.store.read(query))

    async def all(self, sql: str, **params: Any) -> list[tuple[Any, ...]]:
        return await self.read(lambda tx: tx.all(sql, **params))

    async def lines(self) -> list[tuple[Any, ...]]:
        """(conversation, seq, kind, text) of every customer's line."""
        return await self.all(
            "SELECT c.external_id, l.seq, l.kind, l.text FROM line l"
            " JOIN conversation c ON c.id = l.conversation_id WHERE l.author = 'customer'"
            " ORDER BY l.id"
        )


def answered(tx: Tx, conversation_id: int, staff_id: int, text: str = "在的", **how: str) -> str:
    """The agent answers, and the answer is on its way; its client id."""
    client_id = how.get("client_id", "answer-1")
    outbound.reply(
        tx, conversation_id=conversation_id, staff_id=staff_id, text=text, client_id=client_id
    )
    outbox.claim(tx, "bridge")
    return client_id


@contextlib.asynccontextmanager
async def open_bridge(home: Path, **limits: Any) -> AsyncIterator[BridgeShop]:
    """A shop founded in ``home`` whose bridge runs; ``limits`` go into BridgeLimits."""
    moments: list[str] = []
    with open_store(home / "desk.db") as store:
        account = store.write(add).result()
        staff_id = store.read(lambda tx: tx.value("SELECT min(id) FROM staff")).result()
        config = BridgeConfig(home, port=0, limits=BridgeLimits(**limits))
        server = Server(store, config, observer=moments.append)
        running = asyncio.create_task(server.run(StoreSink(store)))
        try:
            async with aiohttp.ClientSession() as http:
                shop = BridgeShop(store, staff_id, account, server, http, moments)
                await eventually(lambda: bool(server.url) or running.done(), "the bridge listens")
                yield shop
        finally:
            running.cancel()
            (ended,) = await asyncio.gather(running, return_exceptions=True)
            await server.close()
            assert isinstance(ended, asyncio.CancelledError | None), repr(ended)
