"""Who owes a page, and who is about to: shifts that ended without a handover, and reminders."""

from dataclasses import dataclass
from typing import Final, Literal

from zuiqing_desk.rules.boundary import HOUR, MINUTE, Window
from zuiqing_desk.rules.calendar import business_day, calendar_day
from zuiqing_desk.services import policy, shop
from zuiqing_desk.services.handover import boundary, sections, takers, working_page
from zuiqing_desk.services.handover.records import Person, Shift
from zuiqing_desk.services.roster import reading
from zuiqing_desk.store.tx import Tx

DAYS: Final = 14
"""How long a shift that nobody handed over stands out."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A shift that ended without a page that all its givers signed. ``people`` owe it; ``page_id``
    is the page that was begun, if any; ``why`` in Chinese."""

    day: int
    shift: str
    boundary_at: int
    people: tuple[Person, ...]
    page_id: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """A boundary is near and this person has not signed: ``give`` or ``take``."""

    kind: Literal["give", "take"]
    boundary_at: int
    page_id: int | None


def owed(tx: Tx) -> list[Owed]:
    """The shifts that ended without a page signed by all who left, the newest first.

    Pages that were begun stay here until they are signed; shifts of the roster without a page do
    for 14 days, and none that ended before the roster or the notebook was first used. What was not
    handed over stays with who did not hand it over (call-centre manual, 交接规定).
    """
    found = [*_begun(tx), *_never_begun(tx)]
    return sorted(found, key=lambda one: -one.boundary_at)


def reminder(tx: Tx, staff_id: int) -> Reminder | None:
    """What this person is to be reminded of now: around the end of their shift to give, around its
    begin to take, each within the policy's minutes and until they have signed (call-centre manual,
    交接指引: the taker comes 15 minutes early)."""
    early = policy.current(tx).handover_early_min * MINUTE
    return _to_give(tx, staff_id, early) or _to_take(tx, staff_id, early)


def _begun(tx: Tx) -> list[Owed]:
    pages = tx.all(
        "SELECT id, day, shift, boundary_at FROM handover_page"
        " WHERE state <> 'sealed' AND state = 'preparing' AND boundary_at <= :now ORDER BY id",
        now=tx.now,
    )
    found = []
    for page_id, day, shift, at in pages:
        people = _unsigned(tx, page_id, at)
        if people:
            found.append(Owed(day, shift, at, people, page_id, "交接没有签字"))
    return found


def _unsigned(tx: Tx, page_id: int, boundary_at: int) -> tuple[Person, ...]:
    """Who has not signed, without guests who only looked."""
    rostered = {one.id for one, _ in boundary.leavers(tx, boundary_at, disabled=True)}
    written = sections.begun(tx, page_id)
    return tuple(
        one.giver
        for one in working_page.sections_of(tx, page_id)
        if one.state == "open" and (not rostered or one.giver.id in rostered or one.id in written)
    )


def _never_begun(tx: Tx) -> list[Owed]:
    first = tx.value(
        "SELECT min(at) FROM (SELECT min(set_at) AS at FROM roster_entry"
        " UNION ALL SELECT min(created_at) FROM handover_page)"
    )
    if first is None:
        return []
    info = shop.get(tx)
    zone, starts = ("Asia/Shanghai", 0) if info is None else (info.time_zone, info.day_start_minute)
    since = max(first, tx.now - DAYS * 24 * HOUR)
    begun = {
        one
        for (one,) in tx.all(
            "SELECT boundary_at FROM handover_page WHERE boundary_at >= :since", since=since
        )
    }
    shifts = reading.shifts(tx, calendar_day(since, zone) - 2, calendar_day(tx.now, zone))
    ending: dict[int, list[Shift]] = {}
    for one in shifts:
        if since < one.ends_at <= tx.now and one.ends_at not in begun:
            ending.setdefault(one.ends_at, []).append(one)
    active = {one for (one,) in tx.all("SELECT id FROM staff WHERE active")} if ending else set()
    found = []
    for at, ended in ending.items():
        people = _left(shifts, ended, at, active)
        if people:
            day = business_day(ended[0].begins_at, zone, starts)
            found.append(Owed(day, ended[0].name, at, people, None, "没有写交接"))
    return found


def _left(shifts: list[Shift], ended: list[Shift], at: int, active: set[int]) -> tuple[Person, ...]:
    """Who left at a boundary and did not stay for another shift."""
    stay = {
        member.id
        for one in shifts
        if Window(one.name, one.begins_at, one.ends_at).covers(at)
        for member in one.members
    }
    left = {member.id: member for one in ended for member in one.members}
    return tuple(one for one in left.values() if one.id in active and one.id not in stay)


def _to_give(tx: Tx, staff_id: int, early: int) -> Reminder | None:
    at = _leaves_at(tx, staff_id, early)
    if at is None:
        return None
    row = tx.one(
        "SELECT p.id, c.state FROM handover_page p LEFT JOIN handover_section c"
        " ON c.page_id = p.id AND c.giver_id = :staff WHERE p.boundary_at = :at",
        staff=staff_id,
        at=at,
    )
    page_id, state = (None, None) if row is None else row
    return None if state in ("signed", "missing") else Reminder("give", at, page_id)


def _leaves_at(tx: Tx, staff_id: int, early: int) -> int | None:
    """The boundary near now at which this person leaves."""
    mine = boundary.shifts_of(tx, staff_id)
    for one in mine:
        stays = any(other.covers(one.ends_at) for other in mine)
        if abs(tx.now - one.ends_at) <= early and not stays:
            return one.ends_at
    if mine:
        return None
    preset = boundary.worked(tx, staff_id)
    near = preset is not None and abs(tx.now - preset.ends_at) <= early
    return preset.ends_at if preset is not None and near else None


def _to_take(tx: Tx, staff_id: int, early: int) -> Reminder | None:
    begins = [
        one.begins_at
        for one in boundary.shifts_of(tx, staff_id)
        if abs(tx.now - one.begins_at) <= early
    ]
    if not begins:
        return None
    for page_id, boundary_at in tx.all(
        "SELECT id, boundary_at FROM handover_page WHERE state <> 'sealed' ORDER BY id DESC"
    ):
        if takers.waits_for(staff_id, takers.of_page(tx, page_id, boundary_at)):
            return Reminder("take", boundary_at, page_id)
    at = begins[0]
    known = tx.one("SELECT 1 FROM handover_page WHERE boundary_at = :at", at=at)
    others = any(person.id != staff_id for person, _ in boundary.leavers(tx, at))
    return Reminder("take", at, None) if known is None and others else None
