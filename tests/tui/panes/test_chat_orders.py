"""The orders of the open conversation: on the card, and the promises made there."""

from pathlib import Path

import pytest
from support.library import pane
from support.order_work import linked
from support.orders import add_order
from support.pilot import Desk
from support.replies import team_reply
from support.shop import TestShop

from zuiqing_desk.rules.calendar import MICROSECONDS
from zuiqing_desk.services import access
from zuiqing_desk.services.orders import promises
from zuiqing_desk.services.orders.promises import PromiseRecord

HOUR = 3600 * MICROSECONDS


def promised(desk: Desk) -> list[PromiseRecord]:
    """Every promise of the conversation shown."""
    shown = pane(desk).model.shown
    assert shown is not None
    return desk.shop.ask(promises.of_conversation, shown)


def answering(desk: Desk, **order: str) -> Desk:
    """Signed in with a customer's conversation open, who has an order."""
    order_id = add_order(desk.shop, **order)  # type: ignore[arg-type]
    linked(desk.shop, order_id, "1983还有吗")
    return desk.sign_in().keys("ctrl+g").expect_text("致 tb_**")


def on_line(desk: Desk, text: str) -> Desk:
    """Send an answer and put the cursor on it."""
    desk.type(text).keys("enter").expect_text(text).read_toasts().expect_text("发送中")
    return desk.keys("escape", "tab").expect_focus("conversation")


@pytest.mark.parametrize(
    ("order", "shown"),
    [
        ({"state": "paid"}, ("已付款", "7680.00 元，6 件", "备注 还没写")),
        ({"state": "paid", "remark": "[甲]6瓶1983,发韵达"}, ("备注 [甲]6瓶1983", "发韵达")),
        ({"state": "audit", "verdict": "handed_back"}, ("审单中", "▲", "退回")),
        ({"state": "dispatched"}, ("已发货",)),
    ],
)
async def test_the_card_tells_of_the_order(
    tmp_path: Path, order: dict[str, str], shown: tuple[str, ...]
) -> None:
    async with Desk(tmp_path) as desk:
        await answering(desk, **order).expect_text("订单 淘宝…", *shown)
        if order["state"] == "dispatched":
            await desk.expect_no_text("备注 还没写")


async def test_the_clock_of_an_unpaid_order_runs_on_the_card(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await answering(desk, state="unpaid").expect_text("催付 00:00 / 20:00")
        await desk.later(192).expect_text("催付 03:12 / 20:00")


async def test_of_many_orders_the_newest_are_shown_and_the_others_counted(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        first = add_order(desk.shop, number="A0001")
        conversation = linked(desk.shop, first)
        for end in range(2, 6):
            desk.shop.later(60)
            add_order(desk.shop, number=f"A000{end}", conversation_id=conversation)
        await desk.sign_in().keys("ctrl+g").expect_text("▸ 淘宝…0005", "淘宝…0003", "另有 2 笔")
        await desk.expect_no_text("淘宝…0002")


async def test_one_key_and_enter_keep_a_line_as_a_promise(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await on_line(answering(desk), "送您一瓶小酒版哈").expect_text("像承诺·按 c 记下")
        await desk.keys("c").expect_screen("PromiseDialog").expect_text("‹ 赠品 ›", "一瓶小酒版")
        await desk.keys("enter").expect_text("已记承诺").read_toasts()
        await desk.expect_text("〔承诺〕", "承诺 赠品：一瓶小酒版")
        (kept,) = promised(desk)
        assert (kept.kind, kept.what, kept.until, kept.staff_no) == (
            "gift",
            "一瓶小酒版",
            None,
            "1001",
        )
        assert kept.order_id == pane(desk).orders.about.in_hand
        await desk.expect_no_text("像承诺").keys("u").expect_no_text("〔承诺〕")
        assert promised(desk) == []


async def test_the_time_of_a_promise_is_read_from_the_line_and_can_be_written(
    tmp_path: Path,
) -> None:
    async with Desk(tmp_path) as desk:
        await on_line(answering(desk), "今天16点前发").keys("c")
        await desk.expect_text("‹ 发货时间 ›", "今天 16:00").keys("tab", "ctrl+u")
        await desk.type("改天").keys("enter").expect_text("看不懂这个时间")
        await desk.keys("ctrl+u").type("明天10点").keys("enter").expect_text("已记承诺")
        (kept,) = promised(desk)
        assert kept.until == desk.shop.now + 25 * HOUR


async def test_a_promise_past_its_time_stands_out_and_is_settled_on_its_line(
    tmp_path: Path,
) -> None:
    async with Desk(tmp_path) as desk:
        await on_line(answering(desk), "今天10分钟内发").keys("c").keys("enter")
        await (
            desk.expect_text("已记承诺")
            .read_toasts()
            .expect_text("承诺 发货时间：")
            .later(660)
            .expect_text("承诺 ▲ 过时")
        )
        await desk.keys("c").expect_screen("ChooseDialog").keys("down", "enter")
        await desk.expect_screen("PromptDialog").type("客户不要了").keys("enter")
        await desk.expect_text("承诺 ✗ 发货时间").expect_no_text("▲ 过时")
        (dropped,) = promised(desk)
        assert (dropped.state, dropped.reason) == ("dropped", "客户不要了")
        await desk.keys("u").expect_text("承诺 ▲ 过时")


async def test_what_the_customer_said_is_no_promise(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await answering(desk).keys("escape", "tab").expect_focus("conversation").keys("c")
        await desk.expect_text("只有客服发出的消息可以记成承诺")
        assert promised(desk) == []


async def test_sending_what_sounds_like_a_promise_is_pointed_out(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await answering(desk).type("有货的").keys("enter").expect_text("发送中")
        await desk.expect_no_text("像是承诺").type("给您发顺丰").keys("enter")
        await desk.expect_text("刚发的像是承诺（快递）")


async def test_a_line_whose_time_has_passed_is_kept_without_it_or_with_a_new_one(
    tmp_path: Path,
) -> None:
    async with Desk(tmp_path) as desk:
        await on_line(answering(desk), "今天16点前发").later(30 * 3600).keys("c")
        await desk.expect_text("那句说的 3月2日 16:00 已经过了").keys("tab").type("3-2 16:00")
        await desk.keys("enter").expect_text("这个时间已经过了").keys("ctrl+u")
        await desk.type("3-5 17:30").keys("enter").expect_text("已记承诺").read_toasts()
        await desk.expect_text("〔承诺〕", "3月5日 17:30")
        (kept,) = promised(desk)
        assert kept.until is not None
        assert kept.until > desk.shop.now


async def test_a_date_written_as_figures_is_that_date(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await on_line(answering(desk), "送您一瓶小酒版哈").keys("c").expect_screen("PromiseDialog")
        await desk.keys("tab").type("周五 10:00").keys("enter").expect_text("看不懂这个时间")
        await desk.keys("ctrl+u").type("3-30 17:30").keys("enter").expect_text("已记承诺")
        await desk.read_toasts().expect_text("月30日 17:30前")


async def test_one_line_may_promise_several_things_each_settled_by_itself(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await on_line(answering(desk), "今天就发，再送您一瓶小酒版").keys("c")
        await desk.expect_screen("PromiseDialog").keys("enter").expect_text("已记承诺")
        await desk.read_toasts().expect_text("〔承诺〕").keys("c")
        await desk.expect_screen("ChooseDialog").expect_text("再记一条").keys("end", "enter")
        await desk.expect_screen("PromiseDialog").keys("up", "left", "tab", "ctrl+u")
        await desk.type("发韵达").keys("enter").expect(lambda: len(promised(desk)) == 2)
        await (
            desk.expect_text("已记承诺")
            .read_toasts()
            .expect_text("发韵达")
            .keys("c")
            .expect_text("哪一件？")
            .keys("down", "enter")
        )
        await desk.expect_text("承诺：发韵达").keys("enter").expect_text("承诺 ✓")
        assert [one.state for one in promised(desk)] == ["open", "kept"]


async def test_whom_an_order_goes_to_is_hidden_until_the_words_are_taken(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        team_reply(desk.shop, "dz", "核对", "{收件人}，寄到{收货地址}吗？", category="核对地址")
        order_id = add_order(desk.shop, receiver="李小明", address="示例省示例路1号")
        linked(desk.shop, order_id, "1983还有吗")
        await desk.sign_in().keys("ctrl+g").expect_text("致 tb_**", "订单 淘宝").read_toasts()
        await desk.keys("ctrl+f").expect_screen("PickerScreen").type("dz")
        await desk.expect_text("李**，寄到****吗")
        assert "示例路" not in desk.text
        assert looks(desk.shop) == []
        await desk.keys("enter").expect_screen("DeskScreen")
        await desk.expect_text("李小明，寄到示例省示例路1号吗")
        await desk.expect(lambda: looks(desk.shop) == [(order_id, "receiver address")], "a record")


def looks(shop: TestShop) -> list[tuple[int, str]]:
    """Who was looked at, and what of them."""
    return [(one.subject_id, one.detail) for one in shop.ask(access.rows, shop.lead.id)]
