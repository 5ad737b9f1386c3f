"""An example connector, to be copied: it carries a platform's messages to the desk and back.

    python example_connector.py --desk URL --secret whsec_… --port 8790 --log connector.jsonl

Each line of its standard input is what a customer wrote, ``CONVERSATION TEXT``, or any webhook as
``{"type": …, "data": …}``. The desk posts answers to http://127.0.0.1:8790/hook.
"""

import argparse
import asyncio
import json
import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, web
from standardwebhooks import Webhook, WebhookVerificationError


class Connector:
    def __init__(self, desk: str, secret: str, log: Path) -> None:
        self.desk, self.hook, self.log = desk, Webhook(secret), log
        lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        self.had = {entry["got"] for entry in map(json.loads, lines) if "got" in entry}

    def note(self, **entry: Any) -> None:
        with self.log.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")

    async def post(self, type: str, data: dict[str, Any], cursor: str = "") -> dict[str, Any]:
        """Post until the desk has it: the same id and body each time, signed anew."""
        webhook_id, at = f"msg_{uuid.uuid4().hex}", datetime.now(UTC).isoformat()
        body = json.dumps({"type": type, "version": 1, "at": at, "cursor": cursor, "data": data})
        wait = 0.1
        while True:
            now = datetime.now(UTC)
            headers = {
                "Content-Type": "application/json",
                "webhook-id": webhook_id,
                "webhook-timestamp": str(int(now.timestamp())),
                "webhook-signature": self.hook.sign(webhook_id, now, body),
            }
            http = ClientSession(timeout=ClientTimeout(15))
            try:
                async with http, http.post(self.desk, data=body, headers=headers) as response:
                    if response.status not in (408, 429, 500, 503):
                        answer: dict[str, Any] = await response.json()
                        self.note(sent=webhook_id, type=type, status=response.status, **answer)
                        return answer
                    wait = float(response.headers.get("Retry-After", wait))
            except (ClientError, TimeoutError, ValueError):
                wait = min(5.0, 2 * wait)
            await asyncio.sleep(wait)

    async def receive(self, request: web.Request) -> web.Response:
        """The desk posts: proved, noted once, and only then accepted."""
        try:
            said = self.hook.verify(await request.read(), dict(request.headers))
        except (WebhookVerificationError, ValueError):
            return web.json_response({"error": "unauthorized"}, status=401)
        if new := (webhook_id := request.headers["webhook-id"]) not in self.had:
            self.note(got=webhook_id, type=said["type"], data=said["data"])
            self.had.add(webhook_id)
        return web.json_response({"remote_id": f"r-{webhook_id}"}, status=200 if new else 409)

    async def feed(self) -> None:
        """What the platform has, from where the desk says that it has it all."""
        resume = int((await self.post("connector.hello", {})).get("cursor") or 0)
        number = 0
        while line := (await asyncio.to_thread(sys.stdin.readline)).strip():
            number += 1
            conversation, _, text = line.partition(" ")
            message = {"id": f"m{number}", "content": {"type": "text", "text": text}}
            data = {"conversation": conversation, "customer": {}, "message": message}
            said = line if line[0] == "{" else json.dumps({"type": "message.created", "data": data})
            if number > resume:
                await self.post(**json.loads(said), cursor=str(number))
        await asyncio.Event().wait()


async def main() -> None:
    options = argparse.ArgumentParser()
    for name in ("--desk", "--secret", "--port", "--log"):
        options.add_argument(name, required=True)
    args = options.parse_args()
    connector, app = Connector(args.desk, args.secret, Path(args.log)), web.Application()
    app.router.add_post("/hook", connector.receive)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", int(args.port)).start()
    await connector.feed()


if __name__ == "__main__":
    asyncio.run(main())
