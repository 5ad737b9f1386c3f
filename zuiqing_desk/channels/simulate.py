"""Simulated customers: they go through the web chat over loopback like anybody else."""

import asyncio
import random
from collections.abc import Iterable

import aiohttp

from zuiqing_desk.channels.customers import Part
from zuiqing_desk.channels.sample_photo import leaking_bottle

API = "/api/v1"


async def play(base_url: str, parts: Iterable[Part], seed: int = 1983) -> None:
    """Let all customers come and talk until everybody has said everything, or until cancelled."""
    async with aiohttp.ClientSession(base_url) as session, asyncio.TaskGroup() as group:
        for number, part in enumerate(parts):
            group.create_task(_Customer(session, part, random.Random(seed + number)).run())


class _Customer:
    def __init__(self, session: aiohttp.ClientSession, part: Part, rng: random.Random) -> None:
        self._session = session
        self._part = part
        self._rng = rng
        self._token = ""
        self._sent = 0
        self._after = 0

    async def run(self) -> None:
        await asyncio.sleep(self._part.arrives_s)
        async with self._session.post(f"{API}/visitors", json={"name": self._part.name}) as reply:
            reply.raise_for_status()
            self._token = (await reply.json())["visitor_token"]
        async with self._session.ws_connect(f"{API}/ws") as socket:
            await socket.send_json({"type": "auth", "token": self._token})
            await self._say(socket, self._part.opening)
            if self._part.photo:
                await self._show(self._part.photo)
            await self._listen(socket, list(self._part.answers))

    async def _say(self, socket: aiohttp.ClientWebSocketResponse, lines: Iterable[str]) -> None:
        for text in lines:
            await socket.send_json({"type": "typing", "on": True})
            await asyncio.sleep(self._rng.uniform(0.4, 1.6))
            self._sent += 1
            body = {"client_id": f"line-{self._sent}", "text": text}
            async with self._session.post(
                f"{API}/messages", json=body, headers=self._headers
            ) as reply:
                reply.raise_for_status()

    async def _show(self, name: str) -> None:
        query = {"client_id": "photo", "name": name}
        async with self._session.post(
            f"{API}/files", params=query, data=leaking_bottle(), headers=self._headers
        ) as reply:
            reply.raise_for_status()

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse, answers: list[str]) -> None:
        async for frame in socket:
            if frame.type is not aiohttp.WSMsgType.TEXT or frame.json().get("type") != "new":
                continue
            if await self._fetch():
                await asyncio.sleep(self._rng.uniform(0.5, 1.5))
                await self._read()
                if answers:
                    await asyncio.sleep(self._rng.uniform(1.0, 4.0))
                    await self._say(socket, [answers.pop(0)])

    async def _fetch(self) -> bool:
        url = f"{API}/messages?after={self._after}&limit=100"
        async with self._session.get(url, headers=self._headers) as reply:
            messages = (await reply.json())["messages"]
        for message in messages:
            self._after = message["seq"]
        return any(message["from"] == "agent" for message in messages)

    async def _read(self) -> None:
        async with self._session.post(
            f"{API}/read", json={"seq": self._after}, headers=self._headers
        ) as reply:
            reply.raise_for_status()

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}"}
