"""What importing replies and importing products have in common."""

from collections.abc import Callable
from typing import NamedTuple

Progress = Callable[[str, int, int | None], None]
"""Called with the step's Chinese name, how many are done, and of how many (None: not known yet).
It may raise to stop the work; nothing is imported then."""

TOLD_EVERY = 500
"""Rows between two calls."""


def unwatched(_step: str, _done: int, _whole: int | None) -> None:
    """The progress nobody looks at."""


class Refusal(NamedTuple):
    """Why a row cannot be taken. ``row`` counts as a spreadsheet program does."""

    row: int
    column: str
    message: str

    def line(self) -> str:
        """The refusal as one line for people."""
        return f"第 {self.row} 行“{self.column}”列：{self.message}"
