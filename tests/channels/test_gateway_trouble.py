"""A store that cannot be written for a while ends neither the gateway nor an answer's way out."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from support.webchat import eventually

from zuiqing_desk.channels.gateway import Gateway
from zuiqing_desk.channels.webchat import WebChat, WebChatConfig
from zuiqing_desk.services import gateway as gateways
from zuiqing_desk.services import outbound, shop, visitors
from zuiqing_desk.store import GatewayLock, Store, StoreBusy, Tx, open_store

T = TypeVar("T")


class OtherProgram:
    """Another program that writes to the database, and takes its time."""

    def __init__(self, database: Path) -> None:
        self._connection = sqlite3.connect(database, isolation_level=None)

    def hold(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")

    def let_go(self) -> None:
        self._connection.execute("ROLLBACK")

    def close(self) -> None:
        self._connection.close()


@dataclass
class Place:
    """A store, another program on it, and a gateway to come."""

    store: Store
    other: OtherProgram

    @contextlib.asynccontextmanager
    async def gateway(
        self, observer: Callable[[str], None] = lambda point: None
    ) -> AsyncIterator[asyncio.Task[None]]:
        async def make_channel() -> WebChat:
            account_id = await self.ask(shop.webchat_account)
            return WebChat(self.store, account_id, WebChatConfig(shop_name="醉卿测试店", port=0))

        gateway = Gateway(
            store=self.store,
            lock=GatewayLock(self.store.path.parent / "gateway.lock"),
            make_channels=(make_channel,),
            observer=observer,
        )
        running = asyncio.create_task(gateway.run())
        yield running
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    async def ask(self, query: Callable[[Tx], T]) -> T:
        return await asyncio.wrap_future(self.store.read(query))

    async def gives_up(self) -> None:
        """Returns when the writer has given up whatever it was told to write until now."""
        with pytest.raises(StoreBusy):
            await asyncio.wrap_future(self.store.write(lambda tx: None))


@pytest.fixture
def place(home: Path) -> Iterator[Place]:
    with (
        open_store(home / "desk.db") as store,
        closing(OtherProgram(home / "desk.db")) as other,
    ):
        yield Place(store, other)


def answer(tx: Tx) -> int:
    """An agent answers a visitor; the conversation."""
    account_id = shop.webchat_account(tx)
    _, conversation_id = visitors.create(tx, account_id=account_id, name=None, token_hash="0" * 64)
    staff_id = tx.value("SELECT id FROM staff")
    outbound.reply(
        tx, conversation_id=conversation_id, staff_id=staff_id, text="有的亲", client_id="a-1"
    )
    return conversation_id


async def test_an_answer_sent_while_the_store_is_busy_is_settled_afterwards(place: Place) -> None:
    sent = asyncio.Event()

    def observer(point: str) -> None:
        if point == "sent" and not sent.is_set():
            place.other.hold()
            sent.set()

    async with place.gateway(observer) as running:
        await asyncio.wrap_future(place.store.write(answer))
        await sent.wait()
        await place.gives_up()
        # What the gateway's housekeeping wanted meanwhile fails with this one.
        await place.gives_up()
        place.other.let_go()
        free_since = place.store.clock()

        async def settled() -> bool:
            return await place.ask(
                lambda tx: tx.one("SELECT 1 FROM outbox WHERE state = 'done'") is not None
            )

        await eventually(settled, "the answer is settled")

        async def sound() -> bool:
            info = await place.ask(gateways.current)
            return info is not None and info.seen_at > free_since and not info.problem

        await eventually(sound, "the problem is over and said to be")
        assert not running.done()


async def test_a_gateway_that_starts_while_the_store_is_busy_serves_afterwards(
    place: Place,
) -> None:
    place.other.hold()
    async with place.gateway() as running:
        await asyncio.sleep(0)
        await place.gives_up()
        place.other.let_go()

        async def serves() -> bool:
            assert not running.done(), running.exception()
            info = await place.ask(gateways.current)
            return info is not None and info.url.startswith("http://")

        await eventually(serves, "it listens")
