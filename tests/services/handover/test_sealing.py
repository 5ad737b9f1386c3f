"""Sealing a page, reading it as it was signed, amending it."""

import pytest
from support.sealed import by_hand, close_item, lay_item, lay_page, seal, sealed_pages
from support.shop import TestShop

from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import sealing
from zuiqing_desk.services.handover.verify import verify
from zuiqing_desk.store.tx import Tx


def test_a_sealed_page_is_shown_as_it_was_signed(shop: TestShop) -> None:
    taker = shop.colleague("1002")

    def lay(tx: Tx) -> tuple[int, int]:
        customer = tx.insert(
            "INSERT INTO customer (name, created_at) VALUES ('tb_**', :now)", now=tx.now
        )
        item = lay_item(tx, "要回电", shop.lead.id, customer_id=customer, for_staff_id=taker.id)
        page = lay_page(tx, shop.lead.id, taker.id, [item])
        tx.run("UPDATE handover_entry SET said = '我九点回电', said_at = :now", now=tx.now)
        tx.insert(
            "INSERT INTO handover_remark (page_id, item_id, kind, text, by, at, answer,"
            " answered_by, answered_at)"
            " VALUES (:page, :item, 'question', '哪个号码？', :taker, :now, '店里那个', :lead,"
            " :now)",
            page=page,
            item=item,
            taker=taker.id,
            lead=shop.lead.id,
            now=tx.now,
        )
        link = seal(tx, page, taker.id)
        assert link.number == 1
        return page, item

    page, item = shop.do(lay)
    shop.later(3600)
    by_hand(shop.store.path, "UPDATE handover_item SET summary = '不用回', severity = 'green'")
    by_hand(shop.store.path, "UPDATE customer SET name = '别人'")
    by_hand(shop.store.path, "UPDATE handover_section SET giver_id = 2, figures = '{}'")
    by_hand(shop.store.path, "UPDATE handover_remark SET answer = '不知道'")
    by_hand(shop.store.path, "UPDATE handover_taker SET duty = 0")
    shown = shop.ask(sealing.read_sealed, page)
    assert (shown.state, shown.number, shown.broken) == ("sealed", 1, "")
    assert shown.hash == shop.ask(verify).head
    assert shown.sealed_at == shop.now - 3600_000_000
    (section,), (taken,), (entry,), (said,) = (
        shown.sections,
        shown.takers,
        shown.entries,
        shown.said,
    )
    assert section.giver == (shop.lead.id, "1001", "甲**")
    assert section.figures == (("接待", "31"),)
    assert (taken.person.id, taken.duty) == (taker.id, True)
    assert (entry.item.id, entry.item.words.summary) == (item, "要回电")
    assert (entry.item.words.severity, entry.item.customer) == ("amber", "tb_**")
    assert entry.item.for_staff is not None
    assert entry.item.for_staff.staff_no == "1002"
    assert (entry.said, entry.carried, entry.item.pages) == ("我九点回电", False, 1)
    assert (said.text, said.answer) == ("哪个号码？", "店里那个")


def test_no_personal_text_stands_in_the_bytes(shop: TestShop) -> None:
    sealed_pages(shop, 1)
    (body,) = shop.ask(lambda tx: [body for (body,) in tx.all("SELECT body FROM handover_seal")])
    assert b'"1002"' in body
    for text in ("第0件", "等回复", "甲**", "1002**"):
        assert text.encode() not in body


def test_the_next_page_tells_what_was_closed_and_what_is_open_beside_it(shop: TestShop) -> None:
    lead, taker = shop.lead.id, shop.colleague("1002").id

    def first(tx: Tx) -> list[int]:
        items = [lay_item(tx, f"事{n}", lead) for n in range(3)]
        seal(tx, lay_page(tx, lead, taker, items[:2]), taker)
        return items

    def second(tx: Tx, items: list[int]) -> int:
        close_item(tx, items[0], taker, "寄出了")
        gone = lay_item(tx, "来了又走", lead)
        close_item(tx, gone, lead)
        close_item(tx, items[1], taker)
        page = lay_page(tx, lead, taker, items[1:2])
        seal(tx, page, taker)
        return page

    items = shop.do(first)
    # The clock is set back between the pages: what happened since is known all the same.
    shop.later(-3600)
    shown = shop.ask(sealing.read_sealed, shop.do(second, items))
    assert [(one.id, one.result) for one in shown.closed] == [(1, "寄出了"), (4, "办好了")]
    (entry,) = shown.entries
    assert (entry.item.state, entry.carried, entry.item.pages) == ("done", True, 2)
    assert shop.ask(verify).ok
    last = shop.ask(lambda tx: tx.value("SELECT body FROM handover_seal WHERE number = 2"))
    assert b'"others_open":[3]' in last


def test_what_was_closed_again_after_it_was_reopened_is_told_again(shop: TestShop) -> None:
    lead, taker = shop.lead.id, shop.colleague("1002").id
    sealed_pages(shop, 2)

    def close_again(tx: Tx) -> int:
        tx.insert(
            "INSERT INTO handover_event (item_id, what, words, by, at)"
            " VALUES (1, 'reopened', '', :by, :now)",
            by=lead,
            now=tx.now,
        )
        close_item(tx, 1, taker, "又办了一次")
        page = lay_page(tx, lead, taker, [2])
        seal(tx, page, taker)
        return page

    shop.do(lambda tx: seal(tx, lay_page(tx, lead, taker, [2], boundary=5), taker))
    assert [one.result for one in shop.ask(sealing.read_sealed, 3).closed] == ["办好了"]
    assert [one.result for one in shop.ask(sealing.read_sealed, shop.do(close_again)).closed] == [
        "又办了一次"
    ]


def test_amendments_follow_and_show_on_the_page(shop: TestShop) -> None:
    page = sealed_pages(shop, 1)[0]
    lead, taker = shop.lead.id, shop.colleague("1002").id
    late = shop.colleague("1003").id

    def amend(tx: Tx, *amendment: object) -> None:
        link = sealing.amend(tx, page, *amendment)
        tx.journal("handover.amended", page, actor=lead, detail=link.detail)

    remark = {"remark": 5, "item": 1, "kind": "ask_back", "by": lead, "at": shop.now}
    shop.do(amend, "remark", remark, {"remark:5:text": "后来呢？"}, lead)
    (said,) = shop.ask(sealing.read_sealed, page).said
    assert (said.text, said.item_id, said.answer, said.answered_by) == ("后来呢？", 1, "", None)
    answer = {"remark": 5, "by": taker, "at": shop.now}
    shop.do(amend, "answer", answer, {"remark:5:answer": "寄出了"}, taker)
    signed = {"staff": late, "duty": False, "allowed_by": lead, "at": shop.now}
    shop.do(amend, "signature", signed, {}, late)
    shown = shop.ask(sealing.read_sealed, page)
    (said,) = shown.said
    assert (said.answer, said.answered_by and said.answered_by.id) == ("寄出了", taker)
    assert [(one.person.id, one.signed_at) for one in shown.takers][1:] == [(late, shop.now)]
    assert "不符" in shop.ask(verify).why
    by_hand(
        shop.store.path,
        "INSERT INTO handover_remark (id, page_id, item_id, kind, text, by, at, answer,"
        " answered_by, answered_at) VALUES (5, ?, 1, 'ask_back', '', ?, ?, '', ?, ?)",
        *(page, lead, shop.now, taker, shop.now),
    )
    by_hand(
        shop.store.path,
        "INSERT INTO handover_taker (page_id, staff_id, duty, allowed_by, signed_at)"
        " VALUES (?, ?, 0, ?, ?)",
        *(page, late, lead, shop.now),
    )
    assert shop.ask(verify).ok
    assert shown.number == 1


def test_sealed_once_and_amended_only_after(shop: TestShop) -> None:
    lead, taker = shop.lead.id, shop.colleague("1002").id
    page = shop.do(lay_page, lead, taker, [])
    facts = {"remark": 1, "item": None, "kind": "comment", "by": lead, "at": 1}
    with pytest.raises(Refused, match="还没有封存"):
        shop.do(sealing.amend, page, "remark", facts, {}, lead)
    with pytest.raises(Refused, match="还没有封存"):
        shop.ask(sealing.read_sealed, page)
    shop.do(seal, page, taker)
    with pytest.raises(Refused, match="已经封存"):
        shop.do(seal, page, taker)


def test_a_page_changed_by_hand_says_so_and_one_beyond_reading_is_refused(shop: TestShop) -> None:
    page = sealed_pages(shop, 1)[0]
    by_hand(
        shop.store.path, "UPDATE handover_text SET text = '不用回' WHERE key = 'item:1:summary'"
    )
    shown = shop.ask(sealing.read_sealed, page)
    assert "item:1:summary" in shown.broken
    by_hand(shop.store.path, "UPDATE handover_seal SET body = CAST(body || ' ' AS BLOB)")
    assert "校验值" in shop.ask(sealing.read_sealed, page).broken
    by_hand(shop.store.path, "UPDATE handover_seal SET body = x'ff'")
    with pytest.raises(Refused, match="坏了"):
        shop.ask(sealing.read_sealed, page)


def test_which_items_the_chain_knows(shop: TestShop) -> None:
    lead, taker = shop.lead.id, shop.colleague("1002").id
    assert not shop.ask(sealing.in_chain, 1)
    items = [shop.do(lay_item, "事", lead) for _ in range(2)]
    shop.do(seal, shop.do(lay_page, lead, taker, items[:1]), taker)
    later = shop.do(lay_item, "事", lead)
    known = [shop.ask(sealing.in_chain, item) for item in (*items, later)]
    assert known == [True, True, False]
