"""The WebSocket: hints, typing, receipts; and whatever else arrives on it."""

import json
from pathlib import Path

import pytest
from support.raw import raw_connection, ws_frame
from support.webchat import ChatShop, Visitor, close_code, eventually, frame, open_chat

from zuiqing_desk.channels.webchat import Limits


def auth(visitor: Visitor) -> bytes:
    return ws_frame(json.dumps({"type": "auth", "token": visitor.token}).encode())


async def presence(shop: ChatShop, conversation_id: int) -> tuple[bool, bool] | None:
    """(online, typing) as the store has it."""
    return await shop.read(
        lambda tx: (
            None
            if (
                row := tx.one(
                    "SELECT online, typing_until > 0 FROM visitor_presence"
                    " WHERE conversation_id = :id",
                    id=conversation_id,
                )
            )
            is None
            else (bool(row[0]), bool(row[1]))
        )
    )


async def test_ready_says_what_there_is_and_what_was_seen(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    await visitor.say("在吗", "c1")
    await shop.seen(visitor.conversation_id)
    await visitor.say("还在吗", "c2")
    async with visitor.socket() as socket:
        assert await frame(socket, "ready") == {"type": "ready", "seq": 2, "read": 1}


async def test_a_note_is_not_hinted_at_in_ready(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    await visitor.say("在吗", "c1")
    await shop.note(visitor.conversation_id, "熟客")
    async with visitor.socket() as socket:
        assert (await frame(socket, "ready"))["seq"] == 1


@pytest.mark.parametrize("path", ["/api/v1/ws", "/ws"])
async def test_a_program_may_authenticate_by_header(shop: ChatShop, path: str) -> None:
    visitor = await shop.visitor()
    async with shop.http.ws_connect(f"{shop.url}{path}", headers=visitor.headers) as socket:
        await frame(socket, "ready")


async def test_ones_own_message_is_hinted_to_the_other_tabs(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    async with visitor.socket() as socket:
        await frame(socket, "ready")
        await visitor.say("在吗", "c1")
        assert await frame(socket, "new") == {"type": "new", "seq": 1}


async def test_hints_go_to_their_own_conversation_only(shop: ChatShop) -> None:
    one, other = await shop.visitor(), await shop.visitor()
    async with one.socket() as mine, other.socket() as theirs:
        await frame(mine, "ready")
        await frame(theirs, "ready")
        await shop.chat.hint(other.conversation_id, 7)
        await shop.chat.hint(one.conversation_id, 9)
        assert await frame(mine, "new") == {"type": "new", "seq": 9}
        assert await frame(theirs, "new") == {"type": "new", "seq": 7}


async def test_the_agents_typing_is_shown_to_those_who_come_later_too(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    async with visitor.socket() as socket:
        await frame(socket, "ready")
        await shop.chat.typing(visitor.conversation_id, True)
        assert (await frame(socket, "typing"))["on"] is True
        async with visitor.socket() as later:
            assert (await frame(later, "typing"))["on"] is True
        await shop.chat.typing(visitor.conversation_id, False)
        assert (await frame(socket, "typing"))["on"] is False


async def test_what_the_agent_saw_is_told(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    await visitor.say("在吗", "c1")
    async with visitor.socket() as socket:
        await frame(socket, "ready")
        await shop.chat.mark_read(visitor.conversation_id, 1)
        assert await frame(socket, "read") == {"type": "read", "seq": 1}


async def test_the_desk_sees_the_visitor_come_type_and_go(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    here = visitor.conversation_id

    async def stands(online: bool, typing: bool) -> bool:
        return await presence(shop, here) == (online, typing)

    async with visitor.socket() as socket, visitor.socket() as second:
        await frame(socket, "ready")
        await frame(second, "ready")
        await eventually(lambda: stands(True, False))
        await socket.send_json({"type": "typing", "on": True})
        await eventually(lambda: stands(True, True))
        await socket.send_json({"type": "typing", "on": False})
        await eventually(lambda: stands(True, False))
        await second.close()
        await socket.send_json({"type": "typing", "on": True})
        await eventually(lambda: stands(True, True))
    await eventually(lambda: stands(False, False))


BAD_FRAMES = {
    "binary": (ws_frame(b"\x00\x01", opcode=2), 1003),
    "no JSON": (ws_frame(b"not json"), 1007),
    "no object": (ws_frame(b"[1]"), 1007),
    "too deep": (ws_frame(b"[" * 2000), 1007),
    "no UTF-8": (ws_frame(b"\xff\xfe"), 1007),
    "unknown type": (ws_frame(b'{"type":"message","text":"hi"}'), 1008),
    "typing that is no yes or no": (ws_frame(b'{"type":"typing","on":"yes"}'), 1008),
    "typing without either": (ws_frame(b'{"type":"typing"}'), 1008),
    "empty": (ws_frame(b"{}"), 1008),
    "too large": (ws_frame(b"a" * 5000), 1009),
    "says it is enormous": (ws_frame(b"{", length=2**40), 1009),
    "too large in parts": (
        ws_frame(b"a" * 1500, fin=False) + ws_frame(b"a" * 1500, opcode=0),
        1009,
    ),
    "unknown opcode": (ws_frame(b"{}", opcode=3), 1002),
    "goes on with nothing": (ws_frame(b"{}", opcode=0), 1002),
    "reserved bits": (b"\xf1\x80\x00\x00\x00\x00", 1002),
    "ping too long": (ws_frame(b"x" * 126, opcode=9), 1002),
}


@pytest.mark.parametrize(("data", "code"), BAD_FRAMES.values(), ids=BAD_FRAMES)
async def test_a_bad_frame_closes_its_socket_with_the_proper_code(
    shop: ChatShop, data: bytes, code: int
) -> None:
    visitor = await shop.visitor()
    async with visitor.socket() as bystander, raw_connection(shop.url) as raw:
        await frame(bystander, "ready")
        await raw.upgrade()
        await raw.send(auth(visitor) + data)
        assert await raw.close_code() == code
        await shop.chat.hint(visitor.conversation_id, 3)
        assert (await frame(bystander, "new"))["seq"] == 3


@pytest.mark.parametrize(
    "torn",
    [b"", b"\x81", b"\x81\xfe\x01", ws_frame(b'{"type":"ty', length=40), b"\x00" * 50],
    ids=["nothing", "half a header", "half a length", "half a payload", "zeros"],
)
async def test_a_torn_frame_harms_nobody(shop: ChatShop, torn: bytes) -> None:
    visitor = await shop.visitor()
    async with raw_connection(shop.url) as raw:
        await raw.upgrade()
        await raw.send(auth(visitor) + torn)
    await eventually(lambda: shop.chat.open_sockets == 0)
    async with visitor.socket() as socket:
        await frame(socket, "ready")
    assert (await visitor.say("在吗", "c1"))[0] == 201


@pytest.mark.parametrize(
    "first",
    [
        {"type": "auth", "token": "unknown"},
        {"type": "auth", "token": 7},
        {"type": "auth"},
        {"type": "typing", "on": True},
    ],
)
async def test_who_does_not_say_who_they_are_is_sent_away(
    shop: ChatShop, first: dict[str, object]
) -> None:
    async with shop.http.ws_connect(f"{shop.url}/api/v1/ws") as socket:
        await socket.send_json(first)
        assert await close_code(socket) == 4401


async def test_who_says_nothing_is_sent_away(home: Path) -> None:
    async with (
        open_chat(home, limits=Limits(auth_seconds=0.05)) as shop,
        shop.http.ws_connect(f"{shop.url}/api/v1/ws") as socket,
    ):
        assert await close_code(socket) == 4408


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 426),
        ({"Upgrade": "h2c", "Connection": "Upgrade"}, 426),
        ({"Upgrade": "websocket"}, 400),
        ({"Upgrade": "websocket", "Connection": "Upgrade"}, 400),
        (
            {
                "Upgrade": "websocket",
                "Connection": "Upgrade",
                "Sec-WebSocket-Version": "13",
                "Sec-WebSocket-Key": "short",
            },
            400,
        ),
        ({"Authorization": "Bearer unknown"}, 401),
        ({"Origin": "https://evil.example"}, 403),
    ],
)
async def test_a_handshake_that_is_none_gets_a_reason(
    shop: ChatShop, headers: dict[str, str], status: int
) -> None:
    async with shop.http.get(f"{shop.url}/api/v1/ws", headers=headers) as response:
        assert response.status == status
        assert (await response.json())["error"]["message"]
        if status == 426:
            assert response.headers["Upgrade"] == "websocket"


async def test_a_client_that_stops_answering_is_noticed(home: Path) -> None:
    async with open_chat(home, limits=Limits(heartbeat_seconds=0.1)) as shop:
        visitor = await shop.visitor()
        async with raw_connection(shop.url) as raw:
            await raw.upgrade()
            await raw.send(auth(visitor))
            await eventually(lambda: shop.chat.open_sockets == 1)
            # No pong ever comes back.
            await raw.until_closed()
            await eventually(lambda: shop.chat.open_sockets == 0)
