"""Coming in after the right PIN."""

import pytest
from support.shop import TestShop

from zuiqing_desk.services import duty, staff
from zuiqing_desk.services.entrance import admit
from zuiqing_desk.services.errors import Refused


def test_wrong_pins_are_forgotten_and_duty_begins(shop: TestShop) -> None:
    for _ in range(2):
        shop.do(staff.pin_check, "1001")
    seen = shop.do(admit, shop.lead.id, "desk-a")
    assert (seen.shop.name, seen.staff.staff_no, seen.staff.duty) == ("醉卿酒业", "1001", "on")
    assert shop.ask(duty.state_of, shop.lead.id) == "on"
    for _ in range(3):
        assert shop.do(staff.pin_check, "1001").wait_s == 0


def test_the_figures_are_those_of_this_moment(shop: TestShop) -> None:
    shop.waiting_customer()
    assert shop.do(admit, shop.lead.id, "desk-a").figures.waiting == 1


def test_nobody_disabled_meanwhile_comes_in(shop: TestShop) -> None:
    agent = shop.hire("1002")
    shop.do(staff.set_active, "1002", False, shop.lead.id)
    with pytest.raises(Refused) as refused:
        shop.do(admit, agent.id, "desk-a")
    assert refused.value.code == "disabled"
    assert shop.ask(duty.state_of, agent.id) == "off"
