"""Who has seen what, for a lead."""

import pytest
from support.erasing import customer_of
from support.orders import add_order
from support.shop import TestShop

from zuiqing_desk.services import access, customer_export, staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders import telephone

DAY = 86_400 * 1_000_000


@pytest.fixture
def looked(shop: TestShop) -> list[int]:
    """Two orders: the first seen by an agent and the lead, the second by the agent a day later."""
    agent = shop.hire("1002")
    orders = [add_order(shop, phone="13800001234"), add_order(shop, address="幸福路八号")]
    shop.do(telephone.unmasked, orders[0], agent.id)
    shop.do(telephone.unmasked, orders[0], shop.lead.id)
    shop.later(86_400)
    shop.do(telephone.unmasked, orders[1], agent.id)
    return orders


def test_the_newest_stands_first(shop: TestShop, looked: list[int]) -> None:
    rows = shop.ask(access.rows, shop.lead.id)
    assert [(one.staff_no, one.detail, one.subject_id) for one in rows] == [
        ("1002", "address", looked[1]),
        ("1001", "phone", looked[0]),
        ("1002", "phone", looked[0]),
    ]
    assert len(shop.ask(access.rows, None, limit=2)) == 2


def test_of_one_person_and_one_day(shop: TestShop, looked: list[int]) -> None:
    agent = shop.ask(staff.by_no, "1002")
    assert len(shop.ask(access.rows, None, staff_id=agent.id)) == 2
    assert len(shop.ask(access.rows, None, staff_id=agent.id, until=shop.now)) == 1
    assert len(shop.ask(access.rows, None, since=shop.now, until=shop.now + DAY)) == 1


def test_wrong_pins_stand_under_whose_they_are(shop: TestShop) -> None:
    agent = shop.hire("1002")
    for _ in range(2):
        shop.do(staff.pin_check, "1002")
        shop.do(staff.pin_result, agent.id, False)
    rows = shop.ask(access.rows, shop.lead.id, staff_id=agent.id)
    assert [(one.kind, one.staff_no, one.detail) for one in rows] == [
        ("staff.pin_wrong", "1002", "2"),
        ("staff.pin_wrong", "1002", "1"),
    ]


def test_what_is_handed_out_is_on_record_before_it_is(shop: TestShop) -> None:
    talk = shop.waiting_customer()
    customer = shop.ask(customer_of, talk)
    shop.do(customer_export.allow, customer, shop.lead.id)
    (row,) = shop.ask(access.rows, shop.lead.id)
    assert (row.kind, row.customer) == ("customer.exported", "tb_**")


def test_only_a_lead_may(shop: TestShop) -> None:
    agent = shop.hire("1002")
    talk = shop.waiting_customer()
    with pytest.raises(Refused) as refused:
        shop.ask(access.rows, agent.id)
    assert refused.value.code == "not_lead"
    with pytest.raises(Refused) as refused:
        shop.do(customer_export.allow, shop.ask(customer_of, talk), agent.id)
    assert refused.value.code == "not_lead"


def test_the_journal_is_not_read_through(shop: TestShop) -> None:
    """By its own index, which holds nothing else."""
    told = shop.ask(
        lambda tx: tx.all(
            "EXPLAIN QUERY PLAN " + access._ROWS, staff=None, since=0, until=1, limit=1
        )
    )
    plan = "\n".join(row[-1] for row in told)
    assert "journal USING INDEX journal_access" in plan
