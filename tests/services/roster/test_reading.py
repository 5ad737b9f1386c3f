"""The roster as it stands: shifts, the month, who should be working."""

import pytest
from support.roster import MONDAY, at, day, plan
from support.shop import TestShop

from zuiqing_desk.services import duty, policy, staff
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.services.roster import in_force, reading


def test_a_shift_holds_everybody_who_shares_it(
    shop: TestShop, first: StaffMember, second: StaffMember
) -> None:
    plan(shop, second, MONDAY, "晚班", duty=True)
    plan(shop, first, MONDAY, "晚班")
    plan(shop, shop.lead, MONDAY, "白班")
    plan(shop, shop.lead, MONDAY + 1, "休")
    early, late = shop.ask(reading.shifts, MONDAY, MONDAY + 1)
    assert (early.name, early.begins_at, early.ends_at) == ("白班", at(MONDAY, 9), at(MONDAY, 18))
    assert [one.staff_no for one in late.members] == ["1002", "1003"]
    assert late.duty == (second.id,)
    assert shop.ask(reading.of_staff, first.id, MONDAY, MONDAY + 1) == [late]


def test_a_shift_may_cross_midnight(shop: TestShop, first: StaffMember) -> None:
    plan(shop, first, MONDAY, "夜班 22:00-06:00")
    (shift,) = shop.ask(reading.shifts, MONDAY, MONDAY)
    assert (shift.begins_at, shift.ends_at) == (at(MONDAY, 22), at(MONDAY + 1, 6))
    (cell,) = day(shop, first, MONDAY)
    assert (cell.hours, cell.preset) == ("22:00–次日06:00", 0)


def test_the_month_shows_everybody_day_by_day(
    shop: TestShop, first: StaffMember, second: StaffMember
) -> None:
    plan(shop, first, MONDAY, "晚班", duty=True)
    plan(shop, first, MONDAY + 1, "休")
    plan(shop, second, MONDAY + 30, "白班")
    month = shop.ask(reading.month, 2026, 3)
    assert (len(month.days), month.today) == (31, MONDAY)
    lead, mine, other = month.rows
    assert [row.person.staff_no for row in month.rows] == ["1001", "1002", "1003"]
    assert (mine.rest, mine.work, lead.work) == (1, 1, 0)
    (cell,) = mine.cells[1]
    assert (cell.words, cell.preset, cell.hours) == ("晚班*", 2, "18:00–23:00")
    assert other.cells == ((),) * 31
    shop.do(policy.change, "shifts", ["早班 08:00-16:00"], shop.lead.id)
    (cell,) = shop.ask(reading.month, 2026, 3).rows[1].cells[1]
    assert (cell.preset, cell.hours) == (0, "18:00–23:00")


@pytest.mark.parametrize(("planned", "seen"), [(MONDAY, True), (MONDAY + 40, False)])
def test_who_left_is_shown_only_where_they_worked(
    shop: TestShop, first: StaffMember, planned: int, seen: bool
) -> None:
    plan(shop, first, planned)
    shop.later(24 * 3600)
    shop.do(staff.set_active, "1002", False, shop.lead.id)
    rows = shop.ask(reading.month, 2026, 3).rows
    assert any(row.person.id == first.id for row in rows) is seen


def test_the_month_is_checked(shop: TestShop, first: StaffMember) -> None:
    plan(shop, first, MONDAY - 2, "夜班 22:00-10:00", duty=True)
    plan(shop, first, MONDAY - 1, "白班", duty=True)
    some = shop.ask(reading.problems, 2026, 3)
    assert [(one.level, one.what) for one in some if one.day in (None, MONDAY - 1)] == [
        ("bad", "rest"),
        ("bad", "double"),
    ]
    shop.do(staff.set_active, first.staff_no, False, shop.lead.id)
    assert all(one.level == "told" for one in shop.ask(reading.problems, 2026, 3))


def test_what_nobody_covered_is_named_up_to_now(
    shop: TestShop, first: StaffMember, second: StaffMember
) -> None:
    plan(shop, first, MONDAY, "白班")
    plan(shop, second, MONDAY, "晚班")
    shop.later(3600)
    shop.comes_on(shop.lead)
    shop.later(6 * 3600)
    shop.goes_off(shop.lead)
    shop.later(4 * 3600)
    first_gap, second_gap = shop.ask(in_force.gaps, at(MONDAY, 0), at(MONDAY, 24))
    assert (first_gap.begins_at, first_gap.ends_at) == (at(MONDAY, 9), at(MONDAY, 10))
    assert ([one.id for one in first_gap.people], first_gap.shifts) == ([first.id], ("白班",))
    assert (second_gap.begins_at, second_gap.ends_at) == (at(MONDAY, 16), at(MONDAY, 20))
    assert second_gap.shifts == ("白班", "晚班")


def test_who_is_away_covers_nothing(shop: TestShop, first: StaffMember) -> None:
    plan(shop, first, MONDAY, "白班")
    shop.comes_on(first)
    shop.later(3600)
    shop.do(duty.away, first.id)
    shop.later(3600)
    (gap,) = shop.ask(in_force.gaps, at(MONDAY, 0), at(MONDAY, 24))
    assert (gap.begins_at, gap.ends_at) == (at(MONDAY, 10), at(MONDAY, 11))
