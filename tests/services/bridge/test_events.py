"""Connectors are told of ended conversations and of remarks: how things stand, in their order."""

import base64
from typing import Any

import pytest
from support.orders import add_order
from support.shop import TestShop

from zuiqing_desk.services import conversations, outbox
from zuiqing_desk.services.bridge import accounts, events
from zuiqing_desk.services.bridge.events import Telling
from zuiqing_desk.services.orders import remark_batches, remarks, whole
from zuiqing_desk.services.orders.remarks import Change
from zuiqing_desk.store.tx import Tx

SECRET = "whsec_" + base64.b64encode(bytes(32)).decode()
URL = "http://127.0.0.1:9/hook"


def connect(shop: TestShop, slug: str = "tb", url: str = URL, **how: Any) -> int:
    """A connected account; its id."""
    told = {"platform": "taobao", "name": slug, "storefront": "", "secret": SECRET, **how}
    return shop.do(accounts.add, slug=slug, url=url, actor=None, **told).account_id


def talk(shop: TestShop, account: int, external: str = "c-1") -> int:
    """A conversation of this account whose customer was answered; its id."""
    shop.comes_on(shop.lead)
    conversation = shop.do(
        conversations.found_conversation, account_id=account, external_id=external, name="甲客"
    )
    shop.says(conversation)
    shop.answers(conversation, shop.lead)
    return conversation


def sent(shop: TestShop) -> None:
    """Every answer that waits goes out."""
    for one in shop.do(outbox.claim, "bridge"):
        shop.do(outbox.accepted, one.outbox_id)


def claimed(shop: TestShop) -> list[Telling]:
    return shop.do(events.claim, 8, {})


def write(shop: TestShop, order: int, text: str, flag: str = "成交") -> None:
    before = shop.ask(
        lambda tx: tx.one("SELECT remark, flag FROM shop_order WHERE id = :id", id=order)
    )
    assert before is not None
    shop.do(remarks.write, Change(order, text, flag, *before), shop.lead.id, None)


def states(shop: TestShop) -> list[str]:
    return shop.ask(
        lambda tx: [state for (state,) in tx.all("SELECT state FROM bridge_event ORDER BY id")]
    )


def test_an_ended_conversation_is_told_once_its_answers_are_out(shop: TestShop) -> None:
    account = connect(shop)
    conversation = talk(shop, account)
    shop.do(conversations.close, conversation, shop.lead.id)
    assert claimed(shop) == []
    sent(shop)
    (telling,) = claimed(shop)
    assert (telling.kind, telling.account_id) == ("conversation.closed", account)
    assert telling.data == {"conversation": "c-1"}
    shop.do(events.told, telling.event_id)
    assert (claimed(shop), states(shop)) == ([], ["done"])


def test_a_conversation_that_goes_on_meanwhile_is_not_said_to_have_ended(shop: TestShop) -> None:
    conversation = talk(shop, connect(shop))
    sent(shop)
    shop.do(conversations.close, conversation, shop.lead.id)
    shop.says(conversation, "还在吗")
    assert (claimed(shop), states(shop)) == ([], ["done"])


def test_a_blocked_sender_ends_the_conversation_there_too_but_once(shop: TestShop) -> None:
    conversation = talk(shop, connect(shop))
    sent(shop)
    shop.do(conversations.close, conversation, shop.lead.id)
    (telling,) = claimed(shop)
    shop.do(events.told, telling.event_id)
    shop.do(conversations.block, conversation, shop.lead.id)
    assert states(shop) == ["done"]
    other = talk(shop, connect(shop, "tb-2"), "c-2")
    shop.do(conversations.block, other, shop.lead.id)
    assert states(shop) == ["done", "pending"]


def test_nobody_is_told_without_an_address_or_a_connector(shop: TestShop) -> None:
    shop.comes_on(shop.lead)
    web = shop.waiting_customer()
    shop.answers(web, shop.lead)
    shop.do(conversations.close, web, shop.lead.id)
    conversation = talk(shop, connect(shop, url=""))
    sent(shop)
    shop.do(conversations.close, conversation, shop.lead.id)
    write(shop, add_order(shop), "[1001]6瓶1983,发韵达")
    assert states(shop) == []


def test_a_remark_is_told_as_it_stands_when_it_goes_out(shop: TestShop) -> None:
    connect(shop)
    order = add_order(shop, number="260302001")
    write(shop, order, "[1001]6瓶1983,发韵达")
    write(shop, order, "[1001]7瓶1983,发韵达")
    (telling,) = claimed(shop)
    assert telling.data == {
        "platform": "taobao",
        "number": "260302001",
        "flag": 1,
        "remark": "[1001]7瓶1983,发韵达",
    }
    shop.do(events.told, telling.event_id)
    assert claimed(shop) == []


def test_a_remark_taken_back_is_told_too(shop: TestShop) -> None:
    connect(shop)
    order = add_order(shop)
    write(shop, order, "[1001]6瓶1983,发韵达")
    (first,) = claimed(shop)
    shop.do(events.told, first.event_id)
    row = shop.ask(lambda tx: tx.value("SELECT max(id) FROM order_remark"))
    shop.do(remarks.undo, row, shop.lead.id)
    (second,) = claimed(shop)
    assert (second.data["remark"], second.data["flag"]) == ("", None)


def test_a_batch_of_flags_tells_of_each_order_and_so_does_undoing_it(shop: TestShop) -> None:
    connect(shop)
    shop.comes_on(shop.lead)
    orders = [add_order(shop), add_order(shop)]
    rows = shop.ask(remark_batches.preview, orders, "待跟进")
    batch = shop.do(remark_batches.apply_batch, rows, shop.lead.id)
    for telling in claimed(shop):
        shop.do(events.told, telling.event_id)
    assert states(shop) == ["done", "done"]
    shop.do(remark_batches.undo_batch, batch, shop.lead.id)
    assert len(claimed(shop)) == 2


def test_what_may_have_been_taken_gives_way_under_another_id(shop: TestShop) -> None:
    # A connector takes an id once: told again under the old one, the new text would be lost.
    connect(shop)
    order = add_order(shop)
    write(shop, order, "[1001]6瓶1983,发韵达")
    (first,) = claimed(shop)
    shop.do(events.later, first.event_id, 60.0, "连接器收到后没有回答")
    write(shop, order, "[1001]7瓶1983,发韵达")
    (second,) = claimed(shop)
    assert second.event_id != first.event_id
    assert second.data["remark"] == "[1001]7瓶1983,发韵达"
    assert states(shop) == ["done", "sending"]


def test_a_newer_remark_waits_for_the_one_under_way_and_takes_its_place(shop: TestShop) -> None:
    connect(shop)
    order = add_order(shop)
    write(shop, order, "[1001]6瓶1983,发韵达")
    (first,) = claimed(shop)
    write(shop, order, "[1001]7瓶1983,发韵达")
    assert claimed(shop) == []
    shop.do(events.later, first.event_id, 60.0, "连不上连接器")
    (second,) = claimed(shop)
    assert second.data["remark"] == "[1001]7瓶1983,发韵达"


def test_two_orders_do_not_wait_for_each_other(shop: TestShop) -> None:
    connect(shop)
    write(shop, add_order(shop), "[1001]6瓶1983,发韵达")
    (first,) = claimed(shop)
    write(shop, add_order(shop), "[1001]6瓶1983,发韵达")
    (second,) = claimed(shop)
    assert second.event_id > first.event_id


def test_it_is_tried_for_three_days_and_then_stands_as_failed(shop: TestShop) -> None:
    connect(shop)
    order = add_order(shop)
    write(shop, order, "[1001]6瓶1983,发韵达")
    (first,) = claimed(shop)
    shop.do(events.later, first.event_id, 5.0, "连不上连接器")
    assert claimed(shop) == []
    shop.later(5)
    (again,) = claimed(shop)
    assert (again.event_id, again.attempts) == (first.event_id, 2)
    shop.later(3 * 86_400)
    shop.do(events.later, again.event_id, 5.0, "连不上连接器")
    written = shop.ask(events.written_back, order)
    assert written is not None
    assert (written.state, written.reason) == ("failed", "连不上连接器，三天没有成功")


def test_a_retry_put_off_before_the_clock_was_set_back_is_due(shop: TestShop) -> None:
    connect(shop)
    write(shop, add_order(shop), "[1001]6瓶1983,发韵达")
    (first,) = claimed(shop)
    shop.do(events.later, first.event_id, 5.0, "连不上连接器")
    shop.later(-86_400)
    assert [one.event_id for one in claimed(shop)] == [first.event_id]


def test_what_a_gateway_left_half_told_is_taken_up(shop: TestShop) -> None:
    connect(shop)
    write(shop, add_order(shop), "[1001]6瓶1983,发韵达")
    (first,) = claimed(shop)
    assert shop.do(events.recover) == 1
    assert [one.event_id for one in claimed(shop)] == [first.event_id]


def test_one_account_leaves_room_for_another(shop: TestShop) -> None:
    slow, quick = connect(shop), connect(shop, "jd", platform="jd")
    for _ in range(3):
        write(shop, add_order(shop), "[1001]6瓶1983,发韵达")
    write(shop, add_order(shop, platform="jd"), "[1001]6瓶1983,发韵达")
    found = shop.do(events.claim, 2, {slow: 1})
    assert [one.account_id for one in found] == [slow, quick]


@pytest.mark.parametrize("by", ["storefront", "talk", "first"])
def test_the_account_that_keeps_the_order_is_told(shop: TestShop, by: str) -> None:
    first = connect(shop)
    second = connect(shop, "tb-2")
    third = connect(shop, "tb-3", storefront="二店")
    connect(shop, "jd", platform="jd")
    columns: dict[str, Any] = {}
    if by == "storefront":
        columns["storefront_id"] = shop.ask(
            lambda tx: tx.value("SELECT id FROM storefront WHERE name = '二店'")
        )
    if by == "talk":
        columns["conversation_id"] = talk(shop, second)
    write(shop, add_order(shop, **columns), "[1001]6瓶1983,发韵达")
    (telling,) = claimed(shop)
    assert telling.account_id == {"storefront": third, "talk": second, "first": first}[by]


def test_no_platform_is_told_of_a_number_of_ours_nor_of_another_platforms(shop: TestShop) -> None:
    connect(shop)
    write(shop, add_order(shop, number="手工-20260302-1"), "[1001]6瓶1983,发韵达")
    write(shop, add_order(shop, platform="jd"), "[1001]6瓶1983,发韵达")
    assert states(shop) == []


def test_a_removed_account_is_told_nothing(shop: TestShop) -> None:
    conversation = talk(shop, connect(shop))
    sent(shop)
    write(shop, add_order(shop), "[1001]6瓶1983,发韵达")
    (telling,) = claimed(shop)
    shop.do(accounts.remove, "tb")
    shop.do(events.told, telling.event_id)
    shop.do(conversations.close, conversation, shop.lead.id)
    write(shop, add_order(shop), "[1001]6瓶1983,发韵达")
    assert (claimed(shop), states(shop)) == ([], ["failed"])


def test_the_order_page_knows_how_it_stands(shop: TestShop) -> None:
    connect(shop)
    order = add_order(shop)
    assert shop.ask(whole.look, order).written_back is None
    write(shop, order, "[1001]6瓶1983,发韵达")
    (telling,) = claimed(shop)
    shop.later(3)
    before = newest(shop)
    shop.do(events.told, telling.event_id)
    written = shop.ask(whole.look, order).written_back
    assert written == ("done", shop.now, "")
    assert newest(shop) == before + 1, "whoever looks at the order is not told"


def test_whoever_looks_at_the_order_is_told_once_why_its_remark_waits(shop: TestShop) -> None:
    connect(shop)
    write(shop, add_order(shop), "[1001]6瓶1983,发韵达")
    told = []
    for reason in ("连不上连接器", "连不上连接器", "连接器出错了（500）"):
        (telling,) = claimed(shop)
        before = newest(shop)
        shop.do(events.later, telling.event_id, 1.0, reason)
        told.append(newest(shop) - before)
        shop.later(1)
    assert told == [1, 0, 1]


def test_a_remark_no_connector_takes_any_more_is_not_shown_as_written(shop: TestShop) -> None:
    connect(shop)
    order = add_order(shop)
    write(shop, order, "[1001]6瓶1983,发韵达")
    (telling,) = claimed(shop)
    shop.do(events.told, telling.event_id)
    shop.do(accounts.remove, "tb")
    write(shop, order, "[1001]7瓶1983,发韵达")
    written = shop.ask(events.written_back, order)
    assert written == ("failed", shop.now, "没有连接器能告诉平台")
    assert claimed(shop) == []


def newest(shop: TestShop) -> int:
    return int(shop.ask(lambda tx: tx.value("SELECT max(id) FROM journal")))


@pytest.mark.parametrize("sql", [events._DUE, events._CLAIM])
def test_what_was_told_is_not_looked_through(shop: TestShop, sql: str) -> None:
    asked = {"now": 0, "longest": 1, "account": 1, "limit": 1}

    def plan(tx: Tx) -> list[str]:
        return [step[3] for step in tx.all(f"EXPLAIN QUERY PLAN {sql}", **asked)]

    ways = {way.split()[1]: way for way in shop.ask(plan) if way.split()[1] in ("e", "p")}
    assert "bridge_event_open" in ways["e"]
    # Thousands may wait for a connector that is away: each looks at its own subject alone.
    assert ways["p"].endswith("bridge_event_subject (kind=? AND subject_id=? AND id<?)"), ways
