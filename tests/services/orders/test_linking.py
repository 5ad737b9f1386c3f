"""Orders find their conversations, and conversations their orders."""

from typing import Any

import pytest
from support.orders import add_order
from support.shop import TestShop

from zuiqing_desk.services import changes, conversations, inbound
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders import linking, phone_book, promises, reading, variables
from zuiqing_desk.services.orders.linking import auto_link, candidates, link, unlink

PHONE = "13800000001"


def by_hand(shop: TestShop, buyer: str, platform: str = "淘宝") -> int:
    """A conversation on a platform answered by hand."""
    return shop.do(conversations.open_manual, platform=platform, buyer_id=buyer, actor=shop.lead.id)


def linked(shop: TestShop, order: int) -> tuple[Any, ...]:
    row = shop.ask(
        lambda tx: tx.one(
            "SELECT conversation_id, customer_id, linked_how FROM shop_order WHERE id = :id",
            id=order,
        )
    )
    assert row is not None
    return tuple(row)


def customer_of(shop: TestShop, conversation: int) -> int:
    found: int = shop.ask(
        lambda tx: tx.value("SELECT customer_id FROM conversation WHERE id = :id", id=conversation)
    )
    return found


def auto(shop: TestShop, *orders: int) -> int:
    return shop.do(auto_link, orders)


class TestByItself:
    def test_the_buyers_id_on_the_orders_own_platform(self, shop: TestShop) -> None:
        conversation = by_hand(shop, "tb_9921")
        other = by_hand(shop, "tb_9921", "京东")
        order = add_order(shop, buyer="tb_9921")
        nobody = add_order(shop, buyer="tb_9922")
        assert auto(shop, order, nobody) == 1
        assert linked(shop, order) == (conversation, customer_of(shop, conversation), "buyer")
        assert linked(shop, nobody) == (None, None, None)
        assert other != conversation

    def test_tmall_is_taobao(self, shop: TestShop) -> None:
        conversation = by_hand(shop, "tb_9921", "天猫")
        order = add_order(shop, buyer="tb_9921")
        auto(shop, order)
        assert linked(shop, order)[0] == conversation

    @pytest.mark.parametrize("written", [PHONE, "138 0000 0001", "电话13800000001"])
    def test_the_receivers_phone_in_the_customers_words(self, shop: TestShop, written: str) -> None:
        conversation = shop.waiting_customer(f"寄到这里 {written}")
        shop.waiting_customer("别的客户 13900000009")
        order = add_order(shop, buyer="", phone=PHONE)
        assert auto(shop, order) == 1
        assert linked(shop, order) == (conversation, customer_of(shop, conversation), "phone")

    def test_what_we_wrote_ourselves_proves_nothing(self, shop: TestShop) -> None:
        conversation = shop.waiting_customer()
        shop.answers(conversation, shop.lead, f"收件电话是{PHONE}吗")
        order = add_order(shop, buyer="", phone=PHONE)
        assert auto(shop, order) == 0

    def test_lines_written_since_the_last_look_count(self, shop: TestShop) -> None:
        first, second = (add_order(shop, buyer="", phone=p) for p in (PHONE, "13800000002"))
        assert shop.do(auto_link, [first, second]) == 0
        order = add_order(shop, buyer="", phone="13800000003", unlinked=False)
        conversation = shop.waiting_customer("13800000003")
        assert linked(shop, order)[0] == conversation

    def test_two_customers_with_the_phone_are_left_to_a_person(self, shop: TestShop) -> None:
        rivals = {shop.waiting_customer(PHONE), shop.waiting_customer(f"我是{PHONE}")}
        order = add_order(shop, buyer="", phone=PHONE)
        assert auto(shop, order) == 0
        offered = shop.ask(candidates, order_id=order)
        assert {one.conversation_id for one in offered} == rivals

    def test_a_web_customer_called_as_the_buyer(self, shop: TestShop) -> None:
        conversation = shop.customer("tb_9921")
        shop.says(conversation)
        masked = shop.customer("tb_**")
        shop.says(masked)
        order, hidden = add_order(shop, buyer="tb_9921"), add_order(shop, buyer="tb_**")
        assert auto(shop, order, hidden) == 1
        assert linked(shop, order)[::2] == (conversation, "name")

    def test_a_name_on_another_platform_is_somebody_else(self, shop: TestShop) -> None:
        by_hand(shop, "same_id", "京东")
        order = add_order(shop, buyer="same_id", platform="taobao")
        assert auto(shop, order) == 0
        assert shop.ask(candidates, order_id=order) == []

    def test_it_never_moves_a_link_nor_makes_one_again(self, shop: TestShop) -> None:
        here, there = by_hand(shop, "tb_9921"), shop.customer("甲**")
        moved = add_order(shop, buyer="tb_9921", conversation_id=there)
        cut = add_order(shop, buyer="tb_9921")
        shop.do(link, cut, here, shop.lead.id)
        shop.do(unlink, cut, shop.lead.id)
        assert auto(shop, moved, cut) == 0
        assert (linked(shop, moved)[0], linked(shop, cut)[0]) == (there, None)

    def test_many_lines_are_looked_through_only_so_far_back(
        self, shop: TestShop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(phone_book, "LINES", 3)
        shop.waiting_customer(PHONE)
        recent = shop.waiting_customer("13800000002")
        for _ in range(2):
            shop.says(recent, "在吗")
        old, new = (add_order(shop, buyer="", phone=p) for p in (PHONE, "13800000002"))
        assert auto(shop, old, new) == 1
        assert linked(shop, new)[0] == recent


class TestWhenTheCustomerComesLater:
    def test_a_conversation_opened_by_hand_finds_the_order(self, shop: TestShop) -> None:
        order = add_order(shop, buyer="tb_9921")
        seen = shop.ask(changes.last)
        conversation = by_hand(shop, "tb_9921")
        assert linked(shop, order)[::2] == (conversation, "buyer")
        assert shop.ask(reading.changed_since, seen)[1] == frozenset({order})

    def test_a_phone_said_finds_the_order(self, shop: TestShop) -> None:
        order = add_order(shop, buyer="", phone=PHONE)
        conversation = shop.waiting_customer()
        assert linked(shop, order)[0] is None
        shop.says(conversation, f"我的电话是{PHONE}")
        assert linked(shop, order)[0] == conversation

    def test_the_first_line_of_a_named_visitor_finds_the_order(self, shop: TestShop) -> None:
        order = add_order(shop, buyer="tb_9921")
        conversation = shop.customer("tb_9921")
        assert linked(shop, order)[0] is None
        shop.says(conversation)
        assert linked(shop, order)[0] == conversation

    def test_a_line_recorded_by_hand_finds_the_order(self, shop: TestShop) -> None:
        order = add_order(shop, buyer="", phone=PHONE)
        conversation = by_hand(shop, "wx_1", "微信")
        shop.do(inbound.record_by_hand, conversation, f"收件 {PHONE}", shop.lead.id)
        assert linked(shop, order)[::2] == (conversation, "phone")


class TestPhoneBook:
    def test_a_phone_that_was_rolled_back_stands_nowhere(self, shop: TestShop) -> None:
        order = add_order(shop, buyer="", phone=PHONE)
        first, second = shop.waiting_customer(), shop.waiting_customer()

        def broken(tx: Any) -> None:
            inbound.receive_text(tx, conversation_id=first, remote_id="r1", text=f"号码 {PHONE}")
            assert tx.value("SELECT linked_how FROM shop_order WHERE id = :id", id=order)
            raise RuntimeError

        with pytest.raises(RuntimeError):
            shop.do(broken)
        shop.says(second, "我的电话一会儿再告诉你们")
        assert auto(shop, order) == 0
        assert linked(shop, order) == (None, None, None)


class TestByHand:
    def test_linking_and_unlinking_take_each_other_back(self, shop: TestShop) -> None:
        order, conversation = add_order(shop), shop.waiting_customer()
        shop.do(link, order, conversation, shop.lead.id)
        assert linked(shop, order) == (conversation, customer_of(shop, conversation), "hand")
        assert [row.id for row in shop.ask(reading.of_conversation, conversation)] == [order]
        assert shop.do(unlink, order, shop.lead.id).conversation_id == conversation
        assert linked(shop, order) == (None, None, None)
        shop.do(link, order, conversation, shop.lead.id)
        assert linked(shop, order)[0] == conversation

    def test_undoing_an_unlink_proves_nothing_that_was_not_proven(self, shop: TestShop) -> None:
        named = shop.customer("tb_9921")
        shop.says(named)
        order = add_order(shop, buyer="tb_9921", receiver="某**", address="某省某市1号")
        auto(shop, order)
        assert linked(shop, order)[::2] == (named, "name")
        before = shop.do(unlink, order, shop.lead.id)
        shop.do(linking.put_back, order, before, shop.lead.id)
        assert linked(shop, order) == (named, customer_of(shop, named), "name")
        told = shop.ask(variables.of_order, order, named)
        assert told["订单号"]
        assert "收货地址" not in told

    def test_undoing_a_link_lets_an_import_link_it_as_before(self, shop: TestShop) -> None:
        order, wrong = add_order(shop, buyer="tb_9921"), shop.waiting_customer()
        before = shop.do(link, order, wrong, shop.lead.id)
        shop.do(linking.put_back, order, before, shop.lead.id)
        right = by_hand(shop, "tb_9921")
        assert linked(shop, order)[::2] == (right, "buyer")

    def test_undoing_an_unlink_brings_the_promises_back(self, shop: TestShop) -> None:
        order, conversation = add_order(shop), shop.waiting_customer()
        shop.do(link, order, conversation, shop.lead.id)
        kept = shop.do(promises.note, order, "gift", "1个杯子", None, shop.lead.id)
        shop.do(promises.settle, kept, "kept", shop.lead.id)
        before = shop.do(unlink, order, shop.lead.id)
        shop.do(linking.put_back, order, before, shop.lead.id)
        assert shop.ask(promises.one, kept).order_id == order

    def test_what_somebody_linked_since_is_not_undone(self, shop: TestShop) -> None:
        order, first, second = add_order(shop), shop.waiting_customer(), shop.waiting_customer()
        shop.do(link, order, first, shop.lead.id)
        before = shop.do(unlink, order, shop.lead.id)
        shop.do(link, order, second, shop.lead.id)
        with pytest.raises(Refused) as refused:
            shop.do(linking.put_back, order, before, shop.lead.id)
        assert refused.value.code == "changed_meanwhile"
        assert linked(shop, order)[0] == second

    def test_each_is_journalled_once(self, shop: TestShop) -> None:
        order, conversation = add_order(shop), shop.waiting_customer()
        seen = shop.ask(changes.last)
        shop.do(link, order, conversation, shop.lead.id)
        shop.do(unlink, order, shop.lead.id)
        rows = shop.ask(changes.after, seen)
        assert [(row.kind, row.subject_id, row.detail) for row in rows] == [
            ("order.linked", order, "hand"),
            ("order.unlinked", order, ""),
        ]

    @pytest.mark.parametrize(
        ("order", "conversation", "code"),
        [(99, 1, "no_order"), (1, 99, "no_conversation")],
    )
    def test_what_is_not_there_is_refused(
        self, shop: TestShop, order: int, conversation: int, code: str
    ) -> None:
        assert (add_order(shop), shop.waiting_customer()) == (1, 1)
        with pytest.raises(Refused) as refused:
            shop.do(link, order, conversation, shop.lead.id)
        assert refused.value.code == code

    def test_a_link_is_not_moved_in_passing(self, shop: TestShop) -> None:
        order, first, second = add_order(shop), shop.waiting_customer(), shop.waiting_customer()
        shop.do(link, order, first, shop.lead.id)
        with pytest.raises(Refused) as refused:
            shop.do(link, order, second, shop.lead.id)
        assert refused.value.code == "linked"
        assert linked(shop, order)[0] == first

    def test_an_order_without_a_link_has_none_to_cut(self, shop: TestShop) -> None:
        order = add_order(shop)
        with pytest.raises(Refused) as refused:
            shop.do(unlink, order, shop.lead.id)
        assert refused.value.code == "not_linked"

    def test_promises_follow_the_link(self, shop: TestShop) -> None:
        conversation = shop.waiting_customer()
        shop.answers(conversation, shop.lead, "给您多送1瓶小酒版")
        line = shop.ask(lambda tx: tx.value("SELECT max(id) FROM line"))
        promise = shop.do(promises.mark, line, "gift", "1瓶小酒版", None, shop.lead.id)
        over, order = add_order(shop, state="closed"), add_order(shop)
        for one in (over, order):
            shop.do(link, one, conversation, shop.lead.id)
        assert shop.ask(promises.one, promise).order_id == order
        shop.do(unlink, order, shop.lead.id)
        assert shop.ask(promises.one, promise).order_id is None


class TestCandidates:
    def test_of_a_conversation_the_likeliest_first(self, shop: TestShop) -> None:
        conversation = by_hand(shop, "tb_9921")
        shop.do(inbound.record_by_hand, conversation, PHONE, shop.lead.id)
        by_phone = add_order(shop, buyer="别人", phone=PHONE)
        by_buyer = add_order(shop, buyer="tb_9921", unlinked=True)
        add_order(shop, buyer="谁")
        found = shop.ask(candidates, conversation_id=conversation)
        assert [(one.way, one.order_id) for one in found] == [
            ("buyer", by_buyer),
            ("phone", by_phone),
        ]

    def test_each_pair_is_offered_once(self, shop: TestShop) -> None:
        conversation = by_hand(shop, "tb_9921")
        shop.do(inbound.record_by_hand, conversation, PHONE, shop.lead.id)
        order = add_order(shop, buyer="tb_9921", phone=PHONE)
        (one,) = shop.ask(candidates, order_id=order)
        assert (one.way, one.conversation_id, one.customer) == ("buyer", conversation, "tb_9921")

    def test_no_more_than_a_person_reads(self, shop: TestShop) -> None:
        conversation = by_hand(shop, "tb_9921")
        for _ in range(linking.CANDIDATES + 3):
            add_order(shop, buyer="tb_9921")
        assert len(shop.ask(candidates, conversation_id=conversation)) == linking.CANDIDATES

    def test_nothing_asked_nothing_offered(self, shop: TestShop) -> None:
        assert shop.ask(candidates) == []
