"""Weeks, Monday to Sunday, by business day (house rule: the problems are handed in weekly, 醉卿
manual). Days are ``date.toordinal()``."""

from datetime import date
from typing import Final

DAYS: Final = 7
WEEKDAYS: Final = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


def monday_of(day: int) -> int:
    """The Monday of the week ``day`` is in."""
    return day - date.fromordinal(day).weekday()


def day_text(day: int) -> str:
    """``2026年3月2日 星期一``."""
    there = date.fromordinal(day)
    return f"{there.year}年{there.month}月{there.day}日 {WEEKDAYS[there.weekday()]}"


def week_text(monday: int) -> str:
    """``2026年3月2日–3月8日``; the year again when the week ends in the next."""
    first, last = date.fromordinal(monday), date.fromordinal(monday + DAYS - 1)
    year = "" if first.year == last.year else f"{last.year}年"
    return f"{first.year}年{first.month}月{first.day}日–{year}{last.month}月{last.day}日"
