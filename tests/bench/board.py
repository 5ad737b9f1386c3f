"""The live board of a shop with 20,000 open conversations: reading it, and walking what nobody
has."""

import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from effort import times
from order_list import STATIC, moving
from probe import PYTHON, Probe
from queue_moving import CHATS, customer, stocked
from seed import PIN, STAFF_NO
from table import Row, median, milliseconds, percentile
from years import build

from zuiqing_desk.services import board
from zuiqing_desk.store.engine import open_store
from zuiqing_desk.store.tx import Tx

LOOKS = times(400, 20)
LOOK_S = 0.003
"""What p95 of reading the board may be."""


def measure() -> list[Row]:
    return [read(), walked()]


def read() -> Row:
    with tempfile.TemporaryDirectory() as folder:
        years = build(Path(folder), CHATS * 3, conversations=CHATS, open_chats=CHATS)
        with open_store(years.path) as store:
            taken = store.read(looked).result()
    p95 = percentile(taken, 0.95)
    allowed = f"{milliseconds(LOOK_S)} allowed"
    return Row(f"live board at {CHATS} open, p95", milliseconds(p95), allowed, p95 / LOOK_S, 1.0)


def looked(tx: Tx) -> list[float]:
    board.look(tx)  # what every later look finds in the cache
    taken = []
    for _ in range(LOOKS):
        start = time.perf_counter()
        board.look(tx)
        taken.append(time.perf_counter() - start)
    return taken


def walked() -> Row:
    """Moving in what nobody has, a key in turn with one of an app of one Static."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        stocked(Path(folder))
        desk = running.enter_context(Probe([PYTHON, "-m", "zuiqing_desk", "--home", folder]))
        bare = running.enter_context(Probe([PYTHON, "-c", STATIC]))
        desk.arrival("工号")
        desk.settle()
        desk.send(f"{STAFF_NO}\t{PIN}\r".encode())
        desk.arrival(customer(0))
        desk.settle()
        desk.send(b"q")
        desk.arrival("无人接待")
        desk.settle()
        desk.send(b"\r")
        desk.arrival(f"{CHATS} 个会话")
        for app in (desk, bare):
            app.settle(1.0)
        ours, static = moving(desk, bare, 0, customer)
        a, b = median(ours), median(static)
    moved = f"{milliseconds(a)}, p95 {milliseconds(percentile(ours, 0.95))}"
    return Row(
        f"board, {CHATS} of nobody, moving", moved, f"{milliseconds(b)} one Static", a / b, 1.2
    )
