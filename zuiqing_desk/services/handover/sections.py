"""Sections of a page: one for everybody whose shift ends at its boundary, and those of guests.

A guest opened the notebook to look, or helped out: a page does not wait for a guest who wrote
nothing.
"""

from typing import Final

from zuiqing_desk.services.handover import boundary
from zuiqing_desk.store.tx import Tx

_BEGUN: Final = """
SELECT c.id FROM handover_section c WHERE c.page_id = :page AND c.state = 'open' AND EXISTS
  (SELECT 1 FROM handover_draft d WHERE d.section_id = c.id AND (d.edited OR d.state <> 'proposed'))
"""


def begin_all(tx: Tx, page_id: int, boundary_at: int) -> None:
    """A section for everybody who leaves at the boundary by the roster as it stands now."""
    for person, _ in boundary.leavers(tx, boundary_at):
        begin(tx, page_id, person.id)


def begin(tx: Tx, page_id: int, giver_id: int) -> int:
    """This person's section on the page, the one that is there or a new one; its id."""
    tx.run(
        "INSERT INTO handover_section (page_id, giver_id, state, figures, reason)"
        " VALUES (:page, :giver, 'open', '[]', '') ON CONFLICT (page_id, giver_id) DO NOTHING",
        page=page_id,
        giver=giver_id,
    )
    return int(
        tx.value(
            "SELECT id FROM handover_section WHERE page_id = :page AND giver_id = :giver",
            page=page_id,
            giver=giver_id,
        )
    )


def leaves(tx: Tx, staff_id: int, boundary_at: int) -> bool:
    """Whether this person's shift ends at a boundary: by the roster, disabled or not; where it
    names nobody, by the preset they have been working in."""
    rostered = boundary.leavers(tx, boundary_at, disabled=True)
    if rostered:
        return any(one.id == staff_id for one, _ in rostered)
    worked = boundary.worked(tx, staff_id)
    return worked is not None and worked.ends_at == boundary_at


def begun(tx: Tx, page_id: int) -> set[int]:
    """The open sections in which something was decided or edited."""
    return {one for (one,) in tx.all(_BEGUN, page=page_id)}


def release(tx: Tx, page_id: int, boundary_at: int, but: int) -> None:
    """Wait no longer for guests who wrote nothing, once section ``but`` is the last that anybody
    who leaves has to sign. What they noted stays in the notebook."""
    waiting = tx.all(
        "SELECT id, giver_id FROM handover_section"
        " WHERE page_id = :page AND state = 'open' AND id <> :but ORDER BY id",
        page=page_id,
        but=but,
    )
    written = begun(tx, page_id)
    guests = [
        section_id
        for section_id, giver_id in waiting
        if section_id not in written and not leaves(tx, giver_id, boundary_at)
    ]
    if len(guests) == len(waiting):
        for section_id in guests:
            remove(tx, section_id)


def remove(tx: Tx, section_id: int) -> None:
    """Take a section off its page with the drafts nobody decided about; the notebook keeps what
    was accepted."""
    tx.run("DELETE FROM handover_draft WHERE section_id = :id", id=section_id)
    tx.run("DELETE FROM handover_section WHERE id = :id AND state = 'open'", id=section_id)
