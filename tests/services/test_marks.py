"""Marks on lines, and the clock computed anew from the lines."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.shop import TestShop

from zuiqing_desk.services import chat, conversations, marks
from zuiqing_desk.services.errors import Refused


def line_id(shop: TestShop, conversation: int, seq: int) -> int:
    return shop.ask(chat.chat, conversation, limit=500).lines[seq - 1].id


def test_a_mark_is_set_and_taken_off_by_the_same_key(shop: TestShop) -> None:
    conversation = shop.waiting_customer()
    shop.answers(conversation, shop.lead, "6瓶480元")
    quoted = line_id(shop, conversation, 2)
    assert shop.do(marks.toggle, quoted, "quote", shop.lead.id) is True
    assert shop.do(marks.toggle, quoted, "agreed", shop.lead.id) is True
    assert shop.ask(chat.chat, conversation).lines[1].marks == ("agreed", "quote")
    assert shop.do(marks.toggle, quoted, "quote", shop.lead.id) is False
    assert shop.ask(chat.chat, conversation).lines[1].marks == ("agreed",)


def test_a_note_cannot_be_evidence(shop: TestShop) -> None:
    conversation = shop.waiting_customer()
    shop.do(conversations.note, conversation, "已报价", shop.lead.id)
    with pytest.raises(Refused) as refused:
        shop.do(marks.toggle, line_id(shop, conversation, 2), "quote", shop.lead.id)
    assert refused.value.code == "not_markable"


def test_courtesy_starts_no_round_and_is_reversible(shop: TestShop) -> None:
    shop.comes_on(shop.lead)
    conversation = shop.waiting_customer()
    shop.answers(conversation, shop.lead, "已经发出了")
    shop.later(5)
    shop.says(conversation, "谢谢!👍")
    said_at = shop.now
    assert shop.row(conversation).waiting_since is None
    shop.later(5)
    thanks = line_id(shop, conversation, 3)
    assert shop.do(marks.toggle_courtesy, thanks, shop.lead.id) is False
    assert shop.row(conversation).waiting_since == said_at
    assert shop.do(marks.toggle_courtesy, thanks, shop.lead.id) is True
    assert shop.row(conversation).waiting_since is None


def test_an_answer_to_a_question_is_no_courtesy(shop: TestShop) -> None:
    shop.comes_on(shop.lead)
    conversation = shop.waiting_customer()
    shop.answers(conversation, shop.lead, "给您发韵达可以吗?")
    shop.says(conversation, "好的")
    assert shop.row(conversation).waiting_since == shop.now


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["says", "thanks", "answers", "asks", "on", "off", "other"]),
            st.integers(0, 90),
        ),
        max_size=25,
    )
)
def test_the_clock_kept_line_by_line_is_the_clock_folded_over_the_lines(
    shop: TestShop, story: list[tuple[str, int]]
) -> None:
    other = shop.colleague("1002")
    conversation = shop.customer()
    for what, pause in story:
        shop.later(pause)
        if what in ("says", "thanks"):
            shop.says(conversation, "在吗" if what == "says" else "谢谢")
        elif what == "on":
            shop.comes_on(shop.lead)
        elif what == "off":
            shop.goes_off(shop.lead)
        else:
            text = "要几瓶呢?" if what == "asks" else "好的亲"
            shop.answers(conversation, other if what == "other" else shop.lead, text)
    kept = shop.rounds(conversation), shop.row(conversation)
    shop.do(marks.recompute, conversation)
    assert (shop.rounds(conversation), shop.row(conversation)) == kept
