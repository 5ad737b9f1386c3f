"""The web chat, and visitors who speak plain HTTP to it."""

import contextlib
from typing import Any

import aiohttp
from support.raw import post_head, raw_connection, ws_frame
from support.rig import FIRST, Mood, Rig, Said, Told

from zuiqing_desk.channels.keeping import StartedChannel
from zuiqing_desk.channels.webchat import Limits, WebChat, WebChatConfig
from zuiqing_desk.services import shop

_OPAQUE = str.maketrans(" ", "-")


class WebChatRig(Rig):
    """A customer who comes is a visitor with a token; they keep it over restarts."""

    kind = "webchat"
    limit = 30

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._http = aiohttp.ClientSession()
        self._tokens: dict[str, tuple[str, int]] = {}

    async def make_channel(self) -> StartedChannel:
        account_id = await self.read(shop.webchat_account)
        limits = Limits(messages_per_visitor=self.limit)
        return WebChat(
            self.store, account_id, WebChatConfig(shop_name="醉卿测试店", port=0, limits=limits)
        )

    async def leaves(self) -> None:
        await self._http.close()

    async def conversation(self, who: str = FIRST) -> int:
        return (await self._visitor(who))[1]

    async def post(self, who: str, said: Said) -> Told:
        body = {"client_id": said.remote.translate(_OPAQUE), "text": said.text}
        try:
            status, answer, headers = await self._ask("POST", "messages", who, json=body)
        except aiohttp.ClientError as error:
            return Told(None, why=repr(error))
        if status in {200, 201}:
            return Told(answer["seq"], duplicate=status == 200)
        wait = float(headers.get("Retry-After", 0))
        return Told(None, why=answer["error"]["message"], wait_s=wait)

    async def sees(self, who: str = FIRST) -> list[str]:
        lines = await self._lines(who)
        if lines:
            await self._lines(who, after=lines[-1]["seq"])
        return [line["text"] for line in lines if line["from"] == "agent"]

    async def carried(self) -> list[str]:
        return [str(line["seq"]) for line in await self._lines(FIRST) if line["from"] == "agent"]

    async def looks(self) -> None:
        newest = (await self._lines(FIRST))[-1]["seq"]
        await self._ask("POST", "read", FIRST, json={"seq": newest})

    async def overclaims(self) -> None:
        await self._lines(FIRST, after=10**6)
        await self._ask("POST", "read", FIRST, json={"seq": 10**6})

    async def becomes(self, mood: Mood) -> bool:
        if mood != "gone":
            return False
        token, _ = await self._visitor(FIRST)
        async with raw_connection(self.url) as raw:
            await raw.upgrade()
            await raw.send(ws_frame(b'{"type":"au', length=60))
        async with raw_connection(self.url) as raw:
            await raw.send(post_head(token, length=100) + b'{"client_id"')
        return True

    async def comes_back(self) -> None:
        """Whoever fetches is back."""

    async def _lines(self, who: str, after: int = 0) -> list[dict[str, Any]]:
        status, answer, _ = await self._ask("GET", "messages", who, params={"after": str(after)})
        assert status == 200, answer
        lines: list[dict[str, Any]] = answer["messages"]
        return lines

    async def _visitor(self, who: str) -> tuple[str, int]:
        if who not in self._tokens:
            async with self._http.post(f"{self.url}/api/v1/visitors", json={}) as response:
                answer = await response.json()
                assert response.status == 201, answer
            self._tokens[who] = (answer["visitor_token"], answer["conversation_id"])
        return self._tokens[who]

    async def _ask(self, method: str, path: str, who: str, **body: Any) -> tuple[int, Any, Any]:
        headers = {"Authorization": f"Bearer {(await self._visitor(who))[0]}"}
        url = f"{self.url}/api/v1/{path}"
        async with self._http.request(method, url, headers=headers, **body) as response:
            answer = None
            with contextlib.suppress(ValueError, aiohttp.ContentTypeError):
                answer = await response.json()
            return response.status, answer, response.headers
