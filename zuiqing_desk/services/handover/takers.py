"""Who may take a page over: the next shift by the roster as it stands, and whom a lead allowed."""

from collections.abc import Iterable, Sequence
from typing import Final

from zuiqing_desk.services import staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import boundary
from zuiqing_desk.services.handover.records import Person, Taker
from zuiqing_desk.store.tx import Tx

_ROWS: Final = """
SELECT t.staff_id, s.staff_no, s.name, t.duty, l.id, l.staff_no, l.name, t.signed_at, s.active
FROM handover_taker t JOIN staff s ON s.id = t.staff_id LEFT JOIN staff l ON l.id = t.allowed_by
WHERE t.page_id = :page
"""


def of_page(tx: Tx, page_id: int, boundary_at: int) -> tuple[Taker, ...]:
    """The takers of a page that is not sealed, 当值 first: who signed, whom a lead allowed (in the
    place of the 当值), and the working members of the next shift by the roster as it stands now.
    Who hands over on this page does not take it."""
    rows = _rows(tx, page_id)
    givers = givers_of(tx, page_id)
    found = {
        one.person.id: one
        for one, active in rows
        if one.signed_at is not None or (active and one.allowed_by is not None)
    }
    for person, duty in boundary.takers_of(tx, boundary_at):
        if person.id not in givers:
            found.setdefault(person.id, Taker(person, duty, None, None))
    return tuple(sorted(found.values(), key=lambda one: (not one.duty, one.person.staff_no)))


def seals(taker: Taker, listed: Iterable[Taker]) -> bool:
    """Whether the signature of one of the takers seals the page: the 当值's, that of whom a lead
    allowed, or anybody's where there is no 当值."""
    return taker.duty or not any(one.duty for one in listed)


def waits_for(staff_id: int, listed: Sequence[Taker]) -> bool:
    """Whether a page that is not sealed waits for this person: they have not signed, or they only
    acknowledged it and the 当值 is gone since."""
    return any(
        one.person.id == staff_id and (one.signed_at is None or seals(one, listed))
        for one in listed
    )


def signed_page(tx: Tx, page_id: int) -> tuple[Taker, ...]:
    """The takers a page was sealed with."""
    rows = [one for one, _ in _rows(tx, page_id)]
    return tuple(sorted(rows, key=lambda one: (not one.duty, one.person.staff_no)))


def keep(tx: Tx, page_id: int, takers: tuple[Taker, ...]) -> None:
    """Write down who takes a page as the roster has it now; signatures stay as they are."""
    tx.run(
        "DELETE FROM handover_taker"
        " WHERE page_id = :page AND signed_at IS NULL AND allowed_by IS NULL",
        page=page_id,
    )
    for one in takers:
        tx.run(
            "INSERT INTO handover_taker (page_id, staff_id, duty) VALUES (:page, :staff, :duty)"
            " ON CONFLICT (page_id, staff_id) DO NOTHING",
            page=page_id,
            staff=one.person.id,
            duty=one.duty,
        )


def require(tx: Tx, page_id: int, boundary_at: int, staff_id: int) -> Taker:
    """This person as a taker of the page. With nobody of the next shift to take it, any working
    colleague does, as 当值.

    Raises Refused ``own_page`` for who hands over on it, ``not_taker`` for somebody the roster does
    not name, ``no_staff`` or ``disabled``.
    """
    member = staff.working(tx, staff_id)
    if staff_id in givers_of(tx, page_id):
        raise Refused("own_page", f"{member.staff_no} {member.name} 在这一页交班，不能自己接。")
    listed = of_page(tx, page_id, boundary_at)
    for one in listed:
        if one.person.id == staff_id:
            return one
    if anybody(tx, page_id, boundary_at):
        return Taker(Person(member.id, member.staff_no, member.name), False, None, None)
    names = "、".join(f"{one.person.staff_no} {one.person.name}" for one in listed)
    raise Refused(
        "not_taker",
        f"{member.staff_no} {member.name} 不在下一班的排班里"
        f"{f'（接班的是 {names}）' if names else ''}；要他接，请组长准许 (p)。",
    )


def anybody(tx: Tx, page_id: int, boundary_at: int) -> bool:
    """Whether nobody of the next shift can take the page: the roster names none, all it names are
    disabled, or they hand over on it themselves. Then any colleague may."""
    givers = givers_of(tx, page_id)
    return all(person.id in givers for person, _ in boundary.takers_of(tx, boundary_at))


def givers_of(tx: Tx, page_id: int) -> set[int]:
    """Who has a section on the page."""
    return {
        one
        for (one,) in tx.all(
            "SELECT giver_id FROM handover_section WHERE page_id = :page", page=page_id
        )
    }


def _rows(tx: Tx, page_id: int) -> list[tuple[Taker, bool]]:
    return [
        (
            Taker(
                Person(*row[:3]),
                bool(row[3]),
                None if row[4] is None else Person(*row[4:7]),
                row[7],
            ),
            bool(row[8]),
        )
        for row in tx.all(_ROWS, page=page_id)
    ]
