"""Leave, which needs a lead's signature."""

from typing import Any

import pytest
from support.roster import MONDAY, plan, words
from support.shop import TestShop

from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.services.roster import leave, planning


def refusal(shop: TestShop, command: Any, *args: object) -> str:
    with pytest.raises(Refused) as refused:
        shop.do(command, *args)
    return refused.value.code


@pytest.fixture
def asked(shop: TestShop, first: StaffMember) -> int:
    """Tuesday to Friday, with a shift, a rest day, nothing and a shift."""
    plan(shop, first, MONDAY + 1, "白班", duty=True)
    plan(shop, first, MONDAY + 2, "休")
    plan(shop, first, MONDAY + 4, "晚班")
    plan(shop, first, MONDAY + 5, "晚班")
    request: int = shop.do(leave.ask, MONDAY + 1, MONDAY + 4, " 回老家\n", first.id)
    return request


def test_signed_leave_takes_the_shifts_and_can_be_undone(
    shop: TestShop, first: StaffMember, asked: int
) -> None:
    (request,) = shop.ask(leave.open_leave)
    assert (request.id, request.reason, request.person.id) == (asked, "回老家", first.id)
    assert [cell.words for cell in request.shifts] == ["白班*", "晚班"]
    assert refusal(shop, leave.approve, asked, first.id) == "not_lead"
    change = shop.do(leave.approve, asked, shop.lead.id)
    assert words(shop, first, MONDAY + 1, 5) == ["假", "休", "假", "假", "晚班"]
    assert (change.words, shop.ask(leave.one, asked).state) == (
        "1002** 请假 3 天，已批准。",
        "approved",
    )
    assert refusal(shop, leave.approve, asked, shop.lead.id) == "decided"
    shop.do(planning.undo, change, shop.lead.id)
    assert words(shop, first, MONDAY + 1, 5) == ["白班*", "休", "", "晚班", "晚班"]
    assert [one.id for one in shop.ask(leave.open_leave, first.id)] == [asked]


def test_refused_and_withdrawn_leave_can_be_asked_again(
    shop: TestShop, first: StaffMember, asked: int
) -> None:
    assert refusal(shop, leave.refuse, asked, shop.lead.id, " ") == "why"
    shop.do(leave.refuse, asked, shop.lead.id, "那几天大促")
    assert shop.ask(leave.one, asked).why == "那几天大促"
    assert refusal(shop, leave.withdraw, asked, first.id) == "decided"
    assert refusal(shop, leave.take_back, asked, first.id) == "changed_meanwhile"
    shop.do(leave.take_back, asked, shop.lead.id)
    assert refusal(shop, leave.withdraw, asked, shop.lead.id) == "not_mine"
    shop.do(leave.withdraw, asked, first.id)
    assert (shop.ask(leave.open_leave), words(shop, first, MONDAY + 1)) == ([], ["白班*"])
    shop.do(leave.take_back, asked, first.id)
    assert shop.ask(leave.one, asked).state == "asked"


@pytest.mark.parametrize(
    ("first_day", "last_day", "reason", "code"),
    [
        (3, 2, "回家", "days"),
        (0, 184, "回家", "days"),
        (-32, -31, "病了", "days"),
        (10, 11, "", "reason"),
        (10, 11, "长" * 61, "reason"),
        (4, 9, "回家", "asked_already"),
        (0, 1, "回家", "asked_already"),
    ],
)
def test_what_cannot_be_asked(
    shop: TestShop,
    first: StaffMember,
    asked: int,
    first_day: int,
    last_day: int,
    reason: str,
    code: str,
) -> None:
    days = (MONDAY + first_day, MONDAY + last_day)
    assert refusal(shop, leave.ask, *days, reason, first.id) == code
