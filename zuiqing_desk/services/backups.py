"""Copies of the store: when they are due, and that they were made."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Plan:
    """What this machine is to do about copies. ``nightly_at`` is ``HH:MM`` by the shop's clock;
    ``daily`` and ``weekly`` how many of them are kept (rules.backup_keeping)."""

    folder: Path
    nightly: bool = True
    nightly_at: str = "03:30"
    daily: int = 7
    weekly: int = 4
