"""Text that looks meant for another customer is held back, and this customer's own never is."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.shop import TestShop

from zuiqing_desk.services import changes, conversations, meant_for, outbound
from zuiqing_desk.services.outbound import MeantForAnother
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.store.tx import Tx


@pytest.fixture
def agent(shop: TestShop) -> StaffMember:
    agent = shop.hire("1002")
    shop.comes_on(agent)
    return agent


def talk(shop: TestShop, name: str, *lines: str) -> int:
    """A customer of this name has written these lines."""
    conversation = shop.customer(name)
    for line in lines or ("在吗",):
        shop.says(conversation, line)
    return conversation


def rules(shop: TestShop, conversation: int, who: StaffMember, text: str) -> list[str]:
    found = shop.do(meant_for.check, conversation, who.id, text)
    return [finding.rule for finding in found]


def order_of(
    shop: TestShop, number: str, conversation: int | None, phone: str = "", waybill: str = ""
) -> None:
    """An order of the customer of this conversation, or of nobody known."""

    def unit(tx: Tx) -> None:
        customer = tx.value("SELECT customer_id FROM conversation WHERE id = :id", id=conversation)
        tx.run(
            "INSERT INTO shop_order (platform, number, state, platform_state, buyer, receiver,"
            " phone, address, address_before, province, city, district, refund_fen, buyer_message,"
            " waybill, waybill_courier, closed_reason, platform_remark, extra, customer_id,"
            " conversation_id, unlinked, urgent, cod, remark, flag, verdict, verdict_reason,"
            " created_at, updated_at) VALUES ('taobao', :number, 'paid', '', '', '', :phone, '',"
            " '', '', '', '', 0, '', :waybill, '', '', '', '{}', :customer, :conversation, 0, 0,"
            " 0, '', '', '', '', :now, :now)",
            number=number,
            phone=phone,
            waybill=waybill,
            customer=customer,
            conversation=conversation,
            now=tx.now,
        )

    shop.do(unit)


def reply(shop: TestShop, conversation: int, who: StaffMember, text: str, **more: object) -> None:
    shop.do(
        outbound.reply,
        conversation_id=conversation,
        staff_id=who.id,
        text=text,
        client_id=f"{conversation}-{text}-{len(more)}",
        **more,
    )


def test_the_name_of_another_customer_in_my_hands_is_noticed(
    shop: TestShop, agent: StaffMember
) -> None:
    mine, _ = talk(shop, "tb_甲甲"), talk(shop, "tb_乙乙")
    assert rules(shop, mine, agent, "tb_乙乙您好") == ["other_name"]
    assert rules(shop, mine, agent, "tb_甲甲您好") == []


def test_one_answered_today_still_counts_and_yesterdays_does_not(
    shop: TestShop, agent: StaffMember
) -> None:
    mine, other = talk(shop, "tb_甲甲"), talk(shop, "tb_乙乙")
    shop.answers(other, agent)
    shop.do(conversations.close, other, agent.id)
    assert rules(shop, mine, agent, "tb_乙乙您好") == ["other_name"]
    shop.later(24 * 3600)
    assert rules(shop, mine, agent, "tb_乙乙您好") == []


def test_one_waiting_for_anybody_counts_and_a_colleagues_does_not(
    shop: TestShop, agent: StaffMember
) -> None:
    mine = talk(shop, "tb_甲甲")
    shop.goes_off(agent)
    waiting = talk(shop, "tb_乙乙")
    assert shop.row(waiting).assignee_no is None
    assert rules(shop, mine, agent, "tb_乙乙您好") == ["other_name"]
    shop.do(conversations.take, waiting, shop.lead.id)
    assert rules(shop, mine, agent, "tb_乙乙您好") == []


def test_a_number_another_customer_wrote_is_noticed(shop: TestShop, agent: StaffMember) -> None:
    mine = talk(shop, "tb_甲甲", "订单 20260302001 啥时到")
    other = talk(shop, "tb_乙乙", "我的手机是 13800000001", "单号88880000111122")
    assert rules(shop, mine, agent, "您留的是138 0000 0001对吗") == ["other_phone"]
    assert rules(shop, mine, agent, "88880000111122") == ["other_number"]
    assert rules(shop, mine, agent, "20260302001在路上了") == []
    assert rules(shop, mine, agent, "13800000002") == []
    assert rules(shop, other, agent, "您留的是13800000001对吗") == []
    shop.says(mine, "我朋友是13800000001")
    assert rules(shop, mine, agent, "您朋友的是13800000001对吗") == []


def test_what_the_agent_told_another_is_not_theirs(shop: TestShop, agent: StaffMember) -> None:
    """The shop's own number is told to everybody."""
    mine, other = talk(shop, "tb_甲甲"), talk(shop, "tb_乙乙")
    shop.answers(other, agent, "售后热线 4008001983")
    assert rules(shop, mine, agent, "售后热线 4008001983") == []


def test_a_number_of_a_chat_i_never_had_is_not_looked_for(
    shop: TestShop, agent: StaffMember
) -> None:
    mine = talk(shop, "tb_甲甲")
    shop.goes_off(agent)
    other = talk(shop, "tb_乙乙", "13800000001")
    shop.do(conversations.take, other, shop.lead.id)
    assert rules(shop, mine, agent, "13800000001") == []


def test_the_phone_and_the_number_of_anothers_order(shop: TestShop, agent: StaffMember) -> None:
    mine = talk(shop, "tb_甲甲")
    shop.goes_off(agent)
    other = talk(shop, "tb_乙乙")
    shop.do(conversations.take, other, shop.lead.id)
    order_of(shop, "20260302007", other, "13800000007")
    assert rules(shop, mine, agent, "20260302007发了") == ["other_order"]
    assert rules(shop, mine, agent, "尾号，13800000007") == ["other_phone"]
    assert rules(shop, other, shop.lead, "20260302007，13800000007") == []


def test_an_order_of_nobody_known_may_be_this_customers(shop: TestShop, agent: StaffMember) -> None:
    mine = talk(shop, "tb_甲甲")
    order_of(shop, "20260302007", None, "13800000007")
    assert rules(shop, mine, agent, "20260302007，13800000007") == []


def test_what_two_customers_share_is_this_ones_too(shop: TestShop, agent: StaffMember) -> None:
    mine, other = talk(shop, "tb_甲甲"), talk(shop, "tb_乙乙", "13800000001")
    order_of(shop, "20260302001", mine, "13800000001", waybill="7700112233445")
    order_of(shop, "20260302002", other, "13800000001")
    assert rules(shop, mine, agent, "13800000001，20260302001，7700112233445") == []
    order_of(shop, "20260302003", other, "13800000003")
    assert rules(shop, mine, agent, "20260302003") == ["other_order"]


def test_an_order_to_the_same_phone_or_named_here_is_of_the_same_person(
    shop: TestShop, agent: StaffMember
) -> None:
    """Who writes from a second account asks for what was bought with the first."""
    mine, other = talk(shop, "tb_甲甲", "20260302003到哪了"), talk(shop, "tb_乙乙")
    order_of(shop, "20260302001", mine, "13800000001")
    order_of(shop, "20260302002", other, "13800000001")
    order_of(shop, "20260302003", other, "13800000003")
    assert rules(shop, mine, agent, "20260302002") == []
    assert rules(shop, mine, agent, "20260302003，收货手机13800000003") == []


def test_a_number_that_several_have_is_nobodys_own(shop: TestShop, agent: StaffMember) -> None:
    mine, one = talk(shop, "tb_甲甲"), talk(shop, "tb_乙乙", "你们电话是13800000001吗")
    assert rules(shop, mine, agent, "13800000001") == ["other_phone"]
    reply(shop, talk(shop, "tb_丙丙"), agent, "我们电话 13800000001", override=True)
    assert rules(shop, mine, agent, "13800000001") == []
    assert rules(shop, one, agent, "13800000001") == []


def test_a_name_said_by_this_customer_or_on_their_order_is_no_warning(
    shop: TestShop, agent: StaffMember
) -> None:
    talk(shop, "李小明"), talk(shop, "Tom_99")
    mine = talk(shop, "tb_甲甲", "朋友TOM_99介绍的")
    assert rules(shop, mine, agent, "替我谢谢Tom_99") == []
    assert rules(shop, mine, agent, "李小明收吗") == ["other_name"]
    order_of(shop, "20260302001", mine)
    shop.do(lambda tx: tx.run("UPDATE shop_order SET receiver = '李小明'"))
    assert rules(shop, mine, agent, "李小明收吗") == []


def test_what_the_shop_itself_is_called_is_no_warning(shop: TestShop, agent: StaffMember) -> None:
    mine = talk(shop, "tb_甲甲")
    talk(shop, "周经理")
    assert rules(shop, mine, agent, "我让周经理联系您") == ["other_name"]
    shop.do(lambda tx: tx.run("UPDATE staff SET name = '周经理' WHERE id = :id", id=shop.lead.id))
    assert rules(shop, mine, agent, "我让周经理联系您") == []


def test_what_is_said_to_everybody_is_no_name(shop: TestShop, agent: StaffMember) -> None:
    mine, called_so = talk(shop, "tb_甲甲"), talk(shop, "不见不散")
    shop.answers(called_so, agent, "不见不散您好")
    shop.answers(called_so, agent, "好的不见不散")
    others = [talk(shop, f"tb_{number}") for number in range(2)]
    for other in others:
        assert rules(shop, mine, agent, "周六不见不散") == ["other_name"]
        reply(shop, other, agent, "那就不见不散", override=True)
    assert rules(shop, mine, agent, "周六不见不散") == []


def test_new_lines_are_seen_although_the_old_are_remembered(
    shop: TestShop, agent: StaffMember
) -> None:
    mine, other = talk(shop, "tb_甲甲"), talk(shop, "tb_乙乙", "13800000001")
    assert rules(shop, mine, agent, "13800000002") == []
    shop.says(other, "再留一个 13800000002")
    assert rules(shop, mine, agent, "13800000002") == ["other_phone"]


def test_a_number_told_long_ago_is_still_this_customers(shop: TestShop, agent: StaffMember) -> None:
    mine = talk(shop, "tb_甲甲", "13800000001", *["在吗"] * meant_for.OTHER_LINES)
    other = talk(shop, "tb_乙乙", "也是 13800000001")
    assert rules(shop, other, agent, "13800000002") == []
    assert rules(shop, mine, agent, "13800000001") == []


def test_it_is_held_back_and_an_override_is_journalled_without_a_word_of_it(
    shop: TestShop, agent: StaffMember
) -> None:
    mine, _ = talk(shop, "tb_甲甲"), talk(shop, "tb_乙乙")
    with pytest.raises(MeantForAnother, match="像是写给别的客户的：「tb_乙乙」") as refused:
        reply(shop, mine, agent, "tb_乙乙您好，加我微信")
    assert refused.value.code == "meant_for"
    assert shop.row(mine).last_text == "在吗"
    seen = shop.ask(changes.last)
    reply(shop, mine, agent, "tb_乙乙您好，加我微信", override=True)
    rows = shop.ask(changes.after, seen)
    assert [(row.kind, row.detail) for row in rows] == [
        ("line.sent", "2"),
        ("wording.overridden", "off_platform"),
        ("meant_for.overridden", "other_name"),
    ]


def test_an_answer_by_hand_is_held_back_too(shop: TestShop, agent: StaffMember) -> None:
    talk(shop, "tb_乙乙")
    by_hand = shop.do(
        conversations.open_manual, platform="淘宝", buyer_id="tb_丙丙", actor=agent.id
    )
    with pytest.raises(MeantForAnother):
        reply(shop, by_hand, agent, "tb_乙乙您好")


NUMBER = st.one_of(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.from_regex(r"[1-9][0-9]{9,17}", fullmatch=True),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), own=st.lists(NUMBER, min_size=1, max_size=3, unique=True))
def test_this_customers_own_values_never_warn(
    shop: TestShop, agent: StaffMember, data: st.DataObject, own: list[str]
) -> None:
    """A canned reply filled with this customer's name, phone, order and waybill goes out, whatever
    the other customers wrote or ordered."""
    name = data.draw(st.text(st.sampled_from("王小明tb_9"), min_size=2, max_size=6))
    mine = talk(shop, name, *data.draw(st.lists(st.sampled_from(own))))
    told = [one for one in own if data.draw(st.booleans())]
    unique = f"{shop.now}{mine}"
    order_of(shop, unique, mine, phone=next(iter(told), ""), waybill=own[0])
    talk(shop, data.draw(st.sampled_from([name, name[:-1] or "王", f"{name}好"])), *own)
    shop.later(1)
    text = f"{name}，您的订单{unique}，电话{next(iter(told), '')}，运单{own[0]}"
    assert rules(shop, mine, agent, text) == []
