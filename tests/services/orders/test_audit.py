"""The audit of orders: what waits, what it decides, and taking that back."""

from collections.abc import Callable
from typing import Any

import pytest
from support.orders import add_order
from support.products import product
from support.shop import SECOND, TestShop

from zuiqing_desk.services import policy
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders import audit, finance, ownership, promises, reading

REMARK = "[甲**]6瓶1983,发韵达"
COLUMNS = (
    "state",
    "verdict",
    "verdict_by",
    "verdict_at",
    "verdict_reason",
    "hold_until",
    "handed_to",
)


def ready(shop: TestShop, **columns: Any) -> int:
    """An order that is right in everything but for the questions without tables."""
    card = product(shop, "1983", "醉卿1983", per_box=6, price_fen=128_000, floor_fen=108_000)
    order = add_order(
        shop,
        **{
            "remark": REMARK,
            "address": "广东省深圳市南山区1号",
            "province": "广东省",
            "city": "深圳市",
            "district": "南山区",
            "state": "audit",
            "confirmed_at": shop.now,
            **columns,
        },
    )
    shop.do(lambda tx: tx.run("UPDATE order_item SET product_id = :card", card=card))
    shop.do(
        lambda tx: tx.run(
            "INSERT INTO coverage VALUES ('韵达', '广东省', '', '', 'yes', '')",
        )
    )
    shop.do(policy.change, "gift_table", ["1983 满12瓶 送1瓶小酒版"], shop.lead.id)
    return order


def results(shop: TestShop, order: int) -> dict[str, str]:
    return {one.name: one.result for one in shop.ask(audit.checks, order)}


def stands(shop: TestShop, order: int) -> tuple[Any, ...]:
    found = shop.ask(reading.one, order)
    return tuple(getattr(found, column) for column in COLUMNS)


def refused(shop: TestShop, command: Callable[..., Any], *args: Any, **more: Any) -> str:
    with pytest.raises(Refused) as found:
        shop.do(command, *args, **more)
    return found.value.code


def journal(shop: TestShop) -> list[tuple[str, int, str]]:
    return shop.ask(
        lambda tx: tx.all("SELECT kind, subject_id, detail FROM journal WHERE kind GLOB 'order*'")
    )


def test_a_right_order_is_let_go_in_one_step(shop: TestShop) -> None:
    order = ready(shop)
    assert set(results(shop, order).values()) == {"green"}
    shop.do(audit.approve, order, shop.lead.id)
    assert stands(shop, order)[:3] == ("audit", "approved", shop.lead.id)
    assert shop.ask(audit.worklist) == []
    assert [row.id for row in shop.ask(finance.undispatched)] == [order]
    assert journal(shop)[-1] == ("order.approved", order, "")


def test_red_needs_a_reason_and_questions_an_answer(shop: TestShop) -> None:
    order = ready(shop, remark="[甲**]5瓶1983,发顺丰")
    found = results(shop, order)
    assert (found["goods"], found["courier"]) == ("red", "ask")
    assert refused(shop, audit.approve, order, shop.lead.id, asked=True) == "red"
    assert refused(shop, audit.approve, order, shop.lead.id, asked=True, despite="  ") == "red"
    assert refused(shop, audit.approve, order, shop.lead.id, despite="少发一瓶") == "ask"
    shop.do(audit.approve, order, shop.lead.id, despite="少发一瓶", asked=True)
    assert shop.ask(reading.one, order).verdict_reason == "少发一瓶"
    assert journal(shop)[-1] == ("order.approved", order, "goods")
    assert refused(shop, audit.approve, order, shop.lead.id) == "approved"


def test_a_promise_without_its_counterpart_stops_the_order_whatever_is_said(shop: TestShop) -> None:
    order = ready(shop)
    promise = shop.do(promises.note, order, "gift", "1瓶小酒版", None, shop.lead.id)
    assert results(shop, order)["promises"] == "red"
    assert refused(shop, audit.approve, order, None, despite="客户不要了", asked=True) == "promise"
    shop.do(promises.settle, promise, "dropped", shop.lead.id, reason="客户不要了")
    shop.do(audit.approve, order, None)


def test_the_worklist_has_urgent_orders_first_and_then_who_paid_first(shop: TestShop) -> None:
    late = add_order(shop, paid_at=shop.now + 9)
    urgent = add_order(shop, paid_at=shop.now + 5, urgent=True)
    early = add_order(shop, paid_at=shop.now + 1, state="audit")
    add_order(shop, state="unpaid")
    add_order(shop, state="dispatched")
    add_order(shop, verdict="approved")
    back = add_order(shop, verdict="handed_back", paid_at=shop.now + 3)
    assert [row.id for row in shop.ask(audit.worklist)] == [urgent, early, back, late]
    assert [row.id for row in shop.ask(audit.worklist, 2)] == [urgent, early]
    shop.do(audit.set_urgent, late, True, shop.lead.id)
    shop.do(audit.set_urgent, urgent, False, shop.lead.id)
    assert [row.id for row in shop.ask(audit.worklist)] == [late, early, back, urgent]


def test_a_hold_comes_back_by_itself(shop: TestShop) -> None:
    order = ready(shop)
    until = shop.now + 60 * SECOND
    assert refused(shop, audit.hold, order, shop.now, "等货", None) == "past"
    assert refused(shop, audit.hold, order, until, " ", None) == "reason_needed"
    shop.do(audit.hold, order, until, "等货", shop.lead.id)
    assert shop.ask(audit.worklist) == []
    shop.later(59)
    assert shop.ask(audit.worklist) == []
    shop.later(1)
    assert [row.state for row in shop.ask(audit.worklist)] == ["held"]
    shop.do(audit.approve, order, shop.lead.id)
    assert stands(shop, order)[:2] == ("audit", "approved")


def test_an_order_is_handed_back_to_who_closed_it(shop: TestShop) -> None:
    order = ready(shop)
    assert refused(shop, audit.hand_back, order, "改备注", None) == "no_owner"
    agent = shop.hire("2001")
    shop.do(ownership.rule, order, agent.id, "他成交的", shop.lead.id)
    shop.do(audit.hand_back, order, "改备注", shop.lead.id)
    found = shop.ask(reading.one, order)
    assert (found.verdict, found.handed_to, found.verdict_reason) == (
        "handed_back",
        agent.id,
        "改备注",
    )
    shop.do(audit.send_in, order, agent.id)
    assert stands(shop, order)[1] == ""
    assert shop.ask(reading.one, order).handed_to is None
    assert refused(shop, audit.send_in, order, agent.id) == "undecided"


DECISIONS: dict[str, Callable[[TestShop, int], audit.Before]] = {
    "approve": lambda shop, order: shop.do(audit.approve, order, shop.lead.id),
    "refuse": lambda shop, order: shop.do(audit.refuse, order, "不对", shop.lead.id),
    "hold": lambda shop, order: shop.do(audit.hold, order, shop.now + 9, "等", shop.lead.id),
    "hand_back": lambda shop, order: shop.do(audit.hand_back, order, "改", shop.lead.id),
}


@pytest.mark.parametrize("decision", DECISIONS)
@pytest.mark.parametrize("first", [None, "refuse", "hold"])
def test_every_decision_is_taken_back_to_what_was(
    shop: TestShop, decision: str, first: str | None
) -> None:
    order = ready(shop, remark_by=shop.lead.id)
    if first is not None:
        DECISIONS[first](shop, order)
    stood = stands(shop, order)
    before = DECISIONS[decision](shop, order)
    assert stands(shop, order) != stood
    shop.do(audit.take_back, order, shop.lead.id, before)
    assert stands(shop, order) == stood


def test_money_confirmed_meanwhile_stays_confirmed(shop: TestShop) -> None:
    order = add_order(shop)
    before = shop.do(audit.refuse, order, "不对", shop.lead.id)
    shop.do(finance.confirm, [order], shop.lead.id)
    shop.do(audit.take_back, order, shop.lead.id, before)
    assert stands(shop, order)[:2] == ("audit", "")


def test_a_decision_somebody_else_made_since_is_not_taken_back(shop: TestShop) -> None:
    order = ready(shop)
    before = shop.do(audit.approve, order, shop.lead.id)
    shop.do(audit.refuse, order, "等等", None)
    assert refused(shop, audit.take_back, order, None, before) == "changed_meanwhile"
    shop.do(audit.take_back, order, None)
    assert stands(shop, order) == ("audit", "", None, None, "", None, None)


@pytest.mark.parametrize(
    "decide",
    [
        lambda tx, order, me, seen: audit.approve(tx, order, me, asked=True, seen=seen),
        lambda tx, order, me, seen: audit.refuse(tx, order, "没写备注", me, seen=seen),
        lambda tx, order, me, seen: audit.hold(tx, order, tx.now + 1, "等", me, seen=seen),
        lambda tx, order, me, seen: audit.hand_back(tx, order, "改备注", me, seen=seen),
        lambda tx, order, me, seen: audit.send_in(tx, order, me, seen=seen),
    ],
)
def test_a_decision_about_what_was_decided_since_is_refused(
    shop: TestShop, decide: Callable[..., Any]
) -> None:
    order = ready(shop)
    (seen,) = shop.ask(reading.rows, ids=[order])
    shop.do(audit.hold, order, shop.now + SECOND, "等买家", shop.lead.id)
    assert refused(shop, decide, order, shop.lead.id, seen) == "changed_meanwhile"
    assert shop.ask(reading.one, order).verdict_reason == "等买家"
    (seen,) = shop.ask(reading.rows, ids=[order])
    shop.do(audit.hold, order, shop.now + 2 * SECOND, "再等", shop.lead.id, seen=seen)


def test_an_approved_order_is_marked_as_gone_and_back(shop: TestShop) -> None:
    order = ready(shop)
    assert refused(shop, audit.mark_dispatched, order, None) == "not_approved"
    shop.do(audit.approve, order, shop.lead.id)
    before = shop.do(audit.mark_dispatched, order, shop.lead.id)
    assert stands(shop, order)[0] == "dispatched"
    for command in (audit.approve, audit.mark_dispatched, audit.send_in):
        assert refused(shop, command, order, None) == "not_open"
    assert refused(shop, audit.take_back, order, None) == "not_open"
    shop.do(audit.take_back, order, shop.lead.id, before)
    assert stands(shop, order)[:2] == ("audit", "approved")


@pytest.mark.parametrize("state", ["unpaid", "dispatched", "closed", "refund"])
def test_an_order_out_of_the_audit_is_not_decided_about(shop: TestShop, state: str) -> None:
    order = add_order(shop, state=state)
    for command in (
        lambda tx: audit.approve(tx, order, None, despite="x", asked=True),
        lambda tx: audit.refuse(tx, order, "x", None),
        lambda tx: audit.hold(tx, order, tx.now + 1, "x", None),
        lambda tx: audit.hand_back(tx, order, "x", None),
        lambda tx: audit.take_back(tx, order, None),
    ):
        assert refused(shop, command) == "not_open"


def test_the_remark_on_the_platform_counts_where_there_is_none_of_ours(shop: TestShop) -> None:
    order = ready(shop, remark="", platform_remark=f"{REMARK}\n客户很急")
    assert results(shop, order)["goods"] == "green"
    bare = add_order(shop, platform_remark="已联系")
    found = {one.name: one for one in shop.ask(audit.checks, bare)}
    assert found["goods"].result == "red"
    assert "平台上的备注不合格式" in found["goods"].why


def test_checks_of_many_are_those_of_each(shop: TestShop) -> None:
    orders = [ready(shop), add_order(shop), add_order(shop, state="unpaid")]
    found = shop.ask(audit.checks_of, [*orders, 10**6])
    assert found == {order: shop.ask(audit.checks, order) for order in orders}


def test_a_message_naming_a_courier_makes_it_the_one_by_rule(shop: TestShop) -> None:
    order = ready(shop, buyer_message="麻烦发顺丰")
    why = {one.name: one.why for one in shop.ask(audit.checks, order)}
    assert "按规则发顺丰" in why["courier"]


def test_a_courier_the_customer_refuses_is_not_the_one_by_rule(shop: TestShop) -> None:
    order = ready(shop, buyer_message="不要发韵达", remark="[甲**]6瓶1983,不要发韵达,发顺丰")
    why = {one.name: one.why for one in shop.ask(audit.checks, order)}
    assert why["courier"] == "不知道顺丰到不到，问客户或快递"
    shop.do(lambda tx: tx.run("INSERT INTO coverage VALUES ('顺丰', '广东省', '', '', 'yes', '')"))
    assert results(shop, order)["courier"] == "green"


def test_an_order_nobody_closed_goes_out_without_a_remark(shop: TestShop) -> None:
    order = ready(shop, remark="")
    assert "red" not in results(shop, order).values()
    shop.do(ownership.claim, order, shop.lead.id, "电话里谈的", actor=shop.lead.id)
    assert results(shop, order)["goods"] == "red"


def test_a_gift_that_was_promised_may_be_in_the_remark_also_once_it_is_kept(
    shop: TestShop,
) -> None:
    shop.do(policy.change, "order_units", [*policy_units(shop), "个"], shop.lead.id)
    order = ready(shop, remark="[甲**]6瓶1983+2个杯子,发韵达")
    assert results(shop, order)["goods"] == "red"
    promise = shop.do(promises.note, order, "gift", "2个杯子", None, shop.lead.id)
    assert results(shop, order)["goods"] == "green"
    shop.do(promises.settle, promise, "kept", shop.lead.id)
    assert results(shop, order)["goods"] == "green"
    shop.do(promises.reopen, promise, shop.lead.id)
    shop.do(promises.settle, promise, "dropped", shop.lead.id, reason="客户不要了")
    assert results(shop, order)["goods"] == "red"


def policy_units(shop: TestShop) -> tuple[str, ...]:
    return shop.ask(policy.current).order_units
