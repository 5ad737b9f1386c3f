"""The lead's view: all pages, what is unread, what is still open and what comes back."""

from dataclasses import astuple

import pytest
from support.handover import day_and_evening, matter, works
from support.orders import add_order
from support.sealed import close_item, lay_item, lay_page, seal
from support.shop import TestShop

from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import items, pages, redact, remarks, review, search, signing
from zuiqing_desk.services.handover.records import ItemWords, PageRow
from zuiqing_desk.store.tx import Tx

DAY_S = 86_400.0


def by_page(shop: TestShop) -> dict[int | None, PageRow]:
    return {row.page_id: row for row in shop.ask(review.rows)}


def sealed_page(shop: TestShop, open_items: list[int], *, late_s: int = 0) -> int:
    """A page of today, from the lead to 1002, sealed so long after its boundary."""
    taker = shop.colleague("1002").id

    def put(tx: Tx) -> int:
        at = tx.now - late_s * 1_000_000
        page = lay_page(tx, shop.lead.id, taker, open_items, boundary=at)
        seal(tx, page, taker)
        return page

    page = shop.do(put)
    shop.later(60)
    return page


def lay(shop: TestShop, summary: str, **columns: object) -> int:
    return shop.do(lay_item, summary, shop.lead.id, **columns)


def test_a_row_tells_who_handed_what_to_whom(shop: TestShop) -> None:
    red = lay(shop, "要回电", severity="red")
    others = [lay(shop, f"第{at}件") for at in range(2)]
    page = sealed_page(shop, [red, *others], late_s=125)
    shop.do(lambda tx: tx.run("UPDATE handover_entry SET said_at = 1 WHERE item_id = :i", i=red))
    absent = shop.colleague("1005").id
    shop.do(
        lambda tx: tx.insert(
            "INSERT INTO handover_taker (page_id, staff_id, duty) VALUES (:page, :staff, 0)",
            page=page,
            staff=absent,
        )
    )
    row = by_page(shop)[page]
    assert (row.givers, row.takers) == (shop.lead.name, "1002**")
    assert (row.state, row.mode, row.late_s) == ("sealed", "face", 125)
    assert (row.items, row.red, row.open_now, row.oldest) == (3, 1, 3, 1)
    assert (row.questions, row.unanswered, row.reviewed) == (0, 0, False)
    shop.do(close_item, others[0], shop.lead.id)
    second = sealed_page(shop, [red, others[1]])
    rows = by_page(shop)
    assert (rows[page].open_now, rows[page].oldest) == (2, 2)
    assert (rows[second].items, rows[second].open_now, rows[second].oldest) == (2, 2, 2)


def test_questions_and_what_waits_for_an_answer(shop: TestShop) -> None:
    item = lay(shop, "要回电")
    page = sealed_page(shop, [item])
    first = shop.do(remarks.ask_back, page, item, "怎么没回？", shop.lead.id)
    shop.do(remarks.ask_back, page, None, "谁当值？", shop.lead.id)
    shop.do(remarks.comment, page, None, "写得清楚", shop.lead.id)
    assert by_page(shop)[page][14:16] == (2, 2)
    shop.do(remarks.answer, first, "已经回了", shop.colleague("1002").id)
    assert by_page(shop)[page][14:16] == (2, 1)


def test_unread_pages_come_first_then_the_newest_day(shop: TestShop) -> None:
    old, *_ = made = [sealed_page(shop, []) for _ in range(3)]
    shop.later(DAY_S)
    made.append(sealed_page(shop, []))
    assert [row.page_id for row in shop.ask(review.rows)] == made[::-1]
    shop.do(review.reviewed, made[3], shop.lead.id)
    assert [row.page_id for row in shop.ask(review.rows)] == [*made[2::-1], made[3]]
    assert [row.page_id for row in shop.ask(review.rows, limit=2)] == [made[2], made[1]]
    assert [row.page_id for row in shop.ask(review.rows, before=old)] == [made[3]]
    # A clock set back changes nothing about the order.
    shop.later(-3 * DAY_S)
    assert [row.page_id for row in shop.ask(review.rows)] == [*made[2::-1], made[3]]


def test_a_shift_without_a_page_stands_out_until_it_has_one(shop: TestShop) -> None:
    giver = works(shop, "1002", "白班")
    works(shop, "1003", "晚班")
    shop.later(9.5 * 3600)
    (row,) = shop.ask(review.rows)
    assert (row.page_id, row.state, row.givers, row.late_s) == (None, "owed", giver.name, 1800)
    page = shop.do(pages.open_for, giver.id)
    (row,) = shop.ask(review.rows)
    assert (row.page_id, row.state, row.givers, row.takers) == (
        page,
        "preparing",
        giver.name,
        "1003**",
    )


def test_a_page_in_preparation_counts_what_is_open(shop: TestShop) -> None:
    giver, _ = day_and_evening(shop)
    page = shop.do(pages.open_for, giver.id)
    matter(shop, giver, "急", "red")
    matter(shop, giver, "不急")
    assert by_page(shop)[page][10:12] == (2, 1)
    assert by_page(shop)[page].late_s == -900
    shop.do(signing.give, page, giver.id)
    matter(shop, giver, "又一件", "red")
    assert by_page(shop)[page][10:12] == (2, 1)


def test_only_a_lead_marks_a_page_as_read_and_once(shop: TestShop) -> None:
    agent = shop.colleague("1002")
    page = sealed_page(shop, [])
    refusals = [
        (review.reviewed, page, agent.id, "not_lead"),
        (review.reviewed, 99, shop.lead.id, "no_page"),
        (review.unreviewed, page, shop.lead.id, "not_reviewed"),
        (review.unreviewed, page, agent.id, "not_lead"),
    ]
    shop.do(review.reviewed, page, shop.lead.id)
    shop.do(review.unreviewed, page, shop.lead.id)
    for command, *args, code in refusals:
        with pytest.raises(Refused) as refusal:
            shop.do(command, *args)
        assert refusal.value.code == code
    shop.do(review.reviewed, page, shop.lead.id)
    other = shop.hire("1009", "lead")
    with pytest.raises(Refused, match="1001 甲"):
        shop.do(review.reviewed, page, other.id)
    begun = shop.do(pages.open_for, agent.id)
    with pytest.raises(Refused, match="封存后再标"):
        shop.do(review.reviewed, begun, shop.lead.id)


def test_the_day_before_is_the_last_that_has_pages(shop: TestShop) -> None:
    first = [sealed_page(shop, []) for _ in range(2)]
    shop.later(3 * DAY_S)
    second = [sealed_page(shop, []) for _ in range(2)]
    assert shop.ask(review.day_before, second[1]) == first
    assert shop.ask(review.day_before, first[0]) == []


def test_what_is_still_open_of_a_page(shop: TestShop) -> None:
    done, amber, red, merged = (
        lay(shop, name, severity=severity)
        for name, severity in (("a", "red"), ("b", "amber"), ("c", "red"), ("d", "green"))
    )
    page = sealed_page(shop, [done, amber, red, merged])
    into = lay(shop, "e", severity="green")
    shop.do(items.finish, done, "办好了", shop.lead.id)
    shop.do(items.merge, merged, into, shop.lead.id)
    assert [item.id for item in shop.ask(review.still_open, page)] == [red, amber, into]


def test_matters_that_come_back(shop: TestShop) -> None:
    carried, reopened, once = (lay(shop, name) for name in ("老问题", "又开", "新的"))
    shop.do(items.finish, reopened, "好了", shop.lead.id)
    shop.do(items.reopen, reopened, shop.lead.id)
    for _ in range(3):
        sealed_page(shop, [carried])
    sealed_page(shop, [once])
    order = add_order(shop, state="unpaid")
    words = ItemWords("unpaid", "green", "催付", order_id=order)
    first = shop.do(items.note, words, shop.lead.id, source=f"chase:{order}")
    shop.do(items.finish, first, "说晚些付", shop.lead.id)
    again = shop.do(items.note, words, shop.lead.id, source=f"chase:{order}")
    found = [(one.item.id, one.times, one.why) for one in shop.ask(review.coming_back)]
    assert found == [
        (carried, 3, "交接了 3 班还没办完"),
        (reopened, 1, "办完后又重开 1 次"),
        (again, 1, "同一件事结束过 1 次，又来了"),
    ]
    shop.do(items.finish, again, "付了", shop.lead.id)
    shop.later(31 * DAY_S)
    shop.do(items.note, words, shop.lead.id, source=f"chase:{order}")
    assert [one.item.id for one in shop.ask(review.coming_back)] == [carried, reopened]


def test_the_same_customer_again_with_the_same_kind_of_matter(shop: TestShop) -> None:
    chat, other = shop.waiting_customer(), shop.waiting_customer()
    words = ItemWords("aftersale", "green", "破损", conversation_id=chat)
    shop.do(items.finish, shop.do(items.note, words, shop.lead.id), "补发了", shop.lead.id)
    again = shop.do(items.note, words, shop.lead.id)
    for kind, where in (("buyer", chat), ("aftersale", other)):
        shop.do(items.note, ItemWords(kind, "green", "别的", conversation_id=where), shop.lead.id)
    (found,) = shop.ask(review.coming_back)
    assert (found.item.id, found.why) == (again, "同一位客户的同类事结束过 1 次，又来了")


def test_what_was_sealed_is_found_until_it_is_erased(shop: TestShop) -> None:
    item = lay(shop, "客户要回电")
    page = sealed_page(shop, [item])
    assert [hit[:2] for hit in map(astuple, shop.ask(search.find, "khyhd"))] == [(page, item)]
    shop.do(remarks.comment, page, None, "写得清楚", shop.lead.id)
    assert [hit[:2] for hit in map(astuple, shop.ask(search.find, "清楚"))] == [(page, None)]
    shop.do(redact.redact_item, item, shop.lead.id)
    assert shop.ask(search.find, "回电") == []
    kept = "SELECT rowid FROM handover_search WHERE handover_search MATCH '回电 OR qqihy'"
    assert shop.ask(lambda tx: tx.all(kept)) == []
