"""The audit and the closer a remark names, when it turns out later whose the order is."""

import pytest
from support.orders import add_order
from support.shop import TestShop

from zuiqing_desk.rules.audit import Check
from zuiqing_desk.services.orders import audit, linking, ownership
from zuiqing_desk.services.records import StaffMember


@pytest.fixture
def agent(shop: TestShop) -> StaffMember:
    return shop.hire("2001")


@pytest.fixture
def order(shop: TestShop, agent: StaffMember) -> int:
    """Sold by the agent, and remarked so."""
    talk = shop.waiting_customer()
    shop.answers(talk, agent)
    shop.later(60)
    order_id = add_order(shop, remark="[2001]6瓶1983,发韵达")
    shop.do(linking.link, order_id, talk, None)
    return order_id


def closer(shop: TestShop, order: int) -> list[Check]:
    return [one for one in shop.ask(audit.checks, order) if one.name == "closer"]


def test_the_right_closer_is_no_matter(shop: TestShop, order: int) -> None:
    assert closer(shop, order) == []


def test_a_dispute_is_asked_about(shop: TestShop, order: int) -> None:
    shop.do(ownership.claim, order, shop.lead.id, "我谈的", actor=shop.lead.id)
    assert closer(shop, order) == [("closer", "ask", "备注写着“2001”，现在归属有争议")]


def test_another_owner_makes_the_remark_wrong(shop: TestShop, order: int) -> None:
    ruled = shop.do(ownership.rule, order, shop.lead.id, "她报的价", shop.lead.id)
    assert closer(shop, order) == [("closer", "red", "备注写着“2001”，按归属是“1001”")]
    shop.do(ownership.take_back_ruling, ruled, shop.lead.id)
    assert closer(shop, order) == []
    shop.do(ownership.rule, order, None, "先付的款", shop.lead.id)
    assert closer(shop, order) == [("closer", "red", "备注写着“2001”，按归属不归任何人")]


def test_what_is_masked_or_the_platforms_own_says_nothing(shop: TestShop) -> None:
    masked = add_order(shop, remark="[甲**]6瓶1983,发韵达")
    theirs = add_order(shop, platform_remark="[2001]6瓶1983,发韵达")
    assert closer(shop, masked) == closer(shop, theirs) == []
