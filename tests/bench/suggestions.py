"""How often the right category is suggested first, and among three, on questions kept apart.

``questions.csv`` was written by others than the method's and is used for nothing else; the
questions the method was chosen on are ``tests/lookup/dev_questions.csv``.
"""

import csv
import sys
import time
from importlib.resources import files
from pathlib import Path

from table import Row, milliseconds, percentile

from zuiqing_desk.lookup.suggest import Suggester, of_reply
from zuiqing_desk.rules.categories import CATEGORIES

HERE = Path(__file__).resolve().parent
HIT_1, HIT_3 = 0.80, 0.95
Hits = dict[str, list[tuple[bool, bool]]]


def measure() -> list[Row]:
    began = time.perf_counter()
    suggester = _learned()
    learning = time.perf_counter() - began
    hits: Hits = {category: [] for category in CATEGORIES}
    seconds = []
    for category, question in _questions():
        began = time.perf_counter()
        found = [guess.category for guess in suggester.rank(question)]
        seconds.append(time.perf_counter() - began)
        hits[category].append((found[:1] == [category], category in found))
    _print(hits)
    slow = percentile(seconds, 0.95)
    print(f"learned in {milliseconds(learning)}, p95 {milliseconds(slow)} a line", file=sys.stderr)
    total = [one for own in hits.values() for one in own]
    return [
        _row("suggestions: right category first", [first for first, _ in total], HIT_1),
        _row("suggestions: right category among three", [among for _, among in total], HIT_3),
    ]


def _learned() -> Suggester:
    path = files("zuiqing_desk.shipped").joinpath("replies.csv")
    rows = csv.DictReader(path.read_text("utf-8-sig").splitlines(keepends=True))
    return Suggester.learn(
        [
            example
            for key, row in enumerate(rows)
            for example in of_reply(
                key,
                row["分类"],
                title=row["标题"],
                tags=row["标签"],
                body=row["内容"],
                asks=row["问法"],
            )
        ]
    )


def _questions() -> list[tuple[str, str]]:
    with (HERE / "questions.csv").open(encoding="utf-8-sig", newline="") as rows:
        return [(row["category"], row["question"]) for row in csv.DictReader(rows)]


def _print(hits: Hits) -> None:
    print("| category | questions | hit@1 | hit@3 |\n|---|---|---|---|", file=sys.stderr)
    for category, own in hits.items():
        count = max(1, len(own))
        first, among = sum(one for one, _ in own) / count, sum(one for _, one in own) / count
        print(f"| {category} | {len(own)} | {first:.0%} | {among:.0%} |", file=sys.stderr)


def _row(what: str, right: list[bool], budget: float) -> Row:
    share = sum(right) / len(right)
    return Row(what, f"{sum(right)} of {len(right)}", "the aim", share, budget, at_least=True)
