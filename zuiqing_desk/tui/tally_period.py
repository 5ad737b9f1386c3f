"""The period a question about the figures is for: a day, a week from Monday, a month."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

Length = Literal["day", "week", "month"]
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Period:
    """``day`` is any day of it, as ``date.toordinal()``."""

    length: Length
    day: int

    @property
    def first(self) -> int:
        """Its first day."""
        when = date.fromordinal(self.day)
        if self.length == "week":
            return self.day - when.weekday()
        return when.replace(day=1).toordinal() if self.length == "month" else self.day

    @property
    def last(self) -> int:
        """Its last day."""
        if self.length == "month":
            when = date.fromordinal(self.day)
            return self.first + monthrange(when.year, when.month)[1] - 1
        return self.first + (6 if self.length == "week" else 0)

    def step(self, by: int) -> "Period":
        """The period before (-1) or after (1)."""
        return replace(self, day=self.first - 1 if by < 0 else self.last + 1)

    def words(self, today: int) -> str:
        """03-02 一 今天, 03-02 至 03-08 本周, 2026年3月 本月."""
        first, last = date.fromordinal(self.first), date.fromordinal(self.last)
        now = self.first <= today <= self.last
        if self.length == "month":
            return f"{first.year}年{first.month}月{' 本月' if now else ''}"
        if self.length == "week":
            return f"{first:%Y-%m-%d} 至 {last:%m-%d}{' 本周' if now else ''}"
        near = {0: " 今天", 1: " 昨天"}.get(today - self.first, "")
        return f"{first:%Y-%m-%d} {_WEEKDAYS[first.weekday()]}{near}"
