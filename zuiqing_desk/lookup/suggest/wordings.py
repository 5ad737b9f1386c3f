"""Wordings that come with the program: how buyers ask, by category."""

import csv
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def shipped() -> tuple[tuple[str, str], ...]:
    """(category, wording) of every row of the shipped ``asks.csv``."""
    path = files("zuiqing_desk.shipped").joinpath("asks.csv")
    rows = csv.DictReader(path.read_text("utf-8").splitlines())
    return tuple((row["category"], row["ask"]) for row in rows)
