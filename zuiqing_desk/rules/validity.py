"""From when and until when a reply is valid, as people write it and as the store keeps it.

Moments are UTC microseconds. A day alone, written for the end, means to the end of that day.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from zuiqing_desk.rules.calendar import local, zone_info
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.text import clean_line, folded

_DAY: Final = r"(2\d{3})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?"
_WRITTEN: Final = re.compile(_DAY + r"(?:[ t]*(\d{1,2}):(\d{2})(?::(\d{2}))?)?", re.ASCII)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_ONE_DAY: Final = timedelta(days=1)


def valid_from(text: str, zone: str) -> int | None:
    """The beginning written as ``2026-01-31`` or ``2026-01-31 17:30``, by the clock of ``zone``.

    2026/1/31 and 2026年1月31日 will do too; nothing means always. Raises RuleError ``bad_moment``.
    """
    return _moment(text, zone, timedelta(0))


def valid_until(text: str, zone: str) -> int | None:
    """The end, written likewise; a day alone is still valid itself. Raises RuleError."""
    return _moment(text, zone, _ONE_DAY)


def from_text(at: int | None, zone: str) -> str:
    """A beginning as ``valid_from`` reads it, to the second."""
    return "" if at is None else _written(local(at, zone))


def until_text(at: int | None, zone: str) -> str:
    """An end as ``valid_until`` reads it, to the second: midnight is shown as the day before."""
    if at is None:
        return ""
    moment = local(at, zone)
    return _written(moment - _ONE_DAY) if _is_midnight(moment) else _written(moment)


def _moment(text: str, zone: str, after_day: timedelta) -> int | None:
    line = folded(clean_line(text)).strip()
    if not line:
        return None
    found = _WRITTEN.fullmatch(line)
    if found is None:
        raise RuleError(
            "bad_moment",
            f"看不懂「{clean_line(text)[:30]}」，日期请写成 2026-01-31 或 2026-01-31 17:30。",
        )
    year, month, day, hour, minute, second = (int(part) if part else 0 for part in found.groups())
    try:
        moment = datetime(year, month, day, hour, minute, second)
        if found[4] is None:
            moment += after_day
        utc = moment.replace(tzinfo=zone_info(zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise RuleError("bad_moment", f"没有「{line}」这个时间。") from None
    return (utc - _EPOCH) // timedelta(microseconds=1)


def _written(moment: datetime) -> str:
    if _is_midnight(moment):
        return f"{moment:%Y-%m-%d}"
    return f"{moment:%Y-%m-%d %H:%M}" + (f":{moment:%S}" if moment.second else "")


def _is_midnight(moment: datetime) -> bool:
    return (moment.hour, moment.minute, moment.second) == (0, 0, 0)
