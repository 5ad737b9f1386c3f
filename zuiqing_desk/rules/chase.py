"""The clock of an unpaid order: 催付 (醉卿 manual, 客服绩效, rule 2).

The clock runs from placing the order while somebody is on duty, or should be by the roster (house
rule: it pauses otherwise).
When the lost time has run with no contact, the order is lost to the duty officer 当值; with contact
and no result, to the agent who made the contact. Moments and lengths are microseconds.

All of it follows from recorded facts alone, never from when it is asked: however often, late or in
whatever order it is computed, a loss falls on the same moment and the same agent.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final, Literal, NamedTuple

from zuiqing_desk.rules.calendar import MICROSECONDS, calendar_day, day_starts_at, minutes
from zuiqing_desk.rules.chase_words import ChaseStep, LostWhy, Medium

MINUTE: Final = 60 * MICROSECONDS
LOST_BY_CROSS_SELLING: Final = 2
"""So many cross-sell attempts without effort count as one lost order."""

Ended = Literal["paid", "settled", "lost"]


class Stay(NamedTuple):
    """Somebody on duty, or ``away``, from ``begin`` on; ``end`` None: still."""

    staff_id: int
    on: bool
    begin: int
    end: int | None


_BEGIN: Final = attrgetter("begin")


class Shift(NamedTuple):
    """Hours somebody was to work by the roster; ``officer``: as 当值."""

    staff_id: int
    officer: bool
    begin: int
    end: int


class Touch(NamedTuple):
    """A contact with the buyer, made after the order was placed."""

    at: int
    staff_id: int


@dataclass(frozen=True, slots=True)
class ChaseFacts:
    """What the clock goes by. ``settled_at``: when somebody noted a result."""

    since: int
    stays: tuple[Stay, ...]
    touches: tuple[Touch, ...] = ()
    paid_at: int | None = None
    settled_at: int | None = None
    contact_us: int = 5 * MINUTE
    lost_us: int = 20 * MINUTE
    planned: tuple[Shift, ...] = ()

    @property
    def cover(self) -> tuple[Stay, ...]:
        """What the clock runs in: a rostered hour with nobody signed in counts as duty."""
        return self.stays + tuple(
            Stay(who, True, begin, end) for who, _, begin, end in self.planned
        )


@dataclass(frozen=True, slots=True)
class Chase:
    """Where a chase stands. ``ended_at`` is the moment it was paid, settled or lost."""

    step: ChaseStep
    elapsed_us: int
    running: bool
    touch: Touch | None
    ended: Ended | None = None
    ended_at: int | None = None
    lost_to: int | None = None
    lost_why: LostWhy | None = None


def follow(facts: ChaseFacts, now: int) -> Chase:
    """Where the chase stands at ``now``. What comes at the very moment of the loss is in time."""
    cover = facts.cover
    lost_at = reaches(cover, facts.since, facts.lost_us, now)
    over = min((at for at in (facts.paid_at, facts.settled_at) if at is not None), default=None)
    if lost_at is not None and (over is None or over > lost_at):
        return _lost(facts, lost_at)
    touch = _first(facts.touches)
    if over is not None:
        ran = elapsed(cover, facts.since, min(over, max(now, facts.since)))
        ended: Ended = "paid" if over == facts.paid_at else "settled"
        return Chase("ok", ran, False, touch, ended, over)
    ran = elapsed(cover, facts.since, now)
    running = any(_stands(stay, now) for stay in cover if stay.on) and now >= facts.since
    if touch is not None:
        return Chase("ok", ran, running, touch)
    return Chase("due" if ran < facts.contact_us else "late", ran, running, None)


def elapsed(stays: Iterable[Stay], since: int, until: int) -> int:
    """How long at least one person was on duty between two moments; 0 when ``until`` lies before
    ``since``, as it does after the clock was set back."""
    return sum(end - begin for begin, end in _covered(stays, since, until))


def reaches(stays: Iterable[Stay], since: int, length: int, until: int) -> int | None:
    """The moment at which ``length`` had run since ``since``; None if it had not by ``until``."""
    left = length
    for begin, end in _covered(stays, since, until):
        if end - begin >= left:
            return begin + left
        left -= end - begin
    return None


def duty_officer(stays: Iterable[Stay], at: int, planned: Iterable[Shift] = ()) -> int | None:
    """Who answers for what is lost at ``at``: the 当值 by the roster, of several the one whose
    shift began first (醉卿 manual, 客服绩效, rule 2).

    Where the roster names none, of those on duty just then who came first (house rule); having
    been away between does not make one a newcomer. With nobody there, who should have been. None
    when it was nobody's hour.
    """
    due = [shift for shift in planned if shift.begin < at <= shift.end]
    named = [shift for shift in due if shift.officer]
    return _earliest(named) or _there(stays, at) or _earliest(due)


def _earliest(shifts: Iterable[Shift]) -> int | None:
    return min(((one.begin, one.staff_id) for one in shifts), default=(0, None))[1]


def _there(stays: Iterable[Stay], at: int) -> int | None:
    known = sorted((stay for stay in stays if stay.begin < at), key=_BEGIN)
    there = [stay for stay in known if stay.on and _reaches_to(stay, at)]
    return min(((_came(known, stay), stay.staff_id) for stay in there), default=(0, None))[1]


def phone_from(now: int, zone: str, hour: str) -> int | None:
    """When phoning and texting begins today, if that is still to come (shop handbook: not before
    09:30); None once it may be done."""
    begins = day_starts_at(calendar_day(now, zone), zone, 0) + minutes(hour) * MINUTE
    return begins if now < begins else None


def too_early(medium: Medium, at: int, zone: str, hour: str) -> bool:
    """Whether a chase by this medium at ``at`` breaks the rule; the chat is always allowed."""
    return medium in ("phone", "sms") and phone_from(at, zone, hour) is not None


def lost_in_all(orders: int, cross_sells: int) -> int:
    """Lost orders with those that cross-selling without effort counts as (客服绩效, rule 2)."""
    return orders + cross_sells // LOST_BY_CROSS_SELLING


def _lost(facts: ChaseFacts, at: int) -> Chase:
    touch = _first(one for one in facts.touches if one.at <= at)
    if touch is not None:
        return Chase("lost", facts.lost_us, False, touch, "lost", at, touch.staff_id, "no_result")
    officer = duty_officer(facts.stays, at, facts.planned)
    return Chase("lost", facts.lost_us, False, None, "lost", at, officer, "no_contact")


def _first(touches: Iterable[Touch]) -> Touch | None:
    return min(touches, default=None)


def _covered(stays: Iterable[Stay], since: int, until: int) -> Iterator[tuple[int, int]]:
    """The stretches between two moments with anybody on duty, apart from each other, in order."""
    reached = since
    for stay in sorted(stays, key=_BEGIN):
        begin = max(stay.begin, reached)
        end = until if stay.end is None else min(stay.end, until)
        if stay.on and end > begin:
            yield begin, end
            reached = end


def _stands(stay: Stay, at: int) -> bool:
    return stay.begin <= at and (stay.end is None or at < stay.end)


def _reaches_to(stay: Stay, at: int) -> bool:
    return stay.end is None or at <= stay.end


def _came(known: Sequence[Stay], stay: Stay) -> int:
    """When this person came, over the changes between on and away that follow upon each other."""
    begin = stay.begin
    for earlier in reversed(known):
        if earlier.staff_id == stay.staff_id and earlier.end == begin and earlier.begin < begin:
            begin = earlier.begin
    return begin
