"""Finance's confirmation, and errors found after the audit."""

import pytest
from support.orders import add_order
from support.shop import TestShop

from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders import audit, errors_found, finance, reading


def state(shop: TestShop, order: int) -> str:
    return shop.ask(reading.one, order).state


def test_confirmed_money_sends_orders_to_the_audit(shop: TestShop) -> None:
    late, early = (add_order(shop, paid_at=shop.now + plus) for plus in (9, 1))
    held = add_order(shop, state="held", paid_at=shop.now + 5, hold_until=shop.now + 99)
    add_order(shop, state="unpaid")
    assert [row.id for row in shop.ask(finance.to_confirm)] == [early, held, late]
    agent = shop.hire("2001")
    assert shop.do(finance.confirm, [late, early, held, 999], agent.id) == [late, early, held]
    assert [state(shop, one) for one in (late, early, held)] == ["audit", "audit", "held"]
    confirmed = shop.ask(reading.one, late)
    assert (confirmed.confirmed_at, confirmed.confirmed_by) == (shop.now, agent.id)
    assert shop.ask(finance.to_confirm) == []
    with pytest.raises(Refused, match="不用再确认"):
        shop.do(finance.confirm, [late], agent.id)


def test_a_confirmation_is_taken_back_unless_the_order_was_let_go(shop: TestShop) -> None:
    one, approved = add_order(shop), add_order(shop)
    shop.do(finance.confirm, [one, approved], None)
    shop.do(audit.approve, approved, None, despite="急", asked=True)
    assert shop.do(finance.unconfirm, [one, approved], None) == [one]
    assert (state(shop, one), state(shop, approved)) == ("paid", "audit")
    assert shop.ask(reading.one, one).confirmed_by is None
    with pytest.raises(Refused):
        shop.do(finance.unconfirm, [approved], None)


def test_one_command_is_one_line_in_the_journal(shop: TestShop) -> None:
    orders = [add_order(shop), add_order(shop)]
    shop.do(finance.confirm, orders[:1], None)
    shop.do(finance.confirm, orders, None)
    shop.do(finance.unconfirm, orders, None)
    found = shop.ask(
        lambda tx: tx.all(
            "SELECT kind, subject_id, detail FROM journal WHERE kind GLOB '*confirmed'"
        )
    )
    assert found == [
        ("order.confirmed", orders[0], ""),
        ("order.confirmed", orders[1], ""),
        ("orders.unconfirmed", 0, "2"),
    ]


def test_what_was_let_go_and_has_not_gone_out(shop: TestShop) -> None:
    add_order(shop)
    late, early = (add_order(shop, paid_at=shop.now + plus, verdict="approved") for plus in (9, 1))
    urgent = add_order(shop, paid_at=shop.now + 20, verdict="approved", urgent=True)
    add_order(shop, state="dispatched", verdict="approved")
    assert [row.id for row in shop.ask(finance.undispatched)] == [urgent, early, late]
    assert [row.id for row in shop.ask(finance.undispatched, 1)] == [urgent]


def test_money_of_an_order_that_was_let_go_is_taken_back_after_the_audit(shop: TestShop) -> None:
    order = add_order(shop)
    before = shop.do(audit.approve, order, shop.lead.id, despite="急", asked=True)
    shop.do(finance.confirm, [order], shop.lead.id)
    with pytest.raises(Refused, match="先在审单页撤销放行"):
        shop.do(finance.unconfirm, [order], shop.lead.id)
    shop.do(audit.take_back, order, shop.lead.id, before)
    assert shop.do(finance.unconfirm, [order], shop.lead.id) == [order]


def test_errors_found_later_are_counted_to_who_audited(shop: TestShop) -> None:
    order = add_order(shop)
    shop.do(audit.approve, order, shop.lead.id, despite="急", asked=True)
    assert shop.ask(errors_found.auditor, order) == shop.lead.id
    since = shop.now
    sample = shop.do(errors_found.record, order, shop.lead.id, "sample", None, note=" 漏了\n一瓶 ")
    dear = shop.do(errors_found.record, order, shop.lead.id, "courier", None, cost_fen=1_500)
    shop.later(10)
    found = shop.ask(errors_found.of_order, order)
    assert [(one.kind, one.grade, one.note) for one in found] == [
        ("sample", "ordinary", "漏了 一瓶"),
        ("courier", "grave", ""),
    ]
    assert [one.id for one in shop.ask(errors_found.recent)] == [dear, sample]
    (total,) = shop.ask(errors_found.totals, since, shop.now)
    assert (total.staff_no, total.grave, total.ordinary, total.cost_fen) == ("1001", 1, 1, 1_500)
    assert shop.ask(errors_found.totals, shop.now, shop.now + 1) == []


def test_an_error_is_taken_back_and_let_count_again(shop: TestShop) -> None:
    order = add_order(shop)
    error = shop.do(errors_found.record, order, shop.lead.id, "goods", None)
    shop.do(errors_found.withdraw, error, None)
    assert shop.ask(errors_found.of_order, order) == shop.ask(errors_found.recent) == []
    with pytest.raises(Refused, match="不在了"):
        shop.do(errors_found.withdraw, error, None)
    shop.do(errors_found.restore, error, None)
    assert [one.grade for one in shop.ask(errors_found.of_order, order)] == ["grave"]


@pytest.mark.parametrize(
    ("kind", "cost", "note", "code"),
    [
        ("unheard", 0, "", "kind"),
        ("goods", -1, "", "cost"),
        ("goods", errors_found.MOST_FEN + 1, "", "cost"),
        ("goods", 0, "长" * 201, "note"),
    ],
)
def test_what_is_no_error_is_refused(
    shop: TestShop, kind: str, cost: int, note: str, code: str
) -> None:
    order = add_order(shop)
    with pytest.raises(Refused) as found:
        shop.do(errors_found.record, order, shop.lead.id, kind, None, cost_fen=cost, note=note)
    assert found.value.code == code
    assert shop.ask(errors_found.of_order, order) == []
