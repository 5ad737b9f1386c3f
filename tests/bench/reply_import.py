"""100,000 replies imported while another desk writes: how long that desk waits at most."""

import multiprocessing
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

from effort import times
from reply_corpus import replies
from table import Row, milliseconds

from zuiqing_desk.services import shop
from zuiqing_desk.services.replies import import_run, importing
from zuiqing_desk.services.replies.sheet import COLUMNS, REQUIRED
from zuiqing_desk.sheets import read, write
from zuiqing_desk.store.engine import Store, open_store
from zuiqing_desk.store.tx import Tx

T = TypeVar("T")
NUMBER = times(100_000, 2000)
BUDGET_S = 0.25
PAUSE_S = 0.005
HOUSEKEEPING_S = 5.0
ZONE = "Asia/Shanghai"


def desk(path: str, told: Connection) -> None:
    """Another desk: small writes all the time, and the gateway's housekeeping. Answers each
    question with the longest wait since the last one (seconds)."""
    with open_store(Path(path)) as store:
        longest = 0.0
        housekeeping = time.perf_counter()
        told.send(None)
        while True:
            start = time.perf_counter()
            if start > housekeeping:
                housekeeping = start + HOUSEKEEPING_S
                store.checkpoint()
            store.write(lambda tx: tx.journal("bench.wrote", 1)).result()
            longest = max(longest, time.perf_counter() - start)
            if told.poll(PAUSE_S):
                if told.recv() is None:
                    return
                told.send(longest)
                longest = 0.0


def spreadsheet(path: Path, mark: str) -> None:
    write(
        path,
        COLUMNS,
        (
            (
                f"b{one.key}",
                one.title[:40],
                one.category,
                "",
                f"{one.body}{mark}",
                "",
                "",
                "",
                "团队",
            )
            for one in replies(NUMBER)
        ),
    )


def carried_out(store: Store, file: Path) -> tuple[float, float]:
    """Seconds for reading and checking, and for writing."""

    def written(unit: Callable[[Tx], T]) -> T:
        return store.write(unit).result()

    start = time.perf_counter()
    before = store.read(lambda tx: importing.known(tx, ZONE)).result()
    plan = importing.plan(read(file, COLUMNS, REQUIRED), before)
    assert len(plan.added) + len(plan.changed) == NUMBER, plan.refused[:3]
    middle = time.perf_counter()
    import_run.carry_out(written, plan, desk_id="bench")
    return middle - start, time.perf_counter() - middle


def measure() -> list[Row]:
    spawn = multiprocessing.get_context("spawn")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        with open_store(path) as store:
            store.write(
                lambda tx: shop.set_up(
                    tx, shop_name="店", staff_no="1001", name="甲**", pin_hash="-"
                )
            ).result()
            here, there = spawn.Pipe()
            other = spawn.Process(target=desk, args=(str(path), there), daemon=True)
            other.start()
            here.recv()
            for what, mark in (("new", ""), ("changed", "。")):
                file = Path(folder) / f"{what}.csv"
                spreadsheet(file, mark)
                longest_of(here)
                reading, writing = carried_out(store, file)
                # What was written is moved into the file soon after; that counts too.
                time.sleep(HOUSEKEEPING_S + 1)
                waited = longest_of(here)
                rows.append(
                    Row(
                        f"import of {NUMBER:,} {what} replies ({reading:.0f} s to read,"
                        f" {writing:.0f} s to write): another desk waits at most",
                        milliseconds(waited),
                        f"budget {milliseconds(BUDGET_S)}",
                        waited / BUDGET_S,
                        1.0,
                    )
                )
            here.send(None)
            other.join()
    return rows


def longest_of(other: Connection) -> float:
    other.send("longest")
    longest: float = other.recv()
    return longest
