"""Who may answer, close or put off what a colleague has; and that nobody waits for one who left."""

from typing import Any

import pytest
from support.shop import SECOND, TestShop

from zuiqing_desk.services import conversations, drafts, duty, outbound, staff
from zuiqing_desk.services import shop as shops
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.records import StaffMember


@pytest.fixture
def holder(shop: TestShop) -> StaffMember:
    who = shop.hire("1002")
    shop.comes_on(who)
    return who


@pytest.fixture
def other(shop: TestShop) -> StaffMember:
    return shop.hire("1003")


def says(shop: TestShop, conversation: int, who: StaffMember) -> outbound.Sent:
    return shop.do(
        outbound.reply,
        conversation_id=conversation,
        staff_id=who.id,
        text="在的亲",
        client_id=f"c{shop.now}",
    )


def refused(shop: TestShop, command: Any, *args: Any) -> Refused:
    with pytest.raises(Refused) as error:
        shop.do(command, *args)
    return error.value


def held_by(shop: TestShop, conversation: int) -> tuple[str, str | None]:
    row = shop.row(conversation)
    return row.state, row.assignee_no


def test_the_words_lead_to_whoever_can_help(
    shop: TestShop, holder: StaffMember, other: StaffMember
) -> None:
    one = shop.waiting_customer()
    shop.do(drafts.save, other.id, one, "我来答", 3)
    with pytest.raises(Refused, match=r"^1002 .*请他转交，或请组长接手。$"):
        says(shop, one, other)
    shop.do(duty.away, holder.id)
    with pytest.raises(Refused, match=r"^1002 .*他现在暂离，请组长接手。$"):
        says(shop, one, other)
    kept = shop.ask(drafts.load, other.id, one)
    assert kept is not None
    assert kept.text == "我来答"


def test_who_is_off_duty_holds_nothing_against_those_who_are_there(
    shop: TestShop, holder: StaffMember, other: StaffMember
) -> None:
    answered, asleep, taken = (shop.waiting_customer() for _ in range(3))
    for one in (answered, asleep, taken):
        shop.answers(one, holder)
    shop.do(conversations.snooze, asleep, shop.now + 60 * SECOND, holder.id)
    shop.goes_off(holder)
    assert held_by(shop, answered) == ("active", "1002")
    for one in (answered, asleep):
        says(shop, one, other)
        assert held_by(shop, one) == ("active", "1003")
    shop.do(conversations.take, taken, other.id)
    assert held_by(shop, taken) == ("active", "1003")


def test_so_with_who_was_disabled(shop: TestShop, holder: StaffMember, other: StaffMember) -> None:
    one = shop.waiting_customer()
    shop.do(staff.set_active, "1002", False, shop.lead.id)
    says(shop, one, other)
    assert held_by(shop, one) == ("active", "1003")


def test_a_chat_opened_by_hand_is_answered_by_whoever_has_it(
    shop: TestShop, holder: StaffMember, other: StaffMember
) -> None:
    platform = shop.ask(_platforms)[0]

    def opened(who: StaffMember) -> int:
        return shop.do(conversations.open_manual, platform=platform, buyer_id="b1", actor=who.id)

    one = opened(holder)
    assert opened(other) == one
    assert held_by(shop, one) == ("active", "1002")
    with pytest.raises(Refused, match="请他转交"):
        says(shop, one, other)
    shop.goes_off(holder)
    assert says(shop, one, other).by_hand


def _platforms(tx: Any) -> list[str]:
    return list(shops.manual_platforms(tx))


def test_what_a_colleague_has_is_not_put_away_under_their_hands(
    shop: TestShop, holder: StaffMember, other: StaffMember
) -> None:
    one = shop.waiting_customer()
    shop.answers(one, holder)
    until = shop.now + 60 * SECOND
    assert refused(shop, conversations.close, one, other.id).code == "taken"
    assert refused(shop, conversations.snooze, one, until, other.id).code == "taken"
    assert held_by(shop, one) == ("active", "1002")
    shop.do(conversations.snooze, one, until, shop.lead.id)
    shop.do(conversations.close, one, shop.lead.id)
    assert held_by(shop, one) == ("closed", None)


def test_who_waits_does_not_wake_in_the_hands_of_one_who_left(
    shop: TestShop, holder: StaffMember
) -> None:
    waiting, answered = shop.waiting_customer(), shop.waiting_customer()
    shop.answers(answered, holder)
    for one in (waiting, answered):
        shop.do(conversations.snooze, one, shop.now + 60 * SECOND, holder.id)
    shop.goes_off(holder)
    shop.later(60)
    assert shop.do(conversations.wake_due) == 2
    assert held_by(shop, waiting) == ("queued", None)
    assert held_by(shop, answered) == ("active", "1002")
