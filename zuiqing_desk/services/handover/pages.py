"""Pages of the handover notebook: one a shift boundary, a section for everybody who leaves."""

from typing import Final

from zuiqing_desk.rules.boundary import DUE
from zuiqing_desk.services import staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import (
    boundary,
    drafts,
    sealing,
    sections,
    takers,
    working_page,
)
from zuiqing_desk.services.handover.boundary import Boundary
from zuiqing_desk.services.handover.records import Page
from zuiqing_desk.store.tx import Tx

_MY_OPEN: Final = """
SELECT c.page_id, c.id FROM handover_page p JOIN handover_section c ON c.page_id = p.id
WHERE p.state <> 'sealed' AND c.giver_id = :staff AND c.state = 'open'
ORDER BY p.boundary_at LIMIT 1
"""


def open_for(tx: Tx, staff_id: int) -> int:
    """The page this person hands over on, made if there is none; its id.

    What they have not signed yet comes first, however old: what was not handed over stays the
    responsibility of who did not hand it over (call-centre manual, 交接规定). Everybody whose shift
    ends at the boundary by the roster has a section; on a page that was given only who leaves at it
    gets one. What is really open is drafted again; doing all this again changes nothing else.
    Raises Refused ``sealed`` when both their page and the next were signed without them,
    ``no_staff`` or ``disabled``.
    """
    staff.working(tx, staff_id)
    page_id, section_id, begun = _mine(tx, staff_id)
    page = working_page.head(tx, page_id)
    if page.state != "sealed":
        takers.keep(tx, page_id, takers.of_page(tx, page_id, page.boundary_at))
        if section_id is not None:
            drafts.refresh(tx, section_id, journal=not begun)
    if begun:
        tx.journal("handover.opened", page_id, actor=staff_id)
    return page_id


def begin(tx: Tx, boundary_at: int, lead: int) -> int:
    """A page for a shift that ended without one, so that a lead can stand in for who left; its id.

    Raises Refused ``not_lead``, or ``no_shift`` when no shift ended then by the roster.
    """
    staff.require_lead(tx, lead)
    known: int | None = tx.value(
        "SELECT id FROM handover_page WHERE boundary_at = :at", at=boundary_at
    )
    if known is not None:
        return known
    at = boundary.at(tx, boundary_at)
    if at is None:
        raise Refused("no_shift", "排班里没有在这个时间结束的班。")
    page_id = _create(tx, at)
    for section in working_page.sections_of(tx, page_id):
        drafts.refresh(tx, section.id, journal=False)
    tx.journal("handover.opened", page_id, actor=lead)
    return page_id


def mine(tx: Tx, staff_id: int) -> int | None:
    """The page that concerns this person now: one that was given and waits to be read by them, else
    the one their open section is on, else one that anybody may take. None when there is none."""
    given = tx.all(
        "SELECT id, boundary_at FROM handover_page"
        " WHERE state <> 'sealed' AND state = 'given' ORDER BY id"
    )
    own: int | None = tx.value(_MY_OPEN, staff=staff_id)
    for page_id, boundary_at in given:
        if _waits_for(tx, page_id, boundary_at, staff_id, busy=own is not None):
            return int(page_id)
    if own is not None:
        return own
    for page_id, boundary_at in given:
        if takers.anybody(tx, page_id, boundary_at) and staff_id not in takers.givers_of(
            tx, page_id
        ):
            return int(page_id)
    return None


def one(tx: Tx, page_id: int) -> Page:
    """A page whole; a sealed one from what was sealed. Raises Refused ``no_page``."""
    if working_page.head(tx, page_id).state == "sealed":
        return sealing.read_sealed(tx, page_id)
    return working_page.live(tx, page_id)


def allow(tx: Tx, page_id: int, staff_id: int, lead: int) -> None:
    """Let somebody take the page whom the roster does not name as 当值; their signature seals it.

    Raises Refused ``not_lead``, ``sealed``, ``own_page``, ``may_already``, ``no_staff`` or
    ``disabled``.
    """
    staff.require_lead(tx, lead)
    member = staff.working(tx, staff_id)
    page = _unsealed(tx, page_id)
    if staff_id in takers.givers_of(tx, page_id):
        raise Refused("own_page", f"{member.staff_no} {member.name} 在这一页交班，不能自己接。")
    for taker in takers.of_page(tx, page_id, page.boundary_at):
        if taker.person.id == staff_id and taker.duty:
            raise Refused("may_already", f"{member.staff_no} {member.name} 本来就可以接。")
    tx.run(
        "INSERT INTO handover_taker (page_id, staff_id, duty, allowed_by)"
        " VALUES (:page, :staff, 1, :lead) ON CONFLICT (page_id, staff_id) DO UPDATE"
        " SET duty = 1, allowed_by = excluded.allowed_by",
        page=page_id,
        staff=staff_id,
        lead=lead,
    )
    tx.journal("handover.allowed", page_id, actor=lead, detail=str(staff_id))


def disallow(tx: Tx, page_id: int, staff_id: int, lead: int) -> None:
    """Take back what ``allow`` did, while they have not signed.

    Raises Refused ``not_lead``, ``sealed``, ``not_allowed`` or ``signed_already``.
    """
    staff.require_lead(tx, lead)
    _unsealed(tx, page_id)
    row = tx.one(
        "SELECT signed_at FROM handover_taker WHERE page_id = :page AND staff_id = :staff"
        " AND allowed_by IS NOT NULL",
        page=page_id,
        staff=staff_id,
    )
    if row is None:
        raise Refused("not_allowed", "没有另外准许他接这一页。")
    if row[0] is not None:
        raise Refused("signed_already", "他已经签过字了。")
    tx.run(
        "DELETE FROM handover_taker WHERE page_id = :page AND staff_id = :staff",
        page=page_id,
        staff=staff_id,
    )
    tx.journal("handover.disallowed", page_id, actor=lead, detail=str(staff_id))


def _mine(tx: Tx, staff_id: int) -> tuple[int, int | None, bool]:
    """Page and section of this person, and whether the section was begun just now: the one they
    have not signed, else at their boundary or, when that was sealed without them, at the next."""
    unsigned = tx.one(_MY_OPEN, staff=staff_id)
    if unsigned is not None:
        return unsigned[0], unsigned[1], False
    at = boundary.of_person(tx, staff_id)
    for place in (at, boundary.after(tx, at.at)):
        known = tx.one(
            "SELECT p.id, p.state, c.id FROM handover_page p LEFT JOIN handover_section c"
            " ON c.page_id = p.id AND c.giver_id = :staff WHERE p.boundary_at = :at",
            staff=staff_id,
            at=place.at,
        )
        page_id, state, section_id = (_create(tx, place), "new", None) if known is None else known
        if section_id is not None:
            return page_id, section_id, False
        if state == "sealed":
            continue
        if state == "given":
            if not sections.leaves(tx, staff_id, place.at):
                return page_id, None, False
            if _taken(tx, page_id):
                continue
            _prepare_again(tx, page_id)
        return page_id, sections.begin(tx, page_id, staff_id), True
    raise Refused(
        "sealed",
        "这一班的交接已经签完封存；有要补充的，请在那一页写补记，或用 {handover.add} 另记一条。",
    )


def _create(tx: Tx, at: Boundary) -> int:
    page_id = tx.insert(
        "INSERT INTO handover_page (day, shift, next_shift, boundary_at, mode, state, created_at)"
        " VALUES (:day, :shift, :next, :at, '', 'preparing', :now)",
        day=at.day,
        shift=at.shift,
        next=at.next_shift,
        at=at.at,
        now=tx.now,
    )
    sections.begin_all(tx, page_id, at.at)
    return page_id


def _prepare_again(tx: Tx, page_id: int) -> None:
    """Somebody more hands over on a page that had been given: it waits for their signature."""
    tx.run(
        "UPDATE handover_page SET state = 'preparing', mode = '', given_at = NULL"
        " WHERE id = :id AND state = 'given'",
        id=page_id,
    )


def _taken(tx: Tx, page_id: int) -> bool:
    return (
        tx.one(
            "SELECT 1 FROM handover_taker WHERE page_id = :page AND signed_at IS NOT NULL",
            page=page_id,
        )
        is not None
    )


def _unsealed(tx: Tx, page_id: int) -> working_page.Head:
    page = working_page.head(tx, page_id)
    if page.state == "sealed":
        raise Refused("sealed", "这一页已经封存。")
    return page


def _waits_for(tx: Tx, page_id: int, boundary_at: int, staff_id: int, *, busy: bool) -> bool:
    """Whether a given page waits for this taker. Who has a page of their own to write is shown
    another only when their shift is about to begin."""
    waits = takers.waits_for(staff_id, takers.of_page(tx, page_id, boundary_at))
    if not waits or not busy:
        return waits
    begins = boundary.next_begins(tx, boundary_at)
    return begins is None or tx.now >= begins - DUE
