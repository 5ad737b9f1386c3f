"""The core of the picker on 100,000 replies: how long a query takes, and whether it finds all.

Side by side in the same run: ``fzf --filter`` and rapidfuzz over the same texts.
"""

import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from brute_force import BruteForce
from effort import times
from rapidfuzz import fuzz, process
from reply_corpus import replies
from table import Row, median, milliseconds, percentile

from zuiqing_desk.lookup.index import Entry, Index, Preference
from zuiqing_desk.lookup.pinyin import readings
from zuiqing_desk.rules.categories import CATEGORIES

REPLIES = times(100_000, 2_000)
QUERIES = times(60, 10)
RUNS = times(9, 3)
JUDGED = times(15, 5)
"""How many queries of a kind are also answered by brute force."""
OTHERS = times(5, 1)
"""How many queries of a kind are also given to the other finders."""


class Kind(NamedTuple):
    """One way of typing, and how long an answer may take, in seconds."""

    name: str
    budget: float
    make: Callable[[random.Random, Entry], str]
    common: tuple[str, ...] = ()
    forgiving: bool = False


def part_of_text(dice: random.Random, one: Entry) -> str:
    text = "".join(char for char in dice.choice((one.title, one.body)) if char > "\u2e80")
    size = dice.choice((1, 2, 3, 6))
    start = dice.randrange(max(1, len(text) - size))
    return text[start : start + size] or "酒"


def syllables(dice: random.Random, one: Entry, least: int, most: int) -> list[str]:
    """Some neighbouring syllables of a reply."""
    runs = readings(dice.choice((one.title, one.body))).split(" , ")
    units = [unit for unit in dice.choice(runs).split() if unit.isalpha()]
    size = dice.randint(least, most)
    start = dice.randrange(max(1, len(units) - size))
    return units[start : start + size] or ["fa", "huo"]


def initials(dice: random.Random, one: Entry) -> str:
    return "".join(unit[0] for unit in syllables(dice, one, 2, 6))


def pinyin(dice: random.Random, one: Entry) -> str:
    typed = "".join(syllables(dice, one, 1, 4))
    return typed[: len(typed) - dice.randrange(3)] or typed


def slip(dice: random.Random, one: Entry) -> str:
    typed = "".join(syllables(dice, one, 2, 5)).ljust(5, "a")
    at = dice.randrange(len(typed) - 1)
    other = dice.choice("aeghinouz")
    return dice.choice(
        (
            typed[:at] + typed[at + 1 :],
            typed[:at] + other + typed[at:],
            typed[:at] + other + typed[at + 1 :],
            typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :],
        )
    )


def mixed(dice: random.Random, one: Entry) -> str:
    makers = dice.sample((part_of_text, initials, pinyin), dice.randint(2, 3))
    return " ".join(maker(dice, one) for maker in makers)


KINDS = (
    Kind("Chinese, 1–6 characters", 0.003, part_of_text, ("的", "您", "发货", "破损", "茅")),
    Kind("initials, 2–6", 0.003, initials, ("sh", "zh", "fh", "fhsj", "zzzz")),
    Kind("full pinyin, also partial", 0.010, pinyin, ("shi", "fah", "fahuo", "weichengnianren")),
    Kind("one typo", 0.050, slip, ("zhongqing", "fahoo", "weichengniann"), True),
    Kind("a mix of tokens", 0.010, mixed, ("发货 fh wuliu", "您 的 shi sh")),
)


def measure() -> list[Row]:
    entries = replies(REPLIES)
    start = time.perf_counter()
    index = Index.of(entries)
    built = time.perf_counter() - start
    say(f"{len(entries)} replies indexed in {built:.1f} s, {index.nbytes / 1e6:.0f} MB held")
    oracle, others = BruteForce(entries), Others(entries)
    rows = []
    for kind in KINDS:
        dice = random.Random(kind.name)
        queries = [kind.make(dice, dice.choice(entries)) for _ in range(QUERIES)]
        rows += [timed(kind, [*kind.common, *queries], index, others)]
        judged = [*kind.common, *queries][:JUDGED]
        rows += [recalled(kind, judged, index, oracle)]
    return [*rows, changed(index, entries)]


def timed(kind: Kind, queries: list[str], index: Index, others: "Others") -> Row:
    """p95 over the queries, each the median of several runs."""
    prefer = Preference(
        fit={category: place % 5 for place, category in enumerate(CATEGORIES)},
        own={key: key for key in range(1, 300)},
        team={key: key % 90 + 1 for key in range(1, 5_000)},
    )
    index.search("", prefer=prefer)
    taken = {one: clock(lambda one=one: index.search(one, prefer=prefer)) for one in queries}
    slowest = sorted(queries, key=lambda one: taken[one])[-3:]
    say(
        f"{kind.name}: slowest " + ", ".join(f"{one} {milliseconds(taken[one])}" for one in slowest)
    )
    p95 = percentile([*taken.values()], 0.95)
    compared = others.compared([*kind.common, *queries][:OTHERS])
    return Row(
        f"picker core, {kind.name}: p95",
        milliseconds(p95),
        f"budget {milliseconds(kind.budget)}; {compared}",
        p95 / kind.budget,
        1,
    )


def recalled(kind: Kind, queries: list[str], index: Index, oracle: BruteForce) -> Row:
    """The share of what brute force finds; finding anything else counts as missing."""
    right = wanted = 0
    for query in queries:
        expected = oracle.exact(query)
        if kind.forgiving and len(expected) < REPLIES:
            expected |= oracle.with_typo(query)
        hits = index.search(query, limit=REPLIES).hits
        found = {hit.key for hit in hits if kind.forgiving or not hit.typo}
        right += len(found & expected) - len(found - expected)
        wanted += len(expected)
    return Row(
        f"picker core, {kind.name}: recall",
        f"{right} hits of {len(queries)} queries",
        f"{wanted} by brute force",
        right / wanted,
        1,
        at_least=True,
    )


def changed(index: Index, entries: list[Entry]) -> Row:
    """How long it takes until a reply just saved can be found."""
    taken = []
    for one in entries[: times(50, 5)]:
        start = time.perf_counter()
        index.put([one._replace(title="新话术")])
        taken.append(time.perf_counter() - start)
    usual = median(taken)
    return Row("picker core, one reply changed", milliseconds(usual), "10.0 ms", usual / 0.01, 1)


def clock(search: Callable[[], object]) -> float:
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        search()
        taken.append(time.perf_counter() - start)
    return median(taken)


class Others:
    """Finders that people use elsewhere, over one line a reply: its texts and its pinyin."""

    def __init__(self, entries: list[Entry]) -> None:
        self.lines = [
            f"{one.code} {one.title} {one.tags} {one.category} {one.body}"
            f" {one.readings.replace(' ', '')}"
            for one in entries
        ]
        self.fzf = shutil.which("fzf")

    def compared(self, queries: list[str]) -> str:
        """Their medians, for the table."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "lines"
            file.write_text("\n".join(self.lines), encoding="utf-8")
            by_fzf = [self._fzf(one, file) for one in queries] if self.fzf else []
        fzf = milliseconds(median(by_fzf)) if by_fzf else "absent"
        fuzzy = milliseconds(median([self._rapidfuzz(one) for one in queries]))
        return f"fzf {fzf}, rapidfuzz {fuzzy}"

    def _fzf(self, query: str, file: Path) -> float:
        start = time.perf_counter()
        with file.open("rb") as lines:
            command = [str(self.fzf), "--filter", query]
            subprocess.run(command, stdin=lines, stdout=subprocess.DEVNULL, check=False)
        return time.perf_counter() - start

    def _rapidfuzz(self, query: str) -> float:
        start = time.perf_counter()
        process.extract(query, self.lines, scorer=fuzz.partial_ratio, limit=50)
        return time.perf_counter() - start


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
