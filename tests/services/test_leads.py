"""What only a lead may do."""

import pytest
from support.shop import TestShop

from zuiqing_desk.services import policy, staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.leads import by_lead


def test_a_lead_may(shop: TestShop) -> None:
    shop.do(by_lead, shop.lead.id, policy.change, "target_s", 40, shop.lead.id)
    assert shop.ask(policy.current).target_s == 40


def test_an_agent_may_not_and_nothing_is_changed(shop: TestShop) -> None:
    agent = shop.hire("1002")
    with pytest.raises(Refused) as refused:
        shop.do(by_lead, agent.id, policy.change, "target_s", 40, agent.id)
    assert refused.value.code == "not_lead"
    assert shop.ask(policy.current).target_s == 30


def test_a_lead_disabled_meanwhile_may_not(shop: TestShop) -> None:
    other = shop.hire("1002", "lead")
    shop.do(staff.set_active, "1002", False, shop.lead.id)
    with pytest.raises(Refused) as refused:
        shop.do(by_lead, other.id, staff.set_active, "1001", False, other.id)
    assert refused.value.code == "disabled"
    assert shop.ask(staff.by_no, "1001").active
