"""Long numbers in a text: phones, orders, waybills."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

SHORTEST: Final = 7
"""Fewer digits are prices, years and quantities."""

_RUN: Final = re.compile(r"\d+(?:[ \u3000\-\u2010-\u2015\uff0d]\d+)*")
_GROUP: Final = re.compile(r"\d+")


def digit_runs(text: str) -> Iterator[tuple[int, int, str]]:
    """Where the numbers stand and their digits (ASCII), at least SHORTEST of them.

    A number may be written in groups, with one blank or hyphen between them; where there are
    several groups, those that are long enough come by themselves too.
    """
    for run in _RUN.finditer(text):
        if run.end() - run.start() < SHORTEST:
            continue
        groups = list(_GROUP.finditer(run[0]))
        digits = ["".join(str(unicodedata.decimal(char)) for char in one[0]) for one in groups]
        if len(whole := "".join(digits)) >= SHORTEST:
            yield run.start(), run.end(), whole
        if len(groups) > 1:
            for group, alone in zip(groups, digits, strict=True):
                if len(alone) >= SHORTEST:
                    yield run.start() + group.start(), run.start() + group.end(), alone
