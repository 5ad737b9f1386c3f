"""Deciding about what the desk found: nothing doubled, nothing overwritten, all taken back."""

from dataclasses import replace

import pytest
from support.handover import HOUR, day_and_evening, matter, works
from support.order_work import promised
from support.orders import add_order
from support.shop import TestShop

from zuiqing_desk.services import conversations, staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import drafts, items, pages, remarks, review, signing
from zuiqing_desk.services.handover.records import Draft, ItemWords
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.store.tx import Tx


class Evening:
    """The day shift is about to end: 1002 prepares, with two customers waiting."""

    def __init__(self, shop: TestShop) -> None:
        self.shop = shop
        self.me, self.next = day_and_evening(shop)
        self.chats = [shop.waiting_customer(f"第{at}位") for at in (1, 2)]
        self.open()

    def open(self) -> None:
        self.page = self.shop.do(pages.open_for, self.me.id)
        self.section = self.shop.ask(
            lambda tx: tx.value(
                "SELECT id FROM handover_section WHERE giver_id = :id ORDER BY id DESC",
                id=self.me.id,
            )
        )

    def refresh(self) -> int:
        return self.shop.do(drafts.refresh, self.section)

    def all(self) -> list[Draft]:
        return self.shop.ask(drafts.of_section, self.section)

    def draft(self, chat: int) -> Draft:
        (one,) = [one for one in self.all() if one.source == f"chat:{chat}"]
        return one

    def refused(self, command: object, *args: object) -> str:
        with pytest.raises(Refused) as refusal:
            self.shop.do(command, *args)  # type: ignore[arg-type]
        return refusal.value.code


@pytest.fixture
def evening(shop: TestShop) -> Evening:
    return Evening(shop)


def journal(shop: TestShop) -> list[str]:
    rows = shop.ask(lambda tx: tx.all("SELECT kind FROM journal ORDER BY id"))
    return [kind for (kind,) in rows]


def test_opening_drafts_and_looking_again_doubles_nothing(evening: Evening) -> None:
    first = evening.all()
    assert {one.source for one in first} == {f"chat:{chat}" for chat in evening.chats}
    assert all(one.clue == "未回复" for one in first)
    before = journal(evening.shop)
    assert evening.refresh() == 0
    assert evening.all() == first
    assert journal(evening.shop) == before
    evening.shop.waiting_customer()
    assert evening.refresh() == 1
    assert evening.shop.ask(drafts.undecided, evening.section) == 3


def test_an_untouched_draft_follows_its_source_and_goes_with_it(evening: Evening) -> None:
    one, two = evening.chats
    evening.shop.says(one, "还在吗")
    evening.shop.answers(two, evening.me)
    evening.refresh()
    assert evening.draft(one).words.situation == "第1位\n还在吗"
    assert [draft.source for draft in evening.all()] == [f"chat:{one}"]


def test_what_was_edited_stays_and_says_when_its_source_is_settled(evening: Evening) -> None:
    shop, one = evening.shop, evening.chats[0]
    words = replace(evening.draft(one).words, summary="老客户，优先", severity="red")
    shop.do(drafts.edit, evening.draft(one).id, words, evening.me.id)
    shop.says(one, "还在吗")
    evening.refresh()
    kept = evening.draft(one)
    assert (kept.words, kept.edited, kept.gone) == (words, True, False)
    shop.answers(one, evening.me)
    evening.refresh()
    assert (evening.draft(one).words, evening.draft(one).gone) == (words, True)
    assert evening.all()[-1].source == f"chat:{one}"
    # All at once takes what is still open; the settled one wants a decision of its own.
    assert shop.do(drafts.accept_all, evening.section, evening.me.id) == 1
    assert shop.ask(drafts.undecided, evening.section) == 1
    shop.do(drafts.drop, kept.id, "", evening.me.id)
    assert evening.draft(one).reason == "已经了结"
    assert shop.ask(drafts.undecided, evening.section) == 0


def test_accepting_makes_an_item_once(evening: Evening) -> None:
    shop, (one, two) = evening.shop, evening.chats
    item_id = shop.do(drafts.accept, evening.draft(one).id, evening.me.id)
    item = shop.ask(items.one, item_id)
    assert (item.source, item.words) == (f"chat:{one}", evening.draft(one).words)
    assert item.created_by is not None
    assert item.created_by.id == evening.me.id
    assert evening.refused(drafts.accept, evening.draft(one).id, evening.me.id) == "decided"
    shop.says(one, "急")
    assert evening.refresh() == 0
    assert evening.draft(one).state == "accepted"
    assert len(evening.all()) == 2
    # Accepting at two desks at once makes one item: the second joins it.
    shop.do(items.note, evening.draft(two).words, evening.next.id, source=f"chat:{two}")
    joined = shop.do(drafts.accept, evening.draft(two).id, evening.me.id)
    assert evening.draft(two).state == "merged"
    assert [item.id for item in shop.ask(items.open_items)] == [item_id, joined]


def test_each_decision_is_one_row_of_the_journal(evening: Evening) -> None:
    shop, me = evening.shop, evening.me.id
    one, two = (evening.draft(chat).id for chat in evening.chats)
    target = matter(shop, evening.me, "都算这一条", "red")
    before = len(journal(shop))
    words = replace(evening.draft(evening.chats[0]).words, summary="改过")
    shop.do(drafts.edit, one, words, me)
    shop.do(drafts.merge, one, target, me)
    shop.do(drafts.undecide, one, me)
    shop.do(drafts.drop, two, "客户说不用了", me)
    shop.do(drafts.undecide, two, me)
    shop.do(drafts.accept_all, evening.section, me)
    shop.do(drafts.undecide, one, me)
    shop.do(drafts.accept, one, me)
    made = journal(shop)[before:]
    assert len(made) == 8
    assert {kind.partition(".")[0] for kind in made} == {"handover"}


def test_dropping_needs_a_reason_which_a_lead_can_read(evening: Evening) -> None:
    shop, draft = evening.shop, evening.draft(evening.chats[0])
    assert evening.refused(drafts.drop, draft.id, " \n", evening.me.id) == "reason"
    assert evening.refused(drafts.drop, draft.id, "长" * 501, evening.me.id) == "too_long"
    shop.do(drafts.drop, draft.id, "客户说不用了", evening.me.id)
    evening.refresh()
    assert evening.draft(evening.chats[0]).state == "dropped"
    (left,) = shop.ask(review.left_out, evening.page)
    assert (left.id, left.reason) == (draft.id, "客户说不用了")


def test_what_is_merged_is_not_proposed_again(evening: Evening) -> None:
    shop, (one, two) = evening.shop, evening.chats
    green = matter(shop, evening.me, "不急的")
    assert evening.refused(drafts.merge, evening.draft(one).id, green, evening.me.id) == (
        "less_urgent"
    )
    target = matter(shop, evening.me, "都算这一条", "red")
    shop.do(drafts.merge, evening.draft(one).id, target, evening.me.id)
    assert evening.draft(one).state == "merged"
    assert [how.words for how in shop.ask(items.history, target) if how.what == "merged"] == [
        evening.draft(one).words.summary
    ]
    other = section_of(shop, evening.me)
    assert [draft.source for draft in shop.ask(drafts.of_section, other)] == [f"chat:{two}"]
    # Merged on into another matter, it lives there.
    further = matter(shop, evening.me, "再并一次", "red")
    shop.do(items.merge, target, further, evening.me.id)
    assert shop.do(drafts.refresh, other) == 0
    shop.do(items.finish, further, "都回了", evening.me.id)
    assert shop.do(drafts.refresh, other) == 1
    assert (
        evening.refused(drafts.merge, evening.draft(evening.chats[1]).id, target, evening.me.id)
        == "closed"
    )


def section_of(shop: TestShop, who: StaffMember) -> int:
    """A section of somebody else, on a page of their own."""

    def put(tx: Tx) -> int:
        page = tx.insert(
            "INSERT INTO handover_page (day, shift, next_shift, boundary_at, mode, state,"
            " created_at) VALUES (1, '晚班', '', 1, '', 'preparing', 0)"
        )
        section = tx.insert(
            "INSERT INTO handover_section (page_id, giver_id, state, figures, reason)"
            " VALUES (:page, :giver, 'open', '{}', '')",
            page=page,
            giver=who.id,
        )
        drafts.refresh(tx, section)
        return section

    return shop.do(put)


def test_what_is_noted_by_hand_is_not_proposed_beside_it(evening: Evening) -> None:
    shop, (one, two) = evening.shop, evening.chats
    matter(shop, evening.me, "等他回电", conversation_id=one)
    order = add_order(shop, state="unpaid", conversation_id=two)
    evening.refresh()
    assert {draft.source for draft in evening.all()} == {f"chat:{two}", f"chase:{order}"}
    words = ItemWords("unpaid", "amber", "催过了", conversation_id=two, order_id=order)
    shop.do(items.note, words, evening.me.id)
    evening.refresh()
    # That the buyer waits for an answer is another matter than the order.
    assert [draft.source for draft in evening.all()] == [f"chat:{two}"]


def test_taking_back_gives_the_item_back_to_the_draft(evening: Evening) -> None:
    shop, one = evening.shop, evening.chats[0]
    draft = evening.draft(one)
    item = shop.do(drafts.accept, draft.id, evening.me.id)
    words = replace(draft.words, next_action="先打电话")
    shop.do(items.edit, item, words, evening.me.id, revision=1)
    shop.do(drafts.undecide, draft.id, evening.me.id)
    again = evening.draft(one)
    assert (again.state, again.item_id, again.words, again.edited) == (
        "proposed",
        None,
        words,
        True,
    )
    assert shop.ask(items.open_items) == []
    assert shop.ask(lambda tx: tx.value("SELECT count(*) FROM handover_event")) == 0
    assert evening.refused(drafts.undecide, draft.id, evening.me.id) == "undecided"
    shop.do(drafts.drop, draft.id, "不用了", evening.me.id)
    shop.do(drafts.undecide, draft.id, evening.me.id)
    assert (evening.draft(one).state, evening.draft(one).reason) == ("proposed", "")
    target = matter(shop, evening.me, "都算这一条", "red")
    shop.do(drafts.merge, draft.id, target, evening.me.id)
    shop.do(drafts.undecide, draft.id, evening.me.id)
    assert [how.what for how in shop.ask(items.history, target)] == ["noted"]


def test_what_had_joined_an_item_taken_back_is_decided_about_again(evening: Evening) -> None:
    shop, (one, two) = evening.shop, evening.chats
    item = shop.do(drafts.accept, evening.draft(one).id, evening.me.id)
    shop.do(drafts.merge, evening.draft(two).id, item, evening.me.id)
    shop.do(drafts.undecide, evening.draft(one).id, evening.me.id)
    assert [draft.state for draft in evening.all()] == ["proposed", "proposed"]
    assert shop.ask(items.open_items) == []


def test_an_item_that_others_know_of_is_ended_instead(evening: Evening) -> None:
    shop, one = evening.shop, evening.chats[0]
    item = shop.do(drafts.accept, evening.draft(one).id, evening.me.id)
    joined = matter(shop, evening.me, "一样的事", "amber")
    shop.do(items.merge, joined, item, evening.me.id)
    assert evening.refused(drafts.undecide, evening.draft(one).id, evening.me.id) == "joined"
    shop.do(items.reopen, joined, evening.me.id)
    shop.do(remarks.ask_back, evening.page, item, "是哪一位？", shop.lead.id)
    shop.do(drafts.undecide, evening.draft(one).id, evening.me.id)
    ended = shop.ask(items.one, item)
    assert (ended.state, ended.result) == ("dropped", "退回草稿")
    assert [how.what for how in shop.ask(items.history, item)][-1] == "dropped"
    assert evening.draft(one).state == "proposed"


def test_what_ended_or_was_signed_cannot_be_taken_back(evening: Evening) -> None:
    shop, (one, two) = evening.shop, evening.chats
    first, second = evening.draft(one).id, evening.draft(two).id
    done = shop.do(drafts.accept, first, evening.me.id)
    shop.do(items.finish, done, "已经回了", evening.me.id)
    assert evening.refused(drafts.undecide, first, evening.me.id) == "closed"
    # Ended, and the customer still waits: nothing new, so it is not proposed again.
    evening.refresh()
    assert evening.draft(one).state == "accepted"
    shop.answers(one, evening.me)
    shop.says(one, "还有一个问题")
    evening.refresh()
    assert evening.draft(one).state == "proposed"
    assert evening.draft(one).words.situation == "还有一个问题"
    shop.do(drafts.accept_all, evening.section, evening.me.id)
    shop.do(signing.give, evening.page, evening.me.id)
    for command in (drafts.undecide, drafts.accept):
        assert evening.refused(command, second, evening.me.id) == "signed_already"
    assert evening.refused(drafts.accept_all, evening.section, evening.me.id) == "signed_already"
    assert evening.refresh() == 0


def test_an_item_that_another_page_took_along_cannot_be_taken_back(shop: TestShop) -> None:
    beside = works(shop, "1004", "白班", duty=False)
    evening = Evening(shop)
    promised(shop, add_order(shop), "回电", kind="callback", minutes=60, by=beside.id)
    section = shop.ask(
        lambda tx: tx.value("SELECT id FROM handover_section WHERE giver_id = :id", id=beside.id)
    )
    shop.do(drafts.refresh, section)
    (draft,) = shop.ask(drafts.of_section, section)
    shop.do(drafts.accept, draft.id, shop.lead.id)
    shop.do(drafts.accept_all, evening.section, evening.me.id)
    shop.do(signing.give, evening.page, evening.me.id)
    shop.do(drafts.undecide, draft.id, beside.id)
    shop.do(drafts.accept, draft.id, beside.id)
    shop.later(5 * HOUR)
    night = shop.do(pages.open_for, evening.next.id)
    for one in shop.ask(pages.one, night).sections:
        shop.do(drafts.accept_all, one.id, evening.next.id)
    assert shop.do(signing.give, night, evening.next.id) == "given"
    assert evening.refused(drafts.undecide, draft.id, beside.id) == "handed_over"


def test_what_was_meant_for_somebody_who_left_is_for_whoever_comes(evening: Evening) -> None:
    shop, (draft, _) = evening.shop, evening.all()
    meant = replace(draft.words, for_staff_id=evening.next.id)
    shop.do(drafts.edit, draft.id, meant, evening.me.id)
    shop.do(staff.set_active, evening.next.staff_no, False, None)
    with pytest.raises(Refused, match=r"1003 1003\*\* 已停用，请换一个人，或者留空"):
        shop.do(items.note, meant, evening.me.id)
    item = shop.ask(items.one, shop.do(drafts.accept, draft.id, evening.me.id))
    assert item.words == replace(draft.words, for_staff_id=None)


def test_only_the_giver_and_leads_decide(evening: Evening) -> None:
    shop, draft = evening.shop, evening.draft(evening.chats[0])
    assert evening.refused(drafts.accept, draft.id, evening.next.id) == "not_yours"
    assert evening.refused(drafts.accept_all, evening.section, evening.next.id) == "not_yours"
    shop.do(drafts.accept, draft.id, shop.lead.id)
    assert evening.refused(drafts.accept, 999, evening.me.id) == "no_draft"
    assert evening.refused(drafts.accept_all, 999, evening.me.id) == "no_section"
    assert evening.refused(drafts.refresh, 999) == "no_section"
    shop.do(staff.set_active, evening.me.staff_no, False, shop.lead.id)
    other = evening.draft(evening.chats[1]).id
    assert evening.refused(drafts.accept, other, evening.me.id) == "disabled"


def test_words_are_cleaned_and_checked(evening: Evening) -> None:
    shop, draft = evening.shop, evening.draft(evening.chats[0])
    bad = replace(draft.words, summary=" ")
    assert evening.refused(drafts.edit, draft.id, bad, evening.me.id) == "summary"
    shop.do(drafts.edit, draft.id, replace(draft.words, summary="红\x1b[31m字"), evening.me.id)
    assert evening.draft(evening.chats[0]).words.summary == "红[31m字"


def test_a_likely_buyer_is_proposed_once_for_what_they_said(evening: Evening) -> None:
    shop, (one, two) = evening.shop, evening.chats
    shop.says(one, "多少钱")
    for chat in (one, two):
        shop.answers(chat, evening.me)
    evening.refresh()
    shop.do(drafts.drop, evening.draft(one).id, "问问而已", evening.me.id)
    later = section_of(shop, evening.me)
    assert shop.ask(drafts.of_section, later) == []
    shop.says(one, "那还有货吗")
    shop.answers(one, evening.me)
    assert shop.do(drafts.refresh, later) == 1


def test_drafting_reaches_to_the_end_of_the_next_shift(shop: TestShop) -> None:
    order = add_order(shop)
    giver, _ = day_and_evening(shop)
    chat = shop.waiting_customer()
    shop.answers(chat, giver)
    shop.do(conversations.snooze, chat, shop.now + 5 * 3600 * 1_000_000, giver.id)
    near = promised(shop, order, "回电", kind="callback", minutes=5 * 60, by=giver.id)
    promised(shop, order, "明早回电", kind="callback", minutes=14 * 60, by=giver.id)
    shop.do(pages.open_for, giver.id)
    section = shop.ask(lambda tx: tx.value("SELECT id FROM handover_section"))
    found = {one.source: one.words.severity for one in shop.ask(drafts.of_section, section)}
    assert found == {f"chat:{chat}": "amber", f"promise:{near}": "amber"}
