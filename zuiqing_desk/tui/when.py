"""Reading a time the way people write it into a small field."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from zuiqing_desk.rules.calendar import MICROSECONDS, clock_text, local
from zuiqing_desk.rules.errors import RuleError

_MINUTES: Final = re.compile(r"\d{1,5}", re.ASCII)
_CLOCK: Final = re.compile(r"(\d{1,2})[:：](\d{2})", re.ASCII)
LONGEST_MIN: Final = 43200
"""Thirty days."""


def until(text: str, now: int, zone: str) -> int:
    """The moment meant by ``text``: minutes from now (``45``), or the next ``16:20`` on the clock.

    Raises RuleError ``bad_time``.
    """
    text = text.strip()
    if _MINUTES.fullmatch(text) and 1 <= int(text) <= LONGEST_MIN:
        return now + int(text) * 60 * MICROSECONDS
    if match := _CLOCK.fullmatch(text):
        hour, minute = int(match[1]), int(match[2])
        if hour < 24 and minute < 60:
            return _next(hour, minute, now, zone)
    raise RuleError("bad_time", "请填分钟数（如 45）或时刻（如 16:20）。")


def _next(hour: int, minute: int, now: int, zone: str) -> int:
    here = local(now, zone)
    then = here.replace(hour=hour, minute=minute, second=0, microsecond=0)
    if then <= here:
        then += timedelta(days=1)
    return (then - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def span(minutes: int) -> str:
    """A length of time in words: 5 分钟, 2 小时, 1 小时 30 分钟, 3 天."""
    if minutes % 1440 == 0:
        return f"{minutes // 1440} 天"
    hours, rest = divmod(minutes, 60)
    return " ".join(
        part for part in (f"{hours} 小时" if hours else "", f"{rest} 分钟" if rest else "") if part
    )


def moment(at: int, now: int, zone: str) -> str:
    """A coming moment: the clock, with the day when it is not today."""
    days = local(at, zone).toordinal() - local(now, zone).toordinal()
    day = {0: "", 1: "明天 "}.get(days)
    if day is None:
        there = local(at, zone)
        day = f"{there.month}月{there.day}日 "
    return day + clock_text(at, zone)
