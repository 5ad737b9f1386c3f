"""What a canned reply says of the order in hand, and what it does not say to just anybody."""

from typing import Any

import pytest
from support.orders import add_order
from support.shop import TestShop

from zuiqing_desk.services import chat, conversations, marks
from zuiqing_desk.services.orders import linking
from zuiqing_desk.services.orders.in_hand import STILL_TALKED_OF, in_hand
from zuiqing_desk.services.products import catalogue
from zuiqing_desk.services.products.records import ProductFacts
from zuiqing_desk.services.replies import values as replies
from zuiqing_desk.services.replies.briefing import brief

DAY = 86_400
HOUR = 3_600
ABOUT = ("订单号", "订单货品", "应付", "快递单号", "预计到货", "收件人", "收货地址")


def told(shop: TestShop, conversation: int, **more: Any) -> dict[str, str]:
    return shop.ask(replies.values, conversation_id=conversation, staff_id=shop.lead.id, **more)


def order(shop: TestShop, conversation: int, *items: tuple[str, int], **columns: Any) -> int:
    defaults = {
        "receiver": "甲**",
        "address": "广东省某市某路1号",
        "province": "广东省",
        "linked_how": "hand",
        "conversation_id": conversation,
    }
    return add_order(shop, *items, **{**defaults, **columns})


def test_what_is_known_of_an_unpaid_order(shop: TestShop) -> None:
    conversation = shop.waiting_customer()
    order(shop, conversation, ("醉卿1983", 6), number="26030001", state="unpaid")
    known = told(shop, conversation)
    assert {name: known.get(name) for name in (*ABOUT, "快递")} == {
        "订单号": "26030001",
        "订单货品": "醉卿1983×6",
        "应付": "7680",
        "快递单号": None,
        "预计到货": "3月5日–7日",
        "收件人": "甲**",
        "收货地址": "广东省某市某路1号",
        "快递": "韵达",
    }


def test_without_an_order_nothing_is_said_of_one(shop: TestShop) -> None:
    conversation = shop.waiting_customer()
    order(shop, shop.waiting_customer())
    assert not told(shop, conversation).keys() & set(ABOUT)


def test_products_go_by_the_names_they_have_here(shop: TestShop) -> None:
    conversation = shop.waiting_customer()
    product = shop.do(catalogue.add, ProductFacts("1983", "醉卿1983"), actor=shop.lead.id)
    order(shop, conversation, ("醉卿1983纪念版 53度整箱", 1), ("小酒版", 2))
    shop.do(lambda tx: tx.run("UPDATE order_item SET product_id = :id WHERE key = '1'", id=product))
    assert told(shop, conversation)["订单货品"] == "1983×1、小酒版×2"


@pytest.mark.parametrize(
    ("columns", "courier"),
    [
        ({}, "韵达"),
        ({"remark": "[甲]6瓶1983,发顺丰"}, "顺丰"),
        ({"remark": "乱写的"}, "韵达"),
        ({"remark": "[甲]6瓶1983,发顺丰", "waybill_courier": "圆通速递"}, "圆通速递"),
    ],
)
def test_the_courier_is_the_orders_own_then_the_houses(
    shop: TestShop, columns: dict[str, str], courier: str
) -> None:
    conversation = shop.waiting_customer()
    order(shop, conversation, **columns)
    assert told(shop, conversation)["快递"] == courier


@pytest.mark.parametrize("way", ["hand", "typed", "buyer"])
def test_the_address_is_told_to_the_buyer(shop: TestShop, way: str) -> None:
    conversation = shop.waiting_customer()
    order(shop, conversation, linked_how=way)
    assert {"收件人", "收货地址"} <= told(shop, conversation).keys()


@pytest.mark.parametrize("way", ["name", "phone", None])
def test_the_address_is_not_told_to_whoever_took_the_buyers_name(
    shop: TestShop, way: str | None
) -> None:
    conversation = shop.waiting_customer()
    order(shop, conversation, linked_how=way)
    known = told(shop, conversation)
    assert "订单号" in known
    assert not known.keys() & {"收件人", "收货地址"}


def test_nor_in_another_conversation_of_the_customer(shop: TestShop) -> None:
    here, there = shop.waiting_customer(), shop.waiting_customer()
    customer = shop.ask(chat.chat, here).card.customer_id
    number = order(shop, there, customer_id=customer)
    assert shop.ask(in_hand, here) == number
    assert "收货地址" not in told(shop, here)
    assert "收货地址" not in told(shop, here, order_id=number)


class TestExpectedArrival:
    @pytest.mark.parametrize(
        ("columns", "later", "words"),
        [
            pytest.param({}, 0, "3月5日–7日", id="paid in time"),
            pytest.param(
                {"state": "unpaid"}, 9 * HOUR, "3月6日–8日", id="unpaid after the cut-off"
            ),
            pytest.param({}, 9 * HOUR, "3月5日–7日", id="paid in time, told in the evening"),
            pytest.param({}, 2 * DAY, "3月7日–9日", id="still here two days later"),
            pytest.param({"state": "dispatched"}, 2 * DAY, "3月5日–7日", id="on its way"),
            pytest.param({"state": "dispatched"}, 6 * DAY, None, id="that day is past"),
            pytest.param({"province": ""}, 0, None, id="nobody knows where it goes"),
            pytest.param({"province": "西藏自治区"}, 0, "3月9日–12日", id="far away"),
        ],
    )
    def test_cut_off_and_table(
        self, shop: TestShop, columns: dict[str, str], later: int, words: str | None
    ) -> None:
        conversation = shop.waiting_customer()
        order(shop, conversation, **columns)
        shop.later(later)
        assert told(shop, conversation).get("预计到货") == words

    def test_a_held_order_goes_out_when_it_comes_back(self, shop: TestShop) -> None:
        conversation = shop.waiting_customer()
        order(shop, conversation, state="held", hold_until=shop.now + 3 * DAY * 1_000_000)
        assert told(shop, conversation)["预计到货"] == "3月8日–10日"


class TestTheOrderInHand:
    def test_is_the_newest_that_is_still_to_go_out(self, shop: TestShop) -> None:
        conversation = shop.waiting_customer()
        order(shop, conversation, placed_at=shop.now - 2)
        newest = order(shop, conversation, state="unpaid", placed_at=shop.now - 1)
        order(shop, conversation, state="dispatched")
        order(shop, conversation, state="closed")
        order(shop, conversation, state="refund")
        assert shop.ask(in_hand, conversation) == newest

    def test_else_one_that_was_dispatched_lately(self, shop: TestShop) -> None:
        conversation = shop.waiting_customer()
        sent = order(shop, conversation, state="dispatched")
        shop.now += STILL_TALKED_OF
        assert shop.ask(in_hand, conversation) == sent
        shop.now += 1
        assert shop.ask(in_hand, conversation) is None

    def test_the_one_asked_for_goes_first(self, shop: TestShop) -> None:
        conversation = shop.waiting_customer()
        wanted = order(shop, conversation, number="26030001", state="unpaid", placed_at=1)
        order(shop, conversation)
        assert told(shop, conversation, order_id=wanted)["订单号"] == "26030001"


def stage(shop: TestShop, conversation: int) -> str:
    return shop.ask(brief, conversation, shop.lead.id).stage


def quote(shop: TestShop, conversation: int) -> None:
    shop.answers(conversation, shop.lead, "268一瓶")
    line = shop.ask(chat.chat, conversation).lines[-1].id
    shop.do(marks.toggle, line, "quote", shop.lead.id)


def test_the_stage_follows_the_order(shop: TestShop) -> None:
    conversation = shop.waiting_customer()
    quote(shop, conversation)
    shop.later(60)
    number = order(shop, conversation, state="unpaid")
    stages = []
    for state in ("unpaid", "paid", "held", "dispatched", "closed"):
        shop.do(
            lambda tx, state=state: tx.run(
                "UPDATE shop_order SET state = :state WHERE id = :id", state=state, id=number
            )
        )
        stages.append(stage(shop, conversation))
    assert stages == ["unpaid", "paid", "paid", "dispatched", "quoted"]
    assert shop.ask(replies.stage, conversation) == "quoted"


def test_a_quote_after_the_order_begins_the_next(shop: TestShop) -> None:
    conversation = shop.waiting_customer()
    order(shop, conversation, state="dispatched")
    assert stage(shop, conversation) == "dispatched"
    shop.later(60)
    quote(shop, conversation)
    assert stage(shop, conversation) == "quoted"


def test_a_link_brings_the_order_into_the_replies(shop: TestShop) -> None:
    conversation = shop.do(
        conversations.open_manual, platform="淘宝", buyer_id="tb_9921", actor=shop.lead.id
    )
    number = add_order(shop, buyer="tb_9921", number="26030001", state="unpaid")
    assert "订单号" not in told(shop, conversation)
    shop.do(linking.auto_link, [number])
    assert told(shop, conversation)["订单号"] == "26030001"
    assert stage(shop, conversation) == "unpaid"
