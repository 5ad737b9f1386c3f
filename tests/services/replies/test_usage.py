"""Which replies went out, by whose hand."""

from support.reply_books import Library
from support.shop import SECOND, TestShop

from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.services.replies import usage
from zuiqing_desk.services.replies.records import Used, Uses

DAY = 86_400


def test_uses_tell_my_latest_and_everybodys_number(
    shop: TestShop, books: Library, agent: StaffMember
) -> None:
    first, second = books.team("a"), books.team("b")
    conversation = shop.waiting_customer()
    shop.do(usage.record, [Used(first, 1), Used(second, 1)], agent.id, conversation, 2)
    shop.later(10)
    shop.do(usage.record, [Used(first, 1)], shop.lead.id, conversation, 3)
    assert shop.ask(usage.uses, agent.id) == Uses(
        own={first: shop.now - 10 * SECOND, second: shop.now - 10 * SECOND},
        team={first: 2, second: 1},
    )
    assert shop.ask(usage.uses, shop.lead.id).own == {first: shop.now}


def test_what_was_used_long_ago_counts_no_more(shop: TestShop, books: Library) -> None:
    reply = books.team()
    conversation = shop.waiting_customer()
    shop.do(usage.record, [Used(reply, 1)], shop.lead.id, conversation, 2)
    shop.later(90 * DAY)
    assert shop.ask(usage.uses, shop.lead.id).team == {reply: 1}
    shop.later(1)
    assert shop.ask(usage.uses, shop.lead.id) == Uses({}, {})


def test_a_reply_taken_twice_counts_once_and_an_invented_one_not_at_all(
    shop: TestShop, books: Library
) -> None:
    reply = books.team()
    conversation = shop.waiting_customer()
    used = [Used(reply, 1), Used(reply, 1), Used(reply, 7), Used(999, 1)]
    shop.do(usage.record, used, shop.lead.id, conversation, 2)
    assert shop.ask(usage.uses, shop.lead.id).team == {reply: 1}
