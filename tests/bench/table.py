"""The measured rows, printed side by side with their budgets."""

import os
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a ratio against a baseline measured in the same run.

    ``at_least`` turns the budget round (a throughput must not fall below it).
    """

    what: str
    measured: str
    baseline: str
    ratio: float
    budget: float
    at_least: bool = False

    @property
    def kept(self) -> bool:
        return self.ratio >= self.budget if self.at_least else self.ratio <= self.budget

    def line(self) -> str:
        sign = "≥" if self.at_least else "≤"
        verdict = "kept" if self.kept else "MISSED"
        return (
            f"| {self.what} | {self.measured} | {self.baseline} | {self.ratio:.2f} |"
            f" {sign} {self.budget:g} | {verdict} |"
        )


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds >= 0.001 else f"{seconds * 1e6:.0f} µs"


def render(rows: Sequence[Row]) -> str:
    head = "| what | measured | baseline, same run | ratio | budget | |\n|---|---|---|---|---|---|"
    load = " ".join(f"{one:.2f}" for one in os.getloadavg())
    lines = [row.line() for row in rows]
    return "\n".join([head, *lines, "", f"{os.cpu_count()} cores, load {load}"])
