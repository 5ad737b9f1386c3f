"""Lines stored, journalled, told after COMMIT, against the same server without a store."""

import asyncio
import multiprocessing
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

import aiohttp
from effort import times
from seed import fill
from table import Row, median

from zuiqing_desk.channels.base import Inbound, Receipt
from zuiqing_desk.channels.sink import StoreSink
from zuiqing_desk.channels.webchat import Limits, WebChat, WebChatConfig
from zuiqing_desk.services import shop
from zuiqing_desk.store.engine import open_store

ROUNDS, MESSAGES, VISITORS, AT_ONCE = times(5, 1), times(4000, 500), 50, 64
PLENTY = 10_000_000
LIMITS = Limits(
    messages_per_visitor=PLENTY,
    visitors_per_address=PLENTY,
    requests_per_address=PLENTY,
)


class Nowhere:
    """A sink that stores nothing and answers at once."""

    def __init__(self) -> None:
        self._seq = 0

    async def receive(self, item: Inbound) -> Receipt:
        self._seq += 1
        return Receipt(item.conversation_id, self._seq, 1_700_000_000_000_000, duplicate=False)

    async def delivered(self, conversation_id: int, seq: int) -> None: ...

    async def read(self, conversation_id: int, seq: int) -> None: ...

    async def presence(self, conversation_id: int, *, online: bool, typing: bool) -> None: ...


def serve(home: str, durable: bool, told: Connection) -> None:
    async def run() -> None:
        with open_store(Path(home) / "desk.db") as store:
            account = store.read(shop.webchat_account).result()
            channel = WebChat(store, account, WebChatConfig(shop_name="店", port=0, limits=LIMITS))
            told.send(await channel.start())
            await channel.run(StoreSink(store) if durable else Nowhere(), {})

    asyncio.run(run())


async def load(url: str, tag: str) -> float:
    """Messages a second."""
    connector = aiohttp.TCPConnector(limit=AT_ONCE)
    async with aiohttp.ClientSession(url, connector=connector) as session:
        tokens = []
        for _ in range(VISITORS):
            async with session.post("/api/v1/visitors", json={}) as reply:
                tokens.append((await reply.json())["visitor_token"])
        numbers = iter(range(MESSAGES))

        async def worker() -> None:
            for number in numbers:
                async with session.post(
                    "/api/v1/messages",
                    json={"client_id": f"{tag}-{number}", "text": "这款1983还有货吗"},
                    headers={"Authorization": f"Bearer {tokens[number % VISITORS]}"},
                ) as reply:
                    assert reply.status == 201, await reply.text()

        start = time.perf_counter()
        await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
        return MESSAGES / (time.perf_counter() - start)


def measure() -> list[Row]:
    spawn = multiprocessing.get_context("spawn")
    speeds: dict[bool, list[float]] = {True: [], False: []}
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder), 10)
        servers, urls = [], {}
        for durable in (True, False):
            here, there = spawn.Pipe()
            server = spawn.Process(target=serve, args=(folder, durable, there), daemon=True)
            server.start()
            urls[durable] = here.recv()
            servers.append(server)
        for number in range(ROUNDS + 1):
            for durable in (True, False):
                speed = asyncio.run(load(urls[durable], f"r{number}"))
                if number:
                    speeds[durable].append(speed)
        for server in servers:
            server.kill()
            server.join()
    a, b = median(speeds[True]), median(speeds[False])
    what = f"durable ingest, {AT_ONCE} at once"
    return [Row(what, f"{a:.0f}/s", f"{b:.0f}/s without a store", a / b, 0.65, at_least=True)]
