"""Days gone by, as people write them: 今天, 上周, 2026-11, 11-20, 2026-11-01..2026-11-20.

Days are ``date.toordinal()`` of the calendar; a span has its first and its last day, either of
which may be open.
"""

import re
from calendar import monthrange
from datetime import MINYEAR, date
from typing import Final

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.text import clean_line, folded

Days = tuple[int | None, int | None]

EXAMPLES: Final = "2026-11-01、11-01、2026-11、11月、今天、昨天、近7天、本周、上周、本月、上月"

_AGO: Final = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2}
_PERIODS: Final = {
    "本周": ("week", 0),
    "这周": ("week", 0),
    "上周": ("week", 1),
    "本月": ("month", 0),
    "这个月": ("month", 0),
    "上月": ("month", 1),
    "上个月": ("month", 1),
    "今年": ("year", 0),
    "去年": ("year", 1),
}
_TO: Final = re.compile(r"\.{2,3}|…+|~|至|到|—+")
_SIGNS: Final = re.compile(r"(?<=\d)[/年月](?=\d)|(?<=\d)[日号]$|(?<=\d)[年月]$", re.ASCII)
_FULL: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_MONTH: Final = re.compile(r"(\d{4})-(\d{1,2})", re.ASCII)
_DAY: Final = re.compile(r"(\d{1,2})-(\d{1,2})", re.ASCII)
_THAT_MONTH: Final = re.compile(r"(\d{1,2})月份?", re.ASCII)
_LATELY: Final = re.compile(r"(?:最近|近)?(\d{1,3})天", re.ASCII)
_YEAR: Final = re.compile(r"\d{4}", re.ASCII)


def days(text: str, today: int) -> Days:
    """The days meant by a text: one of EXAMPLES, or two of them with ``..`` (至, 到, ~) between, of
    which one may be missing. A day or a month without a year is the last one, this one included.

    Raises RuleError ``bad_day``.
    """
    shown = clean_line(text)
    ends = [end.strip() for end in _TO.split(folded(shown))]
    if len(ends) > 2 or not any(ends):
        raise _bad(shown)
    spans = [_span(end, today, shown) if end else (None, None) for end in ends]
    first, last = spans[0][0], spans[-1][1]
    if first is not None and last is not None and first > last:
        raise RuleError("bad_day", f"日期“{shown}”前后反了：先写早的那天，再写晚的那天。")
    return first, last


def written(span: Days) -> str:
    """The span as ``days`` reads it, whatever today is."""
    first, last = ("" if day is None else date.fromordinal(day).isoformat() for day in span)
    return first if first == last else f"{first}..{last}"


def _span(text: str, today: int, shown: str) -> tuple[int, int]:
    if text in _AGO:
        return today - _AGO[text], today - _AGO[text]
    here = date.fromordinal(today)
    if (match := _LATELY.fullmatch(text)) and 0 < int(match[1]) <= today:
        return today - int(match[1]) + 1, today
    that = _THAT_MONTH.fullmatch(text)
    text = _SIGNS.sub(lambda sign: "" if sign.end() == len(text) else "-", text)
    try:
        if text in _PERIODS:
            return _period(*_PERIODS[text], here)
        if that:
            month = int(that[1])
            return _month(here.year - (month > here.month), month)
        if match := _FULL.fullmatch(text):
            day = date(*map(int, match.groups())).toordinal()
            return day, day
        if match := _MONTH.fullmatch(text):
            return _month(int(match[1]), int(match[2]))
        if match := _DAY.fullmatch(text):
            day = _last_such(int(match[1]), int(match[2]), here).toordinal()
            return day, day
        if _YEAR.fullmatch(text):
            return date(int(text), 1, 1).toordinal(), date(int(text), 12, 31).toordinal()
    except ValueError as error:
        raise RuleError("bad_day", f"日期“{shown}”里没有这一天。") from error
    raise _bad(shown)


def _period(length: str, ago: int, here: date) -> tuple[int, int]:
    """Raises ValueError."""
    if length == "week":
        monday = here.toordinal() - here.weekday() - 7 * ago
        return monday, monday + 6
    if length == "month":
        months = here.year * 12 + here.month - 1 - ago
        return _month(months // 12, months % 12 + 1)
    year = here.year - ago
    return date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()


def _month(year: int, month: int) -> tuple[int, int]:
    """Raises ValueError."""
    first = date(year, month, 1).toordinal()
    return first, first + monthrange(year, month)[1] - 1


def _last_such(month: int, day: int, here: date) -> date:
    """Raises ValueError."""
    # A 29 February may be eight years back.
    for year in range(here.year, max(MINYEAR, here.year - 8) - 1, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= here:
            return found
    raise ValueError("no such day")


def _bad(shown: str) -> RuleError:
    return RuleError(
        "bad_day", f"日期“{shown}”看不懂：可以写 {EXAMPLES}，或者 2026-11-01..2026-11-20。"
    )
