"""Confirmed violations of the rules of ownership."""

import pytest
from support.orders import add_order
from support.shop import TestShop

from zuiqing_desk.services import policy
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders import violations


def test_a_violation_is_confirmed_counted_and_taken_back(shop: TestShop) -> None:
    agent, order_id = shop.colleague("2001"), add_order(shop)
    first = shop.do(violations.confirm, order_id, agent.id, "付款后认领", shop.lead.id)
    (one,) = shop.ask(violations.of_order, order_id)
    assert (one.staff_no, one.fine_fen, one.reason) == ("2001", 20_000, "付款后认领")
    assert shop.ask(violations.counts) == {agent.id: 1}
    shop.do(violations.withdraw, first, shop.lead.id)
    assert (shop.ask(violations.of_order, order_id), shop.ask(violations.counts)) == ([], {})
    shop.do(violations.confirm, order_id, agent.id, "确有其事", shop.lead.id)
    assert shop.ask(violations.counts) == {agent.id: 1}


def test_whoever_reached_the_limit_is_put_before_the_lead(shop: TestShop) -> None:
    agent, other = shop.colleague("2001"), shop.colleague("2002")
    for who, times in ((agent, 3), (other, 2)):
        for _ in range(times):
            shop.do(violations.confirm, add_order(shop), who.id, "压价抢单", shop.lead.id)
    assert shop.ask(violations.over_limit) == [agent.id]
    shop.do(policy.change, "violation_limit", 2, shop.lead.id)
    assert shop.ask(violations.over_limit) == [agent.id, other.id]


def test_the_fine_is_the_policys_of_that_day(shop: TestShop) -> None:
    agent, first, second = shop.colleague("2001"), add_order(shop), add_order(shop)
    shop.do(violations.confirm, first, agent.id, "压价抢单", shop.lead.id)
    shop.do(policy.change, "violation_fine_yuan", 50, shop.lead.id)
    shop.do(violations.confirm, second, agent.id, "压价抢单", shop.lead.id)
    fines = [shop.ask(violations.of_order, one)[0].fine_fen for one in (first, second)]
    assert fines == [20_000, 5_000]


def test_what_is_refused(shop: TestShop) -> None:
    agent, order_id = shop.colleague("2001"), add_order(shop)
    shop.do(violations.confirm, order_id, agent.id, "压价抢单", shop.lead.id)
    refusals = [
        (violations.confirm, (order_id, agent.id, "再记", shop.lead.id), "confirmed"),
        (violations.confirm, (order_id, shop.lead.id, "他压价", agent.id), "not_lead"),
        (violations.confirm, (order_id, shop.lead.id, " ", shop.lead.id), "reason"),
        (violations.confirm, (order_id + 1, agent.id, "压价", shop.lead.id), "no_order"),
        (violations.confirm, (order_id, 999, "压价", shop.lead.id), "no_staff"),
        (violations.withdraw, (999, shop.lead.id), "no_violation"),
        (violations.withdraw, (1, agent.id), "not_lead"),
    ]
    for command, args, code in refusals:
        with pytest.raises(Refused) as refused:
            shop.do(command, *args)
        assert refused.value.code == code
    assert shop.ask(violations.counts) == {agent.id: 1}
