"""Searching a million lines of old talk: how long the newest fifty take, and whether all is found.

Side by side in the same run: ``rg`` over a text file of the same lines, and SQL's LIKE.
"""

import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from effort import times
from table import Row, median, milliseconds, percentile
from years import build

from zuiqing_desk.lookup.fold import fold
from zuiqing_desk.services.history import filling, search
from zuiqing_desk.services.history.records import Ask
from zuiqing_desk.store.engine import Store, open_store
from zuiqing_desk.store.tx import Tx

LINES = times(1_000_000, 20_000)
CONVERSATIONS = times(20_000, 200)
SIZES = {2: 0.001, 3: 0.002, 4: 0.010, 6: 0.010, 10: 0.010}
"""Characters of a query, and how long an answer may take, in seconds."""
IN_ONE_S = 0.005
UNIT_S = 0.020
QUERIES = times(60, 5)
RUNS = times(3, 1)
OTHERS = times(2, 1)
"""How many queries of a kind are also given to the other finders."""
COUNTED = times(100_000, 20_000)
"""The lines from which it is told what is common."""
CHECKPOINT = 500


class Kind(NamedTuple):
    """Queries of one size: ``common`` and ``rare`` ones hit, ``miss`` has common pairs only and is
    nowhere, ``chain`` likewise, and its pairs fit together."""

    size: int
    name: str
    queries: list[str]


def measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        start = time.perf_counter()
        built = build(home, LINES, conversations=CONVERSATIONS, open_chats=CONVERSATIONS // 10)
        say(f"{LINES} lines built in {time.perf_counter() - start:.0f} s")
        with open_store(built.path) as store:
            rows = [*filled(store), size(built.path)]
            said = dict(store.read(texts).result())
            others = Others(home, said)
            kinds = made(list(said.values()))
            for place, conversation in (("all", None), ("one conversation", built.longest)):
                rows += timed(store, kinds, place, conversation, others)
            rows.append(recalled(store, kinds, said))
            others.close()
    return rows


def texts(tx: Tx) -> list[tuple[int, str]]:
    return tx.all("SELECT id, text FROM line WHERE author <> 'system'")


def filled(store: Store) -> list[Row]:
    """Fill the index as the gateway does, but without its rests."""
    held, worked, waited = [], [], []

    def unit(tx: Tx) -> int:
        start, work = time.perf_counter(), time.thread_time()
        done = filling.fill(tx)
        held.append(time.perf_counter() - start)
        worked.append(time.thread_time() - work)
        return done

    start = time.perf_counter()
    while True:
        before = time.perf_counter()
        if not store.write(unit).result():
            break
        waited.append(time.perf_counter() - before)
        if len(waited) % CHECKPOINT == 0:
            store.checkpoint().result()
    rate = LINES / (time.perf_counter() - start)
    say(
        f"a unit with its commit: median {milliseconds(median(waited))},"
        f" p99 {milliseconds(percentile(waited, 0.99))}, worst {milliseconds(max(waited))};"
        f" the worst worked {milliseconds(max(worked))}"
    )
    worst = percentile(held, 0.999)
    return [
        Row(
            f"filling the index, unit of {filling.LINES} lines: p99.9",
            f"{milliseconds(worst)} (worst {milliseconds(max(held))}, {rate:.0f} lines/s)",
            f"{milliseconds(UNIT_S)} allowed",
            worst / UNIT_S,
            1,
        )
    ]


def size(path: Path) -> Row:
    with sqlite3.connect(path) as db:
        pages = "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'line_search%'"
        index = db.execute(pages).fetchone()[0]
        text = db.execute("SELECT sum(length(CAST(text AS BLOB))) FROM line").fetchone()[0]
    db.close()
    told = f"{text / 1e6:.1f} MB text"
    return Row("history search, index size", f"{index / 1e6:.1f} MB", told, index / text, 1.3)


def made(lines: list[str]) -> list[Kind]:
    dice = random.Random(1983)
    counts: dict[int, Counter[str]] = {one: Counter() for one in SIZES}
    for line in dice.sample(lines, min(COUNTED, len(lines))):
        folded = fold(line)
        for length, counter in counts.items():
            counter.update(
                part
                for at in range(len(folded) - length + 1)
                if " " not in (part := folded[at : at + length])
            )
    everything = "\n".join(map(fold, lines))
    pairs = [pair for pair, _ in counts[2].most_common(300)]
    follow = {pair[0]: [other for other in pairs if other[0] == pair[0]] for pair in pairs}

    def spliced(length: int) -> str:
        return "".join(dice.choice(pairs) for _ in range((length + 1) // 2))[:length]

    characters = sorted({char for pair in pairs for char in pair})

    def apart(length: int) -> str:
        return "".join(dice.sample(characters, length))

    def chained(length: int) -> str:
        word = dice.choice(pairs)
        while len(word) < length and word[-1] in follow:
            word += dice.choice(follow[word[-1]])[1]
        return word

    def missing(make: Callable[[int], str], length: int) -> list[str]:
        tries = (make(length) for _ in range(QUERIES * 40))
        found = (one for one in tries if len(one) == length and one not in everything)
        return [one for one, _ in zip(found, range(QUERIES), strict=False)]

    kinds = []
    for length, counter in counts.items():
        ordered = [word for word, _ in counter.most_common()]
        miss = spliced if length > 2 else apart
        kinds += [
            Kind(length, "common", ordered[:QUERIES]),
            Kind(length, "rare", dice.sample(ordered[len(ordered) * 2 // 3 :], QUERIES)),
            Kind(length, "miss", missing(miss, length)),
            Kind(length, "chain", missing(chained, length) if length > 2 else []),
        ]
    return [kind for kind in kinds if kind.queries]


def timed(
    store: Store, kinds: list[Kind], place: str, conversation: int | None, others: "Others"
) -> list[Row]:
    """For each size the p95 over the queries of all kinds, each the median of several runs."""
    rows = []
    for length, budget in SIZES.items():
        allowed = budget if conversation is None else IN_ONE_S
        taken = list[float]()
        for kind in (one for one in kinds if one.size == length):
            own = [asked(store, Ask(one, conversation)) for one in kind.queries]
            say(
                f"{place}, {length} characters, {kind.name}: median {milliseconds(median(own))},"
                f" p95 {milliseconds(percentile(own, 0.95))}, worst {milliseconds(max(own))}"
            )
            taken += own
        some = [one for kind in kinds if kind.size == length for one in kind.queries[:OTHERS]]
        p95 = percentile(taken, 0.95)
        rows.append(
            Row(
                f"history search in {place}, {length} characters: p95",
                milliseconds(p95),
                f"budget {milliseconds(allowed)}; {others.compared(some, conversation)}",
                p95 / allowed,
                1,
            )
        )
    return rows


def asked(store: Store, ask: Ask) -> float:
    def run(tx: Tx) -> float:
        start = time.perf_counter()
        search.find(tx, ask)
        return time.perf_counter() - start

    return median([store.read(run).result() for _ in range(RUNS)])


def recalled(store: Store, kinds: list[Kind], said: dict[int, str]) -> Row:
    """The share of what going through all lines finds; finding anything else counts as missing."""
    folded = {line_id: fold(text) for line_id, text in said.items()}
    right = wanted = queries = 0
    for word in (one for kind in kinds for one in kind.queries[:OTHERS]):
        expected = {line_id for line_id, text in folded.items() if word in text}
        answer = store.read(partial(search.find, ask=Ask(word), limit=LINES)).result()
        found = {hit.line_id for hit in answer.hits}
        right += len(found & expected) - len(found - expected)
        wanted += len(expected)
        queries += 1
    return Row(
        "history search, recall",
        f"{right} hits of {queries} queries",
        f"{wanted} by brute force",
        right / wanted,
        1,
        at_least=True,
    )


class Others:
    """What people would use instead: ``rg`` on the texts, LIKE on the table."""

    def __init__(self, home: Path, said: dict[int, str]) -> None:
        self.file = home / "lines.txt"
        self.file.write_text("\n".join(said.values()), encoding="utf-8")
        self.db = sqlite3.connect(home / "desk.db")
        self.rg = shutil.which("rg")

    def compared(self, queries: list[str], conversation: int | None) -> str:
        """Their medians, for the table."""
        by_rg = [self._rg(one) for one in queries] if self.rg else []
        rg = f"rg {milliseconds(median(by_rg))}" if by_rg else "rg absent"
        like = milliseconds(median([self._like(one, conversation) for one in queries]))
        return f"{rg}, LIKE {like}"

    def close(self) -> None:
        self.db.close()

    def _rg(self, query: str) -> float:
        command = [str(self.rg), "-F", "-c", "--", query, str(self.file)]
        start = time.perf_counter()
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
        return time.perf_counter() - start

    def _like(self, query: str, conversation: int | None) -> float:
        pattern = query.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        params: dict[str, Any] = {"like": f"%{pattern}%", "one": conversation}
        one = "" if conversation is None else " AND conversation_id = :one"
        start = time.perf_counter()
        self.db.execute(
            f"SELECT id FROM line WHERE text LIKE :like ESCAPE '\\'{one} ORDER BY id DESC LIMIT 50",
            params,
        ).fetchall()
        return time.perf_counter() - start


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
