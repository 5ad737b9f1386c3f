"""What was left in the book comes before the first chat; who owes a page stands out."""

import pytest
from support.handover import HOUR, TO_EVENING, day_and_evening, matter, works
from support.orders import add_order
from support.roster import MONDAY, at
from support.shop import TestShop

from zuiqing_desk.services import conversations, outbound, staff
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import gate, owed, pages, signing, taking
from zuiqing_desk.services.handover.owed import Reminder
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.services.roster import planning
from zuiqing_desk.store.tx import Tx

EVENING, NIGHT = at(MONDAY, 18), at(MONDAY, 23)


def left_in_book(shop: TestShop) -> tuple[int, int, StaffMember]:
    """It is eleven at night; 1003 left a red item in the book for 1004 of tomorrow's day shift."""
    giver = works(shop, "1003", "晚班")
    shop.later(14 * HOUR)
    item_id = matter(shop, giver, "漏发两瓶", "red")
    page_id = shop.do(pages.open_for, giver.id)
    shop.do(signing.give, page_id, giver.id)
    return page_id, item_id, giver


def stopped(shop: TestShop, who: StaffMember) -> bool:
    return shop.ask(gate.waiting_for, who.id) is not None


def test_the_next_taker_reads_and_signs_before_the_first_chat(shop: TestShop) -> None:
    taker = works(shop, "1004", "白班", days=1)
    page_id, item_id, giver = left_in_book(shop)
    assert shop.ask(pages.one, page_id).mode == "book"
    assert not stopped(shop, taker)
    shop.later(9 * HOUR)
    chat = shop.waiting_customer()
    assert stopped(shop, taker)
    assert not stopped(shop, giver)
    found = shop.ask(gate.waiting_for, taker.id)
    assert found is not None
    assert (found.page_id, found.items, found.red) == (page_id, 1, 1)
    assert [one.staff_no for one in found.givers] == [giver.staff_no]

    def answer(tx: Tx) -> object:
        return outbound.reply(
            tx, conversation_id=chat, staff_id=taker.id, text="在的亲", client_id="a1"
        )

    def take(tx: Tx) -> None:
        conversations.take(tx, chat, taker.id)

    def take_next(tx: Tx) -> object:
        return conversations.take_next(tx, taker.id)

    for command in answer, take, take_next:
        with pytest.raises(
            Refused, match=r"1003 1003\*\* 留了交接：1 条，其中红的 1 条"
        ) as refused:
            shop.do(command)
        assert refused.value.code == "handover_first"
    with pytest.raises(Refused) as refused:
        shop.do(taking.said_back, page_id, item_id, taker.id, " 好 ")
    assert refused.value.code == "words_needed"
    shop.do(taking.said_back, page_id, item_id, taker.id, "今天补发")
    assert shop.do(signing.take, page_id, taker.id) is True
    assert shop.do(take_next) == chat
    assert shop.ask(pages.one, page_id).entries[0].said == "今天补发"


def test_only_the_duty_officer_is_kept_where_there_is_one(shop: TestShop) -> None:
    duty, other = (
        works(shop, "1004", "白班", days=1),
        works(shop, "1005", "白班", days=1, duty=False),
    )
    page_id, _, _ = left_in_book(shop)
    shop.later(9 * HOUR)
    assert stopped(shop, duty)
    assert not stopped(shop, other)
    assert shop.do(signing.take, page_id, other.id) is False
    shop.do(staff.set_active, duty.staff_no, False, None)
    assert stopped(shop, other)


def test_without_a_roster_whoever_comes_first_reads_it(shop: TestShop) -> None:
    other = shop.colleague("1004")
    _, _, giver = left_in_book(shop)
    shop.later(8 * HOUR)
    assert not stopped(shop, other)
    shop.later(HOUR)
    assert stopped(shop, other)
    assert not stopped(shop, giver)


def test_a_page_that_only_its_giver_would_take_waits_for_whoever_comes(shop: TestShop) -> None:
    works(shop, "1003", "白班", days=1)
    page_id, item_id, giver = left_in_book(shop)
    other = shop.colleague("1004")
    assert not stopped(shop, other)
    shop.later(9 * HOUR)
    assert (stopped(shop, other), stopped(shop, giver)) == (True, False)
    assert shop.ask(pages.mine, other.id) == page_id
    shop.do(taking.said_back, page_id, item_id, other.id, "今天补发")
    assert shop.do(signing.take, page_id, other.id) is True


def test_a_page_handed_over_face_to_face_stops_nobody(shop: TestShop) -> None:
    giver, taker = day_and_evening(shop)
    page_id = shop.do(pages.open_for, giver.id)
    shop.do(signing.give, page_id, giver.id)
    assert not stopped(shop, taker)


def told(shop: TestShop) -> list[tuple[int, list[str], int | None]]:
    return [
        (one.boundary_at, [person.staff_no for person in one.people], one.page_id)
        for one in shop.ask(owed.owed)
    ]


def test_a_shift_that_ended_without_a_page_stands_out_until_it_is_done(shop: TestShop) -> None:
    shop.comes_on(shop.lead)
    giver, taker = day_and_evening(shop)
    works(shop, "1004", "白班", duty=False)
    assert told(shop) == []
    shop.later(0.25 * HOUR)
    assert told(shop) == [(EVENING, ["1002", "1004"], None)]
    page_id = shop.do(pages.open_for, giver.id)
    assert shop.do(pages.open_for, shop.lead.id) == page_id
    assert told(shop) == [(EVENING, ["1002", "1004"], page_id)]
    shop.do(signing.give, page_id, giver.id)
    assert told(shop) == [(EVENING, ["1004"], page_id)]
    shop.later(5 * HOUR)
    assert [one[:2] for one in told(shop)] == [(NIGHT, [taker.staff_no]), (EVENING, ["1004"])]
    (_, late) = shop.ask(owed.owed)
    assert (late.day, late.shift, late.why) == (MONDAY, "白班", "交接没有签字")
    shop.do(signing.stand_in, page_id, late.people[0].id, "走了", shop.lead.id)
    shop.later(15 * 24 * HOUR)
    assert told(shop) == []


def test_who_stays_for_the_next_shift_owes_nothing(shop: TestShop) -> None:
    works(shop, "1002", "早 06:00-12:00")
    who = works(shop, "1003", "早 06:00-12:00")
    shop.do(_beside, who.id, shop.lead.id)
    shop.later(3 * HOUR)
    assert shop.ask(owed.reminder, who.id) == Reminder("take", at(MONDAY, 12), None)
    shop.later(HOUR)
    assert [one[1] for one in told(shop)] == [["1002"]]


def _beside(tx: Tx, staff_id: int, lead: int) -> None:
    planning.put(tx, staff_id, MONDAY, "work", "中 12:00-18:00", lead, beside=True)


def test_no_shift_before_the_first_use_is_owed(shop: TestShop) -> None:
    shop.later(3 * 24 * HOUR)
    works(shop, "1002", "白班", days=-2)
    works(shop, "1002", "白班")
    shop.later(10 * HOUR)
    assert [one[0] for one in told(shop)] == [at(MONDAY + 3, 18)]


def test_both_are_reminded_around_the_boundary_until_they_signed(shop: TestShop) -> None:
    giver, taker = works(shop, "1002", "白班"), works(shop, "1003", "晚班")
    shop.later(TO_EVENING - 60)
    assert shop.ask(owed.reminder, giver.id) is None
    assert shop.ask(owed.reminder, taker.id) is None
    shop.later(60)
    assert shop.ask(owed.reminder, giver.id) == Reminder("give", EVENING, None)
    assert shop.ask(owed.reminder, taker.id) == Reminder("take", EVENING, None)
    page_id = shop.do(pages.open_for, giver.id)
    assert shop.ask(owed.reminder, giver.id) == Reminder("give", EVENING, page_id)
    shop.do(signing.give, page_id, giver.id)
    assert shop.ask(owed.reminder, giver.id) is None
    assert shop.ask(owed.reminder, taker.id) == Reminder("take", EVENING, page_id)
    shop.do(signing.take, page_id, taker.id)
    assert shop.ask(owed.reminder, taker.id) is None


def test_without_a_roster_only_who_worked_the_shift_is_reminded(shop: TestShop) -> None:
    worked, fresh = shop.colleague("1002"), shop.colleague("1003")
    shop.comes_on(worked)
    shop.later(TO_EVENING)
    shop.comes_on(fresh)
    assert shop.ask(owed.reminder, worked.id) == Reminder("give", EVENING, None)
    assert shop.ask(owed.reminder, fresh.id) is None


def test_hundreds_of_open_items_are_handed_over(shop: TestShop) -> None:
    giver, taker = day_and_evening(shop)
    order = add_order(shop)

    def fill(tx: Tx) -> None:
        tx.run(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
            " INSERT INTO handover_item (kind, severity, summary, situation, next_action, if_then,"
            " source, state, result, revision, created_by, created_at, order_id)"
            " SELECT 'order', iif(i % 50, 'green', 'red'), 'nr ' || i, '', '', '', '', 'open', '',"
            " 1, :by, :now, :order FROM n",
            by=giver.id,
            now=tx.now,
            order=order,
        )

    shop.do(fill)
    page_id = shop.do(pages.open_for, giver.id)
    shop.do(signing.give, page_id, giver.id)
    entries = shop.ask(pages.one, page_id).entries
    assert len(entries) == 500
    assert [one.item.words.severity for one in entries[:11]] == ["red"] * 10 + ["green"]

    def read(tx: Tx) -> bool:
        for one in entries:
            if one.item.words.severity == "red":
                taking.said_back(tx, page_id, one.item.id, taker.id)
            else:
                taking.ack(tx, page_id, one.item.id, taker.id)
        return signing.take(tx, page_id, taker.id)

    assert shop.do(read) is True
    assert len(shop.ask(pages.one, page_id).entries) == 500
