"""Whose order it is, from what the store holds."""

import pytest
from support.orders import add_order
from support.shop import OPENING, SECOND, TestShop

from zuiqing_desk.rules.ownership_facts import Decision
from zuiqing_desk.services import chat, conversations, inbound, marks, outbox, policy
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.orders import contacts, evidence, linking, ownership, typed
from zuiqing_desk.services.orders.evidence import KeptFile
from zuiqing_desk.services.orders.ownership_reading import LINES, facts_of
from zuiqing_desk.services.records import MarkKind, StaffMember
from zuiqing_desk.store.tx import Tx

HOUR = 3600
DAY = 24 * HOUR


class Sale:
    """A customer who talks with agents 2001 and 2002 and has an order."""

    def __init__(self, shop: TestShop) -> None:
        self.shop = shop
        self.a = shop.colleague("2001")
        self.b = shop.colleague("2002")
        self.talk = shop.customer()

    def served(self, who: StaffMember, *marked: MarkKind, talk: int | None = None) -> int:
        """The customer asks and is answered; the seq of the answer."""
        where = talk or self.talk
        self.shop.says(where)
        self.shop.later(30)
        seq = self.shop.answers(where, who).seq
        for kind in marked:
            self.mark(seq, kind, where)
        self.shop.later(30)
        return seq

    def mark(self, seq: int, kind: MarkKind, talk: int | None = None) -> None:
        lines = self.shop.ask(chat.chat, talk or self.talk, limit=2000).lines
        line = next(one for one in lines if one.seq == seq)
        self.shop.do(marks.toggle, line.id, kind, self.shop.lead.id)

    def order(self, state: str = "paid", **columns: object) -> int:
        order_id = add_order(self.shop, state=state, **columns)
        self.shop.later(60)
        if columns.get("conversation_id") is None and "buyer" not in columns:
            self.shop.do(linking.link, order_id, self.talk, None)
        return order_id

    def decided(self, order_id: int) -> Decision:
        return self.shop.ask(ownership.decide, order_id)

    def outcome(self, order_id: int) -> tuple[str | None, str | None]:
        decision = self.decided(order_id)
        numbers = {self.a.id: "A", self.b.id: "B", None: None}
        return numbers[decision.owner], decision.rule


@pytest.fixture
def sale(shop: TestShop) -> Sale:
    return Sale(shop)


def test_whoever_was_asked_before_it_has_the_order(sale: Sale) -> None:
    seq = sale.served(sale.a)
    order_id = sale.order()
    decision = sale.decided(order_id)
    assert (decision.owner, decision.rule) == (sale.a.id, "1")
    assert "2001" in decision.why
    assert [(f.kind, f.conversation_id, f.seq) for f in decision.facts] == [
        ("customer_line", sale.talk, seq - 1),
        ("answer", sale.talk, seq),
        ("paid", None, None),
        ("placed", None, None),
    ]


def test_the_window_is_the_policys(sale: Sale, shop: TestShop) -> None:
    sale.served(sale.a)
    shop.later(2 * DAY)
    order_id = sale.order()
    assert sale.outcome(order_id) == (None, None)
    shop.do(policy.change, "owner_window_days", 2, shop.lead.id)
    assert sale.outcome(order_id) == ("A", "1")


def test_paid_after_midnight(sale: Sale, shop: TestShop) -> None:
    shop.later(14 * HOUR + 55 * 60)
    sale.served(sale.a)
    assert (shop.now - OPENING) // SECOND < 15 * HOUR
    order_id = sale.order(paid_at=OPENING + (15 * HOUR + 300) * SECOND)
    assert sale.outcome(order_id) == ("A", "1")


def test_a_mark_set_and_taken_off_decides_and_decides_no_more(sale: Sale) -> None:
    seq = sale.served(sale.a)
    sale.served(sale.b)
    order_id = sale.order()
    assert sale.outcome(order_id) == ("B", "1")
    sale.mark(seq, "quote")
    assert sale.outcome(order_id) == ("B", "5")
    sale.mark(seq, "agreed")
    assert sale.outcome(order_id) == ("A", "5")
    sale.mark(seq, "agreed")
    sale.mark(seq, "quote")
    assert sale.outcome(order_id) == ("B", "1")


def test_agreed_on_the_customers_line_is_agreed_with_whom_they_answered(
    sale: Sale, shop: TestShop
) -> None:
    sale.served(sale.a)
    agreed = shop.says(sale.talk, "行，就这样拍").seq
    sale.served(sale.b)
    order_id = sale.order()
    sale.mark(agreed, "agreed")
    assert sale.outcome(order_id) == ("A", "5")


def test_an_answer_that_never_went_out_answered_nobody(sale: Sale, shop: TestShop) -> None:
    sale.served(sale.a)
    sale.served(sale.b)
    while claimed := shop.do(outbox.claim, "webchat"):
        for each in claimed:
            settle = outbox.rejected if each.seq == 4 else outbox.accepted
            args = ("地址失效",) if each.seq == 4 else ()
            shop.do(settle, each.outbox_id, *args)
    assert sale.outcome(sale.order()) == ("A", "1")


def test_what_nobody_wrote_answers_nobody(sale: Sale, shop: TestShop) -> None:
    shop.do(policy.change, "off_hours_reply", "早上九点回复您", shop.lead.id)
    shop.says(sale.talk)
    shop.do(conversations.note, sale.talk, "老客户", sale.a.id)
    assert sale.outcome(sale.order()) == (None, None)


def test_a_buyer_has_conversations_on_the_platform_too(sale: Sale, shop: TestShop) -> None:
    by_hand = shop.do(
        conversations.open_manual, platform="天猫", buyer_id="tb_9921", actor=sale.b.id
    )
    shop.do(inbound.record_by_hand, by_hand, "在吗", sale.b.id)
    shop.answers(by_hand, sale.b)
    shop.later(60)
    order_id = sale.order(buyer="tb_9921")
    assert sale.outcome(order_id) == ("B", "1")
    # The same buyer, met in the shop's own chat a little later.
    sale.served(sale.a)
    later = sale.order(buyer="tb_9921", conversation_id=sale.talk)
    assert sale.outcome(later) == ("A", "1")
    elsewhere = sale.order(buyer="tb_9921", platform="jd")
    assert sale.outcome(elsewhere) == (None, None)


def test_unlinked_by_hand_it_is_another_buyer(sale: Sale, shop: TestShop) -> None:
    sale.served(sale.a)
    order_id = sale.order()
    shop.do(linking.unlink, order_id, None)
    assert sale.outcome(order_id) == (None, None)
    by_hand = shop.do(conversations.open_manual, platform="淘宝", buyer_id="tb_7", actor=sale.b.id)
    sale.shop.do(inbound.record_by_hand, by_hand, "在吗", sale.b.id)
    shop.answers(by_hand, sale.b)
    shop.later(60)
    linked, unlinked = sale.order(buyer="tb_7"), sale.order(buyer="tb_7", unlinked=True)
    assert (sale.outcome(linked), sale.outcome(unlinked)) == (("B", "1"), (None, None))


def test_an_order_typed_in_from_the_talk(sale: Sale, shop: TestShop) -> None:
    sale.served(sale.a)
    order_id = shop.do(
        typed.add,
        typed.NewOrder(items=(typed.NewItem("醉卿1983", 6),), platform="taobao", buyer="tb_1"),
        sale.talk,
        sale.a.id,
    )
    assert sale.outcome(order_id) == ("A", "1")


def test_unpaid_it_is_looked_at_as_it_was_placed(sale: Sale, shop: TestShop) -> None:
    order_id = sale.order("unpaid")
    sale.served(sale.a)
    assert sale.outcome(order_id) == (None, "2")

    def paid(tx: Tx) -> None:
        tx.run(
            "UPDATE shop_order SET state = 'paid', paid_at = :now WHERE id = :id",
            now=shop.now,
            id=order_id,
        )

    shop.do(paid)
    assert sale.outcome(order_id) == ("A", "2")


def test_an_order_agreed_and_paid_spends_the_mark(sale: Sale, shop: TestShop) -> None:
    sale.served(sale.a, "agreed")
    first = sale.order()
    sale.served(sale.b)
    second = sale.order()
    assert (sale.outcome(first), sale.outcome(second)) == (("A", "1"), ("B", "1"))


def test_a_talk_of_thousands_of_lines_is_not_read_whole(sale: Sale, shop: TestShop) -> None:
    for _ in range(150):
        sale.served(sale.b)
    shop.later(3 * DAY)
    sale.served(sale.a)
    order_id = sale.order()
    shop.later(3 * DAY)
    for _ in range(150):
        sale.served(sale.b)
    assert sale.outcome(order_id) == ("A", "1")
    assert len(sale.decided(order_id).facts) < 20
    assert len(shop.ask(facts_of, order_id).facts) < 100


def test_a_busy_day_is_read_as_far_as_needed(sale: Sale, shop: TestShop) -> None:
    for _ in range(LINES // 2):
        sale.served(sale.b)
    sale.served(sale.a)
    order_id = sale.order()
    assert sale.outcome(order_id) == ("A", "1")
    assert len(shop.ask(facts_of, order_id).facts) <= LINES + 1


def test_a_call_counts_with_its_screenshot(sale: Sale, shop: TestShop) -> None:
    called = shop.now
    shop.later(60)
    order_id = sale.order()
    contact = shop.do(
        contacts.note, order_id, sale.a.id, "phone", called, "说好6瓶", actor=sale.a.id
    )
    assert sale.outcome(order_id) == (None, "4")
    shot = shop.do(evidence.record, KeptFile("ab" * 32, "通话.png", 100), sale.a.id)
    shop.do(contacts.prove, contact, shot, sale.a.id)
    assert sale.outcome(order_id) == ("A", "1")
    # Kept as long as it had to be, and lawfully removed: what it proved stays proven.
    shop.later(16 * DAY)
    assert [one.id for one in shop.do(evidence.remove, [shot], shop.lead.id)] == [shot]
    assert sale.outcome(order_id) == ("A", "1")
    shop.do(contacts.prove, contact, None, sale.a.id)
    assert sale.outcome(order_id) == (None, "4")


def test_a_claim_a_dispute_and_a_ruling(sale: Sale, shop: TestShop) -> None:
    sale.served(sale.a)
    order_id = sale.order()
    shop.do(ownership.claim, order_id, sale.b.id, "我先报的价", actor=sale.b.id)
    assert sale.decided(order_id).disputed
    assert shop.ask(ownership.owner, order_id) is None
    (dispute,) = shop.ask(ownership.disputes)
    assert (dispute.order_id, dispute.grave) == (order_id, False)
    shop.do(ownership.rule, order_id, sale.b.id, "报价在先", shop.lead.id)
    assert shop.ask(ownership.owner, order_id) == sale.b.id
    assert shop.ask(ownership.disputes) == []
    shop.do(ownership.rule, order_id, sale.a.id, "看漏了记录", shop.lead.id)
    assert shop.ask(ownership.owner, order_id) == sale.a.id
    with pytest.raises(Refused) as refused:
        shop.do(ownership.claim, order_id, sale.b.id, "还是我的", actor=sale.b.id)
    assert refused.value.code == "ruled"


def test_a_claim_is_taken_back_and_made_again(sale: Sale, shop: TestShop) -> None:
    sale.served(sale.a)
    order_id = sale.order()
    shop.do(ownership.claim, order_id, sale.b.id, "我的", actor=sale.b.id)
    shop.do(ownership.withdraw_claim, order_id, sale.b.id, sale.b.id)
    assert sale.outcome(order_id) == ("A", "1")
    shop.do(ownership.claim, order_id, sale.b.id, "真是我的", extended=True, actor=sale.b.id)
    (claim,) = sale.decided(order_id).claims
    assert (claim.reason, claim.extended, claim.at) == ("真是我的", True, shop.now)


def test_a_grave_claim_is_shown(sale: Sale, shop: TestShop) -> None:
    order_id = sale.order()
    sale.served(sale.a)
    assert sale.outcome(order_id) == (None, "3")
    shop.do(ownership.claim, order_id, sale.a.id, "我接待的", actor=sale.a.id)
    (dispute,) = shop.ask(ownership.disputes)
    assert dispute.grave


def test_two_agents_who_both_marked_it_agreed_come_to_the_lead(sale: Sale, shop: TestShop) -> None:
    sale.served(sale.a, "agreed")
    sale.served(sale.b, "agreed")
    order_id = sale.order()
    (dispute,) = shop.ask(ownership.disputes)
    assert (dispute.order_id, dispute.decision.rule) == (order_id, "5")


def test_marks_are_looked_for_as_far_back_as_they_count(sale: Sale, shop: TestShop) -> None:
    shop.do(policy.change, "evidence_days", 90, shop.lead.id)
    sale.served(sale.a, "agreed")
    sale.served(sale.b, "agreed")
    shop.later(80 * DAY)
    order_id = sale.order()
    assert sale.decided(order_id).disputed
    assert [one.order_id for one in shop.ask(ownership.disputes)] == [order_id]


def test_a_ruling_taken_back_leaves_what_stood_before(sale: Sale, shop: TestShop) -> None:
    sale.served(sale.a)
    order_id = sale.order()
    shop.do(ownership.claim, order_id, sale.b.id, "我报的价", actor=sale.b.id)
    first = shop.do(ownership.rule, order_id, sale.b.id, "报价在先", shop.lead.id)
    second = shop.do(ownership.rule, order_id, None, "看错了一单", shop.lead.id)
    with pytest.raises(Refused, match="后来又裁定过"):
        shop.do(ownership.take_back_ruling, first, shop.lead.id)
    with pytest.raises(Refused, match="组长"):
        shop.do(ownership.take_back_ruling, second, sale.a.id)
    shop.do(ownership.take_back_ruling, second, shop.lead.id)
    assert sale.outcome(order_id) == ("B", None)
    assert "报价在先" in sale.decided(order_id).why


def test_with_the_only_ruling_taken_back_it_is_in_dispute_again(sale: Sale, shop: TestShop) -> None:
    sale.served(sale.a)
    order_id = sale.order()
    shop.do(ownership.claim, order_id, sale.b.id, "我报的价", actor=sale.b.id)
    ruled = shop.do(ownership.rule, order_id, None, "点错了", shop.lead.id)
    assert shop.ask(ownership.disputes) == []
    shop.do(ownership.take_back_ruling, ruled, shop.lead.id)
    assert [one.order_id for one in shop.ask(ownership.disputes)] == [order_id]
    assert "点错了" not in sale.decided(order_id).why
    shop.do(ownership.claim, order_id, sale.b.id, "再说一次", actor=sale.b.id)
    shop.do(ownership.rule, order_id, sale.b.id, "这回没点错", shop.lead.id)
    assert sale.outcome(order_id) == ("B", None)


def test_who_may_claim_and_rule(sale: Sale, shop: TestShop) -> None:
    order_id = sale.order()
    refusals = [
        (ownership.claim, (order_id, sale.a.id, "我的"), sale.b.id, "not_lead"),
        (ownership.claim, (order_id, sale.a.id, " "), sale.a.id, "reason"),
        (ownership.claim, (order_id + 1, sale.a.id, "我的"), sale.a.id, "no_order"),
        (ownership.withdraw_claim, (order_id, sale.a.id), sale.a.id, "not_claimed"),
        (ownership.rule, (order_id, sale.a.id, "我的"), sale.a.id, "not_lead"),
        (ownership.rule, (order_id, sale.a.id, ""), shop.lead.id, "reason"),
        (ownership.rule, (order_id, 999, "归他"), shop.lead.id, "no_staff"),
    ]
    for command, args, actor, code in refusals:
        with pytest.raises(Refused) as refused:
            shop.do(command, *args, actor=actor)
        assert refused.value.code == code
    shop.do(ownership.claim, order_id, sale.a.id, "他请假了", actor=shop.lead.id)
    assert [one.staff_id for one in sale.decided(order_id).claims] == [sale.a.id]


def test_an_order_that_is_not_there(shop: TestShop) -> None:
    with pytest.raises(Refused) as refused:
        shop.ask(ownership.decide, 1)
    assert refused.value.code == "no_order"
