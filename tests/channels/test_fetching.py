"""Fetching what an agent asked for: from the public internet or the connector, and no further."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.abc import ResolveResult
from aiohttp.resolver import ThreadedResolver
from support import contents
from support.figures import Figures
from support.shop import TestShop
from support.webchat import eventually

from zuiqing_desk.channels.fetching import Failed, Guarded, fetch, public
from zuiqing_desk.channels.files import clear_up, keep_fetched
from zuiqing_desk.services import inbound, media, media_files
from zuiqing_desk.services.media import Carried, Wanted
from zuiqing_desk.store import content_folder
from zuiqing_desk.store.content_folder import EVIDENCE

PICTURE = contents.jpg(640, 480)
Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(handler: Handler) -> AsyncIterator[str]:
    """A server of one's own on loopback; its address."""
    runner = web.ServerRunner(web.Server(handler), shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def picture(request: web.BaseRequest) -> web.StreamResponse:
    return web.Response(body=PICTURE, content_type="text/html")


async def why(url: str, home: Path, connector: str = "", seconds: float = 20.0) -> str:
    with pytest.raises(Failed) as failed:
        await fetch(Wanted(1, url, connector), home, seconds=seconds)
    assert [one for one in (home / "files").rglob("*") if one.is_file()] == []
    return str(failed.value)


async def test_a_file_of_the_connector_is_fetched_and_told_by_its_content(tmp_path: Path) -> None:
    asked: list[web.BaseRequest] = []

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        asked.append(request)
        return await picture(request)

    async with serving(answer) as url:
        kept = await fetch(Wanted(1, f"{url}/p/%E7%A2%8E.jpg?t=1&u=a%2Fb", f"{url}/hook"), tmp_path)
    assert (kept.kind, kept.width, kept.height) == ("jpg", 640, 480)
    assert kept.path is not None
    assert kept.path.read_bytes() == PICTURE
    (request,) = asked
    assert request.raw_path == "/p/%E7%A2%8E.jpg?t=1&u=a%2Fb"
    assert {"Cookie", "Referer", "Authorization"}.isdisjoint(request.headers)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00::1",
        "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "::7f00:1", "2002:7f00:1::",
        "ff02::1", "fec0::1", "::ffff:0:7f00:1", "64:ff9b:1::7f00:1",
    ],
)  # fmt: skip
def test_addresses_inside_are_known_in_every_dress(address: str, figures: Figures) -> None:
    figures.count("security inputs", "inside_addresses")
    assert not public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_addresses_outside_are_public(address: str) -> None:
    assert public(address)


async def test_a_name_that_stands_for_addresses_of_both_kinds_is_not_trusted() -> None:
    class Rebinding(ThreadedResolver):
        async def resolve(
            self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
        ) -> list[ResolveResult]:
            (found,) = await super().resolve("127.0.0.1", port, family)
            return [{**found, "host": "1.1.1.1"}, found]

    with pytest.raises(OSError, match=r"^$"):
        await Guarded(None, Rebinding()).resolve("x.example", 80)
    assert len(await Guarded(("x.example", 80), Rebinding()).resolve("X.example", 80)) == 2


async def test_nothing_inside_is_asked(tmp_path: Path) -> None:
    asked = []

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        asked.append(request.raw_path)
        return await picture(request)

    async with serving(answer) as url:
        port = url.rpartition(":")[2]
        inside = "地址在内部网络里，不去取"
        for host in ("127.0.0.1", "localhost", "LOCALHOST", "[::ffff:127.0.0.1]"):
            assert await why(f"http://{host}:{port}/", tmp_path) == inside, host
        for host in ("127.1", "0x7f.1", "2130706433"):
            assert await why(f"http://{host}:{port}/", tmp_path), host
        # Another port of the connector's computer is not the connector.
        assert await why(url, tmp_path, "http://127.0.0.1:9/") == inside
        assert await why(url, tmp_path, f"http://localhost:{port}/") == inside
    assert asked == []


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://x.example/a", "data:image/png,x", "http://", "x", ""]
)
async def test_only_http_is_spoken(tmp_path: Path, url: str) -> None:
    assert await why(url, tmp_path) == "只能从 http 和 https 地址下载"


@pytest.mark.parametrize(
    "url", ["http://[::1", "http://a:99999/", "http://a b/", "http://" + "a" * 300 + "/"]
)
async def test_an_address_that_is_none_fails_in_words(tmp_path: Path, url: str) -> None:
    assert await why(url, tmp_path)
    assert await why("http://127.0.0.1:1/", tmp_path, url)


async def test_redirects_stay_with_their_host(tmp_path: Path) -> None:
    to = {
        "/a": "/b",
        "/b": "/picture",
        "/away": "http://example.com/picture",
        "/inside": "http://localhost:1/",
        "/file": "file:///etc/passwd",
        "/round": "/round",
    }

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        if request.path in to:
            return web.Response(status=302, headers={"Location": to[request.path]})
        return await picture(request)

    (tmp_path / "kept").mkdir()
    async with serving(answer) as url:
        assert (await fetch(Wanted(1, f"{url}/a", url), tmp_path / "kept")).kind == "jpg"
        assert "别的网站" in await why(f"{url}/away", tmp_path, url)
        assert "别的网站" in await why(f"{url}/inside", tmp_path, url)
        assert "只能从" in await why(f"{url}/file", tmp_path, url)
        assert "转来转去" in await why(f"{url}/round", tmp_path, url)


async def test_what_is_no_file_to_keep_is_refused(tmp_path: Path) -> None:
    async def endless(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(PICTURE + b"\0" * 500_000)

    async def stuck(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(PICTURE)
        await asyncio.Event().wait()
        return response

    async def cut(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "5000"})
        await response.prepare(request)
        await response.write(PICTURE)
        assert request.transport is not None
        request.transport.abort()
        return response

    answers: dict[str, Handler] = {
        "/page": lambda request: said(web.Response(text="<html>")),
        "/none": lambda request: said(web.Response(status=404)),
        "/packed": lambda request: said(
            web.Response(body=PICTURE, headers={"Content-Encoding": "gzip"})
        ),
        "/long": lambda request: said(web.Response(headers={"Content-Length": "99999999"})),
        "/endless": endless,
        "/stuck": stuck,
        "/cut": cut,
    }

    async def said(response: web.StreamResponse) -> web.StreamResponse:
        return response

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        return await answers[request.path](request)

    async with serving(answer) as url:
        assert "只收图片" in await why(f"{url}/page", tmp_path, url)
        assert await why(f"{url}/none", tmp_path, url) == "对方回答 404"
        assert "压缩" in await why(f"{url}/packed", tmp_path, url)
        assert "超过 10 MB" in await why(f"{url}/long", tmp_path, url)
        assert "超过 10 MB" in await why(f"{url}/endless", tmp_path, url)
        assert "没有送完" in await why(f"{url}/stuck", tmp_path, url, seconds=0.2)
        assert await why(f"{url}/cut", tmp_path, url) == "对方中途断开了"
        gone = url
    assert await why(gone, tmp_path, gone) == "连不上对方"


async def test_what_an_agent_asks_for_comes_and_what_cannot_says_why(tmp_path: Path) -> None:
    shop = TestShop(tmp_path)
    conversation = shop.customer()
    # 192.0.2.0/24 is nobody's (RFC 5737), and so not public.
    urls = ["http://127.0.0.1:1/a.jpg", "http://192.0.2.1/b.jpg"]
    for number, url in enumerate(urls):
        carried = Carried("a", picture=True, url=url)
        shop.do(inbound.receive, conversation_id=conversation, remote_id=str(number), media=carried)
    fetching = asyncio.create_task(keep_fetched(shop.store))
    try:
        for line_id in (1, 2):
            shop.do(media.want, line_id, shop.lead.id)
        await eventually(lambda: shop.ask(media.one, 2).state == "failed")
        await eventually(lambda: shop.ask(media.one, 1).state == "failed")
        assert shop.ask(media.one, 2).reason == "地址在内部网络里，不去取"
    finally:
        fetching.cancel()
        await asyncio.gather(fetching, return_exceptions=True)
        shop.store.close()


async def test_a_new_gateway_clears_up_what_a_crash_left(tmp_path: Path) -> None:
    shop = TestShop(tmp_path)
    try:
        conversation = shop.customer()
        kept = media_files.keep_bytes(tmp_path, PICTURE)
        carried = Carried("a.jpg", picture=True, kept=kept)
        shop.do(inbound.receive, conversation_id=conversation, remote_id="1", media=carried)
        orphan = media_files.keep_bytes(tmp_path, contents.PDF)
        erased = media_files.keep_bytes(tmp_path, contents.MP4)
        carried = Carried("b.mp4", picture=False, kept=erased)
        shop.do(inbound.receive, conversation_id=conversation, remote_id="2", media=carried)
        shop.do(media.erase, [2])
        part = media_files.begin(tmp_path)
        part.write(b"half")
        old, young = (content_folder.open_part(tmp_path, limit=9, folder=EVIDENCE) for _ in "ab")
        oldest = content_folder.parts(tmp_path, EVIDENCE)[0]
        os.utime(oldest, (1, 1))
        await clear_up(shop.store)
        assert len(content_folder.parts(tmp_path, EVIDENCE)) == 1
        assert not oldest.exists()
        left = [one for one in (tmp_path / "files").rglob("*") if one.is_file()]
        assert left == [kept.path]
        assert orphan.path not in left
        for one in (part, old, young):
            one.discard()
    finally:
        shop.store.close()
