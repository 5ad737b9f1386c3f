"""The bridge's port is open while there is an account to post for, and at no other time."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from support.bridge import BridgeShop, add
from support.webchat import ChatShop, eventually

from zuiqing_desk.channels.bridge.config import BridgeConfig
from zuiqing_desk.channels.bridge.server import Server
from zuiqing_desk.channels.sink import StoreSink
from zuiqing_desk.services.bridge import accounts
from zuiqing_desk.store.engine import Store, open_store


@contextlib.asynccontextmanager
async def served(store: Store, config: BridgeConfig) -> AsyncIterator[Server]:
    server = Server(store, config)
    await server.start()
    running = asyncio.create_task(server.run(StoreSink(store)))
    try:
        yield server
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def is_open(url: str) -> bool:
    host, _, port = url.removeprefix("http://").rpartition(":")
    with contextlib.closing(socket.socket()) as client:
        return client.connect_ex((host, int(port))) == 0


async def test_it_opens_with_the_first_account_and_closes_after_the_last(home: Path) -> None:
    with (
        open_store(home / "desk.db") as store,
        # As the command line, which is a process of its own, would change it.
        open_store(home / "desk.db") as other,
    ):
        async with served(store, BridgeConfig(home, port=0)) as server:
            assert server.url == ""
            await asyncio.wrap_future(other.write(add))
            await eventually(lambda: bool(server.url), "the bridge opens")
            url = server.url
            assert is_open(url)
            await asyncio.wrap_future(other.write(lambda tx: add(tx, "taobao-2")))
            await asyncio.wrap_future(other.write(lambda tx: accounts.remove(tx, "taobao-1")))
            assert is_open(url), "one is left"
            await asyncio.wrap_future(other.write(lambda tx: accounts.remove(tx, "taobao-2")))
            await eventually(lambda: not server.url, "the bridge closes")
            assert not is_open(url)
            # And again.
            await asyncio.wrap_future(other.write(lambda tx: add(tx, "taobao-3")))
            await eventually(lambda: bool(server.url), "the bridge opens again")
        assert not is_open(url)


async def test_a_port_that_is_taken_is_said(home: Path) -> None:
    with socket.socket() as holder, open_store(home / "desk.db") as store:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        server = Server(store, BridgeConfig(home, port=holder.getsockname()[1]))
        assert await server.start() == "", "nobody needs it yet"
        await asyncio.wrap_future(store.write(add))
        with pytest.raises(OSError, match="in use"):
            await server.start()
        with pytest.raises(OSError, match="in use"):
            await server.run(StoreSink(store))


async def test_connectors_and_visitors_have_nothing_of_each_other(
    bridge: BridgeShop, shop: ChatShop
) -> None:
    async with bridge.http.post(f"{shop.url}/bridge/v1/taobao-1", json={}) as response:
        assert response.status == 404
    async with bridge.http.post(f"{bridge.server.url}/api/v1/visitors", json={}) as response:
        assert response.status == 404


async def test_closing_twice_is_closing_once(bridge: BridgeShop) -> None:
    url = bridge.server.url
    await bridge.server.close()
    await bridge.server.close()
    assert not is_open(url)
