"""What is really open when somebody hands over."""

from support.order_work import linked, promised
from support.orders import add_order
from support.shop import TestShop

from zuiqing_desk.rules.drafting import BUYER_DAYS
from zuiqing_desk.services import conversations, marks, policy
from zuiqing_desk.services.handover.found import Found, found
from zuiqing_desk.services.orders import audit, chase
from zuiqing_desk.services.records import StaffMember

MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY_S = 86_400.0


def open_for(shop: TestShop, who: StaffMember, hours: int = 5) -> dict[str, Found]:
    rows = shop.ask(found, who.id, until=shop.now + hours * HOUR)
    assert len({row.source for row in rows}) == len(rows)
    return {row.source: row for row in rows}


def told(row: Found) -> tuple[str, str, str]:
    return row.words.kind, row.words.severity, row.clue


def test_who_waits_for_an_answer(shop: TestShop) -> None:
    me = shop.colleague("1002")
    shop.comes_on(me)
    chat = shop.waiting_customer("1983还有货吗")
    shop.says(chat, "在不在")
    row = open_for(shop, me)[f"chat:{chat}"]
    assert told(row) == ("customer", "amber", "未回复")
    assert row.words.summary == "tb_** 等回复：1983还有货吗"
    assert row.words.situation == "1983还有货吗\n在不在"
    assert (row.words.conversation_id, row.words.due_at) == (chat, None)
    shop.later(181)
    assert told(open_for(shop, me)[f"chat:{chat}"]) == ("customer", "red", "超时未回")
    shop.answers(chat, me, "有的")
    assert told(open_for(shop, me)[f"chat:{chat}"]) == ("buyer", "green", "问过库存，还没下单")


def test_what_another_at_their_desk_looks_after_is_theirs(shop: TestShop) -> None:
    me, other = shop.colleague("1002"), shop.colleague("1003")
    shop.comes_on(other)
    chat = shop.waiting_customer()
    shop.do(conversations.take, chat, other.id)
    shop.do(conversations.snooze, chat, shop.now + HOUR, other.id)
    assert open_for(shop, me) == {}
    assert list(open_for(shop, other)) == [f"chat:{chat}"]
    # Who has gone looks after nothing any more.
    shop.goes_off(other)
    assert list(open_for(shop, me)) == [f"chat:{chat}"]


def test_who_is_to_be_contacted_later(shop: TestShop) -> None:
    me = shop.colleague("1002")
    shop.comes_on(me)
    chat = shop.waiting_customer("考虑一下多少钱合适")
    shop.answers(chat, me)
    shop.do(conversations.snooze, chat, shop.now + 2 * HOUR, me.id)
    row = open_for(shop, me)[f"chat:{chat}"]
    assert told(row) == ("customer", "amber", "稍后会话")
    assert row.words.due_at == shop.now + 2 * HOUR
    assert told(open_for(shop, me, hours=1)[f"chat:{chat}"])[1] == "green"


def test_who_asked_a_price_and_did_not_buy(shop: TestShop) -> None:
    me = shop.colleague("1002")
    shop.comes_on(me)
    chat = shop.waiting_customer("这款多少钱")
    line = shop.answers(chat, me, "1280一瓶").line_id
    assert told(open_for(shop, me)[f"chat:{chat}"]) == ("buyer", "green", "问过价格，还没下单")
    shop.do(marks.toggle, line, "agreed", me.id)
    row = open_for(shop, me)[f"chat:{chat}"]
    assert told(row) == ("buyer", "amber", "问过价格，谈妥，还没下单")
    shop.do(conversations.close, chat, me.id)
    assert f"chat:{chat}" in open_for(shop, me)
    assert open_for(shop, shop.colleague("1003")) == {}
    shop.later(BUYER_DAYS * DAY_S + 1)
    assert open_for(shop, me) == {}


def test_who_bought_or_sells_something_is_no_likely_buyer(shop: TestShop) -> None:
    me = shop.colleague("1002")
    shop.comes_on(me)
    bought, seller = shop.waiting_customer("多少钱"), shop.waiting_customer("多少钱一条广告")
    shop.answers(bought, me)
    shop.answers(seller, me, shop.ask(policy.current).brush_off)
    assert f"chat:{bought}" in open_for(shop, me)
    assert f"chat:{seller}" not in open_for(shop, me)
    order = add_order(shop)
    shop.do(lambda tx: tx.run("UPDATE shop_order SET conversation_id = :c", c=bought))
    assert open_for(shop, me) == {}
    shop.do(lambda tx: tx.run("UPDATE shop_order SET state = 'unpaid' WHERE id = :id", id=order))
    assert list(open_for(shop, me)) == [f"chase:{order}"]
    shop.do(lambda tx: tx.run("UPDATE shop_order SET state = 'closed' WHERE id = :id", id=order))
    assert f"chat:{bought}" in open_for(shop, me)


def test_an_unpaid_order_is_chased_until_there_is_a_result(shop: TestShop) -> None:
    me, other = shop.colleague("1002"), shop.colleague("1003")
    shop.comes_on(me)
    shop.comes_on(other)
    order = add_order(shop, state="unpaid", amount_fen=768_000)
    row = open_for(shop, me)[f"chase:{order}"]
    assert told(row) == ("unpaid", "amber", "催付待联系")
    assert row.words.summary.endswith("未付款 7680 元")
    assert row.words.due_at is not None
    assert row.words.order_id == order
    shop.later(60)
    shop.do(chase.note_contact, order, "chat", other.id)
    assert open_for(shop, me) == {}
    (mine,) = open_for(shop, other).values()
    assert mine.words.next_action == "问清结果，在催付里记下"
    shop.do(chase.settle, order, "later", other.id)
    assert open_for(shop, other) == {}


def test_what_the_audit_put_aside_or_handed_back(shop: TestShop) -> None:
    me = shop.colleague("1002")
    held, back = add_order(shop), add_order(shop, remark_by=me.id)
    shop.do(audit.hold, held, shop.now + HOUR, "等客户改地址", shop.lead.id)
    shop.do(audit.hand_back, back, "备注少写赠品", shop.lead.id)
    rows = open_for(shop, me)
    assert told(rows[f"hold:{held}"]) == ("order", "amber", "审单挂起")
    assert rows[f"hold:{held}"].words.due_at == shop.now + HOUR
    assert told(rows[f"hold:{back}"]) == ("order", "amber", "审单退回")
    assert "备注少写赠品" in rows[f"hold:{back}"].words.summary
    shop.later(3601)
    assert told(open_for(shop, me)[f"hold:{held}"]) == ("order", "red", "审单挂起")
    shop.do(audit.send_in, held, shop.lead.id)
    assert list(open_for(shop, me)) == [f"hold:{back}"]


def test_promises_that_are_due_or_late(shop: TestShop) -> None:
    me = shop.colleague("1002")
    order = add_order(shop)
    linked(shop, order)
    near = promised(shop, order, "今晚回电", kind="callback", minutes=60, by=me.id)
    promised(shop, order, "下周补发", minutes=7 * 1440, by=me.id)
    promised(shop, order, "随时", by=me.id)
    rows = {source: row for source, row in open_for(shop, me).items() if "promise" in source}
    assert list(rows) == [f"promise:{near}"]
    assert told(rows[f"promise:{near}"]) == ("promise", "amber", "承诺到期")
    assert rows[f"promise:{near}"].words.summary == "答应 tb_** 回电：今晚回电"
    shop.later(3601)
    assert told(open_for(shop, me)[f"promise:{near}"]) == ("promise", "red", "承诺过期")


def test_the_urgent_come_first(shop: TestShop) -> None:
    me = shop.colleague("1002")
    order = add_order(shop)
    promised(shop, order, "回电", kind="callback", minutes=30, by=me.id)
    late = shop.waiting_customer()
    shop.comes_on(me)
    waits = shop.waiting_customer()
    shop.later(200)
    order_of = [row.words.severity for row in shop.ask(found, me.id)]
    assert order_of == sorted(order_of, key=["red", "amber", "green"].index)
    assert {f"chat:{late}", f"chat:{waits}"} < set(open_for(shop, me))
