"""A lead takes conversations over, hands many on, and takes that back."""

from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from support.shop import SECOND, TestShop

from zuiqing_desk.services import (
    changes,
    chat,
    conversations,
    hands,
    outbound,
    staff,
    taking_over,
)
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.hands import Moved
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.services.taking_over import UNIT, Passed
from zuiqing_desk.store.engine import open_store


@pytest.fixture
def agent(shop: TestShop) -> StaffMember:
    who = shop.hire("1002")
    shop.comes_on(who)
    return who


def held(shop: TestShop, number: int = 1) -> list[int]:
    """Conversations in the hands of whoever is on duty."""
    return [shop.waiting_customer() for _ in range(number)]


def code(shop: TestShop, command: Any, *args: Any) -> str:
    with pytest.raises(Refused) as refused:
        shop.do(command, *args)
    assert refused.value.message
    return refused.value.code


def notes(shop: TestShop, conversation: int) -> list[str]:
    lines = shop.ask(chat.chat, conversation).lines
    return [line.text for line in lines if line.author == "note"]


def kinds(shop: TestShop, conversation: int) -> list[str]:
    found = shop.ask(changes.after, 0)
    return [one.kind for one in found if one.subject_id == conversation]


def pass_on(shop: TestShop, ids: list[int], to: str | None, note: str = "换人跟") -> Passed:
    return shop.do(taking_over.pass_on_many, ids, to, note, shop.lead.id)


# Taking over.


def test_a_lead_takes_it_and_the_talk_says_so(shop: TestShop, agent: StaffMember) -> None:
    (one,) = held(shop)
    shop.do(taking_over.take_over, one, shop.lead.id)
    assert shop.row(one).assignee_no == "1001"
    assert notes(shop, one) == ["1001 从 1002 接手"]
    assert kinds(shop, one)[-1] == "conversation.taken_over"
    how = [each.how for each in shop.ask(chat.chat, one).card.assignments]
    assert how[0] == "taken_over"
    assert shop.row(one).waiting_since is not None, "the customer's clock runs on"


def test_an_agent_is_sent_to_a_lead(shop: TestShop, agent: StaffMember) -> None:
    (one,) = held(shop)
    other = shop.hire("1003")
    with pytest.raises(Refused, match="请找组长") as refused:
        shop.do(taking_over.take_over, one, other.id)
    assert refused.value.code == "not_lead"
    assert code(shop, taking_over.pass_on_many, [one], None, "放", other.id) == "not_lead"
    assert code(shop, taking_over.give_back, [], other.id) == "not_lead"
    assert shop.row(one).assignee_no == "1002"


def test_what_is_mine_or_closed_is_not_taken(shop: TestShop, agent: StaffMember) -> None:
    mine, closed = held(shop, 2)
    shop.do(taking_over.take_over, mine, shop.lead.id)
    assert code(shop, taking_over.take_over, mine, shop.lead.id) == "yours"
    shop.answers(closed, agent)
    shop.do(conversations.close, closed, agent.id)
    assert code(shop, taking_over.take_over, closed, shop.lead.id) == "closed"


def test_who_lost_it_is_refused_with_who_and_when(shop: TestShop, agent: StaffMember) -> None:
    (one,) = held(shop)
    shop.comes_on(shop.lead)
    shop.later(5)
    shop.do(taking_over.take_over, one, shop.lead.id)
    with pytest.raises(Refused, match="1001 甲\\*\\* 09:00:05 起在接待") as refused:
        shop.do(
            outbound.reply,
            conversation_id=one,
            staff_id=agent.id,
            text="在的亲",
            client_id="same-second",
        )
    assert refused.value.code == "taken"
    assert shop.ask(chat.chat, one).lines[-1].author == "note", "nothing went out"
    assert code(shop, conversations.take, one, agent.id) == "taken"


def test_an_agent_transfers_only_what_is_theirs(shop: TestShop, agent: StaffMember) -> None:
    (one,) = held(shop)
    other = shop.hire("1003")
    shop.comes_on(other)
    assert code(shop, conversations.transfer, one, "1003", "我来", other.id) == "taken"
    shop.do(conversations.transfer, one, "1003", "他来", agent.id)
    assert shop.row(one).assignee_no == "1003"


def test_undo_gives_it_back_asleep_until_the_same_time(shop: TestShop, agent: StaffMember) -> None:
    (one,) = held(shop)
    shop.answers(one, agent)
    until = shop.now + 3600 * SECOND
    shop.do(conversations.snooze, one, until, agent.id)
    back = shop.do(taking_over.take_over, one, shop.lead.id)
    assert shop.row(one).state == "active"
    assert shop.do(taking_over.give_back, [back], shop.lead.id).refused == ()
    row = shop.row(one)
    assert (row.assignee_no, row.state, row.snoozed_until) == ("1002", "snoozed", until)
    assert kinds(shop, one)[-1] == "conversation.given_back"


def test_undo_wakes_it_when_the_customer_wrote_meanwhile(
    shop: TestShop, agent: StaffMember
) -> None:
    (one,) = held(shop)
    shop.answers(one, agent)
    shop.do(conversations.snooze, one, shop.now + 3600 * SECOND, agent.id)
    shop.comes_on(shop.lead)  # else the customer's line would go to somebody who is there
    back = shop.do(taking_over.take_over, one, shop.lead.id)
    shop.later(10)
    shop.says(one, "还在吗")
    assert shop.row(one).assignee_no == "1001"
    shop.do(taking_over.give_back, [back], shop.lead.id)
    assert (shop.row(one).assignee_no, shop.row(one).state) == ("1002", "active")


def test_undo_leaves_what_went_through_other_hands(shop: TestShop, agent: StaffMember) -> None:
    (one,) = held(shop)
    other = shop.hire("1003")
    shop.comes_on(other)
    back = shop.do(taking_over.take_over, one, shop.lead.id)
    shop.do(conversations.transfer, one, "1003", "你来", shop.lead.id)
    undone = shop.do(taking_over.give_back, [back], shop.lead.id)
    assert undone.done == ()
    assert "1003" in undone.refused[0][1]
    assert shop.row(one).assignee_no == "1003"


# Many at once.


def test_many_are_handed_on_and_back(shop: TestShop, agent: StaffMember) -> None:
    ids = held(shop, 3)
    shop.comes_on(shop.hire("1003"))
    passed = pass_on(shop, ids, "1003")
    assert [one.conversation_id for one in passed.done] == ids
    assert {shop.row(one).assignee_no for one in ids} == {"1003"}
    assert notes(shop, ids[1]) == ["1001 转交给 1003：换人跟"]
    assert kinds(shop, ids[1])[-1] == "conversation.transferred"
    shop.do(taking_over.give_back, passed.done, shop.lead.id)
    assert {shop.row(one).assignee_no for one in ids} == {"1002"}


def test_back_to_the_queue(shop: TestShop, agent: StaffMember) -> None:
    awake, asleep = held(shop, 2)
    shop.answers(asleep, agent)
    shop.do(conversations.snooze, asleep, shop.now + 60 * SECOND, agent.id)
    passed = pass_on(shop, [awake, asleep], None, "下班了")
    assert not passed.refused
    assert (shop.row(awake).state, shop.row(awake).assignee_no) == ("queued", None)
    assert (shop.row(asleep).state, shop.row(asleep).assignee_no) == ("snoozed", None)
    assert shop.order(state="queued") == [awake]
    assert notes(shop, awake) == ["1001 从 1002 放回队列：下班了"]


def test_back_in_the_queue_nobody_sleeps_who_waits(shop: TestShop, agent: StaffMember) -> None:
    (one,) = held(shop)
    shop.do(conversations.snooze, one, shop.now + 3600 * SECOND, agent.id)
    passed = pass_on(shop, [one], None)
    assert (shop.row(one).state, shop.row(one).snoozed_until) == ("queued", None)
    assert shop.take_next(agent) == one
    # Taken by hand meanwhile, it stays.
    assert shop.do(taking_over.give_back, passed.done, shop.lead.id).refused


def test_undo_leaves_nobody_waiting_for_one_who_left(shop: TestShop, agent: StaffMember) -> None:
    waiting, answered = held(shop, 2)
    shop.answers(answered, agent)
    shop.comes_on(shop.lead)
    passed = shop.do(taking_over.take_over_many, [waiting, answered], shop.lead.id)
    shop.goes_off(agent)
    undone = shop.do(taking_over.give_back, passed.done, shop.lead.id)
    assert [id_ for id_, why in undone.refused if "1002 已经下班" in why] == [waiting]
    assert shop.row(waiting).assignee_no == "1001"
    assert shop.row(answered).assignee_no == "1002"


def test_what_cannot_be_moved_is_named_and_the_rest_is_moved(
    shop: TestShop, agent: StaffMember
) -> None:
    closed, open_ = held(shop, 2)
    shop.answers(closed, agent)
    shop.do(conversations.close, closed, agent.id)
    shop.comes_on(shop.hire("1003"))
    passed = pass_on(shop, [closed, open_, 999], "1003")
    assert [one.conversation_id for one in passed.done] == [open_]
    assert [id_ for id_, why in passed.refused if why] == [closed, 999]
    assert notes(shop, closed) == []


@pytest.mark.parametrize(
    ("to", "note", "expected"),
    [
        ("1003", " ", "note_needed"),
        ("1003", "跟", "not_on_duty"),
        ("9999", "跟", "no_staff"),
    ],
)
def test_what_is_refused_as_a_whole(
    shop: TestShop, agent: StaffMember, to: str, note: str, expected: str
) -> None:
    ids = held(shop, 2)
    shop.hire("1003")
    assert code(shop, taking_over.pass_on_many, ids, to, note, shop.lead.id) == expected
    assert {shop.row(one).assignee_no for one in ids} == {"1002"}


def test_a_unit_is_bounded(shop: TestShop, agent: StaffMember) -> None:
    ids = list(range(1, UNIT + 2))
    assert code(shop, taking_over.take_over_many, ids, shop.lead.id) == "too_many"


def test_an_after_sale_colleague_makes_it_after_sale_and_undo_does_not(
    shop: TestShop, agent: StaffMember
) -> None:
    (one,) = held(shop)
    shop.comes_on(shop.hire("2001", pre_sale=False, after_sale=True))
    passed = pass_on(shop, [one], "2001")
    assert shop.row(one).post == "after_sale"
    shop.do(taking_over.give_back, passed.done, shop.lead.id)
    assert shop.row(one).post == "pre_sale"


# Hearing of it.


def moved(shop: TestShop, who: StaffMember, after: int) -> tuple[Moved, ...]:
    return shop.ask(hands.moved, who.id, after)[1]


def test_both_hear_of_it_and_nobody_else(shop: TestShop, agent: StaffMember) -> None:
    (one,) = held(shop)
    other, third = shop.hire("1003"), shop.hire("1004")
    shop.comes_on(other)
    since = shop.ask(changes.last)
    pass_on(shop, [one], "1003")
    assert moved(shop, agent, since) == (Moved(one, "tb_**", "1001", gained=False),)
    assert moved(shop, other, since) == (Moved(one, "tb_**", "1001", gained=True),)
    assert moved(shop, third, since) == moved(shop, shop.lead, since) == ()
    newest = shop.ask(changes.last)
    assert shop.ask(hands.moved, agent.id, newest) == (newest, ())


def test_what_i_did_myself_is_no_news(shop: TestShop, agent: StaffMember) -> None:
    (one,) = held(shop)
    shop.comes_on(shop.hire("1003"))
    since = shop.ask(changes.last)
    shop.do(conversations.transfer, one, "1003", "帮我跟", agent.id)
    assert moved(shop, agent, since) == ()


# Two stores at once.


def test_two_stores_race_and_one_of_them_is_told_who_was_first(
    shop: TestShop, agent: StaffMember, tmp_path: Path
) -> None:
    shop.do(staff.add, **_second_lead(shop))
    second = shop.ask(staff.by_no, "1009")
    ids = held(shop, 20)
    shop.comes_on(second)
    with open_store(tmp_path / "desk.db", clock=lambda: shop.now) as other:
        asked: list[Future[object]] = []
        for one in ids:
            asked.append(shop.store.write(lambda tx, one=one: reply(tx, one, agent.id)))
            asked.append(other.write(lambda tx, one=one: taking_over.take_over(tx, one, second.id)))
        errors = [each.exception(30) for each in asked]
    for at, one in enumerate(ids):
        answered, taken = errors[2 * at], errors[2 * at + 1]
        assert taken is None, "a lead takes it, answered or not"
        assert shop.row(one).assignee_no == "1009"
        said = [line for line in shop.ask(chat.chat, one).lines if line.author == "agent"]
        if answered is None:
            assert len(said) == 1
        else:
            assert isinstance(answered, Refused)
            assert answered.code == "taken"
            assert "1009" in answered.message
            assert said == []


def reply(tx: Any, conversation: int, staff_id: int) -> object:
    return outbound.reply(
        tx,
        conversation_id=conversation,
        staff_id=staff_id,
        text="在的亲",
        client_id=f"race-{conversation}",
    )


def _second_lead(shop: TestShop) -> dict[str, Any]:
    return {
        "staff_no": "1009",
        "name": "1009**",
        "role": "lead",
        "pre_sale": True,
        "after_sale": False,
        "pin_hash": "-",
        "actor": shop.lead.id,
    }
