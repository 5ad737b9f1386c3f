"""From a key in the reply box to its echo: idle, and while 200 messages a second arrive."""

import asyncio
import json
import multiprocessing
import sqlite3
import tempfile
import time
from multiprocessing.synchronize import Event
from pathlib import Path

import aiohttp
from effort import times
from probe import PYTHON, Probe
from seed import PIN, STAFF_NO, fill
from table import Row, milliseconds, percentile

KEYS, RATE, VISITORS = times(150, 20), 200, 50
GAP_S = 0.04
SETTINGS = """
[webchat]
port = 0
visitor_messages_per_minute = 6000
address_requests_per_minute = 1000000
address_visitors_per_minute = 6000
"""


def flood(url: str, stop: Event, sent: "multiprocessing.sharedctypes.Synchronized[int]") -> None:
    async def run() -> None:
        async with aiohttp.ClientSession(url) as session:
            tokens = []
            for number in range(VISITORS):
                body = {"name": f"flood_{number}"}
                async with session.post("/api/v1/visitors", json=body) as reply:
                    tokens.append((await reply.json())["visitor_token"])
            start, number = time.perf_counter(), 0
            while not stop.is_set():
                token = tokens[number % VISITORS]
                async with session.post(
                    "/api/v1/messages",
                    json={"client_id": f"f{number}", "text": "still in stock?"},
                    headers={"Authorization": f"Bearer {token}"},
                ) as reply:
                    assert reply.status == 201, await reply.text()
                number += 1
                sent.value = number
                await asyncio.sleep(max(0.0, start + number / RATE - time.perf_counter()))

    asyncio.run(run())


def echoes(desk: Probe, first: int) -> list[float]:
    """Type distinct characters, each once the one before has been painted."""
    times = []
    for number in range(KEYS):
        key = chr(first + number)
        time.sleep(GAP_S)
        start = desk.send(key.encode())
        times.append(desk.arrival(key) - start)
    return times


def page_address(home: Path) -> str:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with sqlite3.connect(home / "desk.db") as store:
            row = store.execute("SELECT url FROM gateway").fetchone()
        store.close()
        if row and row[0]:
            return str(row[0])
        time.sleep(0.1)
    raise TimeoutError("the chat page did not open")


def measure() -> list[Row]:
    spawn = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        fill(home, 200)
        (home / "settings.toml").write_text(SETTINGS, encoding="utf-8")
        with Probe([PYTHON, "-m", "zuiqing_desk", "--home", folder]) as desk:
            desk.arrival("工号")
            desk.settle()
            desk.send(f"{STAFF_NO}\t{PIN}\r".encode())
            desk.arrival("bench_")
            desk.settle()
            desk.send(b"\x07")
            desk.settle()
            idle = echoes(desk, 0x4E00)
            stop, sent = spawn.Event(), spawn.Value("q", 0)
            url = page_address(home)
            load = spawn.Process(target=flood, args=(url, stop, sent), daemon=True)
            load.start()
            while sent.value < RATE:
                time.sleep(0.05)
            begun, before = time.perf_counter(), sent.value
            busy = echoes(desk, 0x5E00)
            rate = (sent.value - before) / (time.perf_counter() - begun)
            stop.set()
            load.join(10)
            load.kill()
    a, b = percentile(busy, 0.95), percentile(idle, 0.95)
    print(json.dumps({"idle": summary(idle), "busy": summary(busy)}))
    what = f"key p95 while {rate:.0f} messages/s arrive"
    return [Row(what, milliseconds(a), f"{milliseconds(b)} idle", a / b, 1.5)]


def summary(times: list[float]) -> dict[str, str]:
    return {
        f"p{round(share * 100)}": milliseconds(percentile(times, share)) for share in (0.5, 0.95)
    }
