"""Only a connector with the account's secret, just now, is heard; everybody else hears the same."""

import asyncio
import contextlib
import json
from pathlib import Path

import pytest
from support.bridge import OTHER, SLUG, BridgeShop, add, envelope, open_bridge, signed, words
from support.raw import raw_connection
from support.webchat import eventually

from zuiqing_desk.channels.bridge.clocks import FORGOTTEN_S, Clocks
from zuiqing_desk.channels.bridge.turns import Turn, Turns
from zuiqing_desk.services.bridge import accounts
from zuiqing_desk.services.bridge.accounts import Bridge

BODY = envelope("message.created", words("在吗"))
HEAD = b"POST /bridge/v1/taobao-1 HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


async def test_everything_that_proves_nothing_is_answered_alike(bridge: BridgeShop) -> None:
    good = signed(BODY, "w1")
    signature = good["webhook-signature"]
    refused: dict[str, tuple[dict[str, str], str]] = {
        "another secret": (signed(BODY, "w1", secret=OTHER), SLUG),
        "no such account": (good, "taobao-2"),
        "a name that can be none": (good, "%ff%fe..'"),
        "another account's body": (signed(BODY + b" ", "w1"), SLUG),
        "an id of ours": (signed(BODY, "desk_msg_1_a"), SLUG),
        "an id too long": (signed(BODY, "w" * 65), SLUG),
        "no id": ({**good, "webhook-id": ""}, SLUG),
        "another id": ({**good, "webhook-id": "w2"}, SLUG),
        "no signature": ({**good, "webhook-signature": ""}, SLUG),
        "no version": ({**good, "webhook-signature": signature[3:]}, SLUG),
        "another version": ({**good, "webhook-signature": "v2," + signature[3:]}, SLUG),
        "no base64": ({**good, "webhook-signature": "v1,a"}, SLUG),
        "no ASCII": ({**good, "webhook-signature": "v1,签名"}, SLUG),
        "too many commas": ({**good, "webhook-signature": "v1,,," + signature}, SLUG),
        "an asymmetric one": ({**good, "webhook-signature": "v1a," + signature[3:]}, SLUG),
        "a time in words": ({**good, "webhook-timestamp": "now"}, SLUG),
        "a time that is no number": ({**good, "webhook-timestamp": "nan"}, SLUG),
        "another time": ({**good, "webhook-timestamp": "1"}, SLUG),
        "old": (signed(BODY, "w1", off_by_s=-3600), SLUG),
        "from the future": (signed(BODY, "w1", off_by_s=3600), SLUG),
    }
    told = {name: await bridge.raw(BODY, *how) for name, how in refused.items()}
    assert {name: status for name, (status, _) in told.items()} == dict.fromkeys(refused, 401)
    assert len({json.dumps(answer) for _, answer in told.values()}) == 1
    assert await bridge.lines() == []
    assert "received" not in bridge.moments
    assert (await bridge.raw(BODY, good))[0] == 200, "the same, proved"


async def test_of_several_signatures_one_is_enough(bridge: BridgeShop) -> None:
    good = signed(BODY, "w1")
    wrong = signed(BODY, "w1", secret=OTHER)["webhook-signature"]
    headers = {**good, "webhook-signature": f"v1a,AAAA {wrong} {good['webhook-signature']}"}
    assert (await bridge.raw(BODY, headers))[0] == 200


async def test_both_secrets_are_good_while_one_is_being_changed(bridge: BridgeShop) -> None:
    await bridge.write(lambda tx: accounts.rotate(tx, SLUG, OTHER, overlap_s=3600))
    data = words("旧")
    assert (await bridge.post("message.created", data))[0] == 200
    data = words("新", message="m2")
    assert (await bridge.post("message.created", data, secret=OTHER))[0] == 200
    await bridge.write(lambda tx: accounts.rotate(tx, SLUG, OTHER, overlap_s=0))
    assert (await bridge.post("message.created", words("旧", message="m3")))[0] == 401


async def test_another_accounts_secret_opens_nothing(bridge: BridgeShop) -> None:
    await bridge.write(lambda tx: add(tx, "taobao-2", secret=OTHER))
    told = await bridge.post("message.created", words("在吗"), secret=OTHER)
    assert told[0] == 401


async def test_a_replay_after_the_tolerance_is_refused_and_within_it_changes_nothing(
    bridge: BridgeShop,
) -> None:
    assert (await bridge.raw(BODY, signed(BODY, "w1", off_by_s=-290)))[0] == 200
    status, told = await bridge.raw(BODY, signed(BODY, "w1", off_by_s=280))
    assert (status, told["duplicate"]) == (200, True)
    assert (await bridge.raw(BODY, signed(BODY, "w1", off_by_s=-310)))[0] == 401
    assert len(await bridge.lines()) == 1


async def test_a_clock_that_is_off_is_told_to_people_until_it_is_right(bridge: BridgeShop) -> None:
    await bridge.raw(BODY, signed(BODY, "w1", secret=OTHER, off_by_s=-3600))
    assert bridge.server.problem == "", "whoever has no secret cannot raise it"
    await bridge.raw(BODY, signed(BODY, "w1", off_by_s=-3600))
    assert "账号 taobao-1" in bridge.server.problem
    assert "慢了 60 分钟" in bridge.server.problem
    await bridge.raw(BODY, signed(BODY, "w1"))
    assert bridge.server.problem == ""


async def test_a_connector_that_is_gone_troubles_nobody_for_ever() -> None:
    now = 0.0
    clocks = Clocks(lambda: now)
    for number, name in enumerate(("甲", "乙")):
        account = Bridge(number, f"a-{number}", name, "jd", "", "", (), 0, None, None)
        clocks.note(account, "off", 9000)
    assert "甲" in clocks.problem
    assert "快了 2 小时" in clocks.problem
    now = FORGOTTEN_S - 1
    clocks.note(account, "off", 9000)
    now = FORGOTTEN_S + 1
    assert "甲" not in clocks.problem
    assert "乙" in clocks.problem


async def test_a_reckless_address_is_refused_before_it_is_judged(home: Path) -> None:
    async with open_bridge(home, requests_per_address=3) as few:
        for _ in range(3):
            assert (await few.raw(BODY, signed(BODY, "w1", secret=OTHER)))[0] == 401
        status, told = await few.raw(BODY, signed(BODY, "w1"))
        assert (status, told["error"]["code"]) == (429, "too_many_requests")
        assert await few.lines() == []


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"Content-Type": "text/plain"}, 415, "unsupported_type"),
        ({"Content-Encoding": "gzip"}, 415, "unsupported_type"),
        ({"Host": "evil.example.com"}, 421, "wrong_host"),
    ],
)
async def test_what_is_not_meant_for_us(
    bridge: BridgeShop, changed: dict[str, str], status: int, code: str
) -> None:
    told = await bridge.raw(BODY, {**signed(BODY, "w1"), **changed})
    assert (told[0], told[1]["error"]["code"]) == (status, code)


async def test_only_the_one_address_is_there(bridge: BridgeShop) -> None:
    for method, path, status in (
        ("GET", "/bridge/v1/taobao-1", 405),
        ("POST", "/bridge/v2/taobao-1", 404),
        ("POST", "/bridge/v1/taobao-1/more", 404),
        ("GET", "/", 404),
        ("GET", "/api/v1/messages", 404),
    ):
        async with bridge.http.request(method, bridge.server.url + path) as response:
            assert response.status == status, path
            assert "error" in await response.json()


async def test_an_address_that_can_be_none_is_refused(bridge: BridgeShop) -> None:
    seal = "".join(f"{name}: {value}\r\n" for name, value in signed(BODY, "w1").items())
    for slug, status in ((b"\xff", 400), (b"%ff", 401), (b"%00", 401), (b"a" * 3000, 401)):
        async with raw_connection(bridge.server.url) as raw:
            length = f"Content-Length: {len(BODY)}\r\n\r\n"
            head = b"POST /bridge/v1/" + slug + b" HTTP/1.1\r\nHost: localhost\r\n"
            await raw.send(head + (seal + length).encode() + BODY)
            assert (await raw.response())[0] == status, slug[:9]


async def test_a_body_above_the_limit_is_not_read(home: Path) -> None:
    async with open_bridge(home, body_bytes=1000) as small:
        status, told = await small.post("message.created", words("长" * 1000))
        assert (status, told["error"]["code"]) == (413, "body_too_large")
        async with raw_connection(small.server.url) as raw:
            await raw.send(HEAD + b"Content-Length: 1001\r\n\r\n")
            assert (await raw.response())[0] == 413, "not one byte of it was waited for"
        # And without saying before how much it is.
        async with raw_connection(small.server.url) as raw:
            await raw.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
            await raw.send(b"400\r\n" + b" " * 1024 + b"\r\n")
            assert (await raw.response())[0] == 413


async def test_a_body_that_does_not_come_is_not_waited_for(home: Path) -> None:
    async with (
        open_bridge(home, body_seconds=0.05) as hasty,
        raw_connection(hasty.server.url) as raw,
    ):
        await raw.send(HEAD + b"Content-Length: 50\r\n\r\n{")
        assert (await raw.response())[0] == 408


def head(body: bytes, length: int, **seal: str) -> bytes:
    """The head of a request that is to bring so many bytes."""
    headers = {**signed(body, "w1"), **seal, "Content-Length": str(length)}
    del headers["Content-Type"]
    return HEAD + "".join(f"{name}: {one}\r\n" for name, one in headers.items()).encode() + b"\r\n"


async def test_only_so_many_large_bodies_are_held_at_once(home: Path) -> None:
    async with open_bridge(home, large_at_once=1, small_bytes=400) as few:
        async with raw_connection(few.server.url) as slow:
            await slow.send(head(BODY, 5000) + b" " * 800)
            await eventually(lambda: few.server.large_held == 1, "the slow one has its turn")
            posting = asyncio.create_task(few.post("message.created", words("长" * 200)))
            small = await few.post("typing", {"conversation": "c1", "on": True})
            assert small[0] == 200, "small ones pass by"
            assert not posting.done()
        # Whoever hangs up gives the turn back.
        assert (await posting)[0] == 200
        assert few.server.large_held == 0


async def test_one_address_has_half_of_the_turns() -> None:
    turns = Turns(4)
    held = [Turn(turns, "192.0.2.1") for _ in range(3)]
    for turn in held[:2]:
        await turn.take()
    waiting = asyncio.create_task(held[2].take())
    for _ in range(2):
        await asyncio.wait_for(Turn(turns, "192.0.2.2").take(), 10)
    assert not waiting.done()
    held[0].give_back()
    await asyncio.wait_for(waiting, 10)
    assert turns.held == 4


@pytest.mark.parametrize(
    "wrong",
    [{"webhook-id": "desk_1"}, {"webhook-timestamp": "1"}, {"slug": "jd-1"}, {"webhook-id": ""}],
)
async def test_a_large_body_of_a_stranger_takes_no_turn(home: Path, wrong: dict[str, str]) -> None:
    slug = wrong.get("slug", SLUG)
    async with open_bridge(home, small_bytes=400) as bridge:
        async with raw_connection(bridge.server.url) as raw:
            await raw.send(head(BODY, 5000, **wrong).replace(SLUG.encode(), slug.encode(), 1))
            await raw.send(b" " * 800)
            assert (await raw.response())[0] == 401, "the rest was not waited for"
        assert bridge.server.large_held == 0


async def test_one_address_has_half_of_the_connections(home: Path) -> None:
    async with open_bridge(home, connections=6) as few, contextlib.AsyncExitStack() as stack:
        for _ in range(3):
            raw = await stack.enter_async_context(raw_connection(few.server.url))
            await raw.send(HEAD)
        more = await stack.enter_async_context(raw_connection(few.server.url))
        assert (await more.response())[0] == 503
        await stack.aclose()
        await eventually(lambda: not few.server.open_from, "they are counted out")
        assert (await few.raw(BODY, signed(BODY, "w1")))[0] == 200


async def test_a_head_that_does_not_come_is_not_waited_for(home: Path) -> None:
    async with (
        open_bridge(home, idle_seconds=0.05) as hasty,
        raw_connection(hasty.server.url) as raw,
    ):
        await raw.send(HEAD)
        assert await raw.until_closed() == b""
