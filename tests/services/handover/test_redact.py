"""Erasing texts on request: gone everywhere, and the pages still verify."""

import json

import pytest
from support.orders import add_order
from support.sealed import lay_item, lay_page, seal, sealed_pages
from support.shop import TestShop

from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import items, redact, sealing
from zuiqing_desk.services.handover.sealed_reading import ERASED
from zuiqing_desk.services.handover.verify import verify
from zuiqing_desk.services.notes import notebook, reading
from zuiqing_desk.store.tx import Tx

SECRET = "手机尾号四三二一"


def everything(tx: Tx) -> str:
    """All the texts of the notebook."""
    tables = ("item", "page", "section", "draft", "entry", "remark", "event", "seal", "text")
    rows = [tx.all(f"SELECT * FROM handover_{table}") for table in tables]
    return repr([*rows, tx.all("SELECT * FROM journal")])


def lay(tx: Tx, lead: int, taker: int, customer: int | None) -> int:
    """Two pages with an item that says the secret in every place a person can write to."""
    item = lay_item(tx, SECRET, lead, situation=SECRET, if_then=SECRET, customer_id=customer)
    for page in (lay_page(tx, lead, taker, [item], boundary=n) for n in (1, 2)):
        tx.run("UPDATE handover_entry SET said = :said", said=SECRET)
        tx.insert(
            "INSERT INTO handover_remark (page_id, item_id, kind, text, by, at, answer)"
            " VALUES (:page, :item, 'question', :said, :by, :now, :said)",
            page=page,
            item=item,
            said=SECRET,
            by=taker,
            now=tx.now,
        )
        seal(tx, page, taker)
    tx.insert(
        "INSERT INTO handover_event (item_id, what, words, by, at)"
        " VALUES (:item, 'noted', :said, :by, :now)",
        item=item,
        said=SECRET,
        by=lead,
        now=tx.now,
    )
    tx.insert(
        "INSERT INTO handover_draft (section_id, source, words, edited, state, item_id, reason)"
        " VALUES (1, 'chat:1', :words, 0, 'accepted', :item, '')",
        words=json.dumps({"kind": "customer", "severity": "red", "summary": SECRET}),
        item=item,
    )
    return item


@pytest.fixture
def taker(shop: TestShop) -> int:
    return shop.colleague("1002").id


def test_an_item_is_erased_wherever_it_stands(shop: TestShop, taker: int) -> None:
    other = shop.do(lay_item, "别的事", shop.lead.id)
    item = shop.do(lay, shop.lead.id, taker, None)
    assert SECRET in shop.ask(everything)
    shop.do(redact.redact_item, item, shop.lead.id)
    left = shop.ask(everything)
    assert SECRET not in left
    assert "别的事" in left
    assert shop.ask(verify).ok
    shown = shop.ask(sealing.read_sealed, 2)
    (entry,) = shown.entries
    assert entry.item.redacted
    assert {entry.item.words.summary, entry.said, shown.said[0].text} == {ERASED}
    assert shown.broken == ""
    assert shown.sections[0].giver.name == "甲**"
    row = shop.ask(lambda tx: tx.all("SELECT state, redacted_at FROM handover_item ORDER BY id"))
    assert row == [("open", None), ("open", shop.now)]
    assert other == 1
    kinds = shop.ask(lambda tx: tx.all("SELECT kind FROM journal WHERE kind LIKE '%redacted'"))
    assert kinds == [("handover.redacted",)]
    shop.store.close()
    assert SECRET.encode() not in shop.store.path.read_bytes()


def test_what_came_after_an_erasure_can_be_erased_too(shop: TestShop, taker: int) -> None:
    item = shop.do(lay, shop.lead.id, taker, None)
    shop.do(redact.redact_item, item, shop.lead.id)
    with pytest.raises(Refused, match="已经删除"):
        shop.do(redact.redact_item, item, shop.lead.id)

    def write_again(tx: Tx) -> None:
        tx.run("UPDATE handover_item SET summary = :said", said=SECRET)
        seal(tx, lay_page(tx, shop.lead.id, taker, [item], boundary=3), taker)

    shop.do(write_again)
    shop.later(60)
    shop.do(redact.redact_item, item, shop.lead.id)
    assert SECRET not in shop.ask(everything)
    assert shop.ask(verify).ok


def test_all_of_a_customer(shop: TestShop, taker: int) -> None:
    conversation = shop.waiting_customer()
    customer = shop.ask(lambda tx: tx.value("SELECT max(id) FROM customer"))
    by_link = shop.do(lay, shop.lead.id, taker, customer)
    by_talk = shop.do(lay_item, SECRET, shop.lead.id, conversation_id=conversation)
    shop.do(lay_item, "别人的事", shop.lead.id)
    assert shop.do(redact.redact_customer, customer, shop.lead.id) == 2
    assert by_link != by_talk
    assert SECRET not in shop.ask(everything)
    assert "别人的事" in shop.ask(everything)
    assert shop.ask(verify).ok
    assert shop.do(redact.redact_customer, customer, shop.lead.id) == 0


def test_what_was_merged_into_an_erased_item_does_not_say_it_on(shop: TestShop, taker: int) -> None:
    into = shop.do(lay_item, SECRET, shop.lead.id)
    joined, again = (shop.do(lay_item, "别的事", shop.lead.id) for _ in range(2))
    for item in joined, again:
        shop.do(items.merge, item, into, shop.lead.id)
    shop.do(lambda tx: seal(tx, lay_page(tx, shop.lead.id, taker, [into]), taker))
    shop.do(items.reopen, again, shop.lead.id)
    assert SECRET in shop.ask(items.one, joined).result
    shop.do(redact.redact_item, into, shop.lead.id)
    assert SECRET not in shop.ask(everything)
    assert [one.result for one in shop.ask(sealing.read_sealed, 1).closed] == [ERASED, ERASED]
    assert shop.ask(items.one, joined).words.summary == "别的事"
    assert shop.ask(verify).ok


def test_what_was_noted_and_drafted_about_a_customer(shop: TestShop, taker: int) -> None:
    conversation = shop.waiting_customer()
    customer = shop.ask(lambda tx: tx.value("SELECT max(id) FROM customer"))
    order = add_order(shop, number="2603020001", conversation_id=conversation)
    own = add_order(shop, number="2603020002", customer_id=customer)
    sealed_pages(shop, 1)
    by_talk, by_order = (
        shop.do(notebook.add, SECRET, taker, **{name: link})
        for name, link in (("conversation_id", conversation), ("order_id", order))
    )
    shop.do(notebook.answer, by_order, SECRET, shop.lead.id)
    other = shop.do(notebook.add, "别人的事", taker)
    shop.do(_merged_draft, SECRET, own)
    for source, state in (("chat:1", "dropped"), ("chat:2", "proposed")):
        shop.do(
            lambda tx, **values: tx.insert(
                "INSERT INTO handover_draft (section_id, source, words, edited, state, reason)"
                " VALUES (1, :source, :words, 0, :state, :reason)",
                **values,
            ),
            source=source,
            state=state,
            reason=SECRET,
            words=json.dumps({"summary": SECRET, "conversation_id": conversation}),
        )
    assert shop.do(redact.redact_customer, customer, shop.lead.id) == 5
    notes = [shop.ask(reading.one, note) for note in (by_talk, by_order, other)]
    assert [(one.text, one.answer, one.state) for one in notes] == [
        (ERASED, "", "open"),
        (ERASED, ERASED, "answered"),
        ("别人的事", "", "open"),
    ]
    assert SECRET not in shop.ask(everything)
    assert shop.ask(lambda tx: tx.value("SELECT kind FROM journal ORDER BY id DESC")) == (
        "handover.redacted"
    )
    assert shop.ask(verify).ok
    assert shop.do(redact.redact_customer, customer, shop.lead.id) == 0


def _merged_draft(tx: Tx, summary: str, order: int) -> None:
    """What was drafted of an order and merged into a matter of somebody else."""
    tx.insert(
        "INSERT INTO handover_draft (section_id, source, words, edited, state, item_id, reason)"
        " VALUES (1, 'chase:1', :words, 0, 'merged', 1, '')",
        words=json.dumps({"summary": summary, "order_id": order}),
    )
    tx.insert(
        "INSERT INTO handover_event (item_id, what, words, at) VALUES (1, 'merged', :words, 1)",
        words=summary,
    )


def test_only_a_lead_and_only_what_there_is(shop: TestShop, taker: int) -> None:
    sealed_pages(shop, 1)
    with pytest.raises(Refused, match="组长"):
        shop.do(redact.redact_item, 1, taker)
    with pytest.raises(Refused, match="组长"):
        shop.do(redact.redact_customer, 1, taker)
    with pytest.raises(Refused, match="没有这个事项"):
        shop.do(redact.redact_item, 99, shop.lead.id)
    with pytest.raises(Refused, match="没有这位顾客"):
        shop.do(redact.redact_customer, 99, shop.lead.id)
