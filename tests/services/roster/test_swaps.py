"""Swaps: asked two days ahead, the colleague's consent, then the lead's."""

from typing import Any

import pytest
from support.roster import MONDAY, day, plan, words
from support.shop import TestShop

from zuiqing_desk.services import staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.services.roster import planning, swaps

FRIDAY = MONDAY + 4


def refusal(shop: TestShop, command: Any, *args: object, **more: object) -> str:
    with pytest.raises(Refused) as refused:
        shop.do(command, *args, **more)
    return refused.value.code


def entry(shop: TestShop, who: StaffMember, ordinal: int) -> int:
    return day(shop, who, ordinal)[0].entry_id


@pytest.fixture
def asked(shop: TestShop, first: StaffMember, second: StaffMember) -> int:
    """The first asks the second to take Friday's shift, where the second rests."""
    plan(shop, first, FRIDAY, "晚班", duty=True)
    plan(shop, second, FRIDAY, "休")
    mine = entry(shop, first, FRIDAY)
    swap: int = shop.do(swaps.ask, mine, second.id, first.id, reason="家里有事")
    return swap


def test_both_consent_and_the_shift_changes_hands(
    shop: TestShop, first: StaffMember, second: StaffMember, asked: int
) -> None:
    (swap,) = shop.ask(swaps.open_swaps, second.id)
    assert (swap.id, swap.state, swap.reason, swap.short) == (asked, "asked", "家里有事", False)
    assert refusal(shop, swaps.approve, asked, shop.lead.id) == "not_agreed"
    shop.do(swaps.agree, asked, second.id)
    assert refusal(shop, swaps.agree, asked, second.id) == "decided"
    change = shop.do(swaps.approve, asked, shop.lead.id)
    assert change.words == "3月6日晚班改由 1003** 上。"
    assert words(shop, first, FRIDAY) + words(shop, second, FRIDAY) == ["休", "晚班*"]
    done = shop.ask(swaps.one, asked)
    assert (done.state, done.decided_by and done.decided_by.id) == ("approved", shop.lead.id)
    assert shop.ask(swaps.open_swaps) == []
    shop.do(planning.undo, change, shop.lead.id)
    assert words(shop, first, FRIDAY) + words(shop, second, FRIDAY) == ["晚班*", "休"]
    assert shop.ask(swaps.one, asked).state == "agreed"


def test_shift_for_shift(shop: TestShop, first: StaffMember, second: StaffMember) -> None:
    plan(shop, first, FRIDAY, "晚班")
    plan(shop, second, FRIDAY, "白班")
    mine, theirs = entry(shop, first, FRIDAY), entry(shop, second, FRIDAY)
    swap = shop.do(swaps.ask, mine, second.id, first.id, in_return=theirs)
    shop.do(swaps.agree, swap, second.id)
    shop.do(swaps.approve, swap, shop.lead.id)
    assert words(shop, first, FRIDAY) + words(shop, second, FRIDAY) == ["白班", "晚班"]


def test_short_notice_needs_a_word_of_the_lead(
    shop: TestShop, first: StaffMember, second: StaffMember
) -> None:
    plan(shop, first, MONDAY + 1)
    swap = shop.do(swaps.ask, entry(shop, first, MONDAY + 1), second.id, first.id)
    assert shop.ask(swaps.one, swap).short
    shop.do(swaps.agree, swap, second.id)
    assert refusal(shop, swaps.approve, swap, shop.lead.id) == "short_notice"
    shop.do(swaps.approve, swap, shop.lead.id, "家人住院")
    assert shop.ask(swaps.one, swap).why == "家人住院"


def test_who_may_answer(
    shop: TestShop, first: StaffMember, second: StaffMember, asked: int
) -> None:
    other = shop.hire("1004")
    assert refusal(shop, swaps.agree, asked, first.id) == "not_asked"
    assert refusal(shop, swaps.refuse, asked, other.id) == "not_lead"
    assert refusal(shop, swaps.refuse, asked, shop.lead.id) == "why"
    assert refusal(shop, swaps.withdraw, asked, second.id) == "not_mine"
    assert refusal(shop, swaps.approve, asked, second.id) == "not_lead"
    assert shop.ask(swaps.open_swaps, other.id) == []


def test_every_answer_can_be_taken_back_by_who_gave_it(
    shop: TestShop, first: StaffMember, second: StaffMember, asked: int
) -> None:
    def state() -> str:
        return shop.ask(swaps.one, asked).state

    shop.do(swaps.agree, asked, second.id)
    shop.do(swaps.refuse, asked, shop.lead.id, "人手不够")
    assert refusal(shop, swaps.take_back, asked, second.id) == "changed_meanwhile"
    assert refusal(shop, swaps.withdraw, asked, first.id) == "decided"
    shop.do(swaps.take_back, asked, shop.lead.id)
    assert state() == "agreed"
    shop.do(swaps.take_back, asked, second.id)
    assert state() == "asked"
    shop.do(swaps.withdraw, asked, first.id)
    assert refusal(shop, swaps.agree, asked, second.id) == "decided"
    shop.do(swaps.take_back, asked, first.id)
    shop.do(swaps.refuse, asked, second.id)
    assert state() == "refused"


@pytest.mark.parametrize("when", ["ask", "approve"])
@pytest.mark.parametrize(("stands", "code"), [("午班 17:00-19:00", "double"), ("假", "on_leave")])
def test_nobody_gets_a_shift_they_cannot_work(
    shop: TestShop, first: StaffMember, second: StaffMember, when: str, stands: str, code: str
) -> None:
    plan(shop, first, FRIDAY, "晚班")
    mine = entry(shop, first, FRIDAY)
    if when == "ask":
        plan(shop, second, FRIDAY, stands)
        assert refusal(shop, swaps.ask, mine, second.id, first.id) == code
        return
    swap = shop.do(swaps.ask, mine, second.id, first.id)
    shop.do(swaps.agree, swap, second.id)
    plan(shop, second, FRIDAY, stands)
    assert refusal(shop, swaps.approve, swap, shop.lead.id) == code
    assert words(shop, first, FRIDAY) == ["晚班"]


def test_what_cannot_be_asked(shop: TestShop, first: StaffMember, second: StaffMember) -> None:
    plan(shop, first, FRIDAY)
    plan(shop, first, FRIDAY + 1, "休")
    plan(shop, first, MONDAY, "早班 06:00-15:00")
    plan(shop, shop.lead, FRIDAY)
    mine, ask = entry(shop, first, FRIDAY), swaps.ask
    me, them = first.id, second.id
    theirs = entry(shop, shop.lead, FRIDAY)
    assert refusal(shop, ask, mine, me, me) == "same_person"
    assert refusal(shop, ask, theirs, them, me) == "not_mine"
    assert refusal(shop, ask, mine, them, me, in_return=theirs) == "not_theirs"
    assert refusal(shop, ask, entry(shop, first, FRIDAY + 1), them, me) == "no_shift"
    assert refusal(shop, ask, entry(shop, first, MONDAY), them, me) == "begun"
    assert refusal(shop, ask, 999, them, me) == "no_entry"
    assert refusal(shop, ask, mine, them, me, reason="长" * 61) == "reason"
    shop.do(ask, mine, them, me)
    assert refusal(shop, ask, mine, shop.lead.id, me) == "asked_already"
    shop.do(staff.set_active, "1003", False, shop.lead.id)
    assert refusal(shop, ask, mine, them, me) == "disabled"


def test_a_shift_planned_again_is_still_meant_and_one_changed_is_gone(
    shop: TestShop, first: StaffMember, second: StaffMember, asked: int
) -> None:
    shop.do(planning.toggle_duty, entry(shop, first, FRIDAY), shop.lead.id)
    assert not shop.ask(swaps.one, asked).gone
    plan(shop, first, FRIDAY, "白班")
    swap = shop.ask(swaps.one, asked)
    assert (swap.gone, swap.entry.words) == (True, "晚班*")
    assert refusal(shop, swaps.agree, asked, second.id) == "gone"
    shop.do(swaps.withdraw, asked, first.id)


def test_a_shift_that_began_meanwhile_is_not_swapped(
    shop: TestShop, second: StaffMember, asked: int
) -> None:
    shop.do(swaps.agree, asked, second.id)
    shop.later(5 * 24 * 3600)
    assert refusal(shop, swaps.approve, asked, shop.lead.id) == "begun"


def test_a_night_before_that_reaches_into_it_is_in_the_way(
    shop: TestShop, first: StaffMember, second: StaffMember
) -> None:
    plan(shop, first, FRIDAY)
    plan(shop, second, FRIDAY - 1, "夜班 22:00-10:00")
    ask = (entry(shop, first, FRIDAY), second.id, first.id)
    with pytest.raises(Refused, match=r"1003\*\* 3月5日排了夜班") as refused:
        shop.do(swaps.ask, *ask)
    assert refused.value.code == "double"
    shop.do(swaps.ask, *ask, in_return=entry(shop, second, FRIDAY - 1))


def test_who_keeps_another_shift_of_the_day_gets_no_rest_for_it(
    shop: TestShop, first: StaffMember, second: StaffMember, asked: int
) -> None:
    put = (planning.put, first.id, FRIDAY, "work", "白班", shop.lead.id)
    shop.do(*put, beside=True)
    shop.do(swaps.agree, asked, second.id)
    shop.do(swaps.approve, asked, shop.lead.id)
    assert words(shop, first, FRIDAY) + words(shop, second, FRIDAY) == ["白班", "晚班*"]


def test_the_shift_in_return_is_asked_in_time_too(
    shop: TestShop, first: StaffMember, second: StaffMember
) -> None:
    plan(shop, first, FRIDAY)
    plan(shop, second, MONDAY + 1)
    mine, theirs = entry(shop, first, FRIDAY), entry(shop, second, MONDAY + 1)
    shop.do(swaps.ask, mine, second.id, first.id, in_return=theirs)
    (swap,) = shop.ask(swaps.open_swaps)
    assert swap.short
