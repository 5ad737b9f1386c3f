"""What no browser sends: requests that never come to an end, that mean two things at once, and
bodies made to exhaust whoever reads them. Each is cut or refused, and the chat goes on."""

import asyncio
import json
from pathlib import Path

import pytest
from support.figures import Figures
from support.raw import raw_connection
from support.webchat import ChatShop, Visitor, open_chat

from zuiqing_desk.channels.webchat import Limits

HEAD = "POST /api/v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
GOOD = b'{"client_id":"c1","text":"a"}'


@pytest.fixture
async def shop(home: Path) -> ChatShop:  # type: ignore[misc]
    """A shop whose patience is short."""
    limits = Limits(idle_seconds=0.2, body_seconds=0.2)
    async with open_chat(home, limits=limits) as running:
        yield running


@pytest.mark.parametrize(
    "start",
    [
        b"",
        b"G",
        b"GET / HTTP/1.1\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET /healthz HTTP/1.1\r\nHost: lo",
    ],
)
async def test_a_head_that_dribbles_in_is_cut_off(
    shop: ChatShop, start: bytes, figures: Figures
) -> None:
    """The deadline is for the whole head: a byte now and then does not put it off."""
    figures.count("security inputs", "slow_requests")
    async with raw_connection(shop.url) as raw:
        await raw.send(start)

        async def dribble() -> None:
            while True:
                await raw.send(b"a")
                await asyncio.sleep(0.02)

        dribbling = asyncio.create_task(dribble())
        said = await raw.until_closed()
        dribbling.cancel()
        await asyncio.gather(dribbling, return_exceptions=True)
    assert b"200 OK" in said if b"healthz" in start else b"200" not in said


async def test_a_body_that_dribbles_in_is_cut_off(shop: ChatShop, figures: Figures) -> None:
    figures.count("security inputs", "slow_requests")
    visitor = await shop.visitor()
    async with raw_connection(shop.url) as raw:
        head = f"{HEAD}Authorization: Bearer {visitor.token}\r\nContent-Length: 1000\r\n\r\n"
        await raw.send(head.encode())
        answer = asyncio.create_task(raw.response())
        while not answer.done():
            await raw.send(b" ")
            await asyncio.sleep(0.02)
        status, text = await answer
    assert (status, "timeout" in text) == (408, True)


@pytest.mark.parametrize(
    "lines",
    [
        "Content-Length: 29\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 29\r\n",
        "Content-Length: 29\r\nContent-Length: 30\r\n",
        "Content-Length: +29\r\n",
        "Content-Length: 0x1d\r\n",
        "Content-Length: 29, 29\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding : chunked\r\n",
        " Content-Length: 29\r\n",
        "X: a\r\n\tContent-Length: 29\r\n",
        "X: a\x00b\r\nContent-Length: 29\r\n",
        "X: a\rb\r\nContent-Length: 29\r\n",
    ],
)
async def test_a_request_that_means_two_things_means_nothing(
    shop: ChatShop, lines: str, figures: Figures
) -> None:
    """Two readers would disagree where it ends, and the second part would be another's request."""
    figures.count("security inputs", "smuggled_requests")
    visitor = await shop.visitor()
    inner = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    async with raw_connection(shop.url) as raw:
        head = f"{HEAD}Authorization: Bearer {visitor.token}\r\n{lines}\r\n"
        await raw.send(head.encode("latin-1") + b"0\r\n\r\n" + inner)
        said = await raw.until_closed()
    assert b"200 OK" not in said, "the second request was taken for one"
    assert (await visitor.fetch())["messages"] == []


HOSTILE_JSON = {
    "30,000 deep": b'{"text":' + b"[" * 30_000 + b"]" * 30_000 + b"}",
    "objects in objects": b'{"a":' * 12_000 + b"1" + b"}" * 12_000,
    "many keys": b"{" + b",".join(b'"%d":0' % n for n in range(6000)) + b"}",
    "a huge number": b'{"client_id":"c1","text":' + b"9" * 60_000 + b"}",
    "a huge exponent": b'{"client_id":"c1","text":1e999999999}',
    "not a number": b'{"client_id":"c1","text":NaN}',
    "infinity": b'{"client_id":"c1","text":-Infinity}',
    "a number for a text": b'{"client_id":"c1","text":1}',
    "twice, the last is none": b'{"client_id":"c1","text":"a","text":null}',
    "half a character": b'{"client_id":"c1\\ud800","text":"a"}',
    "a byte order mark": b"\xef\xbb\xbf" + GOOD,
    "too much": b" " * 70_000 + GOOD,
    "nothing": b"",
    "an overlong slash": b'{"client_id":"\xc0\xaf","text":"a"}',
}


@pytest.mark.parametrize("body", HOSTILE_JSON.values(), ids=HOSTILE_JSON)
async def test_no_body_does_harm(shop: ChatShop, body: bytes, figures: Figures) -> None:
    figures.count("security inputs", "hostile_json")
    visitor = await shop.visitor()
    status, code = await posted(visitor, body)
    assert 400 <= status < 500, code
    assert code
    assert (await visitor.fetch())["messages"] == []
    assert (await visitor.say("还在", "c2"))[0] == 201


async def posted(visitor: Visitor, body: bytes) -> tuple[int, str]:
    url = f"{visitor.shop.url}/api/v1/messages"
    headers = {**visitor.headers, "Content-Type": "application/json"}
    async with visitor.shop.http.post(url, data=body, headers=headers) as response:
        return response.status, json.loads(await response.text())["error"]["code"]


async def test_tokens_cannot_be_tried_without_end(home: Path) -> None:
    """Guessing is held to an address, whatever is guessed, and no guess is told from another."""
    async with open_chat(home, limits=Limits(requests_per_address=20)) as shop:
        visitor = await shop.visitor()
        url = f"{shop.url}/api/v1/messages"
        seen = []
        for number in range(25):
            guess = visitor.token[:-1] + "x" if number % 2 else f"guess-{number}"
            headers = {"Authorization": f"Bearer {guess}"}
            async with shop.http.get(url, headers=headers) as response:
                seen.append((response.status, await response.text()))
    assert len({text for status, text in seen if status == 401}) == 1
    assert [status for status, _ in seen][-5:] == [429] * 5
