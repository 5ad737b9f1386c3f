"""Items of the handover notebook as they are read."""

from collections.abc import Iterable
from typing import Final

from zuiqing_desk.rules.handover_words import RANK
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover.records import Happening, Item, ItemWords, Person
from zuiqing_desk.store.tx import Row, Tx

_SELECT: Final = """
SELECT i.id, i.kind, i.severity, i.summary, i.situation, i.next_action, i.if_then, i.for_staff_id,
       i.due_at, i.conversation_id, i.order_id, i.source, i.state, i.result, i.revision,
       i.created_by, b.staff_no, b.name, i.created_at, i.closed_by, e.staff_no, e.name, i.closed_at,
       f.staff_no, f.name, coalesce(c.name, ''), coalesce(o.number, ''),
       (SELECT count(*) FROM handover_entry n WHERE n.item_id = i.id), i.redacted_at
FROM handover_item i
LEFT JOIN staff b ON b.id = i.created_by
LEFT JOIN staff e ON e.id = i.closed_by
LEFT JOIN staff f ON f.id = i.for_staff_id
LEFT JOIN customer c ON c.id = i.customer_id
LEFT JOIN shop_order o ON o.id = i.order_id
"""
NEVER: Final = 2**62


def one(tx: Tx, item_id: int) -> Item:
    """One item. Raises Refused ``no_item``."""
    row = tx.one(_SELECT + "WHERE i.id = :id", id=item_id)
    if row is None:
        raise Refused("no_item", f"交接本里没有第 {item_id} 条。")
    return _item(row)


def open_items(tx: Tx) -> list[Item]:
    """All open items: red first, then those due first, then by number."""
    return in_order(map(_item, tx.all(_SELECT + "WHERE i.state = 'open' ORDER BY i.id")))


def of_ids(tx: Tx, ids: str) -> dict[int, Item]:
    """The items whose ids stand in a JSON list, by id."""
    rows = tx.all(_SELECT + "WHERE i.id IN (SELECT value FROM json_each(:ids))", ids=ids)
    return {row[0]: _item(row) for row in rows}


def in_order(items: Iterable[Item]) -> list[Item]:
    """Red first, then those due first, then by number."""
    return sorted(
        items, key=lambda one: (RANK[one.words.severity], one.words.due_at or NEVER, one.id)
    )


def history(tx: Tx, item_id: int) -> list[Happening]:
    """What happened to an item, over all its pages, oldest first. What was read and said back on a
    page counts from its last signature on."""
    rows = tx.all(
        "SELECT v.at, v.what, v.words, v.page_id, v.by, s.staff_no, s.name FROM handover_event v"
        " LEFT JOIN staff s ON s.id = v.by WHERE v.item_id = :id ORDER BY v.id",
        id=item_id,
    )
    return [
        Happening(at, what, words, person(*by), page_id) for at, what, words, page_id, *by in rows
    ]


def person(staff_id: int | None, staff_no: str | None, name: str | None) -> Person | None:
    """A person out of a row's columns, None where there is none."""
    return None if staff_id is None else Person(staff_id, staff_no or "", name or "")


def _item(row: Row) -> Item:
    item_id, *words = row[:11]
    source, state, result, revision = row[11:15]
    created_by, created_at = person(*row[15:18]), row[18]
    closed_by, closed_at = person(*row[19:22]), row[22]
    for_no, for_name, customer, order_number, pages, redacted_at = row[23:]
    said = ItemWords(*words)
    return Item(
        id=item_id,
        words=said,
        source=source,
        state=state,
        result=result,
        revision=revision,
        created_by=created_by,
        created_at=created_at,
        closed_by=closed_by,
        closed_at=closed_at,
        for_staff=person(said.for_staff_id, for_no, for_name),
        customer=customer,
        order_number=order_number,
        pages=pages,
        redacted=redacted_at is not None,
    )
