"""Until when something is promised, as a person types it into a field: understood whole or not at
all (house rule)."""

import re
import unicodedata
from datetime import date
from typing import Final

from zuiqing_desk.rules.calendar import day_starts_at, local
from zuiqing_desk.rules.promises import until

_HALF_YEAR_DAYS: Final = 183
_DAY_END: Final = 23 * 60 + 59
_DATE: Final = re.compile(
    r"(?:(?P<year>\d{4})[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})[日号]?(?!\d)\s*(?P<rest>.*)"
)
_TIME: Final = r"(?:上午|早上|中午|下午|晚上|傍晚)?\s*\d{1,2}(?::\d{2}|点半?)"
_CLOCK: Final = re.compile(rf"({_TIME})\s*(?:之?前|以前)?")
_NEAR: Final = re.compile(
    rf"(?:(?:大后天|后天|[今明][天日早晚]|当天|\d{{1,2}}[日号])\s*)?({_TIME})?\s*(?:之?前|以前)?"
)
_WITHIN: Final = re.compile(
    r"[\d一二两三四五六七八九十]+\s*(?:分钟|个?小时|天|日)(?P<said>之?内|以内|后)?"
)


def typed_until(text: str, now: int, zone: str) -> int | None:
    """The moment meant by 今天 18:00, 明天, 11-30 17:30, 11月30日, 2027-01-05, 3天内 …

    A date without its year is the nearest one of that name, past or to come. None where any of the
    text is not understood, or there is no such day or time.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if not text:
        return None
    if found := _WITHIN.fullmatch(text):
        return until(text if found["said"] else f"{text}内", now, zone)
    if found := _DATE.fullmatch(text):
        year = None if found["year"] is None else int(found["year"])
        day = _day(year, int(found["month"]), int(found["day"]), local(now, zone).toordinal())
        return None if day is None else _at(day, found["rest"], now, zone)
    found = _NEAR.fullmatch(text)
    if found is None or (found[1] and until(found[1], now, zone) is None):
        return None
    return until(text, now, zone)


def _day(year: int | None, month: int, day: int, today: int) -> int | None:
    this = date.fromordinal(today).year
    years = (this - 1, this, this + 1) if year is None else (year,)
    days = [found for one in years if (found := _ordinal(one, month, day)) is not None]
    return min(
        (one for one in days if year is not None or abs(one - today) <= _HALF_YEAR_DAYS),
        key=lambda one: abs(one - today),
        default=None,
    )


def _ordinal(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return None


def _at(day: int, clock: str, now: int, zone: str) -> int | None:
    if clock in ("", "前", "之前", "以前"):
        return day_starts_at(day, zone, _DAY_END)
    found = _CLOCK.fullmatch(clock)
    moment = None if found is None else until(found[1], now, zone)
    if moment is None:
        return None
    there = local(moment, zone)
    return day_starts_at(day, zone, there.hour * 60 + there.minute)
