"""As many open chat pages as the gateway bears, with the 1,024 open files of a plain Linux."""

import asyncio
import contextlib
import resource
from pathlib import Path
from typing import Any

import aiohttp
from support.answers import Answer
from support.desk_terminal import found_shop
from support.figures import Figures
from support.gateway_program import GatewayProgram
from support.memory import resident_mb
from support.soon import comes_true

from zuiqing_desk.settings.model import WebChat
from zuiqing_desk.store import open_store

OPEN_FILES = 1_024
GENEROUS = """
[webchat]
port = 0
address_requests_per_minute = 1000000
address_visitors_per_minute = 100000
"""
INSISTS_S = 30.0

AN_ADDRESS = 60
"""Pages behind one network address, of ten visitors with six each."""

A_VISITOR = 6


class Page:
    """One open page of a visitor."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.newest = 0

    async def listen(self) -> None:
        async for message in self.socket:
            if message.json()["type"] in ("new", "ready"):
                self.newest = message.json()["seq"]


class Household:
    """Visitors behind one network address, and their pages."""

    def __init__(self, url: str, number: int) -> None:
        self._url = url
        self._http = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(local_addr=(f"127.0.0.{number + 2}", 0), limit=0)
        )
        self._token = ""
        self._listening: list[asyncio.Task[None]] = []
        self.conversations: list[int] = []
        self.pages: list[Page] = []

    async def post(self, path: str, body: Any, token: str = "") -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {token}"}
        async with self._http.post(f"{self._url}/{path}", json=body, headers=headers) as response:
            return response.status, await response.json()

    async def come(self, visitors: int, *, pages: int) -> None:
        """Come, write a line, and open so many pages each."""
        for _ in range(visitors):
            _, answer = await self.post("visitors", {})
            self._token = answer["visitor_token"]
            self.conversations.append(answer["conversation_id"])
            line = {"client_id": "c1", "text": "在吗"}
            assert (await self.post("messages", line, self._token))[0] == 201
            for _ in range(pages):
                await self.open_page()

    async def open_page(self) -> None:
        socket = await self._http.ws_connect(
            f"{self._url}/ws", headers={"Authorization": f"Bearer {self._token}"}
        )
        page = Page(socket)
        self.pages.append(page)
        self._listening.append(asyncio.create_task(page.listen()))

    async def insists_on_a_page(self) -> None:
        """Open a page, tried again as the page itself does."""
        async with asyncio.timeout(INSISTS_S):
            while True:
                try:
                    return await self.open_page()
                except aiohttp.WSServerHandshakeError:
                    await asyncio.sleep(0.01)

    async def page_refused(self) -> tuple[int, Any]:
        """What is answered to one page more."""
        shake = {
            "Authorization": f"Bearer {self._token}",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg==",
        }
        async with self._http.get(f"{self._url}/ws", headers=shake) as response:
            return response.status, await response.json()

    async def close(self) -> None:
        for task in self._listening:
            task.cancel()
        await asyncio.gather(*self._listening, return_exceptions=True)
        await self._http.close()


async def test_six_hundred_pages_are_open_at_once_and_the_next_is_refused_in_words(
    tmp_path: Path, figures: Figures
) -> None:
    most = WebChat().max_sockets
    assert most >= 500
    found_shop(tmp_path, settings=GENEROUS)
    with GatewayProgram(tmp_path, tmp_path / "gateway.log") as gateway:
        resource.prlimit(gateway.pid, resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
        url = f"{await asyncio.to_thread(gateway.url)}/api/v1"
        before = resident_mb(gateway.pid)
        async with contextlib.AsyncExitStack() as leaving:
            houses = [Household(url, number) for number in range(most // AN_ADDRESS + 1)]
            for house in houses:
                leaving.push_async_callback(house.close)
            *full, late = houses
            await asyncio.gather(
                *(house.come(AN_ADDRESS // A_VISITOR, pages=A_VISITOR) for house in full)
            )
            pages = [page for house in full for page in house.pages]
            assert len(pages) == most
            # Who finds no place for a page's socket is told so, and writes all the same.
            await late.come(1, pages=0)
            status, answer = await late.page_refused()
            assert (status, answer["error"]["code"]) == (429, "too_many_sockets")
            assert "请关掉一些页面" in answer["error"]["message"]
            conversations = [one for house in full for one in house.conversations]
            seq = await asyncio.to_thread(answer_each, tmp_path, conversations)
            await comes_true(lambda: all(page.newest >= seq for page in pages))
            with_all = resident_mb(gateway.pid)
            # One place is free again.
            await pages[0].socket.close()
            await late.insists_on_a_page()
    figures.add(
        "open pages",
        at_once=most,
        open_files=OPEN_FILES,
        memory_before=f"{before} MB",
        with_all=f"{with_all} MB",
    )


def answer_each(home: Path, conversations: list[int]) -> int:
    """The lead answers everybody, at another desk; the least seq of the answers."""
    with open_store(home / "desk.db", command="test") as store:
        sent = [
            store.write(Answer(one, 1, "在的，您说", f"answer-{one}").give) for one in conversations
        ]
        return min(each.result(60).seq for each in sent)
