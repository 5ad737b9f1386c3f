"""Which shift boundary a handover belongs to, by the roster or the presets."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from zuiqing_desk.rules import boundary as rules
from zuiqing_desk.rules.boundary import Window
from zuiqing_desk.rules.calendar import business_day, calendar_day
from zuiqing_desk.rules.handover_words import Mode
from zuiqing_desk.services import shop
from zuiqing_desk.services.handover.records import Person, Shift
from zuiqing_desk.services.roster import reading
from zuiqing_desk.store.tx import Tx

LOOK_AHEAD: Final = 14
"""Days in which the next shift is looked for: a shop may be closed over a holiday."""
CAME: Final = 12 * rules.HOUR
"""Who signed in longer ago than this worked another shift then."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """The end of a shift. ``day``: business day on which that shift began; ``next``: who takes over
    by the roster, None when nobody is on it (then ``next_shift`` is a preset's name or '').
    ``next_at``: when the next shift begins."""

    day: int
    shift: str
    at: int
    next_shift: str
    next: Shift | None
    next_at: int | None

    @property
    def mode(self) -> Mode:
        """How the page will change hands."""
        return rules.mode_of(self.next_at, self.at)


def of_person(tx: Tx, staff_id: int) -> Boundary:
    """The boundary this person hands over at: of their shift by the roster, else of the preset they
    work in (house rule)."""
    rostered = rules.of_roster(shifts_of(tx, staff_id), tx.now)
    if rostered is not None:
        return _boundary(tx, rostered)
    preset = rules.of_presets(_presets(tx, tx.now), _came(tx, staff_id), tx.now)
    assert preset is not None, "there is a preset every day"
    return _boundary(tx, preset)


def shifts_of(tx: Tx, staff_id: int) -> list[Window]:
    """The shifts of this person around now, by the roster."""
    day = calendar_day(tx.now, reading.zone(tx))
    return [_window(one) for one in reading.of_staff(tx, staff_id, day - 2, day + 1)]


def worked(tx: Tx, staff_id: int) -> Window | None:
    """The preset that somebody whom no roster names has been working in since its first half; None
    when they came later or are not here."""
    came = _came(tx, staff_id)
    found = rules.of_presets(_presets(tx, tx.now), came, tx.now)
    if found is None or came >= tx.now or came > (found.begins_at + found.ends_at) // 2:
        return None
    return found


def after(tx: Tx, boundary_at: int) -> Boundary:
    """The first end of a preset behind a boundary and behind now."""
    later = max(boundary_at, tx.now)
    preset = rules.next_to_end(_presets(tx, later), later)
    assert preset is not None, "there is a preset every day"
    return _boundary(tx, preset)


def at(tx: Tx, boundary_at: int) -> Boundary | None:
    """The boundary of the shifts that end at a moment by the roster, None when none does."""
    ending = _ending(tx, boundary_at)
    return _boundary(tx, _window(ending[0])) if ending else None


def leavers(tx: Tx, boundary_at: int, *, disabled: bool = False) -> tuple[tuple[Person, bool], ...]:
    """The people whose shift ends at a boundary and who do not stay for the next, each with whether
    they are 当值, by staff number; with ``disabled`` also those who were disabled meanwhile."""
    ending = _ending(tx, boundary_at)
    stay = {one.id for shift in _covering(tx, boundary_at) for one in shift.members}
    people = _people(tx, ending, disabled=disabled)
    return tuple(one for one in people if one[0].id not in stay)


def next_of(tx: Tx, boundary_at: int) -> Shift | None:
    """The shift by roster that takes over at a boundary; several that do are made one."""
    day = calendar_day(boundary_at, reading.zone(tx))
    known = reading.shifts(tx, day - 2, day + 1)
    taking = _following(known, boundary_at) or _following(
        reading.shifts(tx, day, day + LOOK_AHEAD), boundary_at
    )
    if not taking:
        return None
    members = {one.id: one for shift in taking for one in shift.members}
    return Shift(
        day=taking[0].day,
        name="、".join(dict.fromkeys(shift.name for shift in taking)),
        begins_at=min(shift.begins_at for shift in taking),
        ends_at=max(shift.ends_at for shift in taking),
        members=tuple(sorted(members.values(), key=lambda one: one.staff_no)),
        duty=tuple(dict.fromkeys(one for shift in taking for one in shift.duty)),
    )


def takers_of(tx: Tx, boundary_at: int) -> tuple[tuple[Person, bool], ...]:
    """The working members of the next shift, each with whether they are 当值; 当值 first."""
    following = next_of(tx, boundary_at)
    people = _people(tx, () if following is None else (following,))
    return tuple(sorted(people, key=lambda one: not one[1]))


def next_begins(tx: Tx, boundary_at: int) -> int | None:
    """When the next shift begins, by the roster, else by the presets."""
    following = next_of(tx, boundary_at)
    if following is not None:
        return following.begins_at
    presets = rules.following(_presets(tx, boundary_at), boundary_at)
    return presets[0].begins_at if presets else None


def _boundary(tx: Tx, window: Window) -> Boundary:
    info = shop.get(tx)
    zone, starts = ("Asia/Shanghai", 0) if info is None else (info.time_zone, info.day_start_minute)
    following = next_of(tx, window.ends_at)
    presets = rules.following(_presets(tx, window.ends_at), window.ends_at)
    named = presets[0] if presets else None
    return Boundary(
        day=business_day(window.begins_at, zone, starts),
        shift=window.name,
        at=window.ends_at,
        next_shift=following.name if following else named.name if named else "",
        next=following,
        next_at=following.begins_at if following else named.begins_at if named else None,
    )


def _window(shift: Shift) -> Window:
    return Window(shift.name, shift.begins_at, shift.ends_at)


def _presets(tx: Tx, at: int) -> list[Window]:
    return rules.windows(reading.preset_list(tx), at, reading.zone(tx))


def _came(tx: Tx, staff_id: int) -> int:
    """Since when this person has been working: their first sign-in of these hours."""
    rows = tx.all(
        "SELECT started_at FROM duty WHERE staff_id = :id ORDER BY id DESC LIMIT 50", id=staff_id
    )
    return min((one for (one,) in rows if tx.now - CAME <= one <= tx.now), default=tx.now)


def _ending(tx: Tx, boundary_at: int) -> list[Shift]:
    day = calendar_day(boundary_at, reading.zone(tx))
    return [one for one in reading.shifts(tx, day - 2, day) if one.ends_at == boundary_at]


def _covering(tx: Tx, boundary_at: int) -> list[Shift]:
    day = calendar_day(boundary_at, reading.zone(tx))
    return [one for one in reading.shifts(tx, day - 2, day) if _window(one).covers(boundary_at)]


def _following(known: Iterable[Shift], boundary_at: int) -> list[Shift]:
    listed = list(known)
    chosen = set(rules.following(map(_window, listed), boundary_at))
    return [one for one in listed if _window(one) in chosen]


def _people(
    tx: Tx, shifts: Iterable[Shift], *, disabled: bool = False
) -> list[tuple[Person, bool]]:
    """The members who work here, once each."""
    active = {one for (one,) in tx.all("SELECT id FROM staff WHERE active OR :all", all=disabled)}
    listed = list(shifts)
    duty = {one for shift in listed for one in shift.duty}
    members = {one.id: one for shift in listed for one in shift.members if one.id in active}
    ordered = sorted(members.values(), key=lambda one: one.staff_no)
    return [(one, one.id in duty) for one in ordered]
