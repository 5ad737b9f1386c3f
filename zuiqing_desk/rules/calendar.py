"""Days and clock faces of the shop. Moments are UTC microseconds; a zone is an IANA name."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.text import clean_line

MICROSECONDS = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def zone_info(zone: str) -> ZoneInfo:
    """The time zone called ``zone``. Raises RuleError ``unknown_zone``."""
    try:
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise RuleError(
            "unknown_zone", f"不认识时区「{clean_line(zone)}」，请写成 Asia/Shanghai 这样的名字。"
        ) from error


def local(at: int, zone: str) -> datetime:
    """The moment ``at`` on the wall clock of ``zone``. Raises RuleError ``unknown_zone``."""
    return (_EPOCH + timedelta(microseconds=at)).astimezone(zone_info(zone))


def calendar_day(at: int, zone: str) -> int:
    """The calendar day of ``at`` in ``zone``, as ``date.toordinal()``."""
    return local(at, zone).toordinal()


def business_day(at: int, zone: str, day_start_minute: int) -> int:
    """The business day of ``at``, as ``date.toordinal()``.

    It begins ``day_start_minute`` minutes after midnight by the wall clock (0 to 1439): a line at
    01:00 belongs to the day before when the shop's day starts at 04:00 (house rule).
    """
    moment = local(at, zone)
    before_start = moment.hour * 60 + moment.minute < day_start_minute
    return moment.toordinal() - before_start


def day_starts_at(day: int, zone: str, day_start_minute: int) -> int:
    """The moment the business day ``day`` begins (UTC microseconds)."""
    date = datetime.fromordinal(day).replace(
        hour=day_start_minute // 60, minute=day_start_minute % 60, tzinfo=zone_info(zone)
    )
    return (date - _EPOCH) // timedelta(microseconds=1)


def iso(at: int, zone: str) -> str:
    """ISO 8601 with offset and milliseconds (cut, not rounded)."""
    return local(at, zone).isoformat(timespec="milliseconds")


def clock_text(at: int, zone: str) -> str:
    """Hours and minutes: ``16:20``."""
    return f"{local(at, zone):%H:%M}"


def minutes(text: str) -> int:
    """Minutes after midnight of ``HH:MM``; ``24:00`` is the end of the day.

    Raises RuleError ``bad_time``.
    """
    hours, colon, rest = text.partition(":")
    shaped = colon and len(hours) == len(rest) == 2 and (hours + rest).isascii()
    if shaped and (hours + rest).isdigit() and int(rest) < 60:
        total = int(hours) * 60 + int(rest)
        if total <= 24 * 60:
            return total
    raise RuleError("bad_time", f"「{clean_line(text)}」不是时间，请写成 08:00 这样，最晚 24:00。")


def within(at: int, zone: str, start: str, end: str) -> bool:
    """Whether the clock of ``zone`` stands between ``start`` (in) and ``end`` (out) at ``at``.

    Both are ``HH:MM``. A window whose end is not after its start crosses midnight.
    """
    moment = local(at, zone)
    minute = moment.hour * 60 + moment.minute
    first, last = minutes(start), minutes(end)
    if first < last:
        return first <= minute < last
    return minute >= first or minute < last
