"""Answers leave in order, once where a repeat shows, and the status says what was proved."""

import pytest
from support.shop import TestShop

from zuiqing_desk.services import chat, conversations, outbox, visitors
from zuiqing_desk.services.errors import Refused


def statuses(shop: TestShop, conversation: int) -> list[str]:
    lines = shop.ask(chat.chat, conversation).lines
    return [line.status for line in lines if line.author == "agent"]


@pytest.fixture
def conversation(shop: TestShop) -> int:
    return shop.waiting_customer()


def test_one_conversation_sends_first_in_first_out(shop: TestShop, conversation: int) -> None:
    for text in ("一", "二"):
        shop.answers(conversation, shop.lead, text)
    other = shop.waiting_customer()
    shop.answers(other, shop.lead, "三")
    claimed = shop.do(outbox.claim, "webchat")
    assert [one.text for one in claimed] == ["一", "三"]
    shop.do(outbox.accepted, claimed[0].outbox_id)
    assert [one.text for one in shop.do(outbox.claim, "webchat")] == ["二"]


def test_the_status_is_what_the_channel_proved(shop: TestShop, conversation: int) -> None:
    seq = shop.answers(conversation, shop.lead).seq
    assert statuses(shop, conversation) == ["pending"]
    (claimed,) = shop.do(outbox.claim, "webchat")
    shop.do(outbox.accepted, claimed.outbox_id)
    assert statuses(shop, conversation) == ["sent"]
    shop.do(visitors.delivered, conversation, seq)
    assert statuses(shop, conversation) == ["delivered"]
    shop.do(visitors.read, conversation, seq)
    assert statuses(shop, conversation) == ["read"]


def test_a_later_line_waits_behind_one_that_asks_the_agent(
    shop: TestShop, conversation: int
) -> None:
    shop.answers(conversation, shop.lead, "一")
    shop.answers(conversation, shop.lead, "二")
    (first,) = shop.do(outbox.claim, "webchat")
    shop.do(outbox.unknown, first.outbox_id, "连接断了")
    assert statuses(shop, conversation) == ["unknown", "pending"]
    assert shop.do(outbox.claim, "webchat") == []
    assert shop.row(conversation).stuck == 1
    shop.do(outbox.retry, first.outbox_id, shop.lead.id)
    (again,) = shop.do(outbox.claim, "webchat")
    assert (again.text, again.client_id, again.attempts) == ("一", first.client_id, 2)


def test_the_agent_can_say_that_a_stuck_line_arrived(shop: TestShop, conversation: int) -> None:
    shop.answers(conversation, shop.lead, "一")
    shop.answers(conversation, shop.lead, "二")
    (first,) = shop.do(outbox.claim, "webchat")
    shop.do(outbox.rejected, first.outbox_id, "对方拒收")
    shop.do(outbox.settle_by_hand, first.outbox_id, shop.lead.id, arrived=True)
    assert [one.text for one in shop.do(outbox.claim, "webchat")] == ["二"]
    with pytest.raises(Refused):
        shop.do(outbox.retry, first.outbox_id, shop.lead.id)


def test_a_retry_waits_for_its_time(shop: TestShop, conversation: int) -> None:
    shop.answers(conversation, shop.lead)
    (claimed,) = shop.do(outbox.claim, "webchat")
    shop.do(outbox.later, claimed.outbox_id, 5.0)
    shop.later(4.9)
    assert shop.do(outbox.claim, "webchat") == []
    shop.later(0.1)
    assert len(shop.do(outbox.claim, "webchat")) == 1


@pytest.mark.parametrize(
    ("harmless", "state", "status"),
    [(True, "pending", "pending"), (False, "asking", "unknown")],
    ids=["a repeat is harmless: sent again", "a repeat shows: the agent is asked"],
)
def test_what_a_dead_gateway_left_half_sent(
    shop: TestShop, conversation: int, harmless: bool, state: str, status: str
) -> None:
    shop.answers(conversation, shop.lead)
    shop.do(outbox.claim, "webchat")
    assert shop.do(outbox.recover, "webchat", repeat_is_harmless=harmless) == 1
    line = shop.ask(chat.chat, conversation).lines[-1]
    assert (line.outbox_state, line.status) == (state, status)


def test_a_late_outcome_does_not_overrule_what_was_decided_since(
    shop: TestShop, conversation: int
) -> None:
    shop.answers(conversation, shop.lead)
    (claimed,) = shop.do(outbox.claim, "webchat")
    shop.do(outbox.unknown, claimed.outbox_id, "超时")
    shop.do(outbox.accepted, claimed.outbox_id)
    assert statuses(shop, conversation) == ["unknown"]


def test_a_conversation_with_a_stuck_answer_is_not_closed(
    shop: TestShop, conversation: int
) -> None:
    shop.answers(conversation, shop.lead)
    (claimed,) = shop.do(outbox.claim, "webchat")
    shop.do(outbox.rejected, claimed.outbox_id, "太长")
    with pytest.raises(Refused) as refused:
        shop.do(conversations.close, conversation, shop.lead.id)
    assert refused.value.code == "stuck"


def test_what_needs_the_agent_is_found_however_much_was_said_since(
    shop: TestShop, conversation: int
) -> None:
    assert shop.ask(outbox.stuck, conversation) is None
    for text in ("一", "二"):
        shop.answers(conversation, shop.lead, text)
    assert shop.ask(outbox.stuck, conversation) is None
    (first,) = shop.do(outbox.claim, "webchat")
    shop.do(outbox.unknown, first.outbox_id, "连接断了")
    for number in range(60):
        shop.says(conversation, f"第{number}句")
    stuck = outbox.Stuck(first.outbox_id, "asking", "连接断了", "一")
    assert shop.ask(outbox.stuck, conversation) == stuck
    shop.do(outbox.settle_by_hand, first.outbox_id, shop.lead.id, arrived=True)
    assert shop.ask(outbox.stuck, conversation) is None


@pytest.mark.parametrize(
    "sql", [outbox._CLAIM, outbox._DUE, outbox._NEXT_DUE, outbox._RECOVER, outbox._STUCK]
)
def test_answers_that_have_left_are_not_looked_through(shop: TestShop, sql: str) -> None:
    asked = {"now": 0, "channel": "webchat", "limit": 1, "state": "pending", "id": 1}
    asked |= {"account": 1, "longest": 1}
    plan = shop.ask(lambda tx: tx.all(f"EXPLAIN QUERY PLAN {sql}", **asked))
    ways = [step[3] for step in plan if step[3].startswith(("SCAN o", "SEARCH o", "SEARCH p"))]
    assert ways
    assert all("outbox_open" in way or "PRIMARY KEY" in way for way in ways), ways


def test_a_retry_put_off_before_the_clock_was_set_back_a_day_is_due(
    shop: TestShop, conversation: int
) -> None:
    shop.answers(conversation, shop.lead)
    (claimed,) = shop.do(outbox.claim, "webchat")
    shop.do(outbox.later, claimed.outbox_id, 5.0)
    assert shop.ask(outbox.due, "webchat") == frozenset()
    shop.later(-86_400)
    assert shop.ask(outbox.due, "webchat") == {shop.account}
    assert len(shop.do(outbox.claim, "webchat")) == 1


def test_what_is_under_way_counts_for_its_own_account_alone(shop: TestShop) -> None:
    for _ in range(3):
        shop.answers(shop.waiting_customer(), shop.lead)
    assert shop.do(outbox.claim, "webchat", 2, {shop.account: 2}) == []
    assert len(shop.do(outbox.claim, "webchat", 2, {shop.account: 1, 99: 2})) == 1
    assert len(shop.do(outbox.claim, "webchat", 2, {99: 2})) == 2
