"""Which copies of the store are kept: the newest of each of the last days, then one a week.

Nothing here asks what the time is: what counts is the days on which copies were made, so that a
clock that jumps deletes nothing it should not.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal

from zuiqing_desk.rules.calendar import local, minutes

Sort = Literal["auto", "manual", "before", "broken", "upgrade"]
"""How a copy came about: at night, on demand, before a restore, as it lay there when it could not
be read any more, before an upgrade."""

ASIDE: Final[Mapping[Sort, int]] = {"manual": 5, "before": 5, "broken": 2, "upgrade": 3}
"""How many of each sort are kept beside the nightly ones (house rule)."""

NEVER_FEWER: Final = 3
"""So many of the newest are kept whatever else is said (house rule)."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy. ``at`` is when it was made (UTC microseconds), ``day`` that day by the shop's
    calendar, as an ordinal."""

    name: str
    sort: Sort
    at: int
    day: int


def to_keep(copies: Iterable[Copy], *, daily: int, weekly: int) -> set[str]:
    """The names of the copies to keep.

    Of the nightly ones: the newest of each of the newest ``daily`` days, and of those before them
    the newest of each of the newest ``weekly`` weeks (Monday to Sunday). Of each other sort the
    newest few; once the nightly ones are complete, whatever is older than all of them goes, so that
    what was erased on request does not live on in a forgotten copy. Never fewer than the newest
    three.
    """
    newest_first = sorted(copies, key=lambda one: (one.at, one.name), reverse=True)
    nightly = [one for one in newest_first if one.sort == "auto"]
    days = _newest_of_each(nightly, lambda one: one.day, daily)
    rest = [one for one in nightly if one not in days and all(one.day != d.day for d in days)]
    weeks = _newest_of_each(rest, lambda one: (one.day - 1) // 7, weekly)
    kept = [*days, *weeks]
    oldest = min((one.at for one in kept), default=0) if len(kept) == daily + weekly else None
    for sort, few in ASIDE.items():
        beside = [one for one in newest_first if one.sort == sort][:few]
        kept += [one for one in beside if oldest is None or one.at >= oldest]
    return {one.name for one in (*kept, *newest_first[:NEVER_FEWER])}


def _newest_of_each(
    newest_first: Sequence[Copy], group: Callable[[Copy], Hashable], many: int
) -> list[Copy]:
    found: dict[Hashable, Copy] = {}
    for one in newest_first:
        found.setdefault(group(one), one)
    return list(found.values())[:many]


def is_due(now: int, zone: str, nightly_at: str, *, made: Iterable[int], founded: int) -> bool:
    """Whether the nightly copy is to be made: ``nightly_at`` (``HH:MM`` by the clock of ``zone``)
    has come since the newest one of ``made``, and since the shop was ``founded``.

    Moments that have not come yet do not count: they are of a clock that was ahead. Compared is
    what the clock on the wall says, as names of copies do: an hour that comes twice is one. Raises
    RuleError ``unknown_zone`` and ``bad_time``.
    """
    moment = local(now, zone)
    today = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    since = today + timedelta(minutes=minutes(nightly_at))
    if since > moment:
        since -= timedelta(days=1)
    return not any(since <= local(one, zone) <= moment for one in (*made, founded))
