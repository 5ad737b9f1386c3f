"""The remark of an order: proposed, stored, taken back."""

from typing import Any

import pytest
from support.library import OLD
from support.orders import add_order
from support.shop import SECOND, TestShop

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.remark import Item, Remark, RemarkError, render
from zuiqing_desk.services import policy
from zuiqing_desk.services.orders import audit, ownership, promises, remarks
from zuiqing_desk.services.products import catalogue
from zuiqing_desk.services.records import StaffMember

HOUSE = "韵达"
SIX = Item(6, "瓶", "1983")


@pytest.fixture
def closer(shop: TestShop) -> StaffMember:
    """Who consults everybody in these tests."""
    who = shop.hire("2001")
    shop.comes_on(who)
    shop.do(catalogue.add, OLD, actor=shop.lead.id)
    return who


def sold(shop: TestShop, closer: StaffMember, **columns: Any) -> int:
    """An order paid after its buyer was consulted."""
    conversation = shop.waiting_customer("想买酒")
    shop.later(5)
    shop.answers(conversation, closer)
    shop.later(60)
    order = add_order(
        shop,
        conversation_id=conversation,
        customer_id=shop.ask(
            lambda tx: tx.value(
                "SELECT customer_id FROM conversation WHERE id = :id", id=conversation
            )
        ),
        **columns,
    )
    shop.do(
        lambda tx: tx.run(
            "UPDATE order_item SET product_id = (SELECT id FROM product), spec = '单瓶'"
            " WHERE order_id = :id",
            id=order,
        )
    )
    return order


def line(shop: TestShop, order: int) -> str:
    return render(shop.ask(remarks.propose, order).remark)


def refusal(shop: TestShop, order: int, remark: Remark, **how: Any) -> str:
    with pytest.raises(RuleError) as refused:
        shop.ask(remarks.check, order, remark, how=how.get("how", "new"))
    with pytest.raises(RuleError) as again:
        shop.do(remarks.store, order, remark, shop.lead.id, **how)
    assert again.value.code == refused.value.code
    return refused.value.code


def of_order(shop: TestShop, order: int) -> tuple[Any, ...]:
    row: tuple[Any, ...] = shop.ask(
        lambda tx: tx.one(
            "SELECT remark, flag, remark_by, remark_at FROM shop_order WHERE id = :id", id=order
        )
    )
    return row


def test_a_paid_order_is_proposed_whole(shop: TestShop, closer: StaffMember) -> None:
    order = sold(shop, closer)
    proposal = shop.ask(remarks.propose, order)
    assert render(proposal.remark) == "[2001]6瓶1983,发韵达"
    assert proposal.closer_why
    assert proposal.why_no_closer == ""


def test_it_is_stored_with_its_flag_and_taken_back(shop: TestShop, closer: StaffMember) -> None:
    order = sold(shop, closer)
    remark = shop.ask(remarks.propose, order).remark
    stored = shop.do(remarks.store, order, remark, closer.id)
    assert stored.text == "[2001]6瓶1983,发韵达"
    assert of_order(shop, order) == (stored.text, "成交", closer.id, shop.now)
    assert shop.ask(remarks.propose, order).stored == stored.text
    shop.do(remarks.undo, stored.order_remark_id, closer.id)
    assert of_order(shop, order) == ("", "", None, None)
    with pytest.raises(RuleError) as refused:
        shop.do(remarks.undo, stored.order_remark_id, closer.id)
    assert refused.value.code == "no_remark"


def test_only_the_last_is_taken_back(shop: TestShop, closer: StaffMember) -> None:
    order = sold(shop, closer)
    remark = shop.ask(remarks.propose, order).remark
    first = shop.do(remarks.store, order, remark, closer.id)
    shop.later(60)
    other = Remark(remark.closer, remark.items, ("轻放",), "顺丰")
    second = shop.do(remarks.store, order, other, shop.lead.id)
    with pytest.raises(RuleError) as refused:
        shop.do(remarks.undo, first.order_remark_id, closer.id)
    assert refused.value.code == "changed_meanwhile"
    shop.do(remarks.undo, second.order_remark_id, closer.id)
    assert of_order(shop, order) == (first.text, "成交", closer.id, shop.now - 60 * SECOND)


def test_a_return_to_the_same_words_is_not_the_first_of_them(
    shop: TestShop, closer: StaffMember
) -> None:
    order = sold(shop, closer)
    remark = shop.ask(remarks.propose, order).remark
    other = Remark(remark.closer, remark.items, ("轻放",), "顺丰")
    first, _, third = (
        shop.do(remarks.store, order, one, closer.id) for one in (remark, other, remark)
    )
    with pytest.raises(RuleError) as refused:
        shop.do(remarks.undo, first.order_remark_id, closer.id)
    assert refused.value.code == "changed_meanwhile"
    shop.do(remarks.undo, third.order_remark_id, closer.id)
    assert of_order(shop, order)[0] == "[2001]6瓶1983,轻放,发顺丰"


def test_without_an_owner_it_is_not_stored(shop: TestShop, closer: StaffMember) -> None:
    order = add_order(shop)
    proposal = shop.ask(remarks.propose, order)
    assert (proposal.closer, bool(proposal.why_no_closer)) == ("", True)
    with pytest.raises(RemarkError):
        render(proposal.remark)
    assert refusal(shop, order, Remark("2001", (SIX,), (), HOUSE)) == "no_owner"
    assert of_order(shop, order)[0] == ""


def test_in_dispute_it_is_not_stored(shop: TestShop, closer: StaffMember) -> None:
    order, other = sold(shop, closer), shop.hire("2002")
    shop.do(ownership.claim, order, closer.id, "我谈的", actor=closer.id)
    shop.do(ownership.claim, order, other.id, "我谈的", actor=other.id)
    proposal = shop.ask(remarks.propose, order)
    assert (proposal.closer, proposal.disputed) == ("", True)
    assert refusal(shop, order, Remark("2001", (SIX,), (), HOUSE)) == "disputed"


@pytest.mark.parametrize(
    ("closer_said", "flag", "code"),
    [("1001", "成交", "closer"), ("**", "成交", "closer"), ("2001", "没有这种", "flag")],
)
def test_what_is_refused(
    shop: TestShop, closer: StaffMember, closer_said: str, flag: str, code: str
) -> None:
    order = sold(shop, closer)
    with pytest.raises(RuleError) as refused:
        shop.do(remarks.store, order, Remark(closer_said, (SIX,), (), HOUSE), closer.id, flag=flag)
    assert refused.value.code == code
    assert of_order(shop, order)[:2] == ("", "")


def test_what_cannot_be_written_is_refused_where_it_stands(
    shop: TestShop, closer: StaffMember
) -> None:
    order = sold(shop, closer)
    with pytest.raises(RemarkError) as refused:
        shop.do(remarks.store, order, Remark("2001", (SIX,), ("轻,放",), "顺风"), closer.id)
    assert refused.value.position > 0


@pytest.mark.parametrize("hidden", ["\u202e", "\u2028", "\ufeff"])
def test_what_nobody_can_see_is_refused(shop: TestShop, closer: StaffMember, hidden: str) -> None:
    order = sold(shop, closer)
    with pytest.raises(RemarkError, match="看不见") as refused:
        shop.ask(remarks.check, order, Remark("2001", (SIX,), (f"轻{hidden}放",), HOUSE))
    assert refused.value.position == len("[2001]6瓶1983,轻")
    assert shop.ask(remarks.check, order, Remark("2001", (SIX,), ("👨\u200d👩\u200d👧",), HOUSE))


def test_what_its_writer_never_saw_is_not_written_over(shop: TestShop, closer: StaffMember) -> None:
    order = sold(shop, closer)
    seen = shop.ask(remarks.propose, order)
    shop.do(remarks.store, order, seen.remark, closer.id, seen=seen)
    late = Remark("2001", (SIX,), ("轻放",), HOUSE)
    with pytest.raises(RuleError, match="刚有人存过"):
        shop.do(remarks.store, order, late, shop.lead.id, seen=seen)
    again = shop.ask(remarks.propose, order)
    shop.do(
        lambda tx: tx.run(
            "UPDATE shop_order SET platform_remark = '仓库：缺货' WHERE id = :id", id=order
        )
    )
    with pytest.raises(RuleError, match="平台上的备注刚变了"):
        shop.do(remarks.store, order, late, shop.lead.id, how="replace", seen=again)
    assert of_order(shop, order)[0] == "[2001]6瓶1983,发韵达"
    now = shop.ask(remarks.propose, order)
    shop.do(remarks.store, order, late, shop.lead.id, how="replace", seen=now)
    assert of_order(shop, order)[0] == "[2001]6瓶1983,轻放,发韵达"


def test_too_much_for_the_platforms_field(shop: TestShop, closer: StaffMember) -> None:
    order = sold(shop, closer)
    wishes = tuple(f"{number}" + "酒" * 58 for number in range(6))
    assert refusal(shop, order, Remark("2001", (SIX,), wishes, HOUSE)) == "too_long"


@pytest.mark.parametrize("state", ["closed", "approved"])
def test_what_is_over_is_not_rewritten(shop: TestShop, closer: StaffMember, state: str) -> None:
    order = sold(shop, closer)
    remark = shop.ask(remarks.propose, order).remark
    stored = shop.do(remarks.store, order, remark, closer.id)
    column = "state" if state == "closed" else "verdict"
    shop.do(lambda tx: tx.run(f"UPDATE shop_order SET {column} = :to", to=state))
    assert refusal(shop, order, remark) == state
    if state == "approved":
        with pytest.raises(RuleError) as refused:
            shop.do(remarks.undo, stored.order_remark_id, closer.id)
        assert refused.value.code == "approved"
        shop.do(lambda tx: tx.run("UPDATE shop_order SET state = 'dispatched'"))
        shop.do(remarks.store, order, remark, closer.id)


def test_a_foreign_text_is_kept_apart(shop: TestShop, closer: StaffMember) -> None:
    order = sold(shop, closer, platform_remark="老客户\r\n要发票 ")
    proposal = shop.ask(remarks.propose, order)
    assert proposal.platform_text == "老客户\n要发票"
    assert refusal(shop, order, proposal.remark) == "platform_text"
    own = "[2001]6瓶1983,发韵达"
    replaced = shop.do(remarks.store, order, proposal.remark, closer.id, how="replace")
    assert replaced.text == own
    shop.do(remarks.undo, replaced.order_remark_id, closer.id)
    appended = shop.do(remarks.store, order, proposal.remark, closer.id, how="append")
    assert appended.text == f"{own}\n老客户\n要发票"


def test_what_we_wrote_ourselves_is_not_foreign(shop: TestShop, closer: StaffMember) -> None:
    order = sold(shop, closer, platform_remark="老客户")
    remark = shop.ask(remarks.propose, order).remark
    stored = shop.do(remarks.store, order, remark, closer.id, how="append")
    shop.do(lambda tx: tx.run("UPDATE shop_order SET platform_remark = :to", to=stored.text))
    other = Remark(remark.closer, remark.items, ("轻放",), "顺丰")
    again = shop.do(remarks.store, order, other, closer.id)
    assert again.text == "[2001]6瓶1983,轻放,发顺丰\n老客户"
    # Not written back yet, and changed once more.
    third = shop.do(remarks.store, order, remark, closer.id)
    assert third.text == "[2001]6瓶1983,发韵达\n老客户"


def test_promises_and_the_buyers_message_are_in_it(shop: TestShop, closer: StaffMember) -> None:
    order = sold(shop, closer, buyer_message="谢谢，请发顺丰快递，不要放门口！")
    for kind, what in (("gift", "两瓶小酒版"), ("wish", "写贺卡"), ("callback", "回电")):
        shop.do(promises.note, order, kind, what, None, closer.id)
    assert line(shop, order) == "[2001]6瓶1983+2瓶小酒版,写贺卡,不要放门口,发顺丰"


def test_gifts_by_the_table_are_in_it(shop: TestShop, closer: StaffMember) -> None:
    shop.do(policy.change, "gift_table", ["1983 满6瓶 送1瓶小酒版"], shop.lead.id)
    order = sold(shop, closer)
    assert line(shop, order) == "[2001]6瓶1983+1瓶小酒版,发韵达"
    shop.do(promises.note, order, "gift", "一瓶小酒版", None, closer.id)
    assert line(shop, order) == "[2001]6瓶1983+1瓶小酒版,发韵达"


def test_the_courier_by_coverage(shop: TestShop, closer: StaffMember) -> None:
    order = sold(shop, closer, province="西藏自治区", city="拉萨市", district="城关区")
    assert "不知道韵达到不到" in "".join(shop.ask(remarks.propose, order).asks)

    def cover(tx: Any) -> None:
        for courier, served in (("韵达", "no"), ("顺丰", "ask"), ("邮政", "yes")):
            tx.run(
                "INSERT INTO coverage (courier, province, city, district, served, note)"
                " VALUES (:courier, '西藏自治区', '', '', :served, '')",
                courier=courier,
                served=served,
            )

    shop.do(cover)
    proposal = shop.ask(remarks.propose, order)
    assert (proposal.courier, proposal.courier_why) == ("邮政", "韵达不到，邮政到")
    assert proposal.asks == ()


def test_a_courier_that_is_not_wanted(shop: TestShop, closer: StaffMember) -> None:
    order = sold(shop, closer, buyer_message="不要发韵达")
    proposal = shop.ask(remarks.propose, order)
    assert proposal.courier not in ("", "韵达")
    assert "客户不要韵达" in proposal.asks
    assert proposal.requirements == ("不要发韵达",)


def test_what_is_not_known_is_asked(shop: TestShop, closer: StaffMember) -> None:
    order = add_order(shop, ("进口[红酒]", 3))
    proposal = shop.ask(remarks.propose, order)
    assert [item.product for item in proposal.items] == ["进口 红酒"]
    assert any("没有对上商品卡" in ask for ask in proposal.asks)


def test_the_order_in_hand(shop: TestShop, closer: StaffMember) -> None:
    conversation = shop.customer()
    assert shop.ask(remarks.order_in_hand, conversation) is None
    paid = add_order(shop, conversation_id=conversation, state="audit")
    shop.later(60)
    done = add_order(shop, conversation_id=conversation, remark="[2001]6瓶1983,发韵达")
    shop.later(60)
    newest = add_order(shop, conversation_id=conversation, state="unpaid")
    assert shop.ask(remarks.order_in_hand, conversation) == paid
    shop.do(lambda tx: tx.run("UPDATE shop_order SET remark = 'x' WHERE id = :id", id=paid))
    assert shop.ask(remarks.order_in_hand, conversation) == newest
    assert done != newest


def test_each_command_is_journalled_once(shop: TestShop, closer: StaffMember) -> None:
    order = sold(shop, closer)
    before = shop.ask(lambda tx: tx.value("SELECT max(id) FROM journal"))
    remark = shop.ask(remarks.propose, order).remark
    stored = shop.do(remarks.store, order, remark, closer.id)
    shop.do(remarks.undo, stored.order_remark_id, closer.id)
    assert shop.ask(
        lambda tx: tx.all("SELECT kind, subject_id FROM journal WHERE id > :id", id=before)
    ) == [("order.remarked", order), ("order.remark_undone", order)]


def test_what_is_proposed_passes_the_audit(shop: TestShop, closer: StaffMember) -> None:
    shop.do(policy.change, "gift_table", ["1983 满6瓶 送1瓶小酒版"], shop.lead.id)
    order = sold(
        shop,
        closer,
        buyer_message="谢谢，请发顺丰快递，不要放门口！要发票。",
        province="浙江省",
        city="杭州市",
        district="西湖区",
        address="浙江省杭州市西湖区文三路1号",
    )
    shop.do(promises.note, order, "gift", "两瓶小酒版", None, closer.id)
    shop.do(promises.note, order, "wish", "写贺卡", None, closer.id)
    shop.do(
        lambda tx: tx.run(
            "INSERT INTO coverage (courier, province, city, district, served, note)"
            " VALUES ('顺丰', '浙江省', '', '', 'yes', '')"
        )
    )
    shop.do(remarks.store, order, shop.ask(remarks.propose, order).remark, closer.id)
    checks = {check.name: (check.result, check.why) for check in shop.ask(audit.checks, order)}
    for name in ("goods", "wishes", "message", "promises", "courier", "sample"):
        assert checks[name][0] == "green", checks[name]
