"""Which shift somebody hands over, who comes next, and whose section an item belongs to.

Moments are UTC microseconds. The roster decides; where there is none, the presets do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from zuiqing_desk.rules.calendar import calendar_day, day_starts_at
from zuiqing_desk.rules.handover_words import Mode
from zuiqing_desk.rules.shifts import DAY_MINUTES, Preset

MINUTE: Final = 60 * 1_000_000
HOUR: Final = 60 * MINUTE
BEFORE: Final = 2 * HOUR
"""A handover may be prepared this long before the shift begins …"""
AFTER: Final = 12 * HOUR
"""… and signed this long after its end (house rule)."""
LATE: Final = 6 * HOUR
"""The same for a preset, of which nobody knows whose it was (house rule)."""
DUE: Final = HOUR
"""Who begins within this after the end of a shift meets the leaver face to face, and is to read
what was left in the book from this long before their shift on (house rule)."""


@dataclass(frozen=True, slots=True)
class Window:
    """A shift as it lies in time."""

    name: str
    begins_at: int
    ends_at: int

    def covers(self, at: int) -> bool:
        """Whether it goes on at ``at``: it began by then and ends later."""
        return self.begins_at <= at < self.ends_at


@dataclass(frozen=True, slots=True)
class Part:
    """A section as it is shared out: ``open`` until signed, ``duty``: its giver was 当值."""

    id: int
    giver: int
    open: bool
    duty: bool


def of_roster(mine: Iterable[Window], now: int) -> Window | None:
    """The shift of mine whose handover it is now: the latest that begins within two hours or ended
    within twelve."""
    near = [one for one in mine if one.begins_at - BEFORE <= now <= one.ends_at + AFTER]
    return max(near, key=lambda one: (one.begins_at, one.ends_at), default=None)


def windows(presets: Sequence[Preset], now: int, zone: str) -> list[Window]:
    """The presets of yesterday to the day after tomorrow, as they begin. Of the same hours, the
    first in the shop's list counts."""
    today = calendar_day(now, zone)
    found: dict[tuple[int, int], Window] = {}
    for day in range(today - 1, today + 3):
        for one in presets:
            begins, ends = (_moment(day, minute, zone) for minute in (one.begin, one.end))
            found.setdefault((begins, ends), Window(one.name, begins, ends))
    return sorted(found.values(), key=lambda one: (one.begins_at, one.ends_at))


def of_presets(known: Sequence[Window], since: int, now: int) -> Window | None:
    """The shift of somebody whom no roster names, who came on duty at ``since``: of those that had
    begun then, or were about to, the one whose begin is nearest; when that is long over, one that
    ended within six hours, else the next to end."""
    came = [one for one in known if one.begins_at - DUE <= since < one.ends_at]
    nearest = min(came, key=lambda one: (abs(since - one.begins_at), one.ends_at), default=None)
    if nearest is not None and now <= nearest.ends_at + LATE:
        return nearest
    ended = [one for one in known if one.ends_at <= now <= one.ends_at + LATE]
    if ended:
        return max(ended, key=lambda one: one.ends_at)
    return next_to_end(known, now)


def next_to_end(known: Iterable[Window], after: int) -> Window | None:
    """The shift that ends first after a moment."""
    later = (one for one in known if one.ends_at > after)
    return min(later, key=lambda one: (one.ends_at, one.begins_at), default=None)


def following(known: Iterable[Window], boundary_at: int) -> list[Window]:
    """The shifts that take over at a boundary: those that go on over it, else those that begin
    next."""
    listed = list(known)
    on = [one for one in listed if one.covers(boundary_at)]
    if on:
        return on
    later = [one for one in listed if one.begins_at > boundary_at]
    first = min((one.begins_at for one in later), default=0)
    return [one for one in later if one.begins_at == first]


def mode_of(begins_at: int | None, boundary_at: int) -> Mode:
    """How a page changes hands: face to face when somebody of the next shift is there within the
    hour (call-centre manual, 交接规定), else left in the book (late shift: nobody follows)."""
    return "face" if begins_at is not None and begins_at <= boundary_at + DUE else "book"


def part_of(creator: int | None, carried: bool, parts: Sequence[Part]) -> int | None:
    """The id of the section an item belongs to: its creator's; a carried one, or one whose
    creator's section is signed or is none, to the 当值's that is open, else to the first open one.
    None when all are signed."""
    still = [one for one in parts if one.open]
    own = [one.id for one in still if one.giver == creator and not carried]
    duty = [one.id for one in still if one.duty]
    return next(iter([*own, *duty, *(one.id for one in still)]), None)


def _moment(day: int, minute: int, zone: str) -> int:
    later, rest = divmod(minute, DAY_MINUTES)
    return day_starts_at(day + later, zone, rest)
