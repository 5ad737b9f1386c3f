"""50,000 orders imported while another desk writes: rate, memory, and how long that desk waits."""

import multiprocessing
import re
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

from effort import times
from reply_import import HOUSEKEEPING_S, desk, longest_of
from table import Row, milliseconds

from tests.support.exports import taobao_items, taobao_orders
from zuiqing_desk.services import shop
from zuiqing_desk.services.orders import importing
from zuiqing_desk.store.engine import open_store
from zuiqing_desk.store.tx import Tx

T = TypeVar("T")
NUMBER = times(50_000, 2000)
WAIT_BUDGET_S = 0.25
MEMORY_BUDGET_MB = 100
RATE_BUDGET = 500


def bring_in(store_path: str, folder: str, told: Connection) -> None:
    """In a process of its own, so that its memory is the import's: seconds to read, seconds to
    write, growth of the peak in MB."""
    with open_store(Path(store_path)) as store:

        def ask(unit: Callable[[Tx], T]) -> T:
            return store.read(unit).result()

        def write(unit: Callable[[Tx], T]) -> T:
            return store.write(unit).result()

        store.read(shop.get).result()
        before = memory_peak_kb()
        start = time.perf_counter()
        files = [Path(folder) / "orders.csv", Path(folder) / "items.csv"]
        with importing.plan(files, ask) as plan:
            assert len(plan.added) + len(plan.changed) == NUMBER, plan.refused[:3]
            middle = time.perf_counter()
            importing.carry_out(plan, write)
        end = time.perf_counter()
        told.send((middle - start, end - middle, (memory_peak_kb() - before) / 1024))


def memory_peak_kb() -> int:
    """The most memory this process has had. (getrusage counts what it was forked from too.)"""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1])


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
        for what, status in (("new", "等待买家付款"), ("changed", "买家已付款，等待卖家发货")):
            taobao_orders(Path(folder) / "orders.csv", NUMBER, status=status)
            taobao_items(Path(folder) / "items.csv", NUMBER, status=status)
            longest_of(here)
            result, sent = spawn.Pipe()
            runner = spawn.Process(target=bring_in, args=(str(path), folder, sent))
            runner.start()
            reading, writing, growth = result.recv()
            runner.join()
            # What was written is moved into the file soon after; that counts too.
            time.sleep(HOUSEKEEPING_S + 1)
            waited = longest_of(here)
            rate = NUMBER / (reading + writing)
            name = f"import of {NUMBER:,} {what} orders"
            rows += [
                Row(
                    f"{name} ({reading:.0f} s to read, {writing:.0f} s to write)",
                    f"{rate:.0f}/s",
                    f"budget {RATE_BUDGET}/s",
                    rate / RATE_BUDGET,
                    1.0,
                    at_least=True,
                ),
                Row(
                    f"{name}: memory grows by at most",
                    f"{growth:.0f} MB",
                    f"budget {MEMORY_BUDGET_MB} MB",
                    growth / MEMORY_BUDGET_MB,
                    1.0,
                ),
                Row(
                    f"{name}: another desk waits at most",
                    milliseconds(waited),
                    f"budget {milliseconds(WAIT_BUDGET_S)}",
                    waited / WAIT_BUDGET_S,
                    1.0,
                ),
            ]
        here.send(None)
        other.join()
    return rows
