"""Reading the live board of a shop with 20,000 open conversations."""

import tempfile
import time
from pathlib import Path

from effort import times
from table import Row, milliseconds, percentile
from years import build

from zuiqing_desk.services import board
from zuiqing_desk.store.engine import open_store
from zuiqing_desk.store.tx import Tx

CHATS = times(20_000, 500)
LOOKS = times(400, 20)
LOOK_S = 0.003
"""What p95 of reading the board may be."""


def measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        years = build(Path(folder), CHATS * 3, conversations=CHATS, open_chats=CHATS)
        with open_store(years.path) as store:
            taken = store.read(looked).result()
    p95 = percentile(taken, 0.95)
    allowed = f"{milliseconds(LOOK_S)} allowed"
    return [Row(f"live board at {CHATS} open, p95", milliseconds(p95), allowed, p95 / LOOK_S, 1.0)]


def looked(tx: Tx) -> list[float]:
    board.look(tx)  # what every later look finds in the cache
    taken = []
    for _ in range(LOOKS):
        start = time.perf_counter()
        board.look(tx)
        taken.append(time.perf_counter() - start)
    return taken
