"""Looking at orders."""

import pytest
from support.orders import add_order
from support.shop import TestShop

from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders import reading


def refused(shop: TestShop, text: str) -> Refused:
    with pytest.raises(Refused) as caught:
        shop.ask(reading.find, text)
    return caught.value


def test_an_order_is_given_whole(shop: TestShop) -> None:
    number = "2603020000001234567"
    order = add_order(
        shop,
        ("醉卿1983 整箱", 1),
        ("小酒版", 2),
        number=number,
        extra='{"自用列": "x"}',
        urgent=True,
        address="广东省深圳市南山区**路1号",
    )
    one = shop.ask(reading.one, order)
    assert (one.id, one.platform, one.number, one.state) == (order, "taobao", number, "paid")
    assert one.extra == {"自用列": "x"}
    assert (one.urgent, one.cod) == (True, False)
    assert type(one.urgent) is bool
    assert [(item.title, item.quantity, item.product) for item in one.items] == [
        ("醉卿1983 整箱", 1, ""),
        ("小酒版", 2, ""),
    ]


def test_an_order_that_is_gone_is_refused(shop: TestShop) -> None:
    with pytest.raises(Refused) as caught:
        shop.ask(reading.one, 99)
    assert caught.value.code == "no_order"


def test_an_order_is_found_by_its_number(shop: TestShop) -> None:
    first = add_order(shop, number="111222")
    second = add_order(shop, number="111333", platform="jd")
    assert shop.ask(reading.find, " 111222 ") == first
    assert shop.ask(reading.find, "111333") == second
    for text in ("jd:111333", "京东:111333", "京东：111333", "jd: 111333"):
        assert shop.ask(reading.find, text) == second
    assert refused(shop, "111").code == "no_order"
    assert refused(shop, "taobao:111333").code == "no_order"
    assert refused(shop, "哪里:111333").code == "no_order"


def test_a_number_two_platforms_have_must_name_one(shop: TestShop) -> None:
    first = add_order(shop, number="111222")
    second = add_order(shop, number="111222", platform="pdd")
    error = refused(shop, "111222")
    assert error.code == "ambiguous"
    assert "taobao:111222" in error.message
    assert "pdd:111222" in error.message
    assert shop.ask(reading.find, "天猫:111222") == first
    assert shop.ask(reading.find, "拼多多:111222") == second


def test_a_list_has_the_newest_first_and_says_what_was_bought(shop: TestShop) -> None:
    old = add_order(shop, ("醉卿1983", 6), ("小酒版", 1))
    unknown = add_order(shop, placed_at=None)
    shop.later(60)
    new = add_order(shop, state="unpaid")
    rows = shop.ask(reading.rows)
    assert [row.id for row in rows] == [new, old, unknown]
    assert (rows[1].title, rows[1].quantity) == ("醉卿1983", 7)
    assert [row.id for row in shop.ask(reading.rows, state="unpaid")] == [new]
    assert [row.id for row in shop.ask(reading.rows, ids={old, new, 99})] == [new, old]
    assert [row.id for row in shop.ask(reading.rows, ids=[])] == []
    assert [row.id for row in shop.ask(reading.rows, limit=1)] == [new]


def test_the_states_are_counted(shop: TestShop) -> None:
    add_order(shop)
    add_order(shop)
    add_order(shop, state="refund")
    assert shop.ask(reading.counts) == {"paid": 2, "refund": 1}


def test_a_conversation_has_its_own_orders_and_its_customers(shop: TestShop) -> None:
    here = shop.waiting_customer()
    there = shop.waiting_customer()
    customer = shop.ask(
        lambda tx: tx.value("SELECT customer_id FROM conversation WHERE id = :id", id=here)
    )
    linked = add_order(shop, conversation_id=here)
    shop.later(1)
    same_customer = add_order(shop, customer_id=customer)
    add_order(shop, conversation_id=there)
    add_order(shop)
    assert [row.id for row in shop.ask(reading.of_conversation, here)] == [same_customer, linked]


def test_a_reader_hears_which_orders_changed(shop: TestShop) -> None:
    add_order(shop)
    before, _ = shop.ask(reading.changed_since, 0)
    assert shop.ask(reading.changed_since, before) == (before, frozenset())
    order = add_order(shop)
    shop.says(shop.customer())
    last, changed = shop.ask(reading.changed_since, before)
    assert changed == {order}
    assert last > before
    shop.do(lambda tx: tx.journal("orders.imported", 1))
    assert shop.ask(reading.changed_since, before)[1] is None


def test_too_many_changes_mean_everything(shop: TestShop) -> None:
    def many(count: int) -> None:
        shop.do(lambda tx: [tx.journal("order.remarked", 1 + n) for n in range(count)])

    many(reading.CHANGES_AT_ONCE)
    assert shop.ask(reading.changed_since, 0)[1] == set(range(1, reading.CHANGES_AT_ONCE + 1))
    many(1)
    assert shop.ask(reading.changed_since, 0)[1] is None
