"""Cross-sell attempts without effort, and what is lost in all."""

import pytest
from support.orders import add_order
from support.shop import OPENING, SECOND, TestShop

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services.orders import chase, cross_sell

DAY = 24 * 3600 * SECOND


def test_every_two_count_with_the_lost_orders(shop: TestShop) -> None:
    agent, other = shop.hire("2001"), shop.hire("2002")
    shop.comes_on(agent)
    order = add_order(shop, state="unpaid")
    shop.later(20 * 60)
    shop.comes_on(agent)
    shop.do(chase.sweep)
    for _ in range(3):
        shop.do(cross_sell.note, agent.id, agent.id, order_id=order)
    shop.do(cross_sell.note, other.id, shop.lead.id, conversation_id=shop.customer())
    assert [tuple(one)[1:] for one in shop.ask(cross_sell.lost_counts, OPENING, OPENING + DAY)] == [
        ("2001", 1, 3, 2),
        ("2002", 0, 1, 0),
    ]
    assert shop.ask(cross_sell.lost_counts, OPENING + DAY, OPENING + 2 * DAY) == []


def test_taken_back_it_counts_no_more(shop: TestShop) -> None:
    agent, other = shop.hire("2001"), shop.hire("2002")
    order = add_order(shop)
    noted = shop.do(cross_sell.note, agent.id, agent.id, order_id=order, text="没有力推")
    assert [one.note for one in shop.ask(cross_sell.of_order, order)] == ["没有力推"]
    with pytest.raises(RuleError) as refused:
        shop.do(cross_sell.withdraw, noted, other.id)
    assert refused.value.code == "not_lead"
    shop.do(cross_sell.withdraw, noted, agent.id)
    assert shop.ask(cross_sell.of_order, order) == []
    assert shop.ask(cross_sell.lost_counts, OPENING, OPENING + DAY) == []
    with pytest.raises(RuleError) as refused:
        shop.do(cross_sell.withdraw, noted, agent.id)
    assert refused.value.code == "no_cross_sell"


def test_regular_customers_are_exempt(shop: TestShop) -> None:
    agent = shop.hire("2001")
    first, second = add_order(shop, buyer="tb_**9"), add_order(shop, buyer="tb_**9")
    add_order(shop, buyer="tb_**9", state="refund")
    add_order(shop, buyer="tb_**9", platform="jd")
    assert not shop.ask(cross_sell.is_regular, second)
    third = add_order(shop, buyer="tb_**9", state="unpaid")
    assert [shop.ask(cross_sell.is_regular, one) for one in (first, third)] == [False, True]
    with pytest.raises(RuleError) as refused:
        shop.do(cross_sell.note, agent.id, agent.id, order_id=third)
    assert refused.value.code == "regular"


def test_a_customer_of_a_conversation_is_regular_too(shop: TestShop) -> None:
    agent, conversation = shop.hire("2001"), shop.customer()
    customer = shop.ask(lambda tx: tx.value("SELECT customer_id FROM conversation"))
    for platform in ("taobao", "jd"):
        shop.do(cross_sell.note, agent.id, agent.id, conversation_id=conversation)
        add_order(shop, platform=platform, buyer="", customer_id=customer)
    with pytest.raises(RuleError) as refused:
        shop.do(cross_sell.note, agent.id, agent.id, conversation_id=conversation)
    assert refused.value.code == "regular"


def test_nobody_notes_a_colleagues(shop: TestShop) -> None:
    agent, other = shop.hire("2001"), shop.hire("2002")
    for who, order, code in (
        (other.id, add_order(shop), "not_lead"),
        (agent.id, None, "no_subject"),
        (agent.id, 999, "no_order"),
    ):
        with pytest.raises(RuleError) as refused:
            shop.do(cross_sell.note, who, agent.id, order_id=order)
        assert refused.value.code == code
