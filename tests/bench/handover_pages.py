"""Ten years of sealed handover pages: opening their list, opening one, and searching them."""

import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from effort import times
from reply_corpus import replies
from support.sealed import close_item, lay_item, lay_page, seal
from support.shop import TestShop
from table import Row, median, milliseconds, percentile

from zuiqing_desk.services.handover import pages, review, search
from zuiqing_desk.services.handover.records import Hit
from zuiqing_desk.store.tx import Tx

PAGES = times(7_300, 60)
ITEMS = 12
ENDED = 4
"""Of the items of a page, which are finished before the next; as many new ones come."""
AT_ONCE = 100
"""Pages sealed in one transaction."""
SHIFT_S = 12 * 3600
QUERIES = times(200, 10)
OPENED = times(200, 10)
LISTED = times(9, 2)
MISSES = ("龘", "龘靐", "龘靐齉", "客龘靐齉", "龘靐齉客服货")
COMMON = ("的", "客户", "要回电", "客户要回", "客户要回电话")

RAW_LIST = """
SELECT p.id, p.day, p.shift, p.next_shift, p.boundary_at, p.state, p.mode, p.sealed_at,
  p.reviewed_at, g.names, t.names, n.items, n.red, o.items, q.asked, q.open
FROM handover_page p
LEFT JOIN (SELECT page_id, group_concat(s.name) AS names FROM handover_section
  JOIN staff s ON s.id = giver_id GROUP BY page_id) g ON g.page_id = p.id
LEFT JOIN (SELECT page_id, group_concat(s.name) AS names FROM handover_taker
  JOIN staff s ON s.id = staff_id GROUP BY page_id) t ON t.page_id = p.id
LEFT JOIN (SELECT page_id, count(*) AS items, count(said_at) AS red FROM handover_entry
  GROUP BY page_id) n ON n.page_id = p.id
LEFT JOIN (SELECT e.page_id, count(*) AS items FROM handover_item i
  JOIN handover_entry e ON e.item_id = i.id WHERE i.state = 'open' GROUP BY e.page_id) o
  ON o.page_id = p.id
LEFT JOIN (SELECT page_id, count(*) AS asked, sum(answered_at IS NULL) AS open
  FROM handover_remark GROUP BY page_id) q ON q.page_id = p.id
ORDER BY p.reviewed_at IS NOT NULL, p.day DESC, p.boundary_at DESC
"""


class Corpus:
    """Words to write pages with."""

    def __init__(self) -> None:
        self.dice = random.Random(5)
        self._replies = [f"{one.title}，{one.body}" for one in replies(2_000)]

    def words(self, least: int, most: int) -> str:
        text = self.dice.choice(self._replies)
        start = self.dice.randrange(max(1, len(text) - most))
        return text[start : start + self.dice.randint(least, most)].strip() or "货"

    def item(self, tx: Tx, by: int) -> int:
        common = "客户要回电话，" if self.dice.random() < 0.3 else ""
        return lay_item(
            tx,
            common + self.words(8, 24),
            by,
            situation=f"{self.words(30, 80)} 订单 {self.dice.randrange(10**16)}",
            next_action=self.words(8, 20),
        )


def written(shop: TestShop) -> Corpus:
    """So many pages from the lead to a colleague, sealed as a signature seals them, each with a
    dozen items."""
    corpus, taker, mine = Corpus(), shop.colleague("1002").id, shop.lead.id
    standing: list[int] = []

    def some(tx: Tx, first: int, count: int) -> None:
        for number in range(first, first + count):
            tx.now = shop.now + number * SHIFT_S * 1_000_000
            for item in standing[:ENDED]:
                close_item(tx, item, taker, corpus.words(4, 12))
            del standing[:ENDED]
            standing.extend(corpus.item(tx, mine) for _ in range(ITEMS - len(standing)))
            seal(tx, lay_page(tx, mine, taker, standing), taker)

    for first in range(0, PAGES, AT_ONCE):
        shop.do(some, first, min(AT_ONCE, PAGES - first))
    shop.later(PAGES * SHIFT_S)
    return corpus


def measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        shop = TestShop(Path(folder))
        start = time.perf_counter()
        corpus = written(shop)
        took = (time.perf_counter() - start) / PAGES
        size = sum(one.stat().st_size for one in Path(folder).glob("desk.db*"))
        print(
            f"{PAGES} pages of {ITEMS} items: {milliseconds(took)} to seal one, {size >> 20} MB",
            file=sys.stderr,
        )
        found = [
            *listing(shop),
            *opening(shop, corpus.dice),
            *searching(shop, corpus),
            indexing(shop),
        ]
        shop.store.close()
    return found


def listing(shop: TestShop) -> list[Row]:
    ours, raw = [], []
    connection = sqlite3.connect(shop.store.path)
    for _ in range(LISTED):
        ours.append(timed(shop, lambda tx: review.rows(tx))[0])
        start = time.perf_counter()
        rows = connection.execute(RAW_LIST).fetchall()
        raw.append(time.perf_counter() - start)
        assert len(rows) == PAGES
    connection.close()
    a, b = median(ours), median(raw)
    return [Row(f"list of {PAGES} pages", milliseconds(a), f"{milliseconds(b)} SQL", a / b, 1.2)]


def opening(shop: TestShop, dice: random.Random) -> list[Row]:
    ids = [one for (one,) in shop.ask(lambda tx: tx.all("SELECT id FROM handover_page"))]
    taken = []
    for _ in range(OPENED):
        page_id = dice.choice(ids)
        seconds, page = timed(shop, lambda tx, page_id=page_id: pages.one(tx, page_id))
        assert len(page.entries) == ITEMS
        taken.append(seconds)
    return [against("opening a sealed page, p95", taken, 0.003)]


class Kind(NamedTuple):
    """One way of searching, and how long an answer may take, in seconds."""

    name: str
    budget: float
    make: Callable[[Corpus], str]


def part(size: int) -> Callable[[Corpus], str]:
    return lambda corpus: "".join(corpus.words(40, 80).split())[3 : 3 + size]


def first_letters(corpus: Corpus) -> str:
    size = corpus.dice.randint(2, 5)
    runs = search.initials(
        "".join(char for char in corpus.words(40, 80) if char > "\u2e80")
    ).split()
    return max(runs, key=len, default="kh")[:size]


def searching(shop: TestShop, corpus: Corpus) -> list[Row]:
    kinds = [
        *(
            Kind(f"{size} characters", budget, part(size))
            for size, budget in ((1, 0.001), (2, 0.001), (3, 0.002), (4, 0.010), (6, 0.010))
        ),
        Kind("initials", 0.010, first_letters),
    ]
    rows = []
    for kind in kinds:
        asked = [kind.make(corpus) for _ in range(QUERIES)]
        asked += [one for one in (*MISSES, *COMMON) if kind.name.startswith(str(len(one)))]
        if kind.name == "initials":
            asked += ["kh", "khyhd", "zzzz", "qxzv", "dd"]
        taken = []
        for query in asked:
            seconds, hits = timed(shop, lambda tx, query=query: search.find(tx, query, 50))
            assert all(isinstance(hit, Hit) for hit in hits)
            taken.append(seconds)
        rows.append(against(f"search of {PAGES} pages, {kind.name}, p95", taken, kind.budget))
        worst = max(zip(taken, asked, strict=True))
        print(f"{kind.name}: worst {milliseconds(worst[0])} {worst[1]}", file=sys.stderr)
    return rows


def indexing(shop: TestShop) -> Row:
    """How much of the store the index takes, against the bytes of the texts."""
    connection = sqlite3.connect(shop.store.path)
    (texts,) = connection.execute(
        "SELECT sum(length(CAST(text AS BLOB))) FROM handover_text"
    ).fetchone()
    (index,) = connection.execute(
        "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'handover_search%'"
    ).fetchone()
    connection.close()
    measured, against = (f"{size / 1e6:.1f} MB" for size in (index, texts))
    return Row(f"search index of {PAGES} pages", measured, f"{against} text", index / texts, 1.3)


def timed(shop: TestShop, query: Callable[[Tx], Any]) -> tuple[float, Any]:
    """How long a use case takes where it runs, and what it answers."""

    def run(tx: Tx) -> tuple[float, Any]:
        start = time.perf_counter()
        answer = query(tx)
        return time.perf_counter() - start, answer

    return shop.ask(run)


def against(what: str, taken: list[float], budget: float) -> Row:
    p95 = percentile(taken, 0.95)
    measured = f"{milliseconds(p95)}, median {milliseconds(median(taken))}"
    return Row(what, measured, f"{milliseconds(budget)} allowed", p95 / budget, 1.0)
