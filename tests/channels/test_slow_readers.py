"""Who asks and does not read is cut off, and costs the others nothing."""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
from support.raw import RawConnection, ws_frame
from support.webchat import DEADLINE_S, ChatShop, Visitor, eventually, frame, open_chat

from zuiqing_desk.channels.webchat import Limits
from zuiqing_desk.channels.webchat.visitors import PAGE_CHARS
from zuiqing_desk.rules.text import MAX_CHARS

LINES = 40
ASKED = 20


async def long_talk(shop: ChatShop) -> Visitor:
    """A visitor to whom an agent has written a great deal."""
    visitor = await shop.visitor()
    assert (await visitor.say("说说看", "c1"))[0] == 201
    for _ in range(LINES):
        await shop.reply(visitor.conversation_id, "长" * MAX_CHARS)
    return visitor


@contextlib.asynccontextmanager
async def little_room(shop: ChatShop) -> AsyncIterator[RawConnection]:
    """A connection that holds next to nothing of what nobody reads."""
    parts = urlsplit(shop.url)
    assert parts.hostname is not None
    with socket.socket() as bare:
        bare.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        bare.setblocking(False)
        await asyncio.get_running_loop().sock_connect(bare, (parts.hostname, parts.port))
        reader, writer = await asyncio.open_connection(sock=bare, limit=1024)
        yield RawConnection(reader, writer)
        writer.transport.abort()


@contextlib.asynccontextmanager
async def asks_and_never_reads(shop: ChatShop, visitor: Visitor) -> AsyncIterator[RawConnection]:
    """A client with little room that asks for all of it, again and again."""
    async with little_room(shop) as raw:
        ask = (
            f"GET /api/v1/messages?after=0 HTTP/1.1\r\nHost: {urlsplit(shop.url).netloc}\r\n"
            f"Authorization: Bearer {visitor.token}\r\n\r\n"
        )
        raw.writer.write(ask.encode() * ASKED)
        yield raw


async def test_an_answer_is_no_longer_than_one_client_may_cost(shop: ChatShop) -> None:
    visitor = await long_talk(shop)
    seqs: list[int] = []
    more = True
    while more:
        page = await visitor.fetch(after=seqs[-1] if seqs else 0)
        assert sum(len(line["text"]) for line in page["messages"]) <= PAGE_CHARS
        seqs += [line["seq"] for line in page["messages"]]
        more = page["more"]
    assert seqs == list(range(1, LINES + 2))


async def test_unread_connections_are_given_back_and_others_served_meanwhile(home: Path) -> None:
    limits = Limits(sockets_total=1, connections_beside_sockets=4, look_seconds=0.1)
    async with open_chat(home, limits=limits) as shop:
        visitor = await long_talk(shop)
        async with contextlib.AsyncExitStack() as stack:
            for _ in range(4):
                await stack.enter_async_context(asks_and_never_reads(shop, visitor))
            # The fifth place is this client's: it goes on while the others are stuck.
            assert (await visitor.say("还在", "c2"))[0] == 201
            await eventually(lambda: newcomer_is_served(shop), "a place was given back")


async def test_a_client_that_reads_slowly_gets_everything(home: Path) -> None:
    async with open_chat(home, limits=Limits(look_seconds=0.1)) as shop:
        visitor = await long_talk(shop)
        async with asks_and_never_reads(shop, visitor) as slow:
            for _ in range(ASKED):
                status, text = await slow.response()
                assert status == 200
                assert json.loads(text.partition("\r\n\r\n")[2])["more"] is True


async def test_a_socket_that_is_never_read_costs_little_and_is_cut_off(home: Path) -> None:
    async with open_chat(home, limits=Limits(look_seconds=0.1)) as shop:
        visitor = await shop.visitor()
        async with little_room(shop) as deaf, visitor.socket() as heard:
            await deaf.upgrade()
            await deaf.send(ws_frame(json.dumps({"type": "auth", "token": visitor.token}).encode()))
            await frame(heard, "ready")
            await eventually(lambda: shop.chat.open_sockets == 2)
            told = 0
            async with asyncio.timeout(DEADLINE_S):
                while shop.chat.open_sockets == 2:
                    told += 1
                    await shop.chat.hint(visitor.conversation_id, told)
                    # Whoever reads hears each of them meanwhile.
                    assert (await frame(heard, "new"))["seq"] == told


async def newcomer_is_served(shop: ChatShop) -> bool:
    """Whether a connection of its own finds a place."""
    with contextlib.suppress(aiohttp.ClientError):
        async with (
            aiohttp.ClientSession() as http,
            http.get(f"{shop.url}/api/v1/healthz") as response,
        ):
            return response.status == 200
    return False
