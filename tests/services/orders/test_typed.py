"""Orders typed in by hand."""

from dataclasses import replace
from typing import Any

import pytest
from support.orders import add_order
from support.shop import TestShop

from zuiqing_desk.services import changes, conversations
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders import contacts, promises, reading, typed
from zuiqing_desk.services.orders.typed import NewItem, NewOrder
from zuiqing_desk.services.products import catalogue
from zuiqing_desk.services.products.records import ProductFacts

SIX = NewOrder((NewItem("1983", 6, price_fen=128_000),), platform="taobao")


def add(shop: TestShop, order: NewOrder = SIX, conversation: int | None = None) -> int:
    made: int = shop.do(typed.add, order, conversation, shop.lead.id)
    return made


def by_hand(shop: TestShop, buyer: str = "tb_9921", platform: str = "天猫") -> int:
    return shop.do(conversations.open_manual, platform=platform, buyer_id=buyer, actor=shop.lead.id)


def refusal(shop: TestShop, command: Any, *args: Any) -> str:
    with pytest.raises(Refused) as refused:
        shop.do(command, *args)
    return refused.value.code


def test_from_a_conversation_it_has_its_platform_buyer_and_link(shop: TestShop) -> None:
    conversation = by_hand(shop)
    order = shop.ask(reading.one, add(shop, replace(SIX, platform=None), conversation))
    assert (order.platform, order.buyer, order.conversation_id) == (
        "taobao",
        "tb_9921",
        conversation,
    )
    assert order.storefront == "醉卿酒业"
    assert [row.id for row in shop.ask(reading.of_conversation, conversation)] == [order.id]


def test_on_another_platform_the_buyers_id_is_not_known(shop: TestShop) -> None:
    order = shop.ask(reading.one, add(shop, replace(SIX, platform="jd"), by_hand(shop)))
    assert (order.platform, order.buyer) == ("jd", "")


def test_paid_or_to_be_chased(shop: TestShop) -> None:
    paid = shop.ask(reading.one, add(shop))
    unpaid = shop.ask(reading.one, add(shop, replace(SIX, paid=False)))
    cod = shop.ask(reading.one, add(shop, replace(SIX, paid=False, cod=True)))
    assert (paid.state, paid.placed_at, paid.paid_at) == ("paid", shop.now, shop.now)
    assert (unpaid.state, unpaid.placed_at, unpaid.paid_at) == ("unpaid", shop.now, None)
    assert (cod.state, cod.cod) == ("paid", True)


def test_lines_amount_and_product_cards(shop: TestShop) -> None:
    card = shop.do(catalogue.add, ProductFacts("1983", "醉卿1983"), actor=shop.lead.id)
    two = (NewItem("1983", 6, price_fen=128_000), NewItem("小酒版", 2, spec="1瓶"))
    order = shop.ask(reading.one, add(shop, replace(SIX, items=two)))
    assert [(item.title, item.quantity, item.product_id) for item in order.items] == [
        ("1983", 6, card),
        ("小酒版", 2, None),
    ]
    assert (order.goods_fen, order.amount_fen) == (None, None)
    assert shop.ask(reading.one, add(shop)).amount_fen == 768_000
    assert shop.ask(reading.one, add(shop, replace(SIX, amount_fen=700_000))).amount_fen == 700_000


@pytest.mark.parametrize(
    ("spec", "stored"), [("箱", "1箱"), ("瓶", "1瓶"), ("6瓶装", "6瓶装"), ("", "")]
)
def test_a_unit_says_what_a_piece_is(shop: TestShop, spec: str, stored: str) -> None:
    order = shop.ask(reading.one, add(shop, replace(SIX, items=(NewItem("1983", 6, spec),))))
    assert order.items[0].spec == stored


def test_without_a_number_it_gets_one_of_ours(shop: TestShop) -> None:
    numbers = [shop.ask(reading.one, add(shop)).number for _ in range(11)]
    assert numbers == [f"手工-20260302-{place}" for place in range(1, 12)]
    shop.later(86_400)
    assert shop.ask(reading.one, add(shop)).number == "手工-20260303-1"


def test_the_platforms_number_is_taken_once(shop: TestShop) -> None:
    numbered = replace(SIX, number=" 260302001\n")
    order = shop.ask(reading.one, add(shop, numbered))
    assert order.number == "260302001"
    assert refusal(shop, typed.add, numbered, None, shop.lead.id) == "order_taken"
    add(shop, replace(numbered, platform="jd"))


def test_urgent_by_mark_or_by_the_buyers_words(shop: TestShop) -> None:
    orders = (
        SIX,
        replace(SIX, urgent=True),
        replace(SIX, buyer_message="麻烦加急，谢谢"),
    )
    found = [shop.ask(reading.one, add(shop, order)).urgent for order in orders]
    assert found == [False, True, True]


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("广东省深圳市南山区某路1号", ("广东省", "深圳市", "南山区")),
        ("朝阳区某路1号", ("", "", "")),
        ("", ("", "", "")),
    ],
)
def test_the_address_is_placed_as_far_as_it_is_certain(
    shop: TestShop, address: str, place: tuple[str, str, str]
) -> None:
    order = shop.ask(reading.one, add(shop, replace(SIX, address=address)))
    assert (order.province, order.city, order.district) == place


@pytest.mark.parametrize(
    "typed_in", ["２６０３０２００１", "'260302001", "2603 02001", "\t260302001"]
)
def test_a_number_is_kept_as_an_export_will_have_it(shop: TestShop, typed_in: str) -> None:
    assert shop.ask(reading.one, add(shop, replace(SIX, number=typed_in))).number == "260302001"


def test_where_no_export_comes_from_a_number_may_be_anything(shop: TestShop) -> None:
    order = replace(SIX, platform="other", number="订单 1")
    assert shop.ask(reading.one, add(shop, order)).number == "订单1"


@pytest.mark.parametrize(
    ("typed_in", "phone"),
    [
        ("１３８ ００００-０００１", "13800000001"),
        ("13800000001转1234", "13800000001"),
        ("138****0001", "138****0001"),
        ("0755-8888 6666", "075588886666"),
    ],
)
def test_a_phone_as_people_write_it(shop: TestShop, typed_in: str, phone: str) -> None:
    assert shop.ask(reading.one, add(shop, replace(SIX, phone=typed_in))).phone == phone


def test_what_comes_from_outside_is_cleaned(shop: TestShop) -> None:
    order = replace(SIX, receiver="甲\x1b[31m**", phone="138-0000-0001", address=" 某路\n1号 ")
    stored = shop.ask(reading.one, add(shop, order))
    assert (stored.receiver, stored.phone, stored.address) == (
        "甲[31m**",
        "13800000001",
        "某路 1号",
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({"items": ()}, "no_items", id="nothing in it"),
        pytest.param({"items": (NewItem(" ", 1),)}, "no_items", id="a line without a name"),
        pytest.param({"items": (NewItem("1983", 0),)}, "quantity", id="none of it"),
        pytest.param({"items": (NewItem("1983", -6),)}, "quantity", id="less than none"),
        pytest.param({"items": (NewItem("1983", 1_000_000),)}, "quantity", id="too many"),
        pytest.param({"amount_fen": -1}, "amount", id="money the wrong way"),
        pytest.param({"items": (NewItem("1983", 1, price_fen=-1),)}, "amount", id="its price"),
        pytest.param({"platform": None}, "platform", id="no platform"),
        pytest.param({"platform": "ebay"}, "platform", id="another platform"),
        pytest.param({"number": "手工-1"}, "number", id="a number of ours"),
        pytest.param({"number": "1" * 61}, "number", id="a long number"),
        pytest.param({"number": "订单1"}, "number", id="words for a number"),
        pytest.param({"number": "2.6E+17"}, "number", id="a number that lost its tail"),
        pytest.param({"phone": "问客户"}, "phone", id="words for a phone"),
        pytest.param({"phone": "1" * 21}, "phone", id="a long phone"),
        pytest.param({"address": "路" * 201}, "too_long", id="a long address"),
    ],
)
def test_what_is_no_order(shop: TestShop, change: dict[str, Any], code: str) -> None:
    before = shop.ask(changes.last)
    assert refusal(shop, typed.add, replace(SIX, **change), None, shop.lead.id) == code
    assert shop.ask(reading.rows) == []
    assert shop.ask(changes.last) == before


def test_from_no_conversation_there_is(shop: TestShop) -> None:
    assert refusal(shop, typed.add, SIX, 99, shop.lead.id) == "no_conversation"


def test_typed_without_a_conversation_it_finds_its_own(shop: TestShop) -> None:
    conversation = by_hand(shop, "tb_9921")
    order = shop.ask(reading.one, add(shop, replace(SIX, buyer="tb_9921")))
    assert order.conversation_id == conversation


def test_it_is_journalled_once(shop: TestShop) -> None:
    before = shop.ask(changes.last)
    order = add(shop)
    (row,) = shop.ask(changes.after, before)
    assert (row.kind, row.subject_id, row.actor_id) == ("order.typed", order, shop.lead.id)


class TestTakingBack:
    def test_an_untouched_one_goes_without_a_trace(self, shop: TestShop) -> None:
        conversation = shop.waiting_customer()
        shop.answers(conversation, shop.lead, "给您多送一瓶")
        line = shop.ask(lambda tx: tx.value("SELECT max(id) FROM line"))
        promise = shop.do(promises.mark, line, "gift", "一瓶", None, shop.lead.id)
        order = add(shop, SIX, conversation)
        assert shop.ask(promises.one, promise).order_id == order
        shop.do(typed.remove, order, shop.lead.id)
        assert shop.ask(reading.rows) == []
        assert shop.ask(promises.one, promise).order_id is None

    def test_one_with_work_in_it_stays(self, shop: TestShop) -> None:
        order = add(shop)
        now = shop.now
        shop.do(contacts.note, order, shop.lead.id, "chat", now, actor=shop.lead.id)
        assert refusal(shop, typed.remove, order, shop.lead.id) == "in_use"
        assert shop.ask(reading.one, order).items

    def test_one_of_an_import_is_the_platforms(self, shop: TestShop) -> None:
        order = add_order(shop)
        assert refusal(shop, typed.remove, order, shop.lead.id) == "not_typed"
        assert refusal(shop, typed.move, order, "closed", shop.lead.id) == "not_typed"
        assert refusal(shop, typed.remove, 99, shop.lead.id) == "no_order"


class TestMoving:
    def test_money_that_came_is_taken_back_as_well(self, shop: TestShop) -> None:
        order = add(shop, replace(SIX, paid=False))
        shop.later(60)
        before = shop.do(typed.move, order, "paid", shop.lead.id)
        assert shop.ask(reading.one, order).paid_at == shop.now
        shop.do(typed.move_back, order, before, shop.lead.id)
        stored = shop.ask(reading.one, order)
        assert (stored.state, stored.paid_at) == ("unpaid", None)

    def test_a_refund_keeps_when_it_was_paid(self, shop: TestShop) -> None:
        order, paid = add(shop), shop.now
        shop.later(60)
        shop.do(typed.move, order, "refund", shop.lead.id)
        assert shop.ask(reading.one, order).paid_at == paid

    @pytest.mark.parametrize("state", ["audit", "held", "dispatched"])
    def test_what_the_audit_decides_is_not_typed(self, shop: TestShop, state: str) -> None:
        assert refusal(shop, typed.move, add(shop), state, shop.lead.id) == "state"

    def test_an_order_the_audit_has_comes_back_to_it(self, shop: TestShop) -> None:
        order = add(shop)
        shop.do(lambda tx: tx.run("UPDATE shop_order SET state = 'audit' WHERE id = :id", id=order))
        before = shop.do(typed.move, order, "closed", shop.lead.id)
        shop.do(typed.move_back, order, before, shop.lead.id)
        assert shop.ask(reading.one, order).state == "audit"

    @pytest.mark.parametrize("state", ["paid", "audit"])
    def test_what_was_taken_for_unpaid_is_paid_when_it_was(
        self, shop: TestShop, state: str
    ) -> None:
        order, paid = add(shop), shop.now
        shop.do(lambda tx: tx.run("UPDATE shop_order SET state = :s WHERE id = 1", s=state))
        shop.later(60)
        before = shop.do(typed.move, order, "unpaid", shop.lead.id)
        shop.later(60)
        shop.do(typed.move_back, order, before, shop.lead.id)
        stored = shop.ask(reading.one, order)
        assert (stored.state, stored.paid_at) == (state, paid)

    def test_what_went_on_since_is_not_undone(self, shop: TestShop) -> None:
        order = add(shop)
        before = shop.do(typed.move, order, "closed", shop.lead.id)
        shop.do(typed.move, order, "refund", shop.lead.id)
        refused = refusal(shop, typed.move_back, order, before, shop.lead.id)
        assert refused == "changed_meanwhile"
        assert shop.ask(reading.one, order).state == "refund"
