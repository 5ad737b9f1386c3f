"""Pictures and files of visitors: taken whole, once, by content, and within bounds."""

import asyncio
import contextlib
import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from support import contents
from support.webchat import ChatShop, Visitor, eventually, frame, open_chat

from zuiqing_desk.channels.sink import StoreSink
from zuiqing_desk.channels.webchat import Limits
from zuiqing_desk.channels.webchat.volume import DAY_S, Volume
from zuiqing_desk.services import media_files
from zuiqing_desk.services.media import one
from zuiqing_desk.store.errors import StoreFull

PICTURE = contents.png(1280, 960)


async def send(
    visitor: Visitor,
    body: Any = PICTURE,
    client_id: str = "f1",
    name: str = "碎瓶.png",
    **more: Any,
) -> tuple[int, Any]:
    async with visitor.shop.http.post(
        f"{visitor.shop.url}/api/v1/files",
        params={"client_id": client_id, "name": name},
        data=io.BytesIO(body) if isinstance(body, bytes) else body,
        headers=visitor.headers | more.pop("headers", {}),
        **more,
    ) as response:
        return response.status, await response.json()


def files(shop: ChatShop) -> list[Path]:
    folder = shop.store.path.parent / "files"
    return [one for one in folder.rglob("*") if one.is_file()]


async def code_of(sent: tuple[int, Any]) -> tuple[int, str]:
    return sent[0], sent[1]["error"]["code"]


async def test_a_picture_is_stored_whole_and_handed_out_as_words(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    async with visitor.socket() as socket:
        await frame(socket, "ready")
        status, stored = await send(visitor)
        assert (status, stored["seq"]) == (201, 1)
        assert (await frame(socket, "new"))["seq"] == 1
    assert files(shop)[0].read_bytes() == PICTURE
    (line,) = (await visitor.fetch())["messages"]
    assert (line["kind"], line["text"], line["client_id"]) == ("picture", "碎瓶.png", "f1")
    assert line["file"] == {
        "name": "碎瓶.png",
        "bytes": len(PICTURE),
        "width": 1280,
        "height": 960,
    }
    # Nothing hands the content out again.
    for path in ("files", f"files/{files(shop)[0].name}", f"../files/{files(shop)[0].name}"):
        async with shop.http.get(f"{shop.url}/api/v1/{path}", headers=visitor.headers) as answer:
            assert answer.status in (404, 405)


async def test_words_carry_no_file(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    await visitor.say("在吗", "c1")
    (line,) = (await visitor.fetch())["messages"]
    assert line["kind"] == "text"
    assert "file" not in line


async def test_the_same_client_id_again_is_one_line(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    first = await send(visitor)
    assert await send(visitor) == (200, first[1])
    assert await send(visitor, contents.PDF) == (200, first[1])
    assert [one.suffix for one in files(shop)] == [".png"], "nothing else lies there for nobody"
    assert await visitor.say("在吗", "f1") == (200, first[1])
    assert len((await visitor.fetch())["messages"]) == 1


async def test_a_body_in_pieces_is_one_file(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    content = contents.MP4 + bytes(range(256)) * 4000

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(content), 100_000):
            yield content[start : start + 100_000]

    assert (await send(visitor, pieces(), name="开箱"))[0] == 201
    assert files(shop)[0].read_bytes() == content
    assert (await visitor.fetch())["messages"][0]["file"]["name"] == "开箱.mp4"


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        pytest.param(b"", (400, "empty_file"), id="nothing"),
        pytest.param(b"PK\x03\x04 archive", (415, "wrong_kind"), id="an archive"),
        pytest.param(b"<svg onload=alert(1)>", (415, "wrong_kind"), id="a drawing"),
        pytest.param(PICTURE[:40], (422, "broken_file"), id="a piece of a picture"),
        pytest.param(contents.bmp(60_000, 60_000), (422, "picture_too_large"), id="a bomb"),
        pytest.param(contents.PDF * 200_000, (413, "file_too_big"), id="too much"),
    ],
)
@pytest.mark.parametrize("chunked", [False, True], ids=["with its length", "without"])
async def test_what_is_refused_leaves_neither_line_nor_file(
    shop: ChatShop, content: bytes, refusal: tuple[int, str], chunked: bool
) -> None:
    visitor = await shop.visitor()

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(content), 1 << 20):
            yield content[start : start + (1 << 20)]

    with contextlib.suppress(aiohttp.ClientOSError):
        # Who goes on sending may be cut off before reading why.
        sent = await send(visitor, pieces() if chunked else content)
        assert await code_of(sent) == refusal
    await eventually(lambda: files(shop) == [], "no file is left")
    assert (await visitor.fetch())["messages"] == []
    assert (await send(visitor))[0] == 201


async def test_what_is_missing_or_hidden_is_refused(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    assert await code_of(await send(visitor, client_id="")) == (400, "bad_client_id")
    assert await code_of(await send(visitor, client_id="../x")) == (400, "bad_client_id")
    packed = await send(visitor, headers={"Content-Encoding": "gzip"})
    assert await code_of(packed) == (415, "unsupported_type")
    stranger = Visitor(shop, "x" * 43, 0)
    assert await code_of(await send(stranger)) == (401, "unauthorized")
    foreign = await send(visitor, headers={"Origin": "https://evil.example"})
    assert await code_of(foreign) == (403, "foreign_origin")
    await shop.block(visitor.conversation_id)
    assert await code_of(await send(visitor)) == (403, "blocked")
    assert files(shop) == []


async def test_a_name_leads_nowhere(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    assert (await send(visitor, name="../../\x1b]0;x\x07evil\u202egnp.exe"))[0] == 201
    (line,) = (await visitor.fetch())["messages"]
    assert line["text"] == "]0;xevilgnp.exe.png"
    home = shop.store.path.parent
    assert files(shop)[0].parent.parent == home / "files"


async def test_a_body_that_is_cut_off_leaves_nothing(shop: ChatShop) -> None:
    visitor = await shop.visitor()
    begun = asyncio.Event()

    async def pieces() -> AsyncIterator[bytes]:
        yield PICTURE + b"\0" * 500_000
        begun.set()
        await asyncio.Event().wait()

    sending = asyncio.create_task(send(visitor, pieces()))
    await begun.wait()
    await eventually(lambda: files(shop) != [], "the file is coming in")
    sending.cancel()
    await eventually(lambda: files(shop) == [], "the part is gone")
    assert (await visitor.fetch())["messages"] == []
    assert (await send(visitor))[0] == 201


async def test_a_body_that_dribbles_is_given_up(home: Path) -> None:
    async with open_chat(home, limits=Limits(file_seconds=0.2)) as shop:
        visitor = await shop.visitor()

        async def pieces() -> AsyncIterator[bytes]:
            yield PICTURE
            await asyncio.Event().wait()

        assert await code_of(await send(visitor, pieces())) == (408, "timeout")
        assert files(shop) == []


async def test_files_are_rationed_by_number_by_day_and_by_how_many_come_at_once(
    home: Path,
) -> None:
    few = Limits(files_per_visitor=3, file_bytes_per_day=len(PICTURE) + 1, files_at_once=1)
    async with open_chat(home, limits=few) as shop:
        one, other = await shop.visitor(), await shop.visitor()
        assert (await send(one))[0] == 201
        assert (await send(one, client_id="f2"))[0] == 201
        assert await code_of(await send(one, client_id="f3")) == (429, "too_much_today")
        assert await code_of(await send(one, client_id="f3")) == (429, "too_many_files")
        assert (await one.say("文字照常", "c1"))[0] == 201
        go_on = asyncio.Event()

        async def pieces() -> AsyncIterator[bytes]:
            yield PICTURE
            await go_on.wait()

        slow = asyncio.create_task(send(other, pieces(), client_id="g1"))
        await eventually(lambda: any(one.suffix == ".part" for one in files(shop)))
        third = await shop.visitor()
        assert await code_of(await send(third)) == (429, "too_many_files")
        go_on.set()
        assert (await slow)[0] == 201
        assert (await send(third, client_id="g2"))[0] == 201


async def test_one_visitor_who_sends_slowly_leaves_places_to_others(home: Path) -> None:
    async with open_chat(home, limits=Limits(files_at_once_per_visitor=1)) as shop:
        slow, other = await shop.visitor(), await shop.visitor()
        go_on = asyncio.Event()

        async def pieces() -> AsyncIterator[bytes]:
            yield PICTURE
            await go_on.wait()

        sending = asyncio.create_task(send(slow, pieces(), client_id="s1"))
        await eventually(lambda: any(one.suffix == ".part" for one in files(shop)))
        assert await code_of(await send(slow, client_id="s2")) == (429, "too_many_files")
        assert (await send(other))[0] == 201
        go_on.set()
        assert (await sending)[0] == 201
        assert (await send(slow, client_id="s2"))[0] == 201


async def test_a_disk_with_little_room_takes_words_and_no_files(
    shop: ChatShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = await shop.visitor()
    monkeypatch.setattr(media_files, "ROOM_BYTES", 2**62)
    assert await code_of(await send(visitor)) == (507, "no_room")
    assert (await visitor.say("在吗", "c1"))[0] == 201


async def test_a_store_that_is_full_says_so_and_takes_the_same_file_later(home: Path) -> None:
    full = True

    class FullSink(StoreSink):
        async def take(self, unit: Any) -> Any:
            if full:
                raise StoreFull("磁盘满了")
            return await super().take(unit)

    async with open_chat(home, make_sink=FullSink) as shop:
        visitor = await shop.visitor()
        assert await code_of(await send(visitor)) == (503, "store_full")
        full = False
        assert (await send(visitor))[0] == 201
        assert len(files(shop)) == 1
        record = await shop.read(lambda tx: one(tx, 1))
        assert (record.state, record.width) == ("here", 1280)


def test_a_day_refills_evenly_and_forgets_who_is_full() -> None:
    now = 1000.0
    volume = Volume(100, clock=lambda: now, max_keys=3)
    volume.add("a", 60)
    assert volume.wait("a") == 0
    volume.add("a", 60)
    assert volume.wait("a") == pytest.approx(DAY_S * 0.2)
    assert volume.wait("b") == 0
    now += DAY_S * 0.3
    assert volume.wait("a") == 0
    for key in range(50):
        volume.add(key, 1)
    assert len(volume) <= 3
