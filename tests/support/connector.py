"""A platform's connector, in whatever mood: speaks the bridge's webhooks both ways.

It writes down everything that comes, each time it comes, and shows its customers each id once. It
knows nothing of the desk but its address and the secret.
"""

import asyncio
import base64
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from standardwebhooks import Webhook
from support.rig import BUSY_S, WHY_REFUSED, Mood

from zuiqing_desk.services.bridge import accounts
from zuiqing_desk.store.tx import Tx

SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
SLUG = "taobao-1"
ANSWER = "message.send"
AT = "2026-03-02T09:00:00+08:00"


def connect(tx: Tx, url: str) -> int:
    """Connect the platform's account, whose connector listens at ``url``; the account's id."""
    return accounts.add(
        tx,
        slug=SLUG,
        platform="taobao",
        name="淘宝旗舰店",
        storefront="",
        url=url,
        secret=SECRET,
        actor=None,
    ).account_id


@dataclass(frozen=True)
class Arrival:
    """One webhook of the desk that reached the platform."""

    kind: str
    webhook_id: str
    conversation: str
    client_id: str
    text: str
    seq: int


class Connector:
    """Opened by ``listen``; its ``url`` is what the desk is to be told."""

    def __init__(self, secret: str, log: Path | None = None) -> None:
        self.mood: Mood | None = None
        self.silent = False
        """Whether it takes what comes and never answers."""

        self.slow_s = 0.0
        """How long it takes to answer what it has taken."""

        self.came: list[Arrival] = [] if log is None else arrivals(log)
        self.url = ""
        self._log = log
        self._hook = Webhook(secret)
        self._http = aiohttp.ClientSession()
        self._runner: web.AppRunner | None = None

    async def listen(self, port: int = 0) -> None:
        """Take a port: any that is free for 0, but the same as before if there was one."""
        app = web.Application()
        app.router.add_post("/hook", self._hear)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        if self.url:
            port = int(self.url.rpartition(":")[2].partition("/")[0])
        await web.TCPSite(self._runner, "127.0.0.1", port, reuse_address=True).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/hook"

    async def go(self) -> None:
        """Nobody listens any more."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def close(self) -> None:
        await self.go()
        await self._http.close()

    def shown(self, conversation: str) -> list[Arrival]:
        """The answers a customer sees: each id once, in the order it first came."""
        first: dict[str, Arrival] = {}
        for one in self.came:
            if one.kind == ANSWER and one.conversation == conversation:
                first.setdefault(one.webhook_id, one)
        return list(first.values())

    async def post(
        self, desk: str, kind: str, webhook_id: str, data: dict[str, Any], cursor: str | None = None
    ) -> tuple[int, Any, float]:
        """Tell the desk; status, answer, and the seconds it asks to wait.

        Raises aiohttp.ClientError where it does not answer.
        """
        told: dict[str, Any] = {"type": kind, "version": 1, "at": AT, "data": data}
        if cursor is not None:
            told["cursor"] = cursor
        body = json.dumps(told, ensure_ascii=False)
        now = datetime.now(UTC)
        headers = {
            "Content-Type": "application/json",
            "webhook-id": webhook_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._hook.sign(webhook_id, now, body),
        }
        async with self._http.post(desk, data=body.encode(), headers=headers) as response:
            wait = float(response.headers.get("Retry-After", 0))
            return response.status, await response.json(), wait

    async def _hear(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        self._hook.verify(body, dict(request.headers))
        if self.mood == "busy":
            return web.Response(status=503, headers={"Retry-After": str(int(BUSY_S))})
        if self.mood == "refuses":
            return web.json_response({"error": WHY_REFUSED}, status=422)
        if self.mood != "drops":
            self._write_down(request.headers["webhook-id"], json.loads(body))
        await asyncio.sleep(self.slow_s)
        if self.silent:
            await asyncio.Event().wait()
        if self.mood in {"cuts", "drops"}:
            assert request.transport is not None
            request.transport.abort()
        return web.json_response({"remote_id": request.headers["webhook-id"]})

    def _write_down(self, webhook_id: str, told: dict[str, Any]) -> None:
        data = told["data"]
        one = Arrival(
            told["type"],
            webhook_id,
            data.get("conversation", ""),
            data.get("client_id", ""),
            data.get("text", ""),
            data.get("seq", 0),
        )
        self.came.append(one)
        if self._log is not None:
            with self._log.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(one)) + "\n")


def arrivals(log: Path) -> list[Arrival]:
    """What a connector wrote down, each time it came."""
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    return [Arrival(**json.loads(line)) for line in lines]
