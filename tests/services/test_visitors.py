"""What a web-chat visitor is given, and what the channel proves back."""

from support.shop import TestShop

from zuiqing_desk.services import chat, conversations, drafts, gateway, policy, presence, visitors


def test_a_token_opens_its_own_conversation(shop: TestShop) -> None:
    first = shop.do(visitors.create, account_id=shop.account, name="甲**", token_hash="a" * 64)[1]
    second = shop.do(visitors.create, account_id=shop.account, name=None, token_hash="b" * 64)[1]
    found = shop.ask(visitors.by_token, "a" * 64)
    assert found is not None
    assert (found.conversation_id, found.blocked) == (first, False)
    assert shop.ask(visitors.by_token, "c" * 64) is None
    shop.says(second)
    assert shop.row(second).customer.startswith("访客")


def test_a_hostile_name_is_cleaned(shop: TestShop) -> None:
    conversation = shop.customer("\x1b[31m[/b]\u202e甲\n乙")
    assert shop.row(conversation).customer == "[31m[/b]甲 乙"


def test_messages_come_in_order_with_the_visitors_own_client_ids(shop: TestShop) -> None:
    conversation = shop.customer()
    shop.says(conversation, "一")
    shop.do(conversations.note, conversation, "内部", shop.lead.id)
    shop.answers(conversation, shop.lead, "二")
    lines = shop.ask(visitors.messages, conversation, 0, 10)
    assert [(line.seq, line.author, line.text) for line in lines] == [
        (1, "customer", "一"),
        (3, "agent", "二"),
    ]
    assert lines[0].client_id is not None
    assert lines[1].client_id is None
    assert [line.seq for line in shop.ask(visitors.messages, conversation, 1, 10)] == [3]
    assert shop.ask(visitors.last_seqs, conversation) == (3, 0)


def test_receipts_only_grow_and_never_pass_what_exists(shop: TestShop) -> None:
    conversation = shop.waiting_customer()
    shop.do(visitors.read, conversation, 99)
    shop.do(visitors.delivered, conversation, 0)
    card = shop.ask(chat.chat, conversation).card
    assert (card.delivered_seq, card.read_seq) == (1, 1)


def test_the_gateway_glances_at_what_is_due_typed_and_seen(shop: TestShop) -> None:
    shop.comes_on(shop.lead)
    conversation = shop.waiting_customer()
    before = shop.ask(gateway.glance, "webchat", 0)
    assert (before.due, before.typing, before.seen) == (frozenset(), frozenset(), ())
    shop.do(presence.beat, "desk", shop.lead.id, viewing=conversation, typing=conversation)
    shop.do(conversations.seen, conversation, shop.lead.id)
    shop.answers(conversation, shop.lead)
    found = shop.ask(gateway.glance, "webchat", before.journal_id)
    assert found.due == {shop.account}
    assert found.typing == {conversation}
    assert found.seen == ((conversation, 1),)
    shop.later(6)
    assert shop.ask(gateway.glance, "webchat", found.journal_id).typing == frozenset()


def test_a_holder_that_is_silent_is_gone(shop: TestShop) -> None:
    shop.do(gateway.announce, pid=1, url="http://127.0.0.1:1", problem="")
    assert shop.ask(gateway.current) is not None
    shop.later(11)
    assert shop.ask(gateway.current) is None


def test_drafts_are_each_persons_own_and_keep_blanks_and_lines(shop: TestShop) -> None:
    conversation = shop.waiting_customer()
    agent = shop.hire("1002")
    shop.do(drafts.save, agent.id, conversation, "  亲,\n您好\u3000", 3)
    kept = shop.ask(drafts.load, agent.id, conversation)
    assert kept is not None
    assert (kept.text, kept.cursor) == ("  亲,\n您好\u3000", 3)
    assert shop.ask(drafts.load, shop.lead.id, conversation) is None
    shop.do(drafts.save, agent.id, conversation, "", 0)
    assert shop.ask(drafts.all_of, agent.id) == []


def test_last_years_question_is_answered_by_last_years_rules(shop: TestShop) -> None:
    before = shop.now
    shop.later(1)
    shop.do(policy.change, "target_s", 45, shop.lead.id)
    assert shop.ask(policy.current).target_s == 45
    assert shop.ask(policy.at, before).target_s == 30
