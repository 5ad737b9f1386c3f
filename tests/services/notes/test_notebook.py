"""The notebook of problems and ideas: noting, answering, settling, turning into a reply."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from support.orders import add_order
from support.shop import TestShop

from zuiqing_desk.services import staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.notes import notebook, reading
from zuiqing_desk.services.notes.records import NoteRecord
from zuiqing_desk.services.replies import library
from zuiqing_desk.services.replies.records import ReplyWords

MONDAY = date(2026, 3, 2).toordinal()
DAY_S = 86_400
WORDS = ReplyWords("发票", "发票抬头", "商品咨询", "亲，发票抬头写这里。")


def refused(code: str, call: Callable[..., Any], *args: Any, **kwargs: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    assert caught.value.code == code
    return caught.value


def note(shop: TestShop, text: str = "发票抬头老填错", who: str = "1002") -> NoteRecord:
    added = shop.do(notebook.add, text, shop.colleague(who).id, place="order.open")
    return shop.ask(reading.one, added)


def kinds(shop: TestShop) -> list[str]:
    return [
        kind
        for (kind,) in shop.ask(
            lambda tx: tx.all("SELECT kind FROM journal WHERE kind GLOB 'note.*' ORDER BY id")
        )
    ]


def test_a_note_keeps_what_was_on_screen(shop: TestShop) -> None:
    author = shop.hire("1002")
    chat = shop.waiting_customer()
    order = add_order(shop, number="2603020001", conversation_id=chat)
    added = shop.do(
        notebook.add,
        "  发票抬头\n老填错 ",
        author.id,
        place="order.open",
        conversation_id=chat,
        order_id=order,
    )
    found = shop.ask(reading.one, added)
    assert (found.text, found.at, found.place) == ("发票抬头 老填错", shop.now, "order.open")
    assert (found.conversation_id, found.customer) == (chat, "tb_**")
    assert (found.order_id, found.order_number, found.state) == (order, "2603020001", "open")
    assert found.by[1:] == ("1002", "1002**")
    assert kinds(shop) == ["note.added"]


def test_a_link_that_is_gone_does_not_lose_the_note(shop: TestShop) -> None:
    added = shop.do(
        notebook.add, "看不到订单", shop.lead.id, place="x", conversation_id=99, order_id=99
    )
    found = shop.ask(reading.one, added)
    assert (found.place, found.conversation_id, found.order_id) == ("", None, None)


@pytest.mark.parametrize("text", ["", " \n ", "长" * 201])
def test_a_note_is_one_line(shop: TestShop, text: str) -> None:
    refused("note_text", shop.do, notebook.add, text, shop.lead.id)


def test_a_disabled_colleague_notes_nothing(shop: TestShop) -> None:
    who = shop.hire("1002")
    shop.do(staff.set_active, "1002", False, None)
    refused("disabled", shop.do, notebook.add, "在吗", who.id)


def test_own_words_are_put_right_and_taken_back(shop: TestShop) -> None:
    mine = note(shop)
    done = shop.do(notebook.change, mine.id, "发票税号老填错", mine.by.id)
    assert shop.ask(reading.one, mine.id).text == "发票税号老填错"
    shop.do(notebook.undo, done, mine.by.id)
    assert shop.ask(reading.one, mine.id) == mine
    before = shop.do(notebook.take_back, mine.id, mine.by.id)
    refused("no_note", shop.ask, reading.one, mine.id)
    shop.later(60)
    assert shop.ask(reading.week, MONDAY) == []
    assert shop.ask(reading.weeks) == []
    shop.do(notebook.put_back, before, mine.by.id)
    assert shop.ask(reading.week, MONDAY) == shop.ask(reading.of_me, mine.by.id) == [mine]
    assert kinds(shop) == [
        "note.added",
        "note.changed",
        "note.undone",
        "note.taken_back",
        "note.added",
    ]


def test_an_answer_to_what_was_taken_back_goes_to_no_other_note(shop: TestShop) -> None:
    gone = note(shop)
    shop.do(notebook.take_back, gone.id, gone.by.id)
    other = note(shop, "缺佛山", "1003")
    refused("no_note", shop.do, notebook.answer, gone.id, "加一条话术", shop.lead.id)
    assert shop.ask(reading.one, other.id) == other


def test_words_of_others_and_answered_ones_stay(shop: TestShop) -> None:
    theirs = note(shop)
    refused("not_yours", shop.do, notebook.change, theirs.id, "别的", shop.lead.id)
    refused("not_yours", shop.do, notebook.take_back, theirs.id, shop.lead.id)
    refused("not_yours", shop.do, notebook.put_back, theirs, shop.lead.id)
    shop.do(notebook.answer, theirs.id, "加一条话术", shop.lead.id)
    refused("answered", shop.do, notebook.change, theirs.id, "别的", theirs.by.id)
    refused("answered", shop.do, notebook.take_back, theirs.id, theirs.by.id)


def test_a_lead_answers_settles_and_takes_each_step_back(shop: TestShop) -> None:
    asked = note(shop)
    shop.later(60)
    answered = shop.do(notebook.answer, asked.id, "加一条话术", shop.lead.id)
    found = shop.ask(reading.one, asked.id)
    assert (found.state, found.answer, found.answered_at) == ("answered", "加一条话术", shop.now)
    assert found.answered_by is not None
    assert found.answered_by.staff_no == "1001"
    settled = shop.do(notebook.settle, asked.id, shop.lead.id)
    assert shop.ask(reading.one, asked.id).state == "settled"
    refused("settled", shop.do, notebook.settle, asked.id, shop.lead.id)
    refused("changed_meanwhile", shop.do, notebook.undo, answered, shop.lead.id)
    shop.do(notebook.undo, settled, shop.lead.id)
    assert shop.ask(reading.one, asked.id) == found
    shop.do(notebook.undo, answered, shop.lead.id)
    assert shop.ask(reading.one, asked.id) == asked


def test_two_leads_answer_one_note(shop: TestShop) -> None:
    asked, other = note(shop), shop.hire("1009", "lead")
    shop.do(notebook.answer, asked.id, "加一条话术", shop.lead.id)
    late = refused("answered", shop.do, notebook.answer, asked.id, "不用管", other.id)
    assert "1001 甲**" in late.message
    assert "加一条话术" in late.message
    shop.do(notebook.answer, asked.id, "不用管", other.id, instead_of="加一条话术")
    assert shop.ask(reading.one, asked.id).answer == "不用管"


def test_a_settled_note_is_taken_up_again(shop: TestShop) -> None:
    asked = note(shop)
    refused("not_settled", shop.do, notebook.unsettle, asked.id, shop.lead.id)
    shop.do(notebook.settle, asked.id, shop.lead.id)
    done = shop.do(notebook.unsettle, asked.id, shop.lead.id)
    assert shop.ask(reading.one, asked.id) == asked
    shop.do(notebook.undo, done, shop.lead.id)
    settled = shop.ask(reading.one, asked.id)
    assert (settled.state, settled.settled_at) == ("settled", shop.now)


def test_an_answer_to_a_settled_note_leaves_it_settled(shop: TestShop) -> None:
    asked = note(shop)
    shop.do(notebook.settle, asked.id, shop.lead.id)
    shop.do(notebook.answer, asked.id, "知道了", shop.lead.id)
    assert shop.ask(reading.one, asked.id).state == "settled"
    shop.do(notebook.unsettle, asked.id, shop.lead.id)
    assert shop.ask(reading.one, asked.id).state == "answered"


def test_only_a_lead_decides(shop: TestShop) -> None:
    asked = note(shop)
    done = shop.do(notebook.settle, asked.id, shop.lead.id)
    for call in (
        (notebook.answer, asked.id, "好"),
        (notebook.settle, asked.id),
        (notebook.unsettle, asked.id),
        (notebook.to_reply, asked.id, WORDS),
        (notebook.undo_reply, asked.id),
        (notebook.undo, done),
    ):
        refused("not_lead", shop.do, *call, asked.by.id)


def test_a_note_becomes_a_reply_draft_and_is_one_no_more(shop: TestShop) -> None:
    asked = note(shop)
    reply = shop.do(notebook.to_reply, asked.id, WORDS, shop.lead.id)
    found = shop.ask(reading.one, asked.id)
    assert (found.reply_id, found.reply_code) == (reply, "发票")
    refused("turned", shop.do, notebook.to_reply, asked.id, WORDS, shop.lead.id)
    refused("answered", shop.do, notebook.take_back, asked.id, asked.by.id)
    shop.do(notebook.undo_reply, asked.id, shop.lead.id)
    assert shop.ask(reading.one, asked.id) == asked
    again = shop.do(notebook.to_reply, asked.id, WORDS, shop.lead.id)
    shop.do(library.approve, again, 1, shop.lead.id)
    refused("in_force", shop.do, notebook.undo_reply, asked.id, shop.lead.id)


def test_a_reply_that_is_refused_leaves_the_note_alone(shop: TestShop) -> None:
    asked = note(shop)
    refused(
        "bad_code", shop.do, notebook.to_reply, asked.id, ReplyWords("", "", "", ""), shop.lead.id
    )
    assert shop.ask(reading.one, asked.id) == asked


def test_weeks_are_told_apart_by_business_day(shop: TestShop) -> None:
    first = note(shop, "周一")
    shop.later(7 * DAY_S - 9 * 3600 - 1)
    sunday = note(shop, "周日夜里", "1003")
    shop.later(1)
    monday = note(shop, "下周一")
    shop.do(notebook.settle, first.id, shop.lead.id)
    assert [one.id for one in shop.ask(reading.week, MONDAY)] == [first.id, sunday.id]
    assert [one.id for one in shop.ask(reading.week, MONDAY, by=sunday.by.id)] == [sunday.id]
    assert shop.ask(reading.weeks) == [(MONDAY + 7, 1, 1), (MONDAY, 2, 1)]
    assert shop.ask(reading.weeks, by=sunday.by.id) == [(MONDAY, 1, 1)]
    assert [one.id for one in shop.ask(reading.unsettled)] == [sunday.id, monday.id]
    assert [one.id for one in shop.ask(reading.of_me, first.by.id)] == [monday.id, first.id]
    assert shop.ask(reading.this_week) == MONDAY + 7


def test_a_clock_set_back_changes_no_order(shop: TestShop) -> None:
    first = note(shop, "先")
    shop.later(-3600)
    second = note(shop, "后")
    assert [one.id for one in shop.ask(reading.week, MONDAY)] == [first.id, second.id]
