"""A key in the picker → the frame with what it found, among 100,000 replies, against the echo of a
bare Input: both in the same kind of terminal, a key of each in turn."""

import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from effort import times
from probe import PYTHON, Probe
from reply_corpus import replies
from seed import PIN, STAFF_NO, fill
from table import Row, median, milliseconds, percentile

from zuiqing_desk.services.replies import reading, shipped
from zuiqing_desk.services.replies.records import LiveReply
from zuiqing_desk.services.replies.shelf import NO_USES, Shelf
from zuiqing_desk.store.engine import open_store
from zuiqing_desk.store.tx import Tx

REPLIES = times(100_000, 2_000)
ROUNDS = times(3, 1)
IN_VIEW = 12
"""Rows of the list that a screen of 40 rows shows for certain."""
LOADED_S = 300.0
QUERIES = (
    *("fhsj", "fahuo", "发货时间", "chongqing", "重庆", "破损渗漏", "psl", "jiage", "价格"),
    *("wulianye", "1983", "好评", "tuihuo", "yh", "礼盒", "shunfeng", "顺丰 重庆", "kucun"),
)
BARE = """
from textual.app import App
from textual.widgets import Input
class Bare(App):
    def compose(self):
        yield Input("bare-input")
Bare().run()
"""
ECHOED = 0x5E00


def stocked(home: Path) -> list[LiveReply]:
    """Fill the library of a new shop; what its shelf holds."""
    fill(home, 1)
    entries = replies(REPLIES)

    def put(tx: Tx) -> None:
        first = (tx.value("SELECT max(id) FROM reply") or 0) + 1
        for at, one in enumerate(entries, first):
            tx.run(
                "INSERT INTO reply (id, code, state, live, last, created_at)"
                " VALUES (:id, :code, 'open', 1, 1, 0)",
                id=at,
                code=f"{at:06}",
            )
            tx.run(
                "INSERT INTO reply_version (reply_id, version, title, category, tags, body, asks,"
                " readings, written_at, refused) VALUES (:id, 1, :title, :category, :tags, :body,"
                " '', :readings, 0, '')",
                id=at,
                title=one.title,
                category=one.category,
                tags=one.tags,
                body=one.body,
                readings=one.readings,
            )

    with open_store(home / "desk.db") as store:
        shipped.ensure(store)
        store.write(put).result()
        return store.read(lambda tx: reading.live(tx, 1)).result()


def codes(shelf: Shelf, query: str) -> list[str]:
    """The codes of the first rows for a query, in the order the picker shows them."""
    found = shelf.search(query, stage="opening", now=int(time.time() * 1e6), limit=50)
    return [offer.reply.code for offer in found[:IN_VIEW]]


def steps(shelf: Shelf, query: str) -> Iterator[tuple[str, str]]:
    """Each key of a query, with a code that its frame shows and the frame before did not."""
    before: Sequence[str] = codes(shelf, "")
    for end, key in enumerate(query, 1):
        found = codes(shelf, query[:end])
        yield key, next((code for code in reversed(found) if code not in before), "")
        before = found


def measure() -> list[Row]:
    ours: list[float] = []
    bare: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        shelf = Shelf(1)
        shelf.load(stocked(home), NO_USES)
        plan = {query: [*steps(shelf, query)] for query in QUERIES}
        argv = [PYTHON, "-m", "zuiqing_desk", "--home", folder]
        with Probe(argv) as desk, Probe([PYTHON, "-c", BARE]) as echo:
            echo.arrival("bare-input")
            desk.arrival("工号")
            desk.settle()
            desk.send(f"{STAFF_NO}\t{PIN}\r".encode())
            desk.arrival("bench_")
            desk.send(b"\x07")
            desk.arrival("致 bench_")
            desk.send(b"/")
            desk.arrival(codes(shelf, "")[-1], LOADED_S)
            desk.settle()
            echoed = ECHOED
            for _ in range(ROUNDS):
                for keys in plan.values():
                    for key, code in keys:
                        start = desk.send(key.encode())
                        if code:
                            ours.append(desk.arrival(code) - start)
                        desk.settle(0.1)
                        character = chr(echoed)
                        echoed += 1
                        start = echo.send(character.encode())
                        bare.append(echo.arrival(character) - start)
                        echo.settle(0.1)
                    desk.send(b"\x15")
                    echo.send(b"\x15")
                    desk.settle(0.3)
                    echo.settle(0.1)
    what = f"picker: key → result frame, {REPLIES // 1000}k replies"
    a, b = median(ours), median(bare)
    c, d = percentile(ours, 0.95), percentile(bare, 0.95)
    return [
        Row(what, milliseconds(a), f"{milliseconds(b)} bare Input", a / b, 3.0),
        Row(f"{what}, p95", milliseconds(c), f"{milliseconds(d)} bare Input", c / d, 3.0),
    ]
