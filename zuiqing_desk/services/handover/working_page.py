"""A page as the working rows have it: while it is prepared, read and signed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from zuiqing_desk.rules.boundary import Part, part_of
from zuiqing_desk.rules.handover_words import Mode, PageState
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import boundary, sealed_facts, takers
from zuiqing_desk.services.handover.item_reading import (
    in_order,
    of_ids,
    open_items,
    person,
)
from zuiqing_desk.services.handover.records import Entry, Item, Page, Person, Said, Section
from zuiqing_desk.store.tx import Tx

_ENTRIES: Final = """
SELECT n.item_id, n.section_id, n.position, a.id, a.staff_no, a.name, n.acked_at,
       b.id, b.staff_no, b.name, n.said_at, n.said
FROM handover_entry n
LEFT JOIN staff a ON a.id = n.acked_by LEFT JOIN staff b ON b.id = n.said_by
WHERE n.page_id = :page ORDER BY n.position, n.item_id
"""
_SECTIONS: Final = """
SELECT c.id, g.id, g.staff_no, g.name, c.state, c.signed_at, s.id, s.staff_no, s.name, c.reason,
       c.figures
FROM handover_section c JOIN staff g ON g.id = c.giver_id LEFT JOIN staff s ON s.id = c.signed_by
WHERE c.page_id = :page ORDER BY c.id
"""
_DRAFTED: Final = """
SELECT d.item_id, c.giver_id FROM handover_section c JOIN handover_draft d ON d.section_id = c.id
WHERE c.page_id = :page AND d.state = 'accepted'
"""
"""Whose a matter is that a lead accepted for them."""
_SAID: Final = """
SELECT r.id, r.item_id, r.kind, r.text, b.id, b.staff_no, b.name, r.at, r.answer,
       a.id, a.staff_no, a.name, r.answered_at
FROM handover_remark r JOIN staff b ON b.id = r.by LEFT JOIN staff a ON a.id = r.answered_by
WHERE r.page_id = :page ORDER BY r.id
"""


@dataclass(frozen=True, slots=True)
class Head:
    """The row of a page."""

    id: int
    day: int
    shift: str
    next_shift: str
    boundary_at: int
    mode: Mode
    state: PageState
    given_at: int | None
    sealed_at: int | None


def head(tx: Tx, page_id: int) -> Head:
    """The row of a page. Raises Refused ``no_page``."""
    row = tx.one(
        "SELECT id, day, shift, next_shift, boundary_at, mode, state, given_at, sealed_at"
        " FROM handover_page WHERE id = :id",
        id=page_id,
    )
    if row is None:
        raise Refused("no_page", "交接本里没有这一页。")
    return Head(*row)


def live(tx: Tx, page_id: int) -> Page:
    """A page from the working rows: what was signed as it was handed over, behind it what is still
    open for the sections that are not signed. Raises Refused ``no_page``."""
    page = head(tx, page_id)
    sections = sections_of(tx, page_id)
    signed = _entries(tx, page_id)
    return Page(
        id=page.id,
        day=page.day,
        shift=page.shift,
        next_shift=page.next_shift,
        boundary_at=page.boundary_at,
        mode=page.mode,
        state=page.state,
        sections=sections,
        takers=takers.signed_page(tx, page_id)
        if page.state == "sealed"
        else takers.of_page(tx, page_id, page.boundary_at),
        entries=(*signed, *_to_sign(tx, page, sections, signed)),
        closed=_closed(tx, {one.item.id for one in signed}),
        said=_said(tx, page_id),
        given_at=page.given_at,
        sealed_at=page.sealed_at,
    )


def items_of(tx: Tx, page: Head, section_id: int) -> list[Item]:
    """The open items that a section will hand over, in order."""
    sections = sections_of(tx, page.id)
    signed = _entries(tx, page.id)
    to_sign = _to_sign(tx, page, sections, signed)
    return [one.item for one in to_sign if one.section_id == section_id]


def sections_of(tx: Tx, page_id: int) -> tuple[Section, ...]:
    """The sections of a page, in the order they were begun."""
    return tuple(
        Section(
            id=row[0],
            giver=Person(*row[1:4]),
            state=row[4],
            signed_at=row[5],
            signed_by=person(*row[6:9]),
            reason=row[9],
            figures=tuple((label, text) for label, text in json.loads(row[10]) or ()),
        )
        for row in tx.all(_SECTIONS, page=page_id)
    )


def _entries(tx: Tx, page_id: int) -> tuple[Entry, ...]:
    rows = tx.all(_ENTRIES, page=page_id)
    known = of_ids(tx, json.dumps([row[0] for row in rows]))
    return tuple(
        Entry(
            item=known[row[0]],
            section_id=row[1],
            position=row[2],
            carried=known[row[0]].pages > 1,
            acked_by=person(*row[3:6]),
            acked_at=row[6],
            said_by=person(*row[7:10]),
            said_at=row[10],
            said=row[11],
        )
        for row in rows
    )


def _to_sign(
    tx: Tx, page: Head, sections: Sequence[Section], signed: Sequence[Entry]
) -> list[Entry]:
    """The open items of the shop that are not on the page yet, each in the section it goes to;
    nothing once all have signed."""
    if not any(one.state == "open" for one in sections):
        return []
    duty = {one.id for one, is_duty in boundary.leavers(tx, page.boundary_at) if is_duty}
    parts = [
        Part(one.id, one.giver.id, one.state == "open", one.giver.id in duty) for one in sections
    ]
    there = {one.item.id for one in signed}
    drafted: dict[int, int] = dict(tx.all(_DRAFTED, page=page.id))
    found: list[Entry] = []
    for item in in_order(one for one in open_items(tx) if one.id not in there):
        creator = None if item.created_by is None else item.created_by.id
        section_id = part_of(drafted.get(item.id, creator), item.pages > 0, parts)
        if section_id is not None:
            position = len(signed) + len(found) + 1
            found.append(
                Entry(item, section_id, position, item.pages > 0, None, None, None, None, "")
            )
    return found


def _closed(tx: Tx, there: set[int]) -> tuple[Item, ...]:
    """What was finished since the page that was sealed last."""
    last = tx.value("SELECT body FROM handover_seal WHERE kind = 'page' ORDER BY number DESC")
    ids = sealed_facts.closed_since(tx, None if last is None else json.loads(last)) - there
    found = of_ids(tx, json.dumps(sorted(ids)))
    return tuple(found[one] for one in sorted(found))


def _said(tx: Tx, page_id: int) -> tuple[Said, ...]:
    return tuple(
        Said(
            id=row[0],
            item_id=row[1],
            kind=row[2],
            text=row[3],
            by=Person(*row[4:7]),
            at=row[7],
            answer=row[8],
            answered_by=person(*row[9:12]),
            answered_at=row[12],
        )
        for row in tx.all(_SAID, page=page_id)
    )
