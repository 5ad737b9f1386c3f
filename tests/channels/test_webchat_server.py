"""The server itself: its port, its page, its end, and what is not even HTTP."""

import asyncio
import json
import re
import socket
from pathlib import Path

import pytest
from support.raw import post_head, raw_connection
from support.webchat import ChatShop, close_code, eventually, frame, open_chat

from zuiqing_desk.channels.base import Accepted, Inbound, Outgoing, Receipt
from zuiqing_desk.channels.sink import StoreSink
from zuiqing_desk.channels.webchat import WebChat, WebChatConfig
from zuiqing_desk.store.errors import StoreBusy, StoreDamaged, StoreFull


async def test_a_busy_port_is_an_oserror_that_names_it(shop: ChatShop) -> None:
    port = int(shop.url.rpartition(":")[2])
    second = WebChat(shop.store, shop.account_id, WebChatConfig(shop_name="店", port=port))
    with pytest.raises(OSError, match=r"(?i)in use"):
        await second.start()
    await second.close()
    async with shop.http.get(f"{shop.url}/healthz") as response:
        assert response.status == 200


async def test_a_host_that_is_not_ours_is_an_oserror(shop: ChatShop) -> None:
    config = WebChatConfig(shop_name="店", host="192.0.2.1", port=0)
    with pytest.raises(OSError, match=r"192\.0\.2\.1|assign"):
        await WebChat(shop.store, shop.account_id, config).start()


async def test_a_proxy_network_that_is_none_is_named(shop: ChatShop) -> None:
    config = WebChatConfig(shop_name="店", port=0, trusted_proxies=("10.0.0/8x",))
    with pytest.raises(ValueError, match=r"10\.0\.0/8x"):
        WebChat(shop.store, shop.account_id, config)


async def test_visitors_wait_in_line_between_start_and_run(home: Path, shop: ChatShop) -> None:
    chat = WebChat(shop.store, shop.account_id, WebChatConfig(shop_name="店", port=0))
    url = await chat.start()
    early = asyncio.create_task(shop.http.get(f"{url}/healthz"))
    # The request is on its way before anybody serves.
    await asyncio.sleep(0)
    running = asyncio.create_task(chat.run(StoreSink(shop.store), {}))
    response = await early
    assert response.status == 200
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_the_port_is_free_again_after_close(shop: ChatShop) -> None:
    port = int(shop.url.rpartition(":")[2])
    await shop.chat.close()
    successor = WebChat(shop.store, shop.account_id, WebChatConfig(shop_name="店", port=port))
    assert await successor.start() == shop.url
    await successor.close()


async def test_close_says_goodbye_to_every_socket_and_ends_run(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    async with visitor.socket() as here:
        await frame(here, "ready")
        goodbye = asyncio.create_task(close_code(here))
        await asyncio.gather(shop.chat.close(), shop.chat.close())
        assert await goodbye == 1001
    await eventually(lambda: shop.running[0].done())
    await shop.chat.close()


async def test_close_does_not_wait_for_the_deaf(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    async with raw_connection(shop.url) as deaf, raw_connection(shop.url) as halfway:
        await deaf.upgrade()
        await halfway.send(post_head(visitor.token, length=50) + b"{")
        async with asyncio.timeout(15):
            await shop.chat.close()


async def test_an_ipv6_address_is_shown_in_brackets(shop: ChatShop) -> None:
    if not socket.has_ipv6:
        return
    config = WebChatConfig(shop_name="店", host="::1", port=0)
    chat = WebChat(shop.store, shop.account_id, config)
    try:
        assert re.fullmatch(r"http://\[::1\]:\d+", await chat.start())
    finally:
        await chat.close()


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x00\x00\x00\x00\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nbad header\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 20_000 + b"\r\n\r\n",
        b"POST /api/v1/messages HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
        b"Content-Length: 5\r\n\r\nhello",
    ],
)
async def test_what_is_not_http_gets_a_clean_answer(shop: ChatShop, garbage: bytes) -> None:
    async with raw_connection(shop.url) as raw:
        await raw.send(garbage + b"\r\n\r\n")
        status, text = await raw.response()
        assert status == 400
        assert json.loads(text.partition("\r\n\r\n")[2])["error"]["code"] == "bad_request"
        assert "Traceback" not in text
    async with shop.http.get(f"{shop.url}/healthz") as response:
        assert response.status == 200


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (StoreFull("磁盘已满:/home/agent/desk.db"), "store_full"),
        (StoreBusy("数据库一直被占用:/home/agent/desk.db"), "store_busy"),
        (StoreDamaged("数据库已损坏:/home/agent/desk.db"), "store_busy"),
    ],
)
async def test_a_store_in_trouble_is_503_without_telling_where(
    home: Path, error: Exception, code: str
) -> None:
    class TroubledSink(StoreSink):
        async def receive(self, item: Inbound) -> Receipt:
            raise error

    async with open_chat(home, make_sink=TroubledSink) as shop:
        visitor = await shop.visitor()
        async with shop.http.post(
            f"{shop.url}/api/v1/messages",
            json={"client_id": "c1", "text": "在吗"},
            headers=visitor.headers,
        ) as response:
            assert response.status == 503
            assert int(response.headers["Retry-After"]) >= 1
            text = await response.text()
    assert json.loads(text)["error"]["code"] == code
    assert "desk.db" not in text


async def test_a_defect_of_ours_is_500_in_json(home: Path) -> None:
    class BrokenSink(StoreSink):
        async def receive(self, item: Inbound) -> Receipt:
            raise ZeroDivisionError("a secret of the program")

    async with open_chat(home, make_sink=BrokenSink) as shop:
        visitor = await shop.visitor()
        status, answer = await visitor.say("在吗", "c1")
    assert status == 500
    assert answer["error"]["code"] == "internal"
    assert "secret" not in str(answer)


async def test_a_visitor_who_cannot_be_noted_as_having_read_can_still_read(home: Path) -> None:
    class FullSink(StoreSink):
        async def delivered(self, conversation_id: int, seq: int) -> None:
            raise StoreFull("磁盘已满")

        async def presence(self, conversation_id: int, *, online: bool, typing: bool) -> None:
            raise StoreFull("磁盘已满")

    async with open_chat(home, make_sink=FullSink) as shop:
        visitor = await shop.visitor()
        await visitor.say("在吗", "c1")
        assert (await visitor.fetch(1))["messages"] == []
        async with visitor.socket() as here:
            await frame(here, "ready")
            await here.send_json({"type": "typing", "on": True})
            await shop.chat.hint(visitor.conversation_id, 2)
            await frame(here, "new")


async def test_send_is_accepted_under_the_lines_seq(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    outcome = await shop.chat.send(
        Outgoing(
            outbox_id=1,
            conversation_id=visitor.conversation_id,
            external_id="x",
            seq=7,
            client_id="a",
            text="在的",
        )
    )
    assert outcome == Accepted("7")


async def test_the_moments_of_a_hint_can_be_observed(home: Path) -> None:
    moments: list[str] = []
    async with open_chat(home, observer=moments.append) as shop:
        await shop.chat.hint(1, 1)
    assert moments == ["before-hint", "after-hint"]


async def test_every_page_file_is_served_with_its_type_and_security_headers(
    shop: ChatShop,
) -> None:
    async with shop.http.get(f"{shop.url}/") as response:
        assert response.status == 200
        assert response.content_type == "text/html"
        page = await response.text()
    for name in re.findall(r'(?:src|href)="([^"]+)"', page):
        async with shop.http.get(f"{shop.url}/{name}") as response:
            assert response.status == 200, name
            assert response.content_type in {"text/javascript", "text/css", "image/svg+xml"}
            headers = response.headers
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Referrer-Policy"] == "no-referrer"
            policy = headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "script-src 'self';" in policy
            assert "frame-ancestors 'none'" in policy
            assert "unsafe" not in policy
            host = shop.url.removeprefix("http://")
            assert f"connect-src 'self' ws://{host} wss://{host};" in policy


async def test_a_host_header_cannot_write_into_the_policy(shop: ChatShop) -> None:
    async with shop.http.get(f"{shop.url}/", headers={"Host": "x; script-src *"}) as response:
        assert "script-src *" not in response.headers["Content-Security-Policy"]


async def test_an_unchanged_page_is_not_sent_again(shop: ChatShop) -> None:
    async with shop.http.get(f"{shop.url}/app.js") as response:
        tag = response.headers["ETag"]
    async with shop.http.get(f"{shop.url}/app.js", headers={"If-None-Match": tag}) as response:
        assert response.status == 304


async def test_answers_are_never_kept_by_a_cache(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    url = f"{shop.url}/api/v1/messages"
    async with shop.http.get(url, headers=visitor.headers) as response:
        assert response.headers["Cache-Control"] == "no-store"


async def test_the_shops_name_is_put_in_as_text(home: Path, shop: ChatShop) -> None:
    name = '<script>alert("x")</script>&醉卿'
    chat = WebChat(shop.store, shop.account_id, WebChatConfig(shop_name=name, port=0))
    url = await chat.start()
    running = asyncio.create_task(chat.run(StoreSink(shop.store), {}))
    async with shop.http.get(f"{url}/") as response:
        page = await response.text()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;") == 2
    assert "{{" not in page


async def test_healthz(shop: ChatShop) -> None:
    for path in ("/healthz", "/api/v1/healthz"):
        async with shop.http.get(f"{shop.url}{path}") as response:
            assert (response.status, await response.json()) == (200, {"status": "ok"})
