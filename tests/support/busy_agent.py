"""An agent who answers whatever comes over the bridge, at a desk that is killed."""

import asyncio
import json
import signal
from collections.abc import Callable
from pathlib import Path

from support.answers import Answer

from zuiqing_desk.store import Store
from zuiqing_desk.store.tx import Tx

ANSWERED = "answered.jsonl"
LOOK_S = 0.01
AT_ONCE = 4

_WAITING = """
SELECT c.id, c.last_seq FROM conversation c JOIN channel_account a ON a.id = c.account_id
WHERE a.channel = 'bridge' AND c.last_from = 'customer' ORDER BY c.last_line_at LIMIT :limit
"""


async def answer_all(store: Store, staff_id: int, log: Path, tell: Callable[[str], None]) -> None:
    """Answer until SIGUSR1, and write down what was told as sent; tells "silent" then."""
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, ended.set)

    def waiting(tx: Tx) -> list[tuple[int, int]]:
        return [(row[0], row[1]) for row in tx.all(_WAITING, limit=AT_ONCE)]

    while not ended.is_set():
        for conversation_id, seq in await asyncio.wrap_future(store.read(waiting)):
            words = f"答{conversation_id}之{seq}"
            answer = Answer(conversation_id, staff_id, words, f"a-{conversation_id}-{seq}")
            sent = await asyncio.wrap_future(store.write(answer.give))
            with log.open("a", encoding="utf-8") as file:
                file.write(json.dumps([conversation_id, sent.seq, answer.client_id]) + "\n")
        await asyncio.sleep(LOOK_S)
    tell("silent")


def told(log: Path) -> list[tuple[int, int, str]]:
    """What agents were told as sent: conversation, seq, client id."""
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    return [tuple(json.loads(line)) for line in lines]
