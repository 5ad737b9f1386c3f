"""Items of the notebook: noted, edited, finished, dropped, merged, reopened."""

from dataclasses import replace

import pytest
from support.orders import add_order
from support.shop import SECOND, TestShop

from zuiqing_desk.rules.handover_words import Severity
from zuiqing_desk.services import conversations
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import items, redact
from zuiqing_desk.services.handover.records import Item, ItemWords
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.store.tx import Tx

CALL = ItemWords(
    "customer", "amber", " 要回电\n问价 ", "等报价\x07", "先问\n库存", "如果嫌贵，就送杯子"
)


def note(shop: TestShop, who: StaffMember, words: ItemWords = CALL, source: str = "") -> int:
    return shop.do(items.note, words, who.id, source=source)


def one(shop: TestShop, item_id: int) -> Item:
    return shop.ask(items.one, item_id)


def journalled(shop: TestShop) -> list[tuple[str, int]]:
    def read(tx: Tx) -> list[tuple[str, int]]:
        return tx.all("SELECT kind, subject_id FROM journal WHERE kind LIKE 'handover.%'")

    return shop.ask(read)


def test_what_is_noted_is_kept_clean_with_whom_it_is_about(shop: TestShop) -> None:
    who = shop.colleague("1002")
    chat = shop.waiting_customer()
    order = add_order(shop, customer_id=None)
    item_id = note(shop, who, replace(CALL, conversation_id=chat, order_id=order, due_at=shop.now))
    kept = one(shop, item_id)
    assert kept.words == replace(
        CALL,
        summary="要回电 问价",
        situation="等报价",
        conversation_id=chat,
        order_id=order,
        due_at=shop.now,
    )
    assert (kept.customer, kept.state, kept.revision, kept.pages) == ("tb_**", "open", 1, 0)
    assert kept.order_number
    assert kept.created_by is not None
    assert kept.created_by.staff_no == "1002"
    assert journalled(shop) == [("handover.noted", item_id)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"summary": "\x07 "}, "summary"),
        ({"summary": "长" * 61}, "summary"),
        ({"situation": "长" * 501}, "too_long"),
        ({"kind": "gossip"}, "kind"),
        ({"severity": "blue"}, "severity"),
        ({"conversation_id": 99}, "no_conversation"),
        ({"order_id": 99}, "no_order"),
        ({"for_staff_id": 99}, "no_staff"),
    ],
)
def test_what_cannot_be_an_item_is_refused(
    shop: TestShop, change: dict[str, object], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        note(shop, shop.lead, replace(CALL, **change))  # type: ignore[arg-type]
    assert refused.value.code == code
    assert journalled(shop) == []


def test_one_source_has_one_open_item(shop: TestShop) -> None:
    first = note(shop, shop.lead, source="chat:1")
    with pytest.raises(Refused, match=f"第 {first} 条"):
        note(shop, shop.lead, source="chat:1")
    shop.do(items.finish, first, "回了", shop.lead.id)
    second = note(shop, shop.lead, source="chat:1")
    with pytest.raises(Refused) as refused:
        shop.do(items.reopen, first, shop.lead.id)
    assert refused.value.code == "noted_already"
    assert [item.id for item in shop.ask(items.open_items)] == [second]


def test_the_one_who_edits_later_is_told_who_was_faster(shop: TestShop) -> None:
    who = shop.colleague("1002")
    item_id = note(shop, who)
    assert shop.do(items.edit, item_id, replace(CALL, severity="red"), who.id, revision=1) == 2
    with pytest.raises(Refused, match=r"刚刚由 1002 1002\*\* 改过") as refused:
        shop.do(items.edit, item_id, replace(CALL, summary="别的"), shop.lead.id, revision=1)
    assert refused.value.code == "changed"
    kept = one(shop, item_id)
    assert (kept.words.severity, kept.words.summary) == ("red", "要回电 问价")
    assert shop.do(items.edit, item_id, kept.words, shop.lead.id, revision=2) == 2
    assert [kind for kind, _ in journalled(shop)] == ["handover.noted", "handover.edited"]


def test_finishing_needs_a_result_and_can_be_taken_back(shop: TestShop) -> None:
    who = shop.colleague("1002")
    item_id = note(shop, who)
    with pytest.raises(Refused) as refused:
        shop.do(items.finish, item_id, " \n", who.id)
    assert refused.value.code == "result"
    shop.do(items.finish, item_id, "客户\n已下单", who.id)
    with pytest.raises(Refused, match=r"已由 1002 1002\*\* 办完：客户 已下单"):
        shop.do(items.drop, item_id, "不用了", shop.lead.id)
    shop.do(items.reopen, item_id, who.id)
    assert (one(shop, item_id).state, one(shop, item_id).result) == ("open", "")
    with pytest.raises(Refused) as refused:
        shop.do(items.reopen, item_id, who.id)
    assert refused.value.code == "open"
    told = [(step.what, step.words) for step in shop.ask(items.history, item_id)]
    assert told == [
        ("noted", "要回电 问价"),
        ("done", "客户 已下单"),
        ("reopened", "客户 已下单"),
    ]


def test_only_a_lead_drops_what_somebody_else_noted(shop: TestShop) -> None:
    who, other = shop.colleague("1002"), shop.colleague("1003")
    item_id, own = note(shop, who), note(shop, who)
    with pytest.raises(Refused) as refused:
        shop.do(items.drop, item_id, "不用了", other.id)
    assert refused.value.code == "not_lead"
    with pytest.raises(Refused) as refused:
        shop.do(items.drop, own, "", who.id)
    assert refused.value.code == "reason"
    shop.do(items.drop, own, "记重了", who.id)
    shop.do(items.drop, item_id, "客户不买了", shop.lead.id)
    assert [one(shop, item).result for item in (own, item_id)] == ["记重了", "客户不买了"]


def test_what_was_erased_stays_erased(shop: TestShop) -> None:
    item_id = note(shop, shop.lead)
    shop.do(redact.redact_item, item_id, shop.lead.id)
    with pytest.raises(Refused) as refused:
        shop.do(items.edit, item_id, CALL, shop.lead.id, revision=one(shop, item_id).revision)
    assert refused.value.code == "redacted"
    shop.do(items.finish, item_id, "办好了", shop.lead.id)
    with pytest.raises(Refused) as refused:
        shop.do(items.reopen, item_id, shop.lead.id)
    assert refused.value.code == "redacted"


def test_what_is_merged_goes_on_in_one_that_is_as_urgent(shop: TestShop) -> None:
    red, green = note(shop, shop.lead, replace(CALL, severity="red")), note(shop, shop.lead)
    for pair, code in ((red, green), "less_urgent"), ((red, red), "same_item"):
        with pytest.raises(Refused) as refused:
            shop.do(items.merge, *pair, shop.lead.id)
        assert refused.value.code == code
    shop.do(items.merge, green, red, shop.lead.id)
    assert (one(shop, green).state, one(shop, red).state) == ("merged", "open")
    assert f"第 {red} 条" in one(shop, green).result
    with pytest.raises(Refused):
        shop.do(items.merge, red, green, shop.lead.id)
    shop.do(items.reopen, green, shop.lead.id)
    assert one(shop, green).state == "open"


def test_the_red_ones_come_first_then_what_is_due(shop: TestShop) -> None:
    def at(severity: Severity, minutes: int | None) -> int:
        due = None if minutes is None else shop.now + minutes * 60 * SECOND
        return note(shop, shop.lead, replace(CALL, severity=severity, due_at=due))

    later, green, none, red, soon = (
        at("amber", 50),
        at("green", 1),
        at("amber", None),
        at("red", None),
        at("amber", -5),
    )
    found = [item.id for item in shop.ask(items.open_items)]
    assert found == [red, soon, later, none, green]


def test_the_form_begins_with_the_customer_in_hand(shop: TestShop) -> None:
    chat = shop.waiting_customer("这款还有货吗")
    words = shop.ask(items.prefill, conversation_id=chat, order_id=None, actor=shop.lead.id)
    assert (words.kind, words.severity, words.conversation_id) == ("customer", "amber", chat)
    assert words.summary == "tb_**：这款还有货吗"
    assert "在等回复" in words.situation
    add_order(shop, state="unpaid", number="42", conversation_id=chat)
    shop.do(conversations.take, chat, shop.lead.id)
    shop.answers(chat, shop.lead, "有的亲")
    words = shop.ask(items.prefill, conversation_id=chat, order_id=None, actor=shop.lead.id)
    assert (words.severity, words.next_action) == ("green", "")
    assert words.situation == "最后一句（我方）：有的亲\n订单 42，待付款"
    shop.says(chat, "打我13912345678")
    words = shop.ask(items.prefill, conversation_id=chat, order_id=None, actor=shop.lead.id)
    assert words.summary == "tb_**：打我139****5678"
    assert "139****5678" in words.situation
    assert words.order_id is None


@pytest.mark.parametrize(
    ("state", "kind"), [("unpaid", "unpaid"), ("held", "order"), ("refund", "aftersale")]
)
def test_the_form_begins_with_the_order_in_hand(shop: TestShop, state: str, kind: str) -> None:
    order = add_order(shop, state=state, verdict_reason="缺地址")
    words = shop.ask(items.prefill, conversation_id=None, order_id=order, actor=shop.lead.id)
    assert (words.kind, words.order_id) == (kind, order)
    assert words.next_action
    assert ("缺地址" in words.situation) == (state == "held")
    assert shop.do(items.note, words, shop.lead.id)


def test_with_nothing_in_hand_the_form_begins_empty(shop: TestShop) -> None:
    words = shop.ask(items.prefill, conversation_id=None, order_id=None, actor=shop.lead.id)
    assert words.summary == ""
