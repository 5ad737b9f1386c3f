"""Moving in a list of 50,000 orders: in view against an app of one Static, scrolling against a
DataTable of as many rows; all in the same kind of terminal, a key of each in turn."""

import json
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from effort import times
from probe import PYTHON, Probe
from seed import PIN, STAFF_NO, fill
from table import Row, median, milliseconds, percentile

from zuiqing_desk.store.engine import open_store
from zuiqing_desk.store.tx import Tx

ORDERS = times(50_000, 500)
IN_VIEW = 15
"""Rows below the first that a screen of 40 rows shows for certain."""
SKIPPED = 45
"""Rows after which both lists scroll at every key."""
SCROLLED = times(60, 8)
FIRST = 100_000
"""Amounts begin here, so that every one has as many digits."""
ROUNDS = times(4, 1)
LOADED_S = 300.0
SECOND = 1_000_000
WORDS = (
    *("platform_state", "receiver", "phone", "address", "address_before", "province", "city"),
    *("district", "buyer_message", "waybill", "waybill_courier", "closed_reason", "remark"),
    *("platform_remark", "flag", "verdict", "verdict_reason"),
)
GAP_S = 0.15
DOWN, UP, HOME = b"\x1b[B", b"\x1b[A", b"\x1b[H"
PAGES = {"orders": b"\x1bOR", "audit": b"a"}
STATIC = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    at = 0
    def compose(self):
        yield Static("bare-0000")
    def on_key(self):
        self.at += 1
        self.query_one(Static).update(f"bare-{self.at:04}")
Bare().run()
"""
TABLE = """
import sys
from textual.app import App
from textual.widgets import DataTable
class Table(App):
    CSS = "DataTable { width: 72; }"
    def compose(self):
        table = DataTable(cursor_type="row")
        table.add_columns("state", "number", "buyer", "goods", "amount", "note")
        table.add_rows(
            ("paid", f"N{at:06}", f"buyer_{at:06}", "6x1983", f"{at}.00", "todo")
            for at in range(int(sys.argv[1]))
        )
        yield table
Table().run()
"""


def stocked(home: Path) -> None:
    """A shop with so many paid orders; the amount of each, in 元, is its place in the list: both
    the newest placed and the oldest paid come first."""
    fill(home, 1)

    def put(tx: Tx) -> None:
        for at in range(ORDERS):
            values = {
                **dict.fromkeys(WORDS, ""),
                **dict.fromkeys(("unlinked", "urgent", "cod", "refund_fen"), 0),
                "platform": "taobao",
                "number": f"26030200{at:010}",
                "state": "audit",
                "buyer": f"buyer_{at}",
                "extra": "{}",
                "amount_fen": (FIRST + at) * 100,
                "placed_at": tx.now - at * SECOND,
                "paid_at": tx.now - (ORDERS - at) * SECOND,
                "created_at": tx.now,
                "updated_at": tx.now,
            }
            order_id = tx.insert(
                f"INSERT INTO shop_order ({', '.join(values)})"
                f" VALUES ({', '.join(':' + name for name in values)})",
                **values,
            )
            tx.run(
                "INSERT INTO order_item (order_id, key, title, spec, code, quantity, provisional)"
                " VALUES (:order, '1', '6x1983', '', '', 1, 0)",
                order=order_id,
            )

    with open_store(home / "desk.db") as store:
        store.write(put).result()


def amount(at: int) -> str:
    return f"{FIRST + at}.00"


def timed(app: Probe, key: bytes, marker: str) -> float:
    """From a key to what it brings; everything else has come before the next."""
    start = app.send(key)
    taken = app.arrival(marker) - start
    app.settle(GAP_S)
    return taken


def moving(
    desk: Probe, bare: Probe, echoed: int, marker: Callable[[int], str]
) -> tuple[list[float], list[float]]:
    """Down and up within the view, and an echo for each."""
    ours, theirs = [], []
    down = [(DOWN, at) for at in range(1, IN_VIEW)]
    up = [(UP, at) for at in range(IN_VIEW - 2, -1, -1)]
    for key, at in [*down, *up]:
        ours.append(timed(desk, key, marker(at)))
        theirs.append(timed(bare, b"x", f"bare-{echoed + len(theirs) + 1:04}"))
    return ours, theirs


def scrolling(
    desk: Probe, table: Probe, marker: Callable[[int], str]
) -> tuple[list[float], list[float]]:
    """Down, one row after the other, far beyond the view: each key brings a row nobody has seen."""
    ours, theirs = [], []
    for app in (desk, table):
        for _ in range(SKIPPED):
            app.send(DOWN)
        app.settle(1.0)
    for at in range(SKIPPED + 1, SKIPPED + 1 + SCROLLED):
        ours.append(timed(desk, DOWN, marker(at)))
        theirs.append(timed(table, DOWN, f"N{at:06}"))
    desk.send(HOME)
    desk.settle(0.5)
    return ours, theirs


def measure() -> list[Row]:
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        stocked(Path(folder))
        for page, key in PAGES.items():
            what = f"{page}: {ORDERS // 1000}k in a list"
            rows += measured(what, folder, key, ORDERS, amount, "bench_")
    return rows


def measured(
    what: str, home: str, key: bytes, count: int, marker: Callable[[int], str], ready: str
) -> list[Row]:
    """The list that a key opens in a shop, with so many rows; ``marker`` is what stands in each,
    ``ready`` what stands on the screen before."""
    with ExitStack() as running:
        desk = running.enter_context(Probe([PYTHON, "-m", "zuiqing_desk", "--home", home]))
        bare = running.enter_context(Probe([PYTHON, "-c", STATIC]))
        table = running.enter_context(Probe([PYTHON, "-c", TABLE, str(count)]))
        desk.arrival("工号")
        desk.settle()
        desk.send(f"{STAFF_NO}\t{PIN}\r".encode())
        desk.arrival(ready)
        desk.settle()
        start = desk.send(key)
        opened = desk.arrival(marker(0)) - start
        loaded = desk.arrival(f" {count}]", LOADED_S) - start
        table.arrival("N000003", LOADED_S)
        for app in (desk, bare, table):
            app.settle()
        ours: list[float] = []
        static: list[float] = []
        for _ in range(ROUNDS):
            here, there = moving(desk, bare, len(static), marker)
            ours += here
            static += there
        scrolled, theirs = scrolling(desk, table, marker)
    print(json.dumps({what: {"opened": milliseconds(opened), "all": milliseconds(loaded)}}))
    a, b, c, d = (median(one) for one in (ours, static, scrolled, theirs))
    moved = f"{milliseconds(a)}, p95 {milliseconds(percentile(ours, 0.95))}"
    return [
        Row(f"{what}, moving in view", moved, f"{milliseconds(b)} one Static", a / b, 1.2),
        Row(f"{what}, scrolling", milliseconds(c), f"{milliseconds(d)} DataTable", c / d, 0.5),
    ]
