"""The duty roster 排班 (醉卿 manual, 客服日常工作制度; call-centre manual, 排班)."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["bad", "told"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about a month's roster. ``level`` bad: against a rule; told: worth a look.
    ``text`` is Chinese and says who and when; ``staff_id`` and ``day`` find the cell."""

    level: Level
    what: str
    text: str
    staff_id: int | None = None
    day: int | None = None
