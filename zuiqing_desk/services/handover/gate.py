"""A page left in the book is read and signed before the first chat.

醉卿 manual, 交接本, late shift: nobody follows, so the giver signs and leaves, and the next taker
reads and signs first.
"""

from zuiqing_desk.rules.boundary import DUE
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import boundary, takers
from zuiqing_desk.services.handover.records import Gate, Person
from zuiqing_desk.store.tx import Tx

_LEFT_IN_BOOK = """
SELECT id, boundary_at FROM handover_page
WHERE state <> 'sealed' AND state = 'given' AND mode = 'book' ORDER BY id
"""


def waiting_for(tx: Tx, staff_id: int) -> Gate | None:
    """The page this person must read and sign before their first chat: the oldest left in the book
    that the 当值 among them has to take (or all of the next shift, where there is none), from an
    hour before that shift on."""
    for page_id, boundary_at in tx.all(_LEFT_IN_BOOK):
        if _must_read(tx, page_id, boundary_at, staff_id):
            return _gate(tx, page_id)
    return None


def require(tx: Tx, staff_id: int) -> None:
    """Raises Refused ``handover_first`` while such a page waits. One indexed query when none was
    left in the book."""
    gate = waiting_for(tx, staff_id)
    if gate is not None:
        names = "、".join(f"{one.staff_no} {one.name}" for one in gate.givers)
        red = f"，其中红的 {gate.red} 条" if gate.red else ""
        raise Refused(
            "handover_first",
            f"{names} 留了交接：{gate.items} 条{red}。"
            "先按 {handover.open} 看完并签字，再接待客户。",
        )


def _must_read(tx: Tx, page_id: int, boundary_at: int, staff_id: int) -> bool:
    if staff_id in takers.givers_of(tx, page_id):
        return False
    begins = boundary.next_begins(tx, boundary_at)
    if begins is not None and tx.now < begins - DUE:
        return False
    listed = takers.of_page(tx, page_id, boundary_at)
    if not listed:
        return takers.anybody(tx, page_id, boundary_at)
    must = [one for one in listed if one.duty] or listed
    return any(one.person.id == staff_id for one in must)


def _gate(tx: Tx, page_id: int) -> Gate:
    givers = tx.all(
        "SELECT s.id, s.staff_no, s.name FROM handover_section c JOIN staff s ON s.id = c.giver_id"
        " WHERE c.page_id = :page ORDER BY c.id",
        page=page_id,
    )
    row = tx.one(
        "SELECT count(*), coalesce(sum(i.severity = 'red'), 0) FROM handover_entry n"
        " JOIN handover_item i ON i.id = n.item_id WHERE n.page_id = :page",
        page=page_id,
    )
    assert row is not None
    return Gate(page_id, tuple(Person(*one) for one in givers), red=row[1], items=row[0])
