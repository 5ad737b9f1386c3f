"""The lead's commands on the roster, and taking them back."""

import pytest
from support.roster import MONDAY, day, plan, words
from support.shop import TestShop

from zuiqing_desk.services import changes, staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.services.roster import files, planning


def journal(shop: TestShop, after: int = 0) -> list[tuple[str, str]]:
    found = shop.ask(changes.after, after)
    return [(one.kind, one.detail) for one in found if one.kind.startswith("roster.")]


def refusal(shop: TestShop, command: object, *args: object, **more: object) -> str:
    with pytest.raises(Refused) as refused:
        shop.do(command, *args, **more)  # type: ignore[arg-type]
    return refused.value.code


def test_a_day_is_set_and_set_again(shop: TestShop, first: StaffMember) -> None:
    plan(shop, first, MONDAY)
    change = plan(shop, first, MONDAY, "晚班")
    assert words(shop, first, MONDAY) == ["晚班"]
    assert (len(change.removed), len(change.added)) == (1, 1)
    assert change.words == "1002** 3月2日：晚班。"
    plan(shop, first, MONDAY, "休")
    assert words(shop, first, MONDAY) == ["休"]
    assert journal(shop) == [("roster.put", "1"), ("roster.put", "2"), ("roster.put", "2")]


def test_the_same_again_is_no_change(shop: TestShop, first: StaffMember) -> None:
    plan(shop, first, MONDAY)
    last = shop.ask(changes.last)
    assert not plan(shop, first, MONDAY).any
    assert journal(shop, last) == []


def test_a_day_that_is_over_says_so_in_the_journal(shop: TestShop, first: StaffMember) -> None:
    plan(shop, first, MONDAY - 1)
    assert journal(shop) == [("roster.put", "1 past")]


def test_a_second_shift_of_the_day(shop: TestShop, first: StaffMember) -> None:
    plan(shop, first, MONDAY, "早班 06:00-10:00")
    put = (planning.put, first.id, MONDAY, "work")
    assert refusal(shop, *put, "午班 09:00-12:00", shop.lead.id, beside=True) == "double"
    shop.do(*put, "晚班", shop.lead.id, beside=True)
    assert words(shop, first, MONDAY) == ["早班 / 晚班"]
    shop.do(
        planning.remove, first.id, MONDAY, shop.lead.id, entry_id=day(shop, first, MONDAY)[0][0]
    )
    assert words(shop, first, MONDAY) == ["晚班"]
    plan(shop, first, MONDAY, "休")
    assert refusal(shop, *put, "晚班", shop.lead.id, beside=True) == "kind"


def test_a_day_holds_as_many_shifts_as_a_cell_of_the_file(
    shop: TestShop, first: StaffMember
) -> None:
    put = (planning.put, first.id, MONDAY, "work")
    for hour in (6, 8, 10):
        shop.do(*put, f"短 {hour:02}:00-{hour + 1:02}:00", shop.lead.id, beside=True)
    assert refusal(shop, *put, "短 12:00-13:00", shop.lead.id, beside=True) == "too_many"
    rows = [
        dict(zip(files.head(2026, 3), row, strict=True)) for row in shop.ask(files.rows, 2026, 3)
    ]
    planned = shop.ask(files.plan, 2026, 3, list(enumerate(rows, 2)))
    assert (planned.changes, planned.refused) == ((), ())


@pytest.mark.parametrize(
    ("kind", "line", "code"),
    [("work", "早班", "bad_shift"), ("work", "", "bad_shift"), ("rest", "白班", "kind")],
)
def test_what_cannot_be_put_is_refused(
    shop: TestShop, first: StaffMember, kind: str, line: str, code: str
) -> None:
    assert refusal(shop, planning.put, first.id, MONDAY, kind, line, shop.lead.id) == code


def test_only_a_lead_plans_and_only_who_works_here_is_planned(
    shop: TestShop, first: StaffMember
) -> None:
    put = (planning.put, first.id, MONDAY, "work", "白班")
    assert refusal(shop, *put, first.id) == "not_lead"
    change = shop.do(*put, shop.lead.id)
    assert refusal(shop, planning.undo, change, first.id) == "not_lead"
    assert refusal(shop, planning.remove, first.id, MONDAY, first.id) == "not_lead"
    assert refusal(shop, planning.toggle_duty, change.added[0], first.id) == "not_lead"
    assert refusal(shop, planning.copy_week, MONDAY, MONDAY + 7, first.id) == "not_lead"
    shop.do(staff.set_active, "1002", False, shop.lead.id)
    assert refusal(shop, *put, shop.lead.id) == "disabled"


def test_one_of_a_shift_is_in_charge(
    shop: TestShop, first: StaffMember, second: StaffMember
) -> None:
    plan(shop, first, MONDAY, duty=True)
    change = plan(shop, second, MONDAY, duty=True)
    assert words(shop, first, MONDAY) + words(shop, second, MONDAY) == ["白班", "白班*"]
    shop.do(planning.undo, change, shop.lead.id)
    assert words(shop, first, MONDAY) + words(shop, second, MONDAY) == ["白班*", ""]
    plan(shop, second, MONDAY)
    turned = shop.do(planning.toggle_duty, day(shop, second, MONDAY)[0].entry_id, shop.lead.id)
    assert words(shop, first, MONDAY) + words(shop, second, MONDAY) == ["白班", "白班*"]
    assert turned.words == "3月2日白班：1003**当值。"
    shop.do(planning.toggle_duty, day(shop, second, MONDAY)[0].entry_id, shop.lead.id)
    assert words(shop, first, MONDAY) + words(shop, second, MONDAY) == ["白班", "白班"]
    plan(shop, first, MONDAY, "休")
    rest = day(shop, first, MONDAY)[0].entry_id
    assert refusal(shop, planning.toggle_duty, rest, shop.lead.id) == "no_shift"


def test_another_shift_of_the_day_keeps_its_officer(
    shop: TestShop, first: StaffMember, second: StaffMember
) -> None:
    plan(shop, first, MONDAY, duty=True)
    plan(shop, second, MONDAY, "晚班", duty=True)
    assert words(shop, first, MONDAY) == ["白班*"]


def test_a_week_is_copied_whole_and_leave_stays(
    shop: TestShop, first: StaffMember, second: StaffMember
) -> None:
    plan(shop, first, MONDAY, "晚班", duty=True)
    plan(shop, first, MONDAY + 1, "中班 12:00-20:00")
    plan(shop, first, MONDAY + 2, "休")
    plan(shop, first, MONDAY + 3, "假")
    plan(shop, first, MONDAY + 8, "假")
    plan(shop, first, MONDAY + 10, "白班")
    plan(shop, first, MONDAY + 11, "白班")
    plan(shop, second, MONDAY + 7, "白班")
    change = shop.do(planning.copy_week, MONDAY, MONDAY + 7, shop.lead.id)
    assert words(shop, first, MONDAY + 7, 7) == ["晚班*", "假", "休", "白班", "", "", ""]
    assert words(shop, second, MONDAY + 7) == ["白班"]
    shop.do(planning.undo, change, shop.lead.id)
    assert words(shop, first, MONDAY + 7, 5) == ["", "假", "", "白班", "白班"]
    assert journal(shop)[-2:] == [("roster.week_copied", "3"), ("roster.undone", "3")]


def test_a_copied_week_keeps_the_hours_of_its_day(shop: TestShop, first: StaffMember) -> None:
    plan(shop, first, MONDAY, "夜班 22:00-06:00")
    shop.do(planning.copy_week, MONDAY, MONDAY + 28, shop.lead.id)
    (cell,) = day(shop, first, MONDAY + 28)
    assert cell.hours == "22:00–次日06:00"


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [(1, 7, "not_monday"), (0, 8, "not_monday"), (0, 0, "same_week"), (7, 0, "empty_week")],
)
def test_a_week_that_cannot_be_copied(
    shop: TestShop, first: StaffMember, source: int, target: int, code: str
) -> None:
    plan(shop, first, MONDAY)
    week = (MONDAY + source, MONDAY + target, shop.lead.id)
    assert refusal(shop, planning.copy_week, *week) == code


def test_a_cleared_day_comes_back(shop: TestShop, first: StaffMember) -> None:
    plan(shop, first, MONDAY, duty=True)
    change = shop.do(planning.remove, first.id, MONDAY, shop.lead.id)
    assert words(shop, first, MONDAY) == [""]
    assert refusal(shop, planning.remove, first.id, MONDAY, shop.lead.id) == "empty_day"
    shop.do(planning.undo, change, shop.lead.id)
    assert words(shop, first, MONDAY) == ["白班*"]
    assert refusal(shop, planning.undo, change, shop.lead.id) == "changed_meanwhile"


def test_several_changes_of_a_day_are_undone_one_after_the_other(
    shop: TestShop, first: StaffMember
) -> None:
    done = [plan(shop, first, MONDAY)]
    done.append(shop.do(planning.toggle_duty, done[0].added[0], shop.lead.id))
    done.append(plan(shop, first, MONDAY, "休"))
    done.append(shop.do(planning.remove, first.id, MONDAY, shop.lead.id))
    seen = []
    while done:
        again = shop.do(planning.undo, done.pop(), shop.lead.id)
        done = [planning.after(one, again) for one in done]
        seen += words(shop, first, MONDAY)
    assert seen == ["休", "白班*", "白班", ""]


def test_what_another_lead_did_meanwhile_is_not_undone(shop: TestShop, first: StaffMember) -> None:
    change = plan(shop, first, MONDAY)
    cleared = shop.do(planning.remove, first.id, MONDAY, shop.lead.id)
    assert refusal(shop, planning.undo, change, shop.lead.id) == "changed_meanwhile"
    plan(shop, first, MONDAY, "晚班")
    assert refusal(shop, planning.undo, cleared, shop.lead.id) == "changed_meanwhile"
    assert words(shop, first, MONDAY) == ["晚班"]


def test_one_change_after_another_is_taken_back(shop: TestShop, first: StaffMember) -> None:
    one = plan(shop, first, MONDAY, duty=True)
    two = plan(shop, first, MONDAY, "晚班")
    three = shop.do(planning.remove, first.id, MONDAY, shop.lead.id)
    two = planning.after(two, again := shop.do(planning.undo, three, shop.lead.id))
    one = planning.after(one, again)
    assert words(shop, first, MONDAY) == ["晚班"]
    one = planning.after(one, shop.do(planning.undo, two, shop.lead.id))
    assert words(shop, first, MONDAY) == ["白班*"]
    shop.do(planning.undo, one, shop.lead.id)
    assert words(shop, first, MONDAY) == [""]


def test_whether_the_roster_was_touched_is_read_off_the_journal(
    shop: TestShop, first: StaffMember
) -> None:
    before = shop.ask(changes.last)
    assert shop.ask(changes.touched, before, "roster.*") == (before, False)
    shop.waiting_customer()
    newest, touched = shop.ask(changes.touched, before, "roster.*", "staff.*")
    assert newest > before
    assert not touched
    plan(shop, first, MONDAY)
    assert shop.ask(changes.touched, before, "policy.*", "roster.*")[1]
    assert not shop.ask(changes.touched, shop.ask(changes.last), "roster.*")[1]


def test_who_left_does_not_come_back_on_the_roster(shop: TestShop, first: StaffMember) -> None:
    plan(shop, first, MONDAY)
    cleared = shop.do(planning.remove, first.id, MONDAY, shop.lead.id)
    shop.do(staff.set_active, "1002", False, shop.lead.id)
    assert refusal(shop, planning.undo, cleared, shop.lead.id) == "disabled"
    assert words(shop, first, MONDAY) == [""]
