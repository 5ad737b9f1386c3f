"""Taking, closing, snoozing, handing over, noting, blocking, opening by hand."""

import pytest
from support.shop import SECOND, TestShop

from zuiqing_desk.services import chat, conversations, duty, inbound, outbox, visitors
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.records import StaffMember


@pytest.fixture
def agent(shop: TestShop) -> StaffMember:
    who = shop.hire("1002")
    shop.comes_on(who)
    return who


def refusal(shop: TestShop, command: object, *args: object) -> str:
    with pytest.raises(Refused) as refused:
        shop.do(command, *args)  # type: ignore[arg-type]
    assert refused.value.message
    return refused.value.code


def test_next_is_the_most_urgent_of_mine_and_of_nobodys(shop: TestShop, agent: StaffMember) -> None:
    old = shop.waiting_customer()
    shop.answers(old, agent)
    shop.later(1)
    fresh = shop.waiting_customer()
    shop.later(1)
    shop.says(old, "再问一下")
    assert shop.take_next(agent) == fresh, "20 s for a first round beat 30 s for a later one"
    shop.answers(fresh, agent)
    assert shop.take_next(agent) == old
    shop.answers(old, agent)
    assert shop.take_next(agent) is None


def test_next_passes_over_what_is_shown_while_another_waits(
    shop: TestShop, agent: StaffMember
) -> None:
    first, second = shop.waiting_customer(), shop.waiting_customer()
    assert shop.take_next(agent, showing=first) == second
    shop.answers(second, agent)
    assert shop.take_next(agent, showing=first) == first


def test_next_leaves_what_a_colleague_has_and_what_is_snoozed(
    shop: TestShop, agent: StaffMember
) -> None:
    shop.waiting_customer()
    colleague = shop.hire("1003")
    shop.comes_on(colleague)
    assert shop.take_next(colleague) is None
    snoozed = shop.waiting_customer()
    shop.do(conversations.snooze, snoozed, shop.now + SECOND, colleague.id)
    assert shop.take_next(colleague) is None


def test_next_may_exceed_capacity_and_records_the_assignment(shop: TestShop) -> None:
    chats = [shop.waiting_customer() for _ in range(12)]
    shop.comes_on(shop.lead)
    taken = [shop.take_next(shop.lead) for _ in chats]
    assert taken == [chats[0]] * 12, "unanswered, the oldest stays the most urgent"
    for one in chats:
        assert shop.take_next(shop.lead) == one
        shop.answers(one, shop.lead)
    (assignment,) = shop.ask(chat.chat, chats[0]).card.assignments
    assert (assignment.staff_no, assignment.how) == ("1001", "next")


def test_taking_what_somebody_has_is_refused_by_name(shop: TestShop, agent: StaffMember) -> None:
    conversation = shop.waiting_customer()
    assert refusal(shop, conversations.take, conversation, shop.lead.id) == "taken"


def test_an_unanswered_conversation_is_not_closed(shop: TestShop, agent: StaffMember) -> None:
    conversation = shop.waiting_customer()
    assert refusal(shop, conversations.close, conversation, agent.id) == "unanswered"
    shop.answers(conversation, agent)
    shop.do(conversations.close, conversation, agent.id)
    row = shop.row(conversation)
    assert (row.state, row.assignee_no) == ("closed", None)
    assert refusal(shop, conversations.close, conversation, agent.id) == "already_closed"


def test_a_closed_one_is_taken_up_again_by_key(shop: TestShop, agent: StaffMember) -> None:
    conversation = shop.waiting_customer()
    shop.answers(conversation, agent)
    shop.do(conversations.close, conversation, agent.id)
    shop.do(conversations.reopen, conversation, shop.lead.id)
    assert shop.row(conversation).assignee_no == "1001"


def test_snooze_ends_at_its_time(shop: TestShop, agent: StaffMember) -> None:
    conversation = shop.waiting_customer()
    shop.answers(conversation, agent)
    shop.do(conversations.snooze, conversation, shop.now + 60 * SECOND, agent.id)
    shop.later(59)
    assert shop.do(conversations.wake_due) == 0
    shop.later(1)
    assert shop.do(conversations.wake_due) == 1
    assert (shop.row(conversation).state, shop.row(conversation).assignee_no) == ("active", "1002")


def test_snooze_into_the_past_is_refused(shop: TestShop, agent: StaffMember) -> None:
    conversation = shop.waiting_customer()
    assert refusal(shop, conversations.snooze, conversation, shop.now, agent.id) == "past"


@pytest.mark.parametrize(
    ("to", "note", "code"),
    [
        ("1003", "  ", "note_needed"),
        ("1002", "他更熟", "same_person"),
        ("1003", "他更熟", "not_on_duty"),
        ("9999", "他更熟", "no_staff"),
    ],
    ids=["without a note", "to who has it", "to somebody who is not there", "to nobody"],
)
def test_transfers_that_are_refused(
    shop: TestShop, agent: StaffMember, to: str, note: str, code: str
) -> None:
    shop.hire("1003")
    conversation = shop.waiting_customer()
    assert refusal(shop, conversations.transfer, conversation, to, note, agent.id) == code
    assert shop.row(conversation).assignee_no == "1002"


def test_a_transfer_tells_the_colleague_and_never_the_customer(
    shop: TestShop, agent: StaffMember
) -> None:
    colleague = shop.hire("2001", pre_sale=False, after_sale=True)
    shop.comes_on(colleague)
    conversation = shop.waiting_customer()
    shop.do(conversations.transfer, conversation, "2001", "破损,要补发", agent.id)
    row = shop.row(conversation)
    assert (row.assignee_no, row.post, row.unread) == ("2001", "after_sale", 1)
    assert "破损,要补发" in shop.ask(chat.chat, conversation).lines[-1].text
    seen = shop.ask(visitors.messages, conversation, 0, 100)
    assert [line.text for line in seen] == ["在吗"]


def test_a_note_is_never_handed_to_the_customer_and_stops_no_clock(
    shop: TestShop, agent: StaffMember
) -> None:
    conversation = shop.waiting_customer()
    since = shop.row(conversation).waiting_since
    shop.do(conversations.note, conversation, "要开专票", agent.id)
    assert shop.row(conversation).waiting_since == since
    assert shop.row(conversation).last_text == "在吗"
    assert [one.author for one in shop.ask(chat.chat, conversation).lines] == ["customer", "note"]
    assert len(shop.ask(visitors.messages, conversation, 0, 100)) == 1
    assert shop.do(outbox.claim, "webchat") == []


def test_opening_by_hand_finds_the_same_buyer_again(shop: TestShop, agent: StaffMember) -> None:
    opened = [
        shop.do(conversations.open_manual, platform="淘宝", buyer_id=" tb_** ", actor=agent.id)
        for _ in range(2)
    ]
    assert opened[0] == opened[1]
    row = shop.row(opened[0])
    assert (row.channel, row.account, row.customer) == ("manual", "淘宝", "tb_**")
    assert (row.state, row.assignee_no) == ("active", "1002")
    other = shop.do(conversations.open_manual, platform="京东", buyer_id="tb_**", actor=agent.id)
    assert other != opened[0]


@pytest.mark.parametrize(
    ("platform", "buyer", "code"), [("淘宝", " ", "buyer_id"), ("某宝", "tb_**", "platform")]
)
def test_opening_by_hand_wants_a_known_platform_and_a_buyer(
    shop: TestShop, agent: StaffMember, platform: str, buyer: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        shop.do(conversations.open_manual, platform=platform, buyer_id=buyer, actor=agent.id)
    assert refused.value.code == code


def test_what_a_customer_said_elsewhere_is_kept_and_runs_no_clock(
    shop: TestShop, agent: StaffMember
) -> None:
    conversation = shop.do(
        conversations.open_manual, platform="微信", buyer_id="wx_**", actor=agent.id
    )
    shop.do(inbound.record_by_hand, conversation, "两箱多少钱\n送到公司", agent.id)
    line = shop.ask(chat.chat, conversation).lines[-1]
    assert (line.author, line.text, line.courtesy) == ("customer", "两箱多少钱\n送到公司", True)
    assert shop.row(conversation).waiting_since is None
    webchat = shop.waiting_customer()
    assert refusal(shop, inbound.record_by_hand, webchat, "话", agent.id) == "not_manual"


def test_leaving_gives_back_what_waits_and_keeps_what_is_answered(
    shop: TestShop, agent: StaffMember
) -> None:
    waiting, answered = shop.waiting_customer(), shop.waiting_customer()
    shop.answers(answered, agent)
    shop.goes_off(agent)
    assert (shop.row(waiting).state, shop.row(waiting).assignee_no) == ("queued", None)
    assert shop.row(answered).assignee_no == "1002"
    assert shop.ask(duty.anyone_on_duty) is False
