"""Reading a time the way people write it into a small field."""

import re
from datetime import UTC, datetime, time, timedelta
from typing import Final

from zuiqing_desk.rules.calendar import MICROSECONDS, clock_text, local
from zuiqing_desk.rules.errors import RuleError

_MINUTES: Final = re.compile(r"\d{1,5}", re.ASCII)
_CLOCK: Final = re.compile(r"(\d{1,2})[:：](\d{2})", re.ASCII)
_DAYS: Final = {"今天": 0, "明天": 1, "后天": 2}
LONGEST_MIN: Final = 43200
"""Thirty days."""


def until(text: str, now: int, zone: str) -> int:
    """The moment meant by ``text``: minutes from now (``45``), the next ``16:20`` on the clock, or
    ``明天 9:00``.

    Raises RuleError ``bad_time``.
    """
    day = next((word for word in _DAYS if text.strip().startswith(word)), "")
    read = _read(text.strip().removeprefix(day))
    if day:
        if isinstance(read, int):
            raise RuleError("bad_time", f"{day}几点？请填时刻，如 {day} 16:20。")
        at = _at(read, local(now, zone) + timedelta(days=_DAYS[day]))
        if at <= now:
            raise RuleError("bad_time", "这个时间已经过了，请填以后的时间。")
        return at
    return now + read * 60 * MICROSECONDS if isinstance(read, int) else _next(read, now, zone)


def been(text: str, now: int, zone: str) -> int:
    """The moment meant by ``text``, in the past: nothing for now, so many minutes ago (``5``), or
    the last ``16:20`` on the clock.

    Raises RuleError ``bad_time``.
    """
    if not text.strip():
        return now
    read = _read(text)
    if isinstance(read, int):
        return now - read * 60 * MICROSECONDS
    return _next(read, now, zone, days=-1)


def _read(text: str) -> int | time:
    """Minutes, or a time on the clock."""
    text = text.strip()
    if _MINUTES.fullmatch(text) and 1 <= int(text) <= LONGEST_MIN:
        return int(text)
    if match := _CLOCK.fullmatch(text):
        hour, minute = int(match[1]), int(match[2])
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise RuleError("bad_time", "请填分钟数（如 45）或时刻（如 16:20）。")


def _next(clock: time, now: int, zone: str, *, days: int = 0) -> int:
    """The next such time after now, or so many days from then."""
    here = local(now, zone)
    passed = (clock.hour, clock.minute) <= (here.hour, here.minute)
    return _at(clock, here + timedelta(days=days + passed))


def _at(clock: time, day: datetime) -> int:
    then = day.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
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
