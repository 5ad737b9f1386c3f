"""The line is cut in mid-message: what was sent is stored once or not at all."""

import asyncio
import contextlib
import json
import socket
import struct

import pytest
from support.figures import Figures
from support.raw import RawConnection, post_head, raw_connection, ws_frame
from support.webchat import ChatShop, Visitor, eventually, frame

TEXT = "碎了一瓶，您看看"


def cut(raw: RawConnection) -> None:
    """What happens to a phone in a tunnel: no goodbye, and the other side learns it at once."""
    bare = raw.writer.get_extra_info("socket")
    bare.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raw.writer.transport.abort()


def request(visitor: Visitor, client_id: str) -> bytes:
    body = json.dumps({"client_id": client_id, "text": TEXT}).encode()
    return post_head(visitor.token, length=len(body)) + body


@pytest.mark.parametrize("waits", [False, True], ids=["at once", "after it was read"])
async def test_a_message_cut_anywhere_is_stored_once_when_it_is_sent_again(
    shop: ChatShop, figures: Figures, waits: bool
) -> None:
    visitor = await shop.visitor()
    whole = len(request(visitor, "cut-00"))
    places = [*range(1, whole, whole // 10), whole - 1, whole]
    found = 0
    for number, place in enumerate(places):
        client_id = f"cut-{number:02}"
        async with raw_connection(shop.url) as raw:
            await raw.send(request(visitor, client_id)[:place])
            if waits:
                # Answered on another line: the server has read what was sent on this one.
                await visitor.fetch()
            cut(raw)
        status, _ = await visitor.say(TEXT, client_id)
        assert status in (200, 201)
        assert status == 201 or place == whole, "half a message was stored"
        found += status == 200
        figures.count("network cuts", "messages_cut")
    ids = [line["client_id"] for line in (await visitor.fetch())["messages"]]
    assert ids == [f"cut-{number:02}" for number in range(len(places))]
    assert found <= 1


async def test_a_message_stored_before_the_cut_is_found_again(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    async with raw_connection(shop.url) as raw:
        await raw.send(request(visitor, "cut"))
        await eventually(lambda: stored(visitor), "the message is stored")
        cut(raw)
    assert (await visitor.say(TEXT, "cut"))[0] == 200


async def test_a_visitor_whose_socket_is_cut_misses_nothing(
    shop: ChatShop, figures: Figures
) -> None:
    visitor = await shop.visitor()
    await visitor.say("在吗", "c1")
    token = json.dumps({"type": "auth", "token": visitor.token})
    async with raw_connection(shop.url) as raw:
        await raw.upgrade()
        await raw.send(ws_frame(token.encode()))
        await eventually(lambda: online(shop, visitor), "the visitor is there")
        await raw.send(ws_frame(b'{"type":"typing","on":true}')[:7])
        cut(raw)
    await eventually(lambda: gone(shop, visitor), "the visitor is gone")
    assert shop.chat.open_sockets == 0
    seq = await shop.reply(visitor.conversation_id, "在的，您说")
    async with visitor.socket() as again:
        assert (await frame(again, "ready"))["seq"] == seq
    assert [line["seq"] for line in (await visitor.fetch(after=1))["messages"]] == [seq]
    figures.count("network cuts", "sockets_cut")


async def test_an_answer_cut_on_its_way_is_fetched_again(shop: ChatShop, figures: Figures) -> None:
    visitor = await shop.visitor()
    await visitor.say("在吗", "c1")
    seqs = [await shop.reply(visitor.conversation_id, "答" * 1000) for _ in range(12)]
    ask = (
        f"GET /api/v1/messages?after=1 HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Authorization: Bearer {visitor.token}\r\n\r\n"
    ).encode()
    for read in (1, 300, 5000):
        async with raw_connection(shop.url) as raw:
            await raw.send(ask)
            with contextlib.suppress(asyncio.IncompleteReadError):
                await raw.reader.readexactly(read)
            cut(raw)
        figures.count("network cuts", "answers_cut")
    lines = (await visitor.fetch(after=1))["messages"]
    assert [line["seq"] for line in lines] == seqs


async def stored(visitor: Visitor) -> bool:
    return bool((await visitor.fetch())["messages"])


async def online(shop: ChatShop, visitor: Visitor) -> bool:
    return bool(
        await shop.read(
            lambda tx: tx.value(
                "SELECT online FROM visitor_presence WHERE conversation_id = :id",
                id=visitor.conversation_id,
            )
        )
    )


async def gone(shop: ChatShop, visitor: Visitor) -> bool:
    return not await online(shop, visitor)
