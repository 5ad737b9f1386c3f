"""A page from its opening to its seal: who gives, who takes, what stands on it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from support.handover import HOUR, TO_EVENING, day_and_evening, matter, works
from support.roster import MONDAY, at
from support.shop import TestShop

from zuiqing_desk.services import conversations, staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import drafts, items, pages, remarks, signing, taking
from zuiqing_desk.services.handover.records import Page
from zuiqing_desk.services.handover.verify import verify
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.services.roster import planning
from zuiqing_desk.store.tx import Tx

EVENING = at(MONDAY, 18)


def page(shop: TestShop, page_id: int) -> Page:
    return shop.ask(pages.one, page_id)


def summaries(shop: TestShop, page_id: int) -> list[str]:
    return [entry.item.words.summary for entry in page(shop, page_id).entries]


def read_all(shop: TestShop, page_id: int, who: StaffMember, words: str = "") -> None:
    for entry in page(shop, page_id).entries:
        if entry.item.words.severity == "red":
            shop.do(taking.said_back, page_id, entry.item.id, who.id, words)
        else:
            shop.do(taking.ack, page_id, entry.item.id, who.id)


def given(shop: TestShop, giver: StaffMember) -> int:
    page_id = shop.do(pages.open_for, giver.id)
    assert shop.do(signing.give, page_id, giver.id) == "given"
    return page_id


def refuses(shop: TestShop, code: str, call: Callable[..., object], *args: object) -> str:
    with pytest.raises(Refused) as refused:
        shop.do(call, *args)
    assert refused.value.code == code
    return refused.value.message


def journalled(shop: TestShop) -> list[tuple[str, int]]:
    def read(tx: Tx) -> list[tuple[str, int]]:
        return tx.all("SELECT kind, subject_id FROM journal ORDER BY id")

    return shop.ask(read)


def test_the_page_is_that_of_the_shift_that_ends(shop: TestShop) -> None:
    giver, taker = day_and_evening(shop)
    page_id = shop.do(pages.open_for, giver.id)
    shown = page(shop, page_id)
    assert (shown.day, shown.shift, shown.next_shift) == (MONDAY, "白班", "晚班")
    assert (shown.boundary_at, shown.state, shown.mode) == (EVENING, "preparing", "")
    assert [one.giver.id for one in shown.sections] == [giver.id]
    assert [(one.person.id, one.duty) for one in shown.takers] == [(taker.id, True)]
    assert shop.do(pages.open_for, giver.id) == page_id
    assert shop.ask(pages.mine, giver.id) == page_id
    assert shop.ask(pages.mine, taker.id) is None


def test_a_whole_handover_face_to_face(shop: TestShop) -> None:
    giver, taker = day_and_evening(shop)
    matter(shop, giver, "要回电")
    red = matter(shop, shop.lead, "漏发两瓶", "red")
    page_id = given(shop, giver)
    assert summaries(shop, page_id) == ["漏发两瓶", "要回电"]
    assert page(shop, page_id).mode == "face"
    assert page(shop, page_id).sections[0].figures
    assert shop.ask(pages.mine, taker.id) == page_id
    assert "2 条没有看过" in refuses(shop, "unread", signing.take, page_id, taker.id)
    for entry in page(shop, page_id).entries:
        shop.do(taking.ack, page_id, entry.item.id, taker.id)
    assert "1 条红的" in refuses(shop, "not_said_back", signing.take, page_id, taker.id)
    shop.do(taking.said_back, page_id, red, taker.id)
    assert shop.do(signing.take, page_id, taker.id) is True
    sealed = page(shop, page_id)
    assert (sealed.state, sealed.number) == ("sealed", 1)
    assert shop.ask(verify).ok
    told = [(step.what, step.page_id) for step in shop.ask(items.history, red)]
    assert told == [("noted", None), ("acked", page_id), ("said_back", page_id)]
    for code, who in ("signed_already", taker), ("sealed", shop.lead), ("sealed", giver):
        words = refuses(shop, code, signing.take, page_id, who.id)
        assert "1003 1003** " in words
        assert "17:45" in words
    refuses(shop, "sealed", signing.give, page_id, giver.id)


def test_what_is_still_open_stands_on_the_next_page_by_itself(shop: TestShop) -> None:
    giver, taker = day_and_evening(shop)
    works(shop, "1004", "白班", days=1)
    kept, done = matter(shop, giver, "要回电"), matter(shop, giver, "补一张票")
    first = given(shop, giver)
    read_all(shop, first, taker)
    shop.do(signing.take, first, taker.id)
    shop.do(items.finish, done, "寄了", taker.id)
    shop.later(5 * HOUR)
    second = given(shop, taker)
    shown = page(shop, second)
    assert [(one.item.id, one.carried) for one in shown.entries] == [(kept, True)]
    assert [one.id for one in shown.closed] == [done]
    assert shown.mode == "book"
    assert shop.ask(items.one, kept).pages == 2


def test_the_words_of_what_was_handed_over_stay_until_the_seal(shop: TestShop) -> None:
    giver, taker = day_and_evening(shop)
    item_id = matter(shop, giver, "要回电")
    page_id = given(shop, giver)
    words = replace(shop.ask(items.one, item_id).words, summary="不用回")

    def edit(tx: Tx) -> None:
        items.edit(tx, item_id, words, giver.id, revision=1)

    refuses(shop, "handed_over", edit)
    refuses(shop, "not_lead", items.drop, item_id, "不要了", giver.id)
    shop.do(items.finish, item_id, "已回", giver.id)
    shop.do(items.reopen, item_id, giver.id)
    read_all(shop, page_id, taker)
    shop.do(signing.take, page_id, taker.id)
    shop.do(edit)
    assert summaries(shop, page_id) == ["要回电"]


def test_everybody_who_leaves_signs_before_the_page_is_given(shop: TestShop) -> None:
    giver, taker = day_and_evening(shop)
    other = works(shop, "1004", "白班")
    mine, theirs = matter(shop, giver, "甲的事"), matter(shop, other, "乙的事")
    nobodys = matter(shop, shop.lead, "店里的事")
    page_id = shop.do(pages.open_for, other.id)
    assert shop.do(signing.give, page_id, other.id) == "preparing"
    sections = {one.giver.id: one.id for one in page(shop, page_id).sections}
    placed = {one.item.id: one.section_id for one in page(shop, page_id).entries}
    assert placed == {
        theirs: sections[other.id],
        mine: sections[giver.id],
        nobodys: sections[other.id],
    }
    assert "1002" in refuses(shop, "not_given", signing.take, page_id, taker.id)
    late = matter(shop, other, "签完又来的事")
    assert shop.do(signing.give, page_id, giver.id) == "given"
    assert {one.item.id for one in page(shop, page_id).entries} == {mine, theirs, nobodys, late}
    matter(shop, other, "都签了以后的事")
    assert len(page(shop, page_id).entries) == 4


def test_a_giver_takes_the_signature_back_until_a_taker_signed(shop: TestShop) -> None:
    giver, taker = day_and_evening(shop)
    second = works(shop, "1004", "晚班", duty=False)
    item_id = matter(shop, giver, "要回电", "red")
    page_id = given(shop, giver)
    shop.do(taking.said_back, page_id, item_id, taker.id)
    shop.do(signing.take_back, page_id, giver.id)
    shown = page(shop, page_id)
    assert (shown.state, shown.mode, shown.sections[0].state) == ("preparing", "", "open")
    assert [one.acked_by for one in shown.entries] == [None]
    refuses(shop, "not_signed", signing.take_back, page_id, giver.id)
    shop.do(signing.give, page_id, giver.id)
    assert "1002" in refuses(shop, "signed_already", signing.give, page_id, giver.id)
    assert shop.do(signing.take, page_id, second.id) is False
    assert "1004" in refuses(shop, "taken_already", signing.take_back, page_id, giver.id)


def test_drafts_are_decided_before_signing(shop: TestShop) -> None:
    giver, _ = day_and_evening(shop)
    shop.waiting_customer()
    page_id = shop.do(pages.open_for, giver.id)
    section = page(shop, page_id).sections[0].id
    assert shop.ask(drafts.undecided, section) == 1
    assert "1 条草稿" in refuses(shop, "undecided", signing.give, page_id, giver.id)
    shop.do(drafts.accept_all, section, giver.id)
    shop.do(signing.give, page_id, giver.id)


def test_a_lead_stands_in_for_who_left_without_signing(shop: TestShop) -> None:
    giver, taker = day_and_evening(shop)
    shop.waiting_customer()
    page_id = shop.do(pages.open_for, giver.id)
    refuses(shop, "not_lead", signing.stand_in, page_id, giver.id, "走了", taker.id)
    refuses(shop, "reason", signing.stand_in, page_id, giver.id, " ", shop.lead.id)
    before = journalled(shop)
    assert shop.do(signing.stand_in, page_id, giver.id, "没签就走了", shop.lead.id) == "given"
    assert journalled(shop)[len(before) :] == [("handover.stood_in", page_id)]
    (section,) = page(shop, page_id).sections
    assert (section.state, section.reason) == ("missing", "没签就走了")
    assert section.signed_by is not None
    assert section.signed_by.id == shop.lead.id
    assert len(page(shop, page_id).entries) == 1
    told = refuses(shop, "signed_already", signing.give, page_id, giver.id)
    assert "1001" in told
    shop.do(signing.take_back, page_id, giver.id)
    shop.do(signing.give, page_id, giver.id)
    assert page(shop, page_id).sections[0].state == "signed"


def test_a_lead_opens_the_page_nobody_wrote(shop: TestShop) -> None:
    giver, _ = day_and_evening(shop)
    shop.later(HOUR)
    refuses(shop, "no_shift", pages.begin, EVENING + 1, shop.lead.id)
    page_id = shop.do(pages.begin, EVENING, shop.lead.id)
    assert [one.giver.id for one in page(shop, page_id).sections] == [giver.id]
    assert shop.do(pages.begin, EVENING, shop.lead.id) == page_id


def test_somebody_else_takes_over_only_when_a_lead_allows_it(shop: TestShop) -> None:
    giver, taker = day_and_evening(shop)
    other = shop.colleague("1005")
    item_id = matter(shop, giver, "要回电")
    page_id = given(shop, giver)
    told = refuses(shop, "not_taker", taking.ack, page_id, item_id, other.id)
    assert taker.staff_no in told
    refuses(shop, "own_page", taking.ack, page_id, item_id, giver.id)
    refuses(shop, "not_lead", pages.allow, page_id, other.id, taker.id)
    refuses(shop, "own_page", pages.allow, page_id, giver.id, shop.lead.id)
    refuses(shop, "may_already", pages.allow, page_id, taker.id, shop.lead.id)
    shop.do(pages.allow, page_id, other.id, shop.lead.id)
    shop.do(staff.set_active, other.staff_no, False, None)
    assert [one.person.id for one in page(shop, page_id).takers] == [taker.id]
    shop.do(staff.set_active, other.staff_no, True, None)
    shop.do(pages.disallow, page_id, other.id, shop.lead.id)
    refuses(shop, "not_taker", taking.ack, page_id, item_id, other.id)
    shop.do(pages.allow, page_id, other.id, shop.lead.id)
    read_all(shop, page_id, other)
    assert shop.do(signing.take, page_id, other.id) is True
    takers = {one.person.id: one for one in page(shop, page_id).takers}
    assert takers[other.id].allowed_by is not None
    assert takers[taker.id].signed_at is None


def test_the_others_of_the_shift_acknowledge_before_and_after_the_seal(shop: TestShop) -> None:
    giver, taker = day_and_evening(shop)
    early, late = works(shop, "1004", "晚班", duty=False), works(shop, "1005", "晚班", duty=False)
    matter(shop, giver, "要回电")
    page_id = given(shop, giver)
    assert shop.do(signing.take, page_id, early.id) is False
    refuses(shop, "signed_already", signing.take, page_id, early.id)
    read_all(shop, page_id, taker)
    assert shop.do(signing.take, page_id, taker.id) is True
    assert shop.do(signing.take, page_id, late.id) is False
    refuses(shop, "signed_already", signing.take, page_id, late.id)
    assert all(one.signed_at is not None for one in page(shop, page_id).takers)
    assert shop.ask(verify).ok


def test_without_a_duty_officer_the_first_to_sign_is_it(shop: TestShop) -> None:
    giver, first = works(shop, "1002", "白班"), works(shop, "1003", "晚班", duty=False)
    works(shop, "1004", "晚班", duty=False)
    shop.later(9 * HOUR)
    matter(shop, giver, "要回电")
    page_id = given(shop, giver)
    refuses(shop, "unread", signing.take, page_id, first.id)
    read_all(shop, page_id, first)
    assert shop.do(signing.take, page_id, first.id) is True


def test_a_disabled_taker_is_passed_over_and_a_signature_stays(shop: TestShop) -> None:
    giver, taker = day_and_evening(shop)
    second = works(shop, "1004", "晚班", duty=False)
    matter(shop, giver, "要回电")
    page_id = given(shop, giver)
    shop.do(staff.set_active, taker.staff_no, False, None)
    shop.do(staff.set_active, giver.staff_no, False, None)
    assert page(shop, page_id).sections[0].state == "signed"
    assert [one.person.id for one in page(shop, page_id).takers] == [second.id]
    read_all(shop, page_id, second)
    assert shop.do(signing.take, page_id, second.id) is True


def test_who_only_acknowledged_signs_again_when_the_duty_officer_is_gone(shop: TestShop) -> None:
    giver, taker = day_and_evening(shop)
    second = works(shop, "1004", "晚班", duty=False)
    matter(shop, giver, "要回电")
    page_id = given(shop, giver)
    assert shop.do(signing.take, page_id, second.id) is False
    assert shop.ask(pages.mine, second.id) is None
    shop.do(staff.set_active, taker.staff_no, False, None)
    assert shop.ask(pages.mine, second.id) == page_id
    refuses(shop, "unread", signing.take, page_id, second.id)
    read_all(shop, page_id, second)
    assert shop.do(signing.take, page_id, second.id) is True
    assert [one.duty for one in page(shop, page_id).takers] == [True]
    assert shop.ask(verify).ok


def test_when_all_of_the_next_shift_are_disabled_any_colleague_takes_over(shop: TestShop) -> None:
    giver, taker = day_and_evening(shop)
    other = shop.colleague("1005")
    page_id = given(shop, giver)
    refuses(shop, "not_taker", signing.take, page_id, other.id)
    shop.do(staff.set_active, taker.staff_no, False, None)
    assert shop.ask(pages.mine, other.id) == page_id
    assert shop.do(signing.take, page_id, other.id) is True


def test_what_a_lead_accepts_for_somebody_stands_in_their_section(shop: TestShop) -> None:
    duty, _ = day_and_evening(shop)
    gone = works(shop, "1004", "白班", duty=False)
    shop.comes_on(gone)
    shop.do(conversations.transfer, shop.waiting_customer(), gone.staff_no, "你跟", duty.id)
    page_id = shop.do(pages.open_for, duty.id)
    shop.do(signing.stand_in, page_id, gone.id, "没签就走了", shop.lead.id)
    sections = {one.giver.id: one.id for one in page(shop, page_id).sections}
    assert [one.section_id for one in page(shop, page_id).entries] == [sections[gone.id]]


def test_a_lead_stands_in_for_who_was_disabled_unsigned(shop: TestShop) -> None:
    giver, _ = day_and_evening(shop)
    other = works(shop, "1004", "白班", duty=False)
    page_id = shop.do(pages.open_for, giver.id)
    shop.do(staff.set_active, other.staff_no, False, None)
    assert shop.do(signing.give, page_id, giver.id) == "preparing"
    assert shop.do(signing.stand_in, page_id, other.id, "已离职", shop.lead.id) == "given"


def test_without_a_roster_any_colleague_takes_over(shop: TestShop) -> None:
    giver, other = shop.colleague("1002"), shop.colleague("1003")
    shop.comes_on(giver)
    shop.later(9.2 * HOUR)
    matter(shop, giver, "要回电")
    page_id = given(shop, giver)
    shown = page(shop, page_id)
    assert (shown.boundary_at, shown.next_shift, shown.mode) == (EVENING, "晚班", "face")
    assert shop.ask(pages.mine, other.id) == page_id
    refuses(shop, "own_page", signing.take, page_id, giver.id)
    read_all(shop, page_id, other)
    assert shop.do(signing.take, page_id, other.id) is True
    assert [one.duty for one in page(shop, page_id).takers] == [True]
    assert shop.do(pages.open_for, giver.id) == page_id
    assert shop.do(pages.open_for, other.id) != page_id


def test_somebody_more_who_leaves_keeps_the_page_open(shop: TestShop) -> None:
    giver, other = shop.colleague("1002"), shop.colleague("1003")
    shop.comes_on(giver)
    shop.comes_on(other)
    shop.later(9 * HOUR)
    page_id = given(shop, giver)
    assert shop.do(pages.open_for, other.id) == page_id
    assert page(shop, page_id).state == "preparing"
    assert shop.do(signing.give, page_id, other.id) == "given"


def test_what_was_not_handed_over_stays_with_who_did_not(shop: TestShop) -> None:
    giver, _ = day_and_evening(shop)
    works(shop, "1002", "白班", days=1)
    page_id = shop.do(pages.open_for, giver.id)
    shop.later(24 * HOUR)
    assert shop.do(pages.open_for, giver.id) == page_id
    shop.do(signing.give, page_id, giver.id)
    assert shop.do(pages.open_for, giver.id) != page_id


def test_a_clock_set_back_changes_nothing(shop: TestShop) -> None:
    giver, taker = day_and_evening(shop)
    item_id = matter(shop, giver, "要回电")
    page_id = given(shop, giver)
    shop.later(-HOUR)
    read_all(shop, page_id, taker)
    assert shop.do(signing.take, page_id, taker.id) is True
    shop.do(items.finish, item_id, "已回", taker.id)
    assert [step.what for step in shop.ask(items.history, item_id)] == ["noted", "acked", "done"]
    assert shop.ask(verify).ok


def test_reading_can_be_taken_back(shop: TestShop) -> None:
    giver, taker = day_and_evening(shop)
    second = works(shop, "1004", "晚班", duty=False)
    red, green = matter(shop, giver, "漏发", "red"), matter(shop, giver, "要回电")
    page_id = given(shop, giver)
    refuses(shop, "not_red", taking.said_back, page_id, green, taker.id)
    refuses(shop, "no_entry", taking.ack, page_id, 99, taker.id)
    shop.do(taking.said_back, page_id, red, taker.id)
    shop.do(taking.ack, page_id, red, second.id)
    refuses(shop, "not_yours", taking.unsaid, page_id, red, second.id)
    refuses(shop, "not_yours", taking.unack, page_id, red, second.id)
    shop.do(taking.unsaid, page_id, red, taker.id)
    (entry, _) = page(shop, page_id).entries
    assert (entry.acked_by is not None, entry.said_by) == (True, None)
    shop.do(taking.unack, page_id, red, taker.id)
    assert page(shop, page_id).entries[0].acked_by is None
    assert [step.what for step in shop.ask(items.history, red)] == ["noted"]


def test_two_who_answer_one_question(shop: TestShop) -> None:
    giver, taker = day_and_evening(shop)
    other = shop.hire("1009", "lead")
    item_id = matter(shop, giver, "要回电")
    page_id = given(shop, giver)
    question = shop.do(remarks.ask, page_id, item_id, "哪个号码？", taker.id)
    shop.do(remarks.answer, question, "店里那个", shop.lead.id)
    told = refuses(shop, "answered", remarks.answer, question, "手机", other.id)
    assert "1001 甲** 已经答复：店里那个" in told
    (said,) = page(shop, page_id).said
    assert (said.answer, said.by.id) == ("店里那个", taker.id)


def test_what_is_said_after_the_seal_is_an_amendment(shop: TestShop) -> None:
    giver, taker = day_and_evening(shop)
    item_id = matter(shop, giver, "要回电")
    page_id = given(shop, giver)
    before = shop.do(remarks.ask, page_id, None, "今天到货了吗？", taker.id)
    read_all(shop, page_id, taker)
    shop.do(signing.take, page_id, taker.id)
    shop.do(remarks.answer, before, "到了", giver.id)
    refuses(shop, "not_lead", remarks.comment, page_id, None, "好", giver.id)
    refuses(shop, "no_entry", remarks.addition, page_id, 99, "还有", giver.id)
    refuses(shop, "text", remarks.addition, page_id, None, " ", giver.id)
    note = shop.do(remarks.comment, page_id, item_id, "写得清楚", shop.lead.id)
    refuses(shop, "no_question", remarks.answer, note, "谢谢", giver.id)
    back = shop.do(remarks.ask_back, page_id, item_id, "回了吗？", shop.lead.id)
    shop.do(remarks.answer, back, "回了", taker.id)
    shop.do(remarks.addition, page_id, item_id, "号码在备注里", giver.id)
    told = [(one.kind, one.text, one.answer) for one in page(shop, page_id).said]
    assert told == [
        ("question", "今天到货了吗？", "到了"),
        ("comment", "写得清楚", ""),
        ("ask_back", "回了吗？", "回了"),
        ("addition", "号码在备注里", ""),
    ]
    assert shop.ask(verify).ok


def test_a_page_does_not_wait_for_who_only_looked(shop: TestShop) -> None:
    shop.comes_on(shop.lead)
    giver, taker = day_and_evening(shop)
    matter(shop, shop.lead, "组长记的")
    page_id = shop.do(pages.open_for, shop.lead.id)
    assert {one.giver.id for one in page(shop, page_id).sections} == {giver.id, shop.lead.id}
    assert given(shop, giver) == page_id
    assert [one.giver.id for one in page(shop, page_id).sections] == [giver.id]
    assert summaries(shop, page_id) == ["组长记的"]
    assert shop.do(pages.open_for, shop.lead.id) == page_id
    assert page(shop, page_id).state == "given"
    read_all(shop, page_id, taker)
    assert shop.do(signing.take, page_id, taker.id) is True


def test_a_page_waits_for_a_helper_who_began_to_write(shop: TestShop) -> None:
    helper = shop.colleague("1006")
    shop.comes_on(helper)
    giver, _ = day_and_evening(shop)
    shop.waiting_customer()
    page_id = shop.do(pages.open_for, helper.id)
    (section,) = [one for one in page(shop, page_id).sections if one.giver.id == helper.id]
    shop.do(drafts.accept_all, section.id, helper.id)
    shop.do(pages.open_for, giver.id)
    assert shop.do(signing.give, page_id, giver.id) == "preparing"
    refuses(shop, "signed_already", signing.withdraw, page_id, giver.id)
    shop.do(signing.withdraw, page_id, helper.id)
    assert [one.giver.id for one in page(shop, page_id).sections] == [giver.id]
    assert page(shop, page_id).state == "given"


def test_who_leaves_by_the_roster_cannot_withdraw(shop: TestShop) -> None:
    giver, _ = day_and_evening(shop)
    page_id = shop.do(pages.open_for, giver.id)
    refuses(shop, "leaves", signing.withdraw, page_id, giver.id)


def test_the_roster_as_it_stands_says_who_signs(shop: TestShop) -> None:
    giver, _ = day_and_evening(shop)
    gone = works(shop, "1004", "白班", duty=False)
    page_id = shop.do(pages.open_for, giver.id)
    shop.do(planning.remove, gone.id, MONDAY, shop.lead.id)
    came = works(shop, "1005", "白班", duty=False)
    assert shop.do(signing.give, page_id, giver.id) == "preparing"
    assert shop.do(signing.give, page_id, came.id) == "given"
    assert {one.giver.id for one in page(shop, page_id).sections} == {giver.id, came.id}


def test_what_is_unsigned_longest_comes_first(shop: TestShop) -> None:
    giver, _ = day_and_evening(shop)
    works(shop, "1002", "白班", days=1)
    other = works(shop, "1004", "白班", days=1, duty=False)
    first = shop.do(pages.open_for, giver.id)
    shop.later(24 * HOUR)
    second = shop.do(pages.open_for, other.id)
    assert second != first
    assert len(page(shop, second).sections) == 2
    assert shop.ask(pages.mine, giver.id) == first
    assert shop.do(pages.open_for, giver.id) == first


def test_who_stays_hands_nothing_over_and_who_gives_does_not_take(shop: TestShop) -> None:
    giver, stays = works(shop, "1002", "白班"), works(shop, "1003", "白班", duty=False)
    other = works(shop, "1004", "晚班")
    shop.do(beside, stays.id, shop.lead.id)
    shop.later(TO_EVENING)
    page_id = given(shop, giver)
    assert [one.giver.id for one in page(shop, page_id).sections] == [giver.id]
    assert {one.person.id for one in page(shop, page_id).takers} == {stays.id, other.id}
    works(shop, "1004", "白班", days=1)
    shop.later(5 * HOUR)
    night = shop.do(pages.open_for, other.id)
    assert page(shop, night).takers == ()


def beside(tx: Tx, staff_id: int, lead: int) -> None:
    planning.put(tx, staff_id, MONDAY, "work", "晚班", lead, beside=True)


def test_a_guest_may_still_write_while_somebody_has_to_sign(shop: TestShop) -> None:
    shop.comes_on(shop.lead)
    giver, _ = day_and_evening(shop)
    other = works(shop, "1004", "白班", duty=False)
    page_id = shop.do(pages.open_for, shop.lead.id)
    shop.do(signing.give, page_id, giver.id)
    assert len(page(shop, page_id).sections) == 3
    assert shop.do(signing.give, page_id, other.id) == "given"
    assert len(page(shop, page_id).sections) == 2
