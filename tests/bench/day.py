"""A working day of eight hours in minutes: 5,000 conversations through one desk, by its keys.

Customers write through the real server, some ten of them waiting at any time; the agent takes the
next, types, sends, ends. Told are the memory of the program and the key p95, hour by hour: both
must be in the evening what they were in the morning.
"""

import json
import multiprocessing
import os
import tempfile
import time
from collections.abc import Mapping
from http.client import HTTPConnection
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from urllib.parse import urlsplit

from effort import times
from keys_under_load import page_address
from probe import PYTHON, Probe
from seed import PIN, STAFF_NO, fill
from table import Row, milliseconds, percentile

TALKS, HOURS = times(5000, 80), times(8, 2)
WAITING = 10
KEYS = 3
SETTINGS = """
[webchat]
port = 0
visitor_messages_per_minute = 6000
address_requests_per_minute = 1000000
address_visitors_per_minute = 60000
"""
PAGE = os.sysconf("SC_PAGE_SIZE")
CTRL_G, CTRL_S = b"\x07", b"\x13"


def customers(url: str, come: "Synchronized[int]", served: "Synchronized[int]") -> None:
    """Everybody who comes this day, each when there is room in front of the counter."""
    server = HTTPConnection(urlsplit(url).netloc)
    for number in range(TALKS):
        while number - served.value > WAITING:
            time.sleep(0.01)
        token = post(server, "visitors", {"name": f"day_{number:05}"})["visitor_token"]
        words = {"client_id": "first", "text": f"这款 1983 还有货吗？要 {number} 瓶"}
        post(server, "messages", words, {"Authorization": f"Bearer {token}"})
        come.value = number + 1


def post(
    server: HTTPConnection, what: str, body: object, headers: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Write to the chat page's server; what it answers."""
    sent = {"Content-Type": "application/json", **(headers or {})}
    server.request("POST", f"/api/v1/{what}", json.dumps(body), sent)
    reply = server.getresponse()
    answer: dict[str, str] = json.loads(reply.read())
    assert reply.status == 201, answer
    return answer


def answer(desk: Probe, number: int) -> list[float]:
    """Take the next customer, answer, end; how long each character took to its echo."""
    desk.forget()
    desk.send(CTRL_G)
    desk.arrival(f"致 day_{number:05}")
    echoes = []
    for at in range(KEYS):
        key = chr(0x4E00 + (number * KEYS + at) % 5000)
        start = desk.send(key.encode())
        echoes.append(desk.arrival(key) - start)
    desk.send(b"\r")
    desk.arrival("已发送")
    desk.send(CTRL_S)
    desk.arrival("已结束")
    return echoes


def memory(pid: int) -> int:
    """What the process has in memory, in bytes."""
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * PAGE


def measure() -> list[Row]:
    spawn = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        fill(home, 0)
        (home / "settings.toml").write_text(SETTINGS, encoding="utf-8")
        with Probe([PYTHON, "-m", "zuiqing_desk", "--home", folder]) as desk:
            desk.arrival("工号")
            desk.settle()
            desk.send(f"{STAFF_NO}\t{PIN}\r".encode())
            desk.settle(3)
            come, served = spawn.Value("q", 0), spawn.Value("q", 0)
            street = spawn.Process(
                target=customers, args=(page_address(home), come, served), daemon=True
            )
            street.start()
            began, hours = time.perf_counter(), []
            for hour in range(HOURS):
                echoes: list[float] = []
                for number in range(hour * TALKS // HOURS, (hour + 1) * TALKS // HOURS):
                    while come.value <= number:
                        time.sleep(0.001)
                    echoes += answer(desk, number)
                    served.value = number + 1
                hours.append((percentile(echoes, 0.95), memory(desk.pid)))
            took = time.perf_counter() - began
            street.join(10)
            street.kill()
    print(json.dumps([{"p95": milliseconds(key), "MB": size >> 20} for key, size in hours]))
    (first, small), (last, large) = hours[0], hours[-1]
    what = f"a day of {TALKS} conversations in {took / 60:.1f} min"
    return [
        Row(
            f"{what}: key p95, last hour",
            milliseconds(last),
            f"{milliseconds(first)} first hour",
            last / first,
            1.2,
        ),
        Row(
            f"{what}: memory, last hour",
            f"{large >> 20} MB",
            f"{small >> 20} MB first hour",
            large / small,
            1.1,
        ),
    ]
