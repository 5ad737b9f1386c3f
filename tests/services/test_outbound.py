"""An agent's line: stored once, ends the round, goes into the outbox."""

import pytest
from support.shop import SECOND, TestShop

from zuiqing_desk.services import chat, conversations, drafts, outbound, outbox, queue, staff
from zuiqing_desk.services.errors import Refused


def test_an_answer_ends_the_round_for_the_shop_and_for_the_agent(shop: TestShop) -> None:
    conversation = shop.waiting_customer()
    shop.comes_on(shop.lead)
    shop.says(conversation, "有人吗")
    shop.later(12)
    shop.says(conversation, "喂")
    agent = shop.hire("1002")
    shop.comes_on(agent)
    shop.later(8)
    shop.do(conversations.transfer, conversation, "1002", "客户急", shop.lead.id)
    shop.later(5)
    shop.answers(conversation, agent)
    (only,) = shop.rounds(conversation)
    assert (only.shop_us, only.agent_us) == (25 * SECOND, 5 * SECOND)
    assert shop.row(conversation).waiting_since is None


def test_the_same_client_id_is_one_answer(shop: TestShop) -> None:
    conversation = shop.waiting_customer()
    answers = [
        shop.do(
            outbound.reply,
            conversation_id=conversation,
            staff_id=shop.lead.id,
            text="在的",
            client_id="one",
        )
        for _ in range(2)
    ]
    assert [(one.seq, one.duplicate) for one in answers] == [(2, False), (2, True)]
    assert len(shop.do(outbox.claim, "webchat")) == 1
    assert shop.do(outbox.claim, "webchat") == []


def test_who_answers_an_unassigned_conversation_has_it(shop: TestShop) -> None:
    conversation = shop.waiting_customer()
    shop.answers(conversation, shop.lead)
    row = shop.row(conversation)
    assert (row.state, row.assignee_no) == ("active", "1001")


def test_an_answer_removes_the_draft_it_was(shop: TestShop) -> None:
    conversation = shop.waiting_customer()
    shop.do(drafts.save, shop.lead.id, conversation, "在的", 2)
    shop.answers(conversation, shop.lead, "在的")
    assert shop.ask(drafts.load, shop.lead.id, conversation) is None


def test_a_disabled_agent_and_a_blocked_customer_are_refused(shop: TestShop) -> None:
    agent = shop.hire("1002")
    conversation = shop.waiting_customer()
    shop.do(staff.set_active, "1002", False, shop.lead.id)
    with pytest.raises(Refused, match="停用"):
        shop.answers(conversation, agent)
    shop.do(conversations.block, conversation, shop.lead.id)
    with pytest.raises(Refused, match="拉黑"):
        shop.answers(conversation, shop.lead)


def test_the_brush_off_within_ten_lines_takes_the_chat_out_of_every_figure(shop: TestShop) -> None:

    shop.comes_on(shop.lead)
    advertiser, customer = shop.waiting_customer("代运营了解吗"), shop.waiting_customer()
    shop.later(100)
    shop.answers(advertiser, shop.lead, "我们不需要,谢谢了!")
    shop.answers(customer, shop.lead)
    assert shop.ask(chat.chat, advertiser).card.advertiser is True
    assert shop.ask(chat.chat, customer).card.advertiser is False
    assert shop.ask(queue.figures).first_answer_avg_us == 100 * SECOND
    shop.later(100)
    late = shop.waiting_customer()
    for _ in range(10):
        shop.answers(late, shop.lead)
    shop.answers(late, shop.lead, "我们不需要,谢谢了!")
    assert shop.ask(chat.chat, late).card.advertiser is False


def test_a_manual_answer_is_sent_by_the_agents_word_and_needs_no_outbox(shop: TestShop) -> None:
    conversation = shop.do(
        conversations.open_manual, platform="淘宝", buyer_id="tb_**", actor=shop.lead.id
    )
    sent = shop.answers(conversation, shop.lead)
    assert sent.by_hand is True
    assert shop.ask(chat.chat, conversation).lines[-1].status == "sent"
    assert shop.do(outbox.claim, "manual") == []
