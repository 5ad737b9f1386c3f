"""What is too much, too fast or too slow is refused cleanly, and hits only who did it."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from support.raw import post_head, raw_connection
from support.webchat import ChatShop, close_code, eventually, frame, open_chat

from zuiqing_desk.channels.webchat import Limits


async def refused(response: aiohttp.ClientResponse, code: str) -> None:
    assert response.status == 429
    assert int(response.headers["Retry-After"]) >= 1
    assert (await response.json())["error"]["code"] == code


async def test_messages_per_visitor(home: Path) -> None:
    async with open_chat(home, limits=Limits(messages_per_visitor=2)) as shop:
        hasty, calm = await shop.visitor(), await shop.visitor()
        assert [(await hasty.say("快", f"c{n}"))[0] for n in range(4)] == [201, 201, 429, 429]
        assert (await calm.say("慢", "c1"))[0] == 201
        async with shop.http.post(
            f"{shop.url}/api/v1/messages",
            json={"client_id": "c9", "text": "快"},
            headers=hasty.headers,
        ) as response:
            await refused(response, "too_many_messages")
        assert len((await hasty.fetch())["messages"]) == 2


async def test_new_visitors_per_address(home: Path) -> None:
    limits = Limits(visitors_per_address=1)
    async with open_chat(home, limits=limits, trusted_proxies=("127.0.0.1",)) as shop:
        url = f"{shop.url}/api/v1/visitors"
        first = {"X-Forwarded-For": "6.6.6.6, 198.51.100.1"}
        async with shop.http.post(url, json={}, headers=first) as response:
            assert response.status == 201
        # What stands left of the proxy's own entry is the client's invention.
        again = {"X-Forwarded-For": "7.7.7.7, 198.51.100.1"}
        async with shop.http.post(url, json={}, headers=again) as response:
            await refused(response, "too_many_visitors")
        other = {"X-Forwarded-For": "198.51.100.2"}
        async with shop.http.post(url, json={}, headers=other) as response:
            assert response.status == 201


async def test_requests_per_address(home: Path) -> None:
    async with open_chat(home, limits=Limits(requests_per_address=3)) as shop:
        visitor = await shop.visitor()
        for _ in range(2):
            await visitor.fetch()
        url = f"{shop.url}/api/v1/messages"
        async with shop.http.get(url, headers=visitor.headers) as response:
            await refused(response, "too_many_requests")
        # An address that is not believed does not help.
        lie = {**visitor.headers, "X-Forwarded-For": "198.51.100.9"}
        async with shop.http.get(url, headers=lie) as response:
            await refused(response, "too_many_requests")


async def test_a_body_that_says_it_is_too_large_is_refused_unread(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    async with raw_connection(shop.url) as raw:
        await raw.send(post_head(visitor.token, length=10**10) + b"{")
        status, text = await raw.response()
    assert status == 413
    assert "body_too_large" in text


async def test_a_chunked_body_is_cut_where_it_becomes_too_large(shop: ChatShop) -> None:
    visitor = await shop.visitor()

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * 8192

    async with shop.http.post(
        f"{shop.url}/api/v1/messages",
        data=chunks(),
        headers={**visitor.headers, "Content-Type": "application/json"},
    ) as response:
        assert response.status == 413
        assert (await response.json())["error"]["code"] == "body_too_large"


async def test_a_body_that_does_not_come_ends_in_408(home: Path) -> None:
    async with open_chat(home, limits=Limits(body_seconds=0.05)) as shop:
        visitor = await shop.visitor()
        async with raw_connection(shop.url) as raw:
            await raw.send(post_head(visitor.token, length=50) + b"{")
            status, text = await raw.response()
        assert status == 408
        assert "timeout" in text


async def test_a_client_that_hangs_up_in_its_body_harms_nobody(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    async with raw_connection(shop.url) as raw:
        await raw.send(post_head(visitor.token, length=50) + b'{"client_id":"c1"')
    assert (await visitor.say("在吗", "c2"))[0] == 201
    assert [m["client_id"] for m in (await visitor.fetch())["messages"]] == ["c2"]


@pytest.mark.parametrize(
    "limits",
    [Limits(sockets_per_visitor=1), Limits(sockets_per_address=1), Limits(sockets_total=1)],
    ids=["visitor", "address", "total"],
)
async def test_too_many_sockets_are_refused_at_the_handshake(home: Path, limits: Limits) -> None:
    async with open_chat(home, limits=limits) as shop:
        visitor = await shop.visitor()
        url = f"{shop.url}/api/v1/ws"
        async with shop.http.ws_connect(url, headers=visitor.headers) as socket:
            await frame(socket, "ready")
            with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
                await shop.http.ws_connect(url, headers=visitor.headers)
            assert refusal.value.status == 429
        # One place is free again as soon as the first is gone.
        await eventually(lambda: connects(shop, visitor.headers))


async def connects(shop: ChatShop, headers: dict[str, str]) -> bool:
    try:
        async with shop.http.ws_connect(f"{shop.url}/api/v1/ws", headers=headers):
            return True
    except aiohttp.WSServerHandshakeError:
        return False


async def test_too_many_sockets_of_a_visitor_are_closed_after_the_first_frame(home: Path) -> None:
    async with open_chat(home, limits=Limits(sockets_per_visitor=1)) as shop:
        visitor = await shop.visitor()
        async with visitor.socket() as first:
            await frame(first, "ready")
            async with visitor.socket() as second:
                assert await close_code(second) == 4429


async def test_too_many_frames_close_the_socket(home: Path) -> None:
    async with open_chat(home, limits=Limits(frames_per_socket=3)) as shop:
        visitor = await shop.visitor()
        async with visitor.socket() as socket:
            await frame(socket, "ready")
            for _ in range(4):
                await socket.send_json({"type": "typing", "on": True})
            assert await close_code(socket) == 4429


async def test_too_many_connections_are_turned_away_and_the_rest_go_on(home: Path) -> None:
    async with open_chat(
        home, limits=Limits(sockets_total=1, connections_beside_sockets=2)
    ) as shop:
        async with contextlib.AsyncExitStack() as stack:
            held = [await stack.enter_async_context(raw_connection(shop.url)) for _ in range(3)]
            # The third is known to be served before the fourth knocks.
            for raw in held:
                await raw.send(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert (await raw.response())[0] == 200
            fourth = await stack.enter_async_context(raw_connection(shop.url))
            assert b"503" in await fourth.until_closed()
            await held[0].send(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert (await held[0].response())[0] == 200
        await eventually(lambda: healthy(shop))


async def healthy(shop: ChatShop) -> bool:
    with contextlib.suppress(aiohttp.ClientError, json.JSONDecodeError):
        async with shop.http.get(f"{shop.url}/healthz") as response:
            return response.status == 200
    return False


async def test_slow_readers_do_not_hold_up_the_others(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    await visitor.say("在吗", "c1")
    async with visitor.socket() as deaf, visitor.socket() as listening:
        await frame(deaf, "ready")
        await frame(listening, "ready")
        # Far more hints than any buffer of a client that does not read would take.
        async with asyncio.timeout(20):
            for seq in range(2, 20_002):
                await shop.chat.hint(visitor.conversation_id, seq)
        while (await frame(listening, "new"))["seq"] < 20_001:
            pass
