"""Windows on a list of the queue, held against the list read whole and sorted here."""

import random

import pytest
from support.shop import TestShop

from zuiqing_desk.rules.clock import REST
from zuiqing_desk.services import queue
from zuiqing_desk.services.queue_places import LAST, Place, Which
from zuiqing_desk.services.records import QueueRow
from zuiqing_desk.store.tx import Tx

MANY = 60
STATES = ("queued", "active", "active", "snoozed", "closed")


@pytest.fixture
def many(shop: TestShop) -> list[QueueRow]:
    """Conversations of three people and of nobody, many at the same place in the queue."""
    chance = random.Random(6)
    people = [shop.lead.id, shop.hire("1002").id, shop.hire("1003").id]
    ids = [shop.customer() for _ in range(MANY)]

    def scatter(tx: Tx) -> None:
        for one in ids:
            state = chance.choice(STATES)
            band = chance.randrange(3)
            at = chance.randrange(1, 6)
            tx.run(
                "UPDATE conversation SET state = :state, band = :band, urgency = :urgency,"
                " assignee_id = :whose, last_seq = :lines, last_line_at = :at,"
                " round_started_at = :started WHERE id = :id",
                state=state,
                band=band,
                urgency=-at if band == REST else at,
                whose=None if state in ("queued", "closed") else chance.choice([None, *people]),
                lines=chance.choice([0, 1, 1, 1]),
                at=at,
                started=None if band == REST else at,
                id=one,
            )
        tx.run("UPDATE conversation SET last_line_at = 0 WHERE last_seq = 0")

    shop.do(scatter)
    return [shop.row(one) for one in ids]


def holds(which: Which, row: QueueRow) -> bool:
    mine = which.staff_id is None or row.assignee_id in (None, which.staff_id)
    in_state = row.state != "closed" if which.state is None else row.state == which.state
    return mine and in_state and row.last_line_at > 0


def sorted_as(which: Which, rows: list[QueueRow]) -> list[int]:
    held = [row for row in rows if holds(which, row)]
    if which.state == "closed":
        return [row.id for row in sorted(held, key=lambda row: (-row.last_line_at, -row.id))]
    return [row.id for row in sorted(held, key=lambda row: (row.band, row.urgency, row.id))]


LISTS = [
    Which(staff_id, state)
    for staff_id in (None, 1)
    for state in (None, "queued", "active", "snoozed", "closed")
]


@pytest.mark.parametrize("which", LISTS, ids=lambda which: f"{which.staff_id}-{which.state}")
def test_windows_about_each_conversation_and_its_place(
    shop: TestShop, many: list[QueueRow], which: Which
) -> None:
    whole = sorted_as(which, many)
    assert len(whole) >= 5
    assert shop.order(staff_id=which.staff_id, state=which.state) == whole

    def look(tx: Tx) -> None:
        for row in many:
            found = queue.window(tx, which, which.place(row), limit=5)
            got = [each.id for each in found.rows]
            assert got == whole[found.offset : found.offset + 5]
            assert found.has_later == (got[-1] != whole[-1])
            assert (found.count, found.more) == (len(whole), False)
            if holds(which, row):
                at = whole.index(row.id)
                assert found.offset == max(0, min(at - 2, len(whole) - 5))
                assert got[found.at] == row.id
        assert [each.id for each in queue.window(tx, which, limit=4).rows] == whole[:4]
        last = queue.window(tx, which, LAST, limit=4)
        assert [each.id for each in last.rows] == whole[-4:]
        assert not last.has_later

    shop.ask(look)


def test_where_a_row_has_gone_the_next_one_stands(shop: TestShop, many: list[QueueRow]) -> None:
    which = Which()
    whole = sorted_as(which, many)
    gone = next(row for row in many if row.id == whole[10])
    shop.do(
        lambda tx: tx.run("UPDATE conversation SET state = 'closed' WHERE id = :id", id=gone.id)
    )
    found = shop.ask(queue.window, which, which.place(gone), limit=7)
    assert found.rows[found.at].id == whole[11]


def test_an_empty_list_has_an_empty_window(shop: TestShop) -> None:
    assert shop.ask(queue.window, Which(), Place(0, 7, 99)) == queue.Window()


def test_rows_by_their_ids_come_in_the_order_asked_for(
    shop: TestShop, many: list[QueueRow]
) -> None:
    ids = [row.id for row in reversed(many)]
    assert [row.id for row in shop.ask(queue.these, [*ids, 10**9])] == ids
