"""A customer's line: stored once, clocked, routed."""

import pytest
from support.shop import SECOND, TestShop

from zuiqing_desk.services import chat, conversations, duty, inbound, policy
from zuiqing_desk.services.errors import Refused


def test_the_same_remote_id_is_stored_once_and_answered_with_its_seq(shop: TestShop) -> None:

    conversation = shop.customer()
    first = shop.do(
        inbound.receive_text, conversation_id=conversation, remote_id="1:a", text="在吗"
    )
    again = shop.do(
        inbound.receive_text, conversation_id=conversation, remote_id="1:a", text="别的话"
    )
    assert (first.seq, first.duplicate, again.seq, again.duplicate) == (1, False, 1, True)
    assert [line.text for line in shop.ask(chat.chat, conversation).lines] == ["在吗"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("\x1b\x00\x07", "empty"),
        ("酒" * 4001, "too_long"),
    ],
    ids=["nothing", "blanks", "controls alone", "4,001 characters"],
)
def test_what_cannot_be_a_message_is_refused_and_leaves_nothing(
    shop: TestShop, text: str, code: str
) -> None:
    conversation = shop.customer()
    with pytest.raises(Refused) as refused:
        shop.says(conversation, text)
    assert refused.value.code == code
    assert shop.ask(chat.chat, conversation).lines == ()


def test_4000_characters_and_zwj_emoji_pass_and_hostile_marks_are_cleaned(shop: TestShop) -> None:
    conversation = shop.customer()
    shop.says(conversation, "酒" * 4000)
    shop.says(conversation, "\x1b]52;c;aGk=\x07[/b]\u202e👩‍👩‍👧")
    texts = [line.text for line in shop.ask(chat.chat, conversation).lines]
    assert texts == ["酒" * 4000, "]52;c;aGk=[/b]👩‍👩‍👧"]


def test_a_new_customer_goes_to_the_least_loaded_of_the_right_post(shop: TestShop) -> None:
    busy, free = shop.hire("1002"), shop.hire("1003")
    after_sale = shop.hire("2001", pre_sale=False, after_sale=True)
    for who in (busy, after_sale):
        shop.comes_on(who)
    first = shop.waiting_customer()
    shop.comes_on(free)
    second = shop.waiting_customer()
    assert (shop.row(first).assignee_no, shop.row(second).assignee_no) == ("1002", "1003")
    assert shop.row(first).state == "active"


def test_nobody_below_capacity_leaves_it_in_the_queue(shop: TestShop) -> None:
    agent = shop.hire("1002")
    shop.comes_on(agent)
    shop.do(policy.change, "capacity", 2, shop.lead.id)
    chats = [shop.waiting_customer() for _ in range(3)]
    assert [shop.row(one).state for one in chats] == ["active", "active", "queued"]


def test_a_returning_customer_goes_to_who_served_them_last(shop: TestShop) -> None:
    served, other = shop.hire("1002"), shop.hire("1003")
    shop.comes_on(served)
    conversation = shop.waiting_customer()
    shop.answers(conversation, served)
    shop.do(conversations.close, conversation, served.id)
    for _ in range(3):
        shop.waiting_customer()
    shop.comes_on(other)
    shop.says(conversation, "再买一箱")
    assert shop.row(conversation).assignee_no == "1002"
    assert shop.row(conversation).state == "active"


def test_a_line_wakes_a_snoozed_conversation_and_reopens_a_closed_one(shop: TestShop) -> None:
    agent = shop.hire("1002")
    shop.comes_on(agent)
    conversation = shop.waiting_customer()
    shop.answers(conversation, agent)
    shop.do(conversations.snooze, conversation, shop.now + 600 * SECOND, agent.id)
    assert shop.row(conversation).state == "snoozed"
    shop.says(conversation, "还在吗")
    assert (shop.row(conversation).state, shop.row(conversation).snoozed_until) == ("active", None)
    shop.answers(conversation, agent)
    shop.do(conversations.close, conversation, agent.id)
    shop.says(conversation, "又来了")
    assert shop.row(conversation).state == "active"


def test_a_line_for_an_agent_who_has_left_goes_on_to_a_colleague(shop: TestShop) -> None:
    leaver, colleague = shop.hire("1002"), shop.hire("1003")
    shop.comes_on(leaver)
    conversation = shop.waiting_customer()
    shop.answers(conversation, leaver)
    shop.comes_on(colleague)
    shop.goes_off(leaver)
    assert shop.row(conversation).assignee_no == "1002"
    shop.says(conversation, "还有个问题")
    assert shop.row(conversation).assignee_no == "1003"


def test_a_line_for_an_agent_who_is_away_stays_when_nobody_else_is_there(shop: TestShop) -> None:
    agent = shop.hire("1002")
    shop.comes_on(agent)
    conversation = shop.waiting_customer()
    shop.answers(conversation, agent)
    shop.do(duty.away, agent.id)
    shop.says(conversation, "在吗")
    assert shop.row(conversation).assignee_no == "1002"
    assert shop.row(conversation).off_duty_since == shop.now


def test_lines_while_nobody_is_on_duty_run_no_clock_until_one_comes_on_duty(
    shop: TestShop,
) -> None:
    conversation = shop.waiting_customer()
    assert shop.row(conversation).waiting_since is None
    assert shop.row(conversation).off_duty_since == shop.now
    shop.later(3600)
    shop.comes_on(shop.lead)
    shop.later(10)
    shop.says(conversation, "有人了吗")
    row = shop.row(conversation)
    assert (row.waiting_since, row.off_duty_since, row.target_s) == (shop.now, None, 20)
    shop.later(7)
    shop.answers(conversation, shop.lead)
    (only,) = shop.rounds(conversation)
    assert (only.counted, only.shop_us) == (True, 7 * SECOND)


def test_the_off_hours_reply_is_off_unless_configured(shop: TestShop) -> None:
    conversation = shop.waiting_customer()
    assert [line.author for line in shop.ask(chat.chat, conversation).lines] == ["customer"]


def test_the_off_hours_reply_comes_once_a_stretch_and_stops_no_clock(shop: TestShop) -> None:
    shop.do(policy.change, "off_hours_reply", "我们9点上班,到时马上回您。", shop.lead.id)
    conversation = shop.waiting_customer()
    shop.says(conversation, "喂")
    lines = shop.ask(chat.chat, conversation).lines
    assert [line.author for line in lines] == ["customer", "system", "customer"]
    assert shop.row(conversation).off_duty_since == shop.now
    shop.comes_on(shop.lead)
    shop.answers(conversation, shop.lead)
    shop.says(conversation, "好")
    assert [line.author for line in shop.ask(chat.chat, conversation).lines][-1] == "customer"


def test_a_blocked_sender_is_refused_until_unblocked(shop: TestShop) -> None:
    conversation = shop.waiting_customer()
    shop.do(conversations.block, conversation, shop.lead.id)
    assert shop.row(conversation).state == "closed"
    with pytest.raises(Refused) as refused:
        shop.says(conversation, "加我")
    assert refused.value.code == "blocked"
    shop.do(conversations.unblock, conversation, shop.lead.id)
    assert shop.says(conversation, "对不起").seq == 2
