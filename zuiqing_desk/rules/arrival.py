"""When an order is expected to arrive: the dispatch cut-off and the shop's transit table.

Paid before the cut-off goes out the same day (shop handbook); how many days a parcel is on its way
is the shop's own table (house rule).
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, NamedTuple

from zuiqing_desk.rules.calendar import day_starts_at, local, minutes
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.text import clean_line, folded

ELSEWHERE: Final = "其他"
"""The row of the table for provinces it does not name."""
LONGEST: Final = 60

_LINE: Final = re.compile(
    r"(?P<places>[\u3400-\u9fff、,/\s]+?)\s*[:：]?\s*(?P<first>\d{1,2})(?:\s*[-–—~～至到]\s*(?P<last>\d{1,2}))?\s*天?"
)
_APART: Final = re.compile(r"[\s、,，/]+")
_KIND: Final = re.compile(r"(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|省|市)$")


class Days(NamedTuple):
    """From the ``first`` to the ``last`` day after dispatch."""

    first: int
    last: int


class Expected(NamedTuple):
    """The days between which a parcel is expected, as ``date.toordinal()``."""

    first: int
    last: int


def line(text: str) -> tuple[tuple[str, ...], Days]:
    """The provinces and days of ``广东、广西 2-3``. Raises RuleError ``transit``."""
    shown = clean_line(text)
    found = _LINE.fullmatch(folded(shown))
    if found is None:
        raise RuleError("transit", f"「{shown[:20]}」看不懂，请写成“广东 2-3”这样。")
    days = Days(int(found["first"]), int(found["last"] or found["first"]))
    places = tuple(filter(None, map(_place, _APART.split(found["places"]))))
    if not places or not days.first <= days.last <= LONGEST:
        raise RuleError(
            "transit", f"「{shown[:20]}」不对：天数从少到多，最多 {LONGEST} 天，例如“广东 2-3”。"
        )
    return places, days


def table(lines: Iterable[str]) -> dict[str, Days]:
    """The transit table by province; of two rows for one province the later. Rows that cannot be
    read are passed over: setting them is refused."""
    found: dict[str, Days] = {}
    for text in lines:
        try:
            places, days = line(text)
        except RuleError:
            continue
        found.update(dict.fromkeys(places, days))
    return found


def on_the_way(transit: Mapping[str, Days], province: str) -> Days | None:
    """The days to a province (``广东省`` or ``广东``); None where it is not known at all."""
    place = _place(folded(clean_line(province)))
    return transit.get(place, transit.get(ELSEWHERE)) if place else None


def dispatch_day(at: int, cutoff: str, zone: str) -> int:
    """The day something paid at ``at`` (UTC microseconds) goes out, as ``date.toordinal()``.

    The same day before the cut-off ``HH:MM`` by the clock of ``zone``, else the next.
    """
    moment = local(at, zone)
    return moment.toordinal() + (moment.hour * 60 + moment.minute >= minutes(cutoff))


def goes_out(
    paid_at: int | None, now: int, cutoff: str, zone: str, *, held_until: int | None = None
) -> int:
    """The day an order that is still here goes out, as ``date.toordinal()``.

    An unpaid one (``paid_at`` None) is reckoned as if it were paid now; one that should have gone
    out on an earlier day goes out next; one the audit holds, not before it comes back.
    """
    next_day = dispatch_day(now, cutoff, zone)
    day = next_day if paid_at is None else dispatch_day(paid_at, cutoff, zone)
    if day < local(now, zone).toordinal():
        day = next_day
    return day if held_until is None else max(day, dispatch_day(held_until, cutoff, zone))


def day_ends(day: int, zone: str) -> int:
    """The last minute of a day, in UTC microseconds."""
    return day_starts_at(day, zone, 23 * 60 + 59)


def expected(day: int, days: Days) -> Expected:
    """When what goes out on ``day`` arrives."""
    return Expected(day + days.first, day + days.last)


def words(found: Expected) -> str:
    """``11月25日``, ``11月25日–26日`` or ``11月30日–12月2日``."""
    first, last = date.fromordinal(found.first), date.fromordinal(found.last)
    begin = f"{first.month}月{first.day}日"
    if first == last:
        return begin
    if (first.year, first.month) == (last.year, last.month):
        return f"{begin}–{last.day}日"
    return f"{begin}–{last.month}月{last.day}日"


def _place(name: str) -> str:
    return _KIND.sub("", name.strip())
