"""Moving in a queue of 20,000: in view against an app of one Static, scrolling against a DataTable
of as many rows; all in the same kind of terminal, a key of each in turn."""

import json
import tempfile
from contextlib import ExitStack
from pathlib import Path

from effort import times
from order_list import LOADED_S, ROUNDS, STATIC, TABLE, moving, scrolling
from probe import PYTHON, Probe
from seed import PIN, STAFF_NO, fill
from table import Row, median, milliseconds, percentile

from zuiqing_desk.store.engine import open_store

CHATS = times(20_000, 500)
END, HOME = b"\x1b[F", b"\x1b[H"


def customer(at: int) -> str:
    """Short enough to stand whole in a row."""
    return f"q{at:05}"


def stocked(home: Path) -> None:
    """Without a running round no clock paints a row again but the key."""
    fill(home, CHATS, running=0)
    with open_store(home / "desk.db") as store:
        store.write(lambda tx: tx.run("UPDATE customer SET name = 'q' || substr(name, 7)")).result()


def measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        stocked(Path(folder))
        desk = running.enter_context(Probe([PYTHON, "-m", "zuiqing_desk", "--home", folder]))
        bare = running.enter_context(Probe([PYTHON, "-c", STATIC]))
        table = running.enter_context(Probe([PYTHON, "-c", TABLE, str(CHATS)]))
        desk.arrival("工号")
        desk.settle()
        desk.send(f"{STAFF_NO}\t{PIN}\r".encode())
        desk.arrival(customer(0))
        table.arrival("N000003", LOADED_S)
        for app in (desk, bare, table):
            app.settle(1.0)
        ours: list[float] = []
        static: list[float] = []
        for _ in range(ROUNDS):
            here, there = moving(desk, bare, len(static), customer)
            ours += here
            static += there
        scrolled, theirs = scrolling(desk, table, customer)
        edges = {}
        for name, key, at in (("End", END, CHATS - 1), ("Home", HOME, 0)):
            start = desk.send(key)
            edges[name] = milliseconds(desk.arrival(customer(at)) - start)
            desk.settle(0.5)
    print(json.dumps({f"queue of {CHATS}": edges}))
    a, b, c, d = (median(one) for one in (ours, static, scrolled, theirs))
    moved = f"{milliseconds(a)}, p95 {milliseconds(percentile(ours, 0.95))}"
    what = f"queue of {CHATS // 1000}k" if CHATS >= 1000 else f"queue of {CHATS}"
    return [
        Row(f"{what}, moving in view", moved, f"{milliseconds(b)} one Static", a / b, 1.2),
        Row(f"{what}, scrolling", milliseconds(c), f"{milliseconds(d)} DataTable", c / d, 0.5),
    ]
