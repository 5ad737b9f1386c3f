"""A shop with a running web chat: the real store, the real sink and pump, a loopback port."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import aiohttp

from zuiqing_desk.channels.base import Sink
from zuiqing_desk.channels.pump import Pump
from zuiqing_desk.channels.sink import StoreSink
from zuiqing_desk.channels.webchat import WebChat, WebChatConfig
from zuiqing_desk.channels.webchat.api import Observer
from zuiqing_desk.services import conversations, duty, outbound, shop
from zuiqing_desk.store.engine import Store, open_store
from zuiqing_desk.store.tx import Tx

T = TypeVar("T")
DEADLINE_S = 20.0


async def eventually(condition: Callable[[], Awaitable[bool] | bool], what: str = "") -> None:
    """Wait until a condition holds; fails after a generous deadline."""
    try:
        async with asyncio.timeout(DEADLINE_S):
            while True:
                holds = condition()
                if holds if isinstance(holds, bool) else await holds:
                    return
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(f"never came true: {what or condition}") from None


@dataclass
class ChatShop:
    """A shop on a fresh store, and its web chat."""

    store: Store
    account_id: int
    staff_id: int
    chat: WebChat
    url: str
    http: aiohttp.ClientSession
    running: list[asyncio.Task[None]] = field(default_factory=list)
    _replies: int = 0

    async def write(self, unit: Callable[[Tx], T]) -> T:
        return await asyncio.wrap_future(self.store.write(unit))

    async def read(self, query: Callable[[Tx], T]) -> T:
        return await asyncio.wrap_future(self.store.read(query))

    async def visitor(self, name: str | None = None) -> "Visitor":
        """A visitor who has come through the front door."""
        body = {} if name is None else {"name": name}
        async with self.http.post(f"{self.url}/api/v1/visitors", json=body) as response:
            assert response.status == 201, await response.text()
            answer = await response.json()
        return Visitor(self, answer["visitor_token"], answer["conversation_id"])

    async def reply(self, conversation_id: int, text: str) -> int:
        """The agent answers; the seq of the line."""
        self._replies += 1
        client_id = f"answer-{self._replies}"
        sent = await self.write(
            lambda tx: outbound.reply(
                tx,
                conversation_id=conversation_id,
                staff_id=self.staff_id,
                text=text,
                client_id=client_id,
            )
        )
        return sent.seq

    async def note(self, conversation_id: int, text: str) -> None:
        """The agent writes an internal note."""
        await self.write(lambda tx: conversations.note(tx, conversation_id, text, self.staff_id))

    async def seen(self, conversation_id: int) -> None:
        """The agent takes the conversation and looks at it."""

        def look(tx: Tx) -> None:
            conversations.take(tx, conversation_id, self.staff_id)
            conversations.seen(tx, conversation_id, self.staff_id)

        await self.write(look)

    async def block(self, conversation_id: int) -> None:
        await self.write(lambda tx: conversations.block(tx, conversation_id, self.staff_id))

    async def column(self, name: str, conversation_id: int) -> Any:
        """One column of the conversation's row."""
        return await self.read(
            lambda tx: tx.value(
                f"SELECT {name} FROM conversation WHERE id = :id", id=conversation_id
            )
        )


@dataclass
class Visitor:
    """One visitor's side, spoken in plain HTTP."""

    shop: ChatShop
    token: str
    conversation_id: int

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def post(self, path: str, body: Any) -> tuple[int, Any]:
        async with self.shop.http.post(
            f"{self.shop.url}/api/v1/{path}", json=body, headers=self.headers
        ) as response:
            text = await response.text()
            return response.status, await response.json() if text else None

    async def say(self, text: str, client_id: str) -> tuple[int, Any]:
        return await self.post("messages", {"client_id": client_id, "text": text})

    async def fetch(self, after: int = 0, limit: int = 200) -> Any:
        async with self.shop.http.get(
            f"{self.shop.url}/api/v1/messages",
            params={"after": after, "limit": limit},
            headers=self.headers,
        ) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    @contextlib.asynccontextmanager
    async def socket(self) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
        """An authenticated WebSocket, its ``ready`` frame still to be read."""
        async with self.shop.http.ws_connect(f"{self.shop.url}/api/v1/ws") as socket:
            await socket.send_json({"type": "auth", "token": self.token})
            yield socket


async def frame(socket: aiohttp.ClientWebSocketResponse, kind: str) -> dict[str, Any]:
    """The next frame of a kind; other kinds are passed over."""
    async with asyncio.timeout(DEADLINE_S):
        while True:
            received: dict[str, Any] = await socket.receive_json()
            if received["type"] == kind:
                return received


async def close_code(socket: aiohttp.ClientWebSocketResponse) -> int | None:
    """The code with which the server closes the socket; frames before that are passed over."""
    async with asyncio.timeout(DEADLINE_S):
        while (await socket.receive()).type is aiohttp.WSMsgType.TEXT:
            pass
    return socket.close_code


def found_shop(home: Path) -> None:
    """Lay a store with a shop whose lead is on duty into ``home``."""

    def set_up(tx: Tx) -> None:
        lead = shop.set_up(
            tx, shop_name="醉卿测试店", staff_no="1024", name="小樽", pin_hash="unused"
        )
        duty.sign_in(tx, lead.id, "desk-1")

    with open_store(home / "desk.db") as store:
        store.write(set_up).result()


@contextlib.asynccontextmanager
async def open_chat(
    home: Path,
    *,
    make_sink: Callable[[Store], Sink] = StoreSink,
    observer: Observer = lambda moment: None,
    **settings: Any,
) -> AsyncIterator[ChatShop]:
    """A shop founded in ``home``, whose web chat runs; ``settings`` go into WebChatConfig."""
    store = open_store(home / "desk.db")
    account_id, staff_id = store.read(
        lambda tx: (shop.webchat_account(tx), tx.value("SELECT min(id) FROM staff"))
    ).result()
    config = WebChatConfig(**{"shop_name": "醉卿测试店", "port": 0, **settings})
    chat = WebChat(store, account_id, config, observer=observer)
    try:
        url = await chat.start()
        async with aiohttp.ClientSession() as http:
            running = [
                asyncio.create_task(chat.run(make_sink(store), {})),
                asyncio.create_task(Pump(store, chat).run()),
            ]
            try:
                yield ChatShop(store, account_id, staff_id, chat, url, http, running)
            finally:
                for task in running:
                    task.cancel()
                ended = await asyncio.gather(*running, return_exceptions=True)
                await chat.close()
                # A channel or pump that died says why, instead of leaving a test to wait.
                for outcome in ended:
                    assert isinstance(outcome, asyncio.CancelledError | None), repr(outcome)
    finally:
        store.close()
