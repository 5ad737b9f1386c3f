"""The service statistics 服务统计本."""

from dataclasses import dataclass
from typing import Literal

Figure = Literal[
    "received", "filtered", "reply_rate", "rounds", "average", "median", "p90", "slowest",
    "within_20", "within_30", "within_180", "sales", "sales_fen", "conversion",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted."""
