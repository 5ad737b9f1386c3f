"""Duty as intervals, staff and PINs."""

import pytest
from support.shop import SECOND, TestShop

from zuiqing_desk.services import duty, presence, staff
from zuiqing_desk.services.errors import Refused


def intervals(shop: TestShop, staff_id: int) -> list[tuple[str, int, int | None]]:
    start = shop.lead_since
    return [
        (state, (begun - start) // SECOND, None if ended is None else (ended - start) // SECOND)
        for state, begun, ended in shop.ask(
            lambda tx: tx.all(
                "SELECT state, started_at, ended_at FROM duty WHERE staff_id = :id ORDER BY id",
                id=staff_id,
            )
        )
    ]


def test_on_away_back_and_off_are_intervals(shop: TestShop) -> None:
    shop.comes_on(shop.lead)
    for step in (duty.away, duty.back):
        shop.later(10)
        shop.do(step, shop.lead.id)
    shop.later(10)
    shop.goes_off(shop.lead)
    assert intervals(shop, shop.lead.id) == [("on", 0, 10), ("away", 10, 20), ("on", 20, 30)]


def test_who_is_away_is_not_on_duty(shop: TestShop) -> None:
    shop.comes_on(shop.lead)
    assert shop.ask(duty.anyone_on_duty) is True
    shop.do(duty.away, shop.lead.id)
    assert shop.ask(duty.anyone_on_duty) is False
    assert shop.ask(staff.by_no, "1001").duty == "away"


def test_a_person_at_two_desks_is_off_when_leaving_the_second(shop: TestShop) -> None:
    for desk in ("a", "b"):
        shop.do(duty.sign_in, shop.lead.id, desk)
    shop.do(duty.sign_off, shop.lead.id, "a")
    assert shop.ask(duty.state_of, shop.lead.id) == "on"
    shop.do(duty.sign_off, shop.lead.id, "b")
    assert shop.ask(duty.state_of, shop.lead.id) == "off"


def test_a_killed_desk_was_on_duty_until_it_was_last_seen(shop: TestShop) -> None:
    shop.do(duty.sign_in, shop.lead.id, "killed")
    shop.later(20)
    shop.do(presence.beat, "killed", shop.lead.id, viewing=None, typing=None)
    shop.later(30)
    assert shop.do(duty.reap) == 0
    shop.later(1)
    assert shop.do(duty.reap) == 1
    assert intervals(shop, shop.lead.id) == [("on", 0, 20)]


def test_who_is_not_on_duty_cannot_go_away(shop: TestShop) -> None:
    with pytest.raises(Refused):
        shop.do(duty.away, shop.lead.id)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"staff_no": "1001"}, "taken"),
        ({"staff_no": "10 02"}, "staff_no"),
        ({"staff_no": ""}, "staff_no"),
        ({"name": "\x1b\u202e"}, "staff_name"),
        ({"name": "长" * 21}, "staff_name"),
        ({"pre_sale": False}, "post"),
    ],
)
def test_staff_that_cannot_be_added(shop: TestShop, changes: dict[str, object], code: str) -> None:
    wanted: dict[str, object] = {
        "staff_no": "1002",
        "name": "乙**",
        "role": "agent",
        "pre_sale": True,
        "after_sale": False,
        "pin_hash": "-",
        "actor": None,
    }
    with pytest.raises(Refused) as refused:
        shop.do(staff.add, **wanted | changes)
    assert refused.value.code == code


def test_the_last_lead_cannot_be_disabled(shop: TestShop) -> None:
    with pytest.raises(Refused) as refused:
        shop.do(staff.set_active, "1001", False, None)
    assert refused.value.code == "last_lead"
    shop.hire("1002", "lead")
    shop.do(staff.set_active, "1001", False, None)
    assert [one.active for one in shop.ask(staff.everyone)] == [True, False]


def test_wrong_pins_wait_longer_and_longer_and_a_right_one_forgives(shop: TestShop) -> None:
    waits = []
    for _ in range(5):
        check = shop.do(staff.pin_check, "1001")
        assert check.wait_s == 0
        wait = shop.do(staff.pin_result, check.staff_id, False)
        waits.append(wait)
        shop.later(wait)
    assert waits == sorted(waits)
    assert waits[-1] > 0
    check = shop.do(staff.pin_check, "1001")
    shop.do(staff.pin_result, check.staff_id, True)
    assert shop.do(staff.pin_result, check.staff_id, True) == 0
    assert shop.do(staff.pin_check, "1001").wait_s == 0


def test_tries_side_by_side_are_each_charged_before_they_are_verified(shop: TestShop) -> None:
    checks = [shop.do(staff.pin_check, "1001") for _ in range(6)]
    assert [check.wait_s > 0 for check in checks][-1] is True


def test_a_disabled_member_cannot_try_a_pin(shop: TestShop) -> None:
    shop.hire("1002")
    shop.do(staff.set_active, "1002", False, shop.lead.id)
    with pytest.raises(Refused) as refused:
        shop.do(staff.pin_check, "1002")
    assert refused.value.code == "disabled"
