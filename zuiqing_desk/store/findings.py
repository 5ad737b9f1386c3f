"""What ``doctor`` finds, one thing at a time."""

import re
from dataclasses import dataclass
from typing import Literal

from zuiqing_desk.store.errors import StoreError

Level = Literal["ok", "note", "warning", "error"]

_ADVICE = re.compile(r"(?<=[。；])(?=请|如果确实)")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``check`` names the group it belongs to; ``message`` (Chinese) says what
    was found, ``advice`` what to do about it, if anything."""

    level: Level
    message: str
    advice: str = ""
    check: str = "store"


def of_error(error: StoreError, check: str = "store") -> Finding:
    """A store's refusal as a finding: its last sentence is the advice."""
    return divided("error", error.message, check)


def divided(level: Level, words: str, check: str) -> Finding:
    """Words that end in 请…: what is wrong and what to do about it, apart."""
    said, *advice = _ADVICE.split(words, maxsplit=1)
    return Finding(level, said, "".join(advice), check)
