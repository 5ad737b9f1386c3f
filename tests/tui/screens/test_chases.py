"""Chasing unpaid orders on screen: the clocks, a reply ready to send, contacts and results."""

from pathlib import Path
from typing import Any

import pytest
from support.order_work import in_chases, linked
from support.orders import add_order
from support.pilot import Desk
from support.replies import team_reply
from support.shop import TestShop

from zuiqing_desk.services import chat
from zuiqing_desk.services.orders import chase, contacts, cross_sell, reading
from zuiqing_desk.services.orders.chase_records import ChaseState
from zuiqing_desk.tui.widgets.reply_box import ReplyBox

SIZES = [(80, 24), (120, 40), (200, 60)]
HOSTILE = "[b]\x1b]52;c;aGk=\x07名\u202e[/]"
MINUTE = 60


def unpaid(shop: TestShop, **columns: Any) -> int:
    """An order placed now and not paid."""
    return add_order(shop, state="unpaid", **columns)


def state(shop: TestShop, order: int) -> ChaseState:
    found = shop.ask(chase.state_of, order)
    assert found is not None
    return found


@pytest.mark.parametrize("size", SIZES)
async def test_with_nothing_to_chase_it_says_where_orders_come_from(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with Desk(tmp_path, size=size) as desk:
        await in_chases(desk).expect_text("没有待付款的订单要催", "按 i 导入", "Esc 返回")


@pytest.mark.parametrize("size", SIZES)
async def test_the_clock_runs_and_says_when_contact_is_due(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with Desk(tmp_path, size=size) as desk:
        in_chases(desk)

        async def placed() -> None:
            unpaid(desk.shop)

        await desk.then(placed).expect_text("00:00", "待联系").later(3 * MINUTE + 12)
        await desk.expect_text("03:12", "该联系 0").later(2 * MINUTE)
        await desk.expect_text("05:12", "▲ 该联系", "催付  ▲ 该联系 1")


async def test_a_clock_that_ran_out_is_lost(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await in_chases(desk)
        unpaid(desk.shop)
        await desk.expect_text("待联系").later(10 * MINUTE).expect_text("10:00").keys("down")
        await desk.later(10 * MINUTE).expect_text("流失 1", "在催 0").keys("left")
        await desk.expect_text("[流失 1]", "✗ 流失")


async def test_the_chase_opens_the_conversation_with_words_ready_and_sends_nothing(
    tmp_path: Path,
) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        team_reply(shop, "hy", "欢迎", "您好。", category="欢迎")
        team_reply(shop, "cf", "催付款", "亲，订单{订单号}给您留着，付款就发。", category="催付")
        await in_chases(desk)
        order = unpaid(shop, number="2603028801")
        conversation = linked(shop, order, "1983还有吗")
        lines = len(shop.ask(chat.chat, conversation).lines)
        await desk.expect_text("待联系").keys("c").expect_screen("DeskScreen")
        await (
            desk.expect_focus("reply")
            .expect_text("1983还有吗")
            .expect(
                lambda: "亲，订单2603028801给您留着" in desk.screen.query_one(ReplyBox).text,
                "the words",
            )
        )
        assert len(shop.ask(chat.chat, conversation).lines) == lines
        await desk.keys("enter").expect(
            lambda: len(shop.ask(chat.chat, conversation).lines) == lines + 1, "it was sent"
        )
        assert state(shop, order).contact is not None


async def test_without_a_chasing_reply_the_conversation_opens_empty(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        shop.do(lambda tx: tx.run("UPDATE reply SET state = 'archived'"))
        await in_chases(desk)
        linked(shop, unpaid(shop), "1983还有吗")
        await desk.expect_text("待联系").keys("c").expect_screen("DeskScreen")
        await desk.expect_text("话术库里没有“催付”类的话术", "在这里写回复")


async def test_a_buyer_without_a_conversation_gets_one_with_the_words_ready(
    tmp_path: Path,
) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        team_reply(shop, "cf", "催付款", "亲，订单给您留着，付款就发。", category="催付")
        await in_chases(desk)
        order = unpaid(shop, platform="pdd", buyer="pdd_山月**")
        await desk.expect_text("待联系").keys("c")
        await desk.expect_text("＋ 新开手工会话 · 拼多多 · pdd_山月**").keys("enter")
        await desk.expect_screen("DeskScreen").expect_focus("reply")
        await desk.expect_text("致 pdd_山月**", "给您留着")
        assert shop.ask(reading.one, order).conversation_id is not None


async def test_an_order_without_a_conversation_can_be_linked_at_once(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        conversation = shop.waiting_customer("拍好了")
        await in_chases(desk)
        order = unpaid(shop, buyer="")
        await desk.expect_text("待联系").keys("c").expect_text("是哪个会话的", "拍好了")
        await desk.keys("enter").expect_text("已关联到")
        assert shop.ask(reading.one, order).conversation_id == conversation
        await desk.keys("enter").expect_screen("DeskScreen").expect_text("拍好了")


async def test_a_call_is_noted_then_its_result_and_both_are_taken_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        shop.later(40 * MINUTE)
        await in_chases(desk)
        order = unpaid(shop)
        await desk.later(4 * MINUTE).expect_text("04:00").keys("n").expect_text("怎么联系的")
        await desk.keys("enter").expect_text("什么时候").type("1").keys("enter")
        await desk.expect_text("说了什么").type("说晚上付").keys("enter")
        await desk.expect_text("已记下：1 分钟前电话联系过。按 u 撤销。", "等结果", "✓ 1001 联系过")
        contact = state(shop, order).contact
        assert contact is not None
        assert (contact.at, contact.medium) == (shop.now - 60_000_000, "phone")
        await desk.keys("r").expect_text("结果").keys("down", "down", "enter")
        await desk.expect_text("说明").type("晚上付").keys("enter")
        await desk.expect_text("记为“晚些付”")
        assert (state(shop, order).result, state(shop, order).note) == ("later", "晚上付")
        await (
            desk.keys("u")
            .expect_text("已撤销")
            .expect(lambda: state(shop, order).result is None, "no result any more")
        )
        await desk.keys("u").expect(
            lambda: shop.ask(contacts.of_order, order) == [], "no contact any more"
        )


async def test_a_contact_from_before_the_order_is_none_of_its_chase(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        await in_chases(desk)
        order = unpaid(shop)
        await desk.expect_text("待联系").later(2 * MINUTE).keys("n").expect_text("怎么联系的")
        await desk.keys("down", "down", "enter").expect_text("什么时候").type("3").keys("enter")
        await desk.expect_text("09:00 才下单，那以前的联系不算催付").keys("ctrl+u").type("1")
        await desk.keys("enter").expect_text("说了什么").keys("enter").expect_text("✓ 1001 联系过")
        assert state(shop, order).contact is not None


async def test_a_phone_call_too_early_is_refused_in_words(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await in_chases(desk)
        order = unpaid(desk.shop)
        await desk.expect_text("09:30 以前不打电话").keys("n", "enter").expect_text("什么时候")
        await desk.keys("enter").expect_text("说了什么").keys("enter").expect_text("09:30")
        await desk.expect_screen("ChaseScreen")
        assert desk.shop.ask(contacts.of_order, order) == []


async def test_another_result_needs_words(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        await in_chases(desk)
        order = unpaid(shop)
        shop.do(chase.note_contact, order, "wechat", shop.lead.id)
        await desk.expect_text("等结果 1").keys("r").expect_screen("StepsDialog")
        await desk.keys("end", "enter").expect_text("说明")
        await desk.keys("enter").expect_text("✗ 选了“其他”，请写明是什么。")
        await desk.type("换了别家").keys("enter").expect_text("记为“其他”")
        assert state(shop, order).note == "换了别家"


async def test_a_cross_sell_without_effort_is_noted_and_taken_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        await in_chases(desk, "1002")
        order = unpaid(shop)
        await desk.expect_text("待联系").keys("x").expect_text("经过").type("没推小酒")
        await desk.keys("enter").expect_text("记了一次没力推")
        (noted,) = shop.ask(cross_sell.of_order, order)
        assert (noted.staff_id, noted.note) == (shop.colleague("1002").id, "没推小酒")
        await desk.keys("u").expect(
            lambda: shop.ask(cross_sell.of_order, order) == [], "taken back"
        )


async def test_a_lead_says_whose_cross_sell_it_was(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop, agent = desk.shop, desk.shop.colleague("1002")
        await in_chases(desk)
        order = unpaid(shop)
        await desk.expect_text("待联系").keys("x").expect_text("是谁").keys("down", "enter")
        await desk.expect_text("经过").keys("enter").expect_text("记了一次没力推")
        assert [one.staff_id for one in shop.ask(cross_sell.of_order, order)] == [agent.id]


async def test_filtered_by_number_and_buyer(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        unpaid(desk.shop, number="88001", buyer="tb_甲")
        unpaid(desk.shop, number="88002", buyer="tb_乙")
        await in_chases(desk).expect_text("[在催 2]").keys("slash").type("88001")
        await desk.expect_no_text("tb_乙").keys("ctrl+u").type("乙").expect_no_text("tb_甲")
        await desk.type("x").expect_text("没有“乙x”").keys("escape", "escape")
        await desk.expect_text("tb_甲", "tb_乙")


@pytest.mark.parametrize("size", SIZES)
async def test_the_keys_that_lead_on_are_never_cut_off(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with Desk(tmp_path, size=size) as desk:
        unpaid(desk.shop)
        await in_chases(desk).expect_text("x 没力推", "u 撤销  ←→ 换类  Esc 返回  F1 帮助")


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_words_stay_text(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Desk(tmp_path, size=size) as desk:
        words = dict.fromkeys(("buyer", "receiver", "address", "buyer_message"), HOSTILE)
        unpaid(desk.shop, **words)
        await in_chases(desk).expect_text("[b]")
        for key in ("n", "escape", "r", "escape", "x"):
            await desk.keys(key)
            assert not set(desk.text) & set("\x1b\x07\u202e")
