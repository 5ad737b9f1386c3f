"""The views of the audit, worked out from the orders between payment and dispatch."""

from typing import Any

from zuiqing_desk.services.orders.records import OrderRow
from zuiqing_desk.tui import audit_shelf
from zuiqing_desk.tui.audit_shelf import HELD, MINE, MONEY, UNSENT, WORK

NOW, ME = 1_000, 7
BASE = OrderRow(
    id=0,
    platform="taobao",
    number="1",
    storefront="",
    buyer="",
    receiver="",
    state="audit",
    verdict="",
    title="",
    quantity=1,
    amount_fen=None,
    placed_at=10,
    paid_at=10,
    urgent=False,
    remark="",
    flag="",
    hold_until=None,
    conversation_id=None,
    handed_to=None,
    updated_at=0,
    confirmed=True,
)


def row(id_: int, **columns: Any) -> OrderRow:
    return BASE._replace(id=id_, number=str(id_), **columns)


def ids(shelf: audit_shelf.AuditShelf, view: str) -> list[int]:
    return [one.id for one in shelf.of(view)]


def test_each_order_stands_where_somebody_has_to_act() -> None:
    rows = [
        row(1),
        row(2, state="held", hold_until=NOW + 5),
        row(3, state="held", hold_until=NOW),
        row(4, verdict="approved"),
        row(5, verdict="handed_back", handed_to=ME),
        row(6, verdict="handed_back", handed_to=ME + 1),
        row(7, state="paid", confirmed=False),
        row(8, state="held", hold_until=NOW + 9, confirmed=False),
    ]
    shelf = audit_shelf.shelf_of(rows, NOW, ME)
    assert ids(shelf, WORK) == [1, 3, 5, 6, 7]
    assert ids(shelf, HELD) == [3, 2, 8]
    assert ids(shelf, MONEY) == [7, 8]
    assert ids(shelf, UNSENT) == [4]
    assert ids(shelf, MINE) == [5]
    assert shelf.turns_at == NOW + 5


def test_urgent_first_then_who_paid_first() -> None:
    rows = [row(1, paid_at=30), row(2, paid_at=20), row(3, paid_at=40, urgent=True)]
    shelf = audit_shelf.shelf_of(rows, NOW, ME)
    assert ids(shelf, WORK) == [3, 2, 1]


def test_finance_goes_by_payment_alone() -> None:
    rows = [
        row(1, paid_at=30, state="paid", confirmed=False, urgent=True),
        row(2, paid_at=20, state="paid", confirmed=False),
    ]
    assert ids(audit_shelf.shelf_of(rows, NOW, ME), MONEY) == [2, 1]


def test_what_was_put_aside_is_back_at_its_time() -> None:
    shelf = audit_shelf.shelf_of([row(1, state="held", hold_until=NOW + 5)], NOW, ME)
    assert ids(shelf, WORK) == []
    later = audit_shelf.sorted_out(shelf.orders, NOW + 5, ME)
    assert (ids(later, WORK), later.turns_at) == ([1], None)


def test_what_has_left_the_audit_is_gone_and_what_is_new_is_there() -> None:
    shelf = audit_shelf.shelf_of([row(1), row(2), row(3)], NOW, ME)
    rows = [row(1, state="dispatched"), row(2, urgent=True), row(4, title="新来的")]
    after = audit_shelf.changed(shelf, {1, 2, 3, 4}, rows, NOW, ME)
    assert ids(after, WORK) == [2, 4]
    assert [one.id for one in after.orders.find(after.of(WORK), "新来")] == [4]
