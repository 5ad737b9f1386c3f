"""The shipped library and the development questions, as the suggestions' tests take them."""

import csv
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from zuiqing_desk.lookup.suggest import Example, Suggester, of_reply

DEV = Path(__file__).parents[1] / "lookup" / "dev_questions.csv"


def dev_questions() -> list[tuple[str, str]]:
    """(category, question), written to choose the method on."""
    with DEV.open(encoding="utf-8", newline="") as rows:
        return [(row["category"], row["question"]) for row in csv.DictReader(rows)]


@lru_cache(maxsize=1)
def shipped_examples() -> tuple[Example, ...]:
    """What the shipped library teaches; keys are 1, 2, …"""
    path = files("zuiqing_desk.shipped").joinpath("replies.csv")
    rows = csv.DictReader(path.read_text("utf-8-sig").splitlines(keepends=True))
    return tuple(
        example
        for key, row in enumerate(rows, 1)
        for example in of_reply(
            key,
            row["分类"],
            title=row["标题"],
            tags=row["标签"],
            body=row["内容"],
            asks=row["问法"],
        )
    )


@lru_cache(maxsize=1)
def shipped_suggester() -> Suggester:
    """Learned from the shipped library, as a new home has it."""
    return Suggester.learn(shipped_examples())
