"""Many visitors who write all at once: ``python -m support.flooder URL SECONDS A_SECOND VISITORS``.

Each has a connection of its own, kept alive, and writes its next line when the last was answered,
but not sooner than its share of A_SECOND; 0 is as fast as it is answered. Says ``writing`` when all
have come, and at the end one line of JSON: how many answers of each kind, the slowest of a hundred
in seconds, and what each was told is stored: conversation, and the client ids in order.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from urllib.parse import urlsplit

TEXT = "这款1983还有货吗，六瓶送到成都"


class Writer:
    """One visitor on one connection."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname, parts.port
        self._token = ""
        self.conversation = 0
        self.stored: list[str] = []
        self.answers: Counter[str] = Counter()
        self.took: list[float] = []

    async def come(self) -> None:
        self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        status, answer = await self._ask("visitors", b"{}")
        assert status == 201, answer
        self._token, self.conversation = answer["visitor_token"], answer["conversation_id"]

    async def write(self, until: float, gap_s: float) -> None:
        clock = time.monotonic
        due = clock()
        number = 0
        while clock() < until:
            number += 1
            client_id = f"f{number}"
            body = json.dumps({"client_id": client_id, "text": f"{TEXT} {number}"}).encode()
            began = clock()
            status, answer = await self._ask("messages", body)
            self.took.append(clock() - began)
            code = answer["error"]["code"] if status >= 400 else "stored"
            self.answers[f"{status} {code}"] += 1
            if status == 201:
                self.stored.append(client_id)
            # What one answer held up is caught up with, within a second.
            due = max(due + gap_s, clock() - 1.0)
            await asyncio.sleep(max(0.0, due - clock()))
        self._writer.close()

    async def _ask(self, path: str, body: bytes) -> tuple[int, dict[str, object]]:
        self._writer.write(
            f"POST /api/v1/{path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n"
            f"Authorization: Bearer {self._token}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        answer = json.loads(await self._reader.readexactly(length))
        return int(head.split(b" ", 2)[1]), answer


async def flood(url: str, seconds: float, a_second: float, visitors: int) -> None:
    writers = [Writer(url) for _ in range(visitors)]
    await asyncio.gather(*(one.come() for one in writers))
    say("writing")
    until = time.monotonic() + seconds
    gap_s = visitors / a_second if a_second else 0.0
    await asyncio.gather(*(one.write(until, gap_s) for one in writers))
    took = sorted(second for one in writers for second in one.took)
    say(
        json.dumps(
            {
                "answers": sum((one.answers for one in writers), Counter()),
                "p99_s": took[len(took) * 99 // 100],
                "stored": [[one.conversation, one.stored] for one in writers],
            }
        )
    )


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(flood(sys.argv[1], float(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])))
