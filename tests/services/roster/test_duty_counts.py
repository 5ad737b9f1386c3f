"""A rostered hour with nobody signed in counts as duty: for lines, and for unpaid orders."""

import pytest
from support.orders import add_order
from support.roster import MONDAY, at, plan
from support.shop import TestShop

from zuiqing_desk.services import policy
from zuiqing_desk.services.orders import chase
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.services.roster import in_force, planning

MINUTE = 60


def counted(shop: TestShop) -> bool:
    """Whether a customer's line counts now."""
    conversation = shop.waiting_customer()
    found: bool = shop.ask(
        lambda tx: tx.value("SELECT on_duty FROM line WHERE conversation_id = :id", id=conversation)
    )
    return bool(found)


@pytest.mark.parametrize(
    ("shift", "counts"),
    [
        ("白班", True),
        ("晚班", False),
        ("早班 06:00-09:00", False),
        ("夜班 22:00-06:00", False),
        ("休", False),
        ("假", False),
    ],
)
def test_lines_of_a_planned_hour_count(
    shop: TestShop, first: StaffMember, shift: str, counts: bool
) -> None:
    plan(shop, first, MONDAY, shift)
    assert counted(shop) is counts


def test_a_shift_taken_off_counts_no_more(shop: TestShop, first: StaffMember) -> None:
    plan(shop, first, MONDAY)
    shop.do(planning.remove, first.id, MONDAY, shop.lead.id)
    assert not counted(shop)


def test_a_night_shift_counts_after_midnight(shop: TestShop, first: StaffMember) -> None:
    plan(shop, first, MONDAY, "夜班 22:00-06:00")
    shop.now = at(MONDAY + 1, 5)
    assert counted(shop)


def test_the_round_runs_but_nobody_gets_the_chat_and_the_reply_still_goes_out(
    shop: TestShop, first: StaffMember
) -> None:
    shop.do(policy.change, "off_hours_reply", "马上回您。", shop.lead.id)
    plan(shop, first, MONDAY)
    conversation = shop.waiting_customer()
    row = shop.row(conversation)
    assert (row.state, row.assignee_no, row.waiting_since) == ("queued", None, shop.now)
    authors = shop.ask(
        lambda tx: tx.all("SELECT author FROM line WHERE conversation_id = :c", c=conversation)
    )
    assert authors == [("customer",), ("system",)]
    shop.later(30)
    shop.comes_on(first)
    shop.answers(conversation, first)
    assert len(shop.rounds(conversation)) == 1


def test_an_unpaid_order_is_lost_in_a_planned_hour_to_its_officer(
    shop: TestShop, first: StaffMember, second: StaffMember
) -> None:
    plan(shop, first, MONDAY)
    plan(shop, second, MONDAY, duty=True)
    shop.comes_on(first)
    order = add_order(shop, state="unpaid")
    shop.later(5 * MINUTE)
    shop.goes_off(first)
    shop.later(15 * MINUTE)
    shop.do(chase.sweep)
    lost = shop.ask(lambda tx: tx.all("SELECT order_id, lost_to FROM payment_chase"))
    assert lost == [(order, second.id)]


def elapsed(shop: TestShop, order: int) -> int:
    found = shop.ask(chase.state_of, order)
    assert found is not None
    return found.elapsed_us


def test_hours_planned_afterwards_change_no_clock(shop: TestShop, first: StaffMember) -> None:
    order = add_order(shop, state="unpaid")
    shop.later(30 * MINUTE)
    change = plan(shop, first, MONDAY, duty=True)
    shop.later(10 * MINUTE)
    assert elapsed(shop, order) == 10 * MINUTE * 1_000_000
    shop.do(planning.undo, change, shop.lead.id)
    shop.later(60 * MINUTE)
    assert elapsed(shop, order) == 10 * MINUTE * 1_000_000
    (kept,) = shop.ask(in_force.planned, at(MONDAY, 0), at(MONDAY, 24))
    assert (kept.begin, kept.end) == (at(MONDAY, 9.5), at(MONDAY, 9) + 40 * MINUTE * 1_000_000)
