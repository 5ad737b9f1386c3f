"""A platform under load, as a process that is killed: its customers write, and its connector
carries their lines to the desk and the desk's answers to them.

Everything it must not forget is in two files: what the desk has acknowledged, and what has come
from the desk. A line keeps its id and its words until it is acknowledged, over every kill.
"""

import asyncio
import json
import signal
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import aiohttp
from support.connector import SECRET, SLUG, Connector

LINES_EACH = 12
"""A customer begins a conversation anew after so many lines."""

AGAIN_S = 0.02
REST_S = 0.004
SLOW_S = 0.01
"""How long an answer is with the platform before it says so: kills shall fall into it."""


@dataclass(frozen=True)
class PlatformPlan:
    """Where it keeps its files, where it listens, where the desk listens, and how many write."""

    folder: str
    port: int
    desk_port: int
    customers: int = 3

    @property
    def acknowledged(self) -> Path:
        return Path(self.folder) / "acknowledged.jsonl"

    @property
    def came(self) -> Path:
        return Path(self.folder) / "came.jsonl"


@dataclass(frozen=True)
class Carried:
    """One line of a customer that the desk has acknowledged."""

    customer: int
    number: int
    seq: int
    duplicate: bool

    @property
    def conversation(self) -> str:
        return f"c{self.customer}-{self.number // LINES_EACH}"

    @property
    def text(self) -> str:
        return f"客{self.customer}第{self.number}句"


def acknowledged(plan: PlatformPlan) -> list[Carried]:
    """What the desk has acknowledged so far, in order."""
    if not plan.acknowledged.exists():
        return []
    lines = plan.acknowledged.read_text(encoding="utf-8").splitlines()
    return [Carried(**json.loads(line)) for line in lines]


def run_platform(plan: PlatformPlan, tell: Callable[[str], None], until: int) -> None:
    """Run until SIGTERM or until ``until``, a file descriptor, can be read; customers write no more
    after SIGUSR1. Tells "up", and "silent" when the last line is acknowledged."""
    asyncio.run(_Platform(plan, tell).live(until))


class _Platform:
    def __init__(self, plan: PlatformPlan, tell: Callable[[str], None]) -> None:
        self._plan = plan
        self._tell = tell
        self._finishing = False
        self._url = f"http://127.0.0.1:{plan.desk_port}/bridge/v1/{SLUG}"

    async def live(self, until: int) -> None:
        connector = Connector(SECRET, self._plan.came)
        connector.slow_s = SLOW_S
        await connector.listen(self._plan.port)
        known = acknowledged(self._plan)
        begin = [
            1 + max((one.number for one in known if one.customer == customer), default=-1)
            for customer in range(self._plan.customers)
        ]
        ended = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGUSR1, self._finish)
        loop.add_signal_handler(signal.SIGTERM, ended.set)
        loop.add_reader(until, ended.set)
        self._tell("up")
        async with asyncio.TaskGroup() as group:
            for customer, number in enumerate(begin):
                group.create_task(self._write(connector, customer, number))
        self._tell("silent")
        await ended.wait()
        await connector.close()

    def _finish(self) -> None:
        self._finishing = True

    async def _write(self, connector: Connector, customer: int, number: int) -> None:
        while not self._finishing:
            carried = await self._carry(connector, customer, number)
            with self._plan.acknowledged.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(carried)) + "\n")
            number += 1
            await asyncio.sleep(REST_S)

    async def _carry(self, connector: Connector, customer: int, number: int) -> Carried:
        line = Carried(customer, number, 0, False)
        data = {
            "conversation": line.conversation,
            "customer": {"name": f"tb_{customer}**"},
            "message": {"id": f"m{number}", "content": {"type": "text", "text": line.text}},
        }
        while True:
            try:
                status, told, _ = await connector.post(
                    self._url, "message.created", f"w-{customer}-{number}", data
                )
            except aiohttp.ClientError:
                status = 0
            if status == 200:
                return Carried(customer, number, told["seq"], told["duplicate"])
            assert status in {0, 503}, told
            await asyncio.sleep(AGAIN_S)
