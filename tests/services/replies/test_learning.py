"""What the shop's own answers teach."""

import pytest
from support.reply_books import Library
from support.shop import TestShop

from zuiqing_desk.lookup.suggest import Example
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.services.replies import learning, library, usage
from zuiqing_desk.services.replies.records import Used

BODY = "{客户|亲}，下午五点半前付款的今天就能发出，走韵达，一般两三天到。"


@pytest.fixture
def seller(shop: TestShop) -> StaffMember:
    shop.comes_on(shop.lead)
    return shop.lead


def round_with(
    shop: TestShop, who: StaffMember, asked: str, answer: str, *replies: int
) -> tuple[int, int]:
    """A customer asks, this is the answer, and these replies were in it."""
    conversation = shop.waiting_customer(asked)
    sent = shop.answers(conversation, who, answer)
    shop.do(usage.record, [Used(one, 1) for one in replies], who.id, conversation, sent.seq)
    return conversation, sent.seq


def learned(shop: TestShop, who: StaffMember, since: int = 0) -> list[Example]:
    return shop.ask(learning.examples, who.id, since)


def test_a_line_answered_with_a_reply_asks_for_it(
    shop: TestShop, books: Library, seller: StaffMember
) -> None:
    reply = books.team("fh", BODY)
    round_with(shop, seller, "酒啥时候发", "今天发", reply)
    assert learned(shop, seller) == [Example("酒啥时候发", reply, "发货与物流", learning.WEIGHT)]


def test_the_last_line_that_is_no_courtesy_is_what_was_answered(
    shop: TestShop, books: Library, seller: StaffMember
) -> None:
    reply = books.team("fh", BODY)
    conversation = shop.waiting_customer("在吗")
    shop.answers(conversation, seller, "在的亲，您说")
    for line in ("我昨天买的酒", "发了没有"):
        shop.says(conversation, line)
    sent = shop.answers(conversation, seller, "今天发")
    shop.do(usage.record, [Used(reply, 1)], seller.id, conversation, sent.seq)
    assert [one.text for one in learned(shop, seller)] == ["发了没有"]


def test_the_same_round_again_weighs_more_up_to_a_bound(
    shop: TestShop, books: Library, seller: StaffMember
) -> None:
    reply = books.team("fh", BODY)
    weights = []
    for _ in range(4):
        round_with(shop, seller, "发了没", "今天发", reply)
        weights += [one.weight for one in learned(shop, seller)]
    assert weights == [0.8, 1.6, 2.0, 2.0]


def test_a_typed_answer_nearly_equal_to_a_reply_counts_as_it(
    shop: TestShop, books: Library, seller: StaffMember
) -> None:
    reply = books.team("fh", BODY)
    books.team("tk", "退款是原路退回，一般一到三个工作日到账。", category="退换货")
    answer = "小王，下午五点半前付款的今天就能发出，走韵达，一般两三天到！"
    round_with(shop, seller, "现在拍啥时候发", answer)
    round_with(shop, seller, "这酒辣不辣", "不辣的，入口很柔，您放心喝")
    round_with(shop, seller, "在不在", "今天就能")
    found = learned(shop, seller)
    assert [(one.text, one.key, one.category) for one in found] == [
        ("现在拍啥时候发", reply, "发货与物流")
    ]


def test_what_is_gone_or_belongs_to_others_or_is_old_teaches_nothing(
    shop: TestShop, books: Library, seller: StaffMember, agent: StaffMember
) -> None:
    own = books.own(agent, "fh", BODY)
    round_with(shop, seller, "发了没", "今天发", own)
    assert learned(shop, seller) == []
    assert [one.key for one in learned(shop, agent)] == [own]
    assert learned(shop, agent, since=shop.now + 1) == []


def test_an_archived_reply_is_not_suggested_by_its_past(
    shop: TestShop, books: Library, seller: StaffMember
) -> None:
    reply = books.team("fh", BODY)
    round_with(shop, seller, "发了没", "今天发", reply)
    shop.do(library.archive, reply, seller.id)
    assert learned(shop, seller) == []
