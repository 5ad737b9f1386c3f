"""What people do to a reply while an import stages a version of it."""

import pytest
from support.reply_books import Library, words
from support.shop import TestShop

from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.replies import library, reading, staging
from zuiqing_desk.services.replies.importing import Planned


@pytest.fixture
def reply(shop: TestShop, books: Library) -> int:
    """A reply of which an import has staged another version."""
    reply = books.team()
    staged = staging.prepare([Planned(2, None, reply, words(body="表格里的话。"))])
    number = shop.do(staging.begin, "desk-x", None)
    shop.do(staging.stage, number, staged, draft=False, actor=None)
    return reply


def test_nobody_sees_what_is_staged(shop: TestShop, books: Library, reply: int) -> None:
    assert [one.body for one in shop.ask(reading.versions, reply)] == ["今天发货。"]
    assert books.live_body(reply) == "今天发货。"
    assert books.record(reply).last == 1
    with pytest.raises(Refused) as refused:
        shop.do(library.restore, reply, 2, shop.lead.id)
    assert refused.value.code == "no_version"


def test_a_colleague_may_write_meanwhile(shop: TestShop, books: Library, reply: int) -> None:
    books.change(reply, "明天发货。", shop.lead, approve_now=True)
    assert books.live_body(reply) == "明天发货。"
    assert [one.body for one in shop.ask(reading.versions, reply)] == ["明天发货。", "今天发货。"]
    number = books.record(reply).last
    assert shop.do(library.restore, reply, 1, shop.lead.id) > number
    assert books.live_body(reply) == "今天发货。"
