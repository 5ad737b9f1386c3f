"""The builder while its store is slow, while others write, and what leaving it would lose."""

from pathlib import Path

import pytest
from support.held import held
from support.orders import add_order
from support.pilot import Desk, post_key
from support.remarks import LINE, builder, opened, order, sold

from zuiqing_desk.rules.remark import Item, Remark
from zuiqing_desk.services import policy
from zuiqing_desk.services.orders import linking, ownership, remarks


def on_platform(desk: Desk, order_id: int, text: str) -> None:
    """An import brings what stands on the platform."""
    desk.shop.do(
        lambda tx: tx.run(
            "UPDATE shop_order SET platform_remark = :text WHERE id = :id", text=text, id=order_id
        )
    )


async def test_what_is_typed_before_the_facts_are_read_goes_behind_them(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        _, order_id = sold(desk, buyer_message="要礼盒")
        await opened(desk)
        with held(desk) as let_go:
            await desk.keys("ctrl+r").expect_focus("field-requirements").type("轻放，慢点")
            await desk.keys("tab", "right").expect_text("‹ 韵达 ›").keys("right")
            await desk.expect_text("正在读订单", "‹ 顺丰 ›")
            let_go.set()
            await desk.expect_text("6瓶1983,要礼盒,轻放,慢点,发顺丰").keys("enter")
        await desk.expect_screen("DeskScreen")
        assert order(desk, order_id).remark == "[1001]6瓶1983,要礼盒,轻放,慢点,发顺丰"


async def test_an_early_enter_stores_nothing_that_was_typed_blind(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        _, order_id = sold(desk)
        await opened(desk)
        with held(desk) as let_go:
            post_key(desk.app, "ctrl+r", None)
            await desk.at_once("enter", "亲，备注好了", "enter").expect_text(
                "要求       亲，备注好了"
            )
            let_go.set()
            await desk.expect_text("6瓶1983,亲,备注好了,发韵达", "Enter 来得太早")
        assert order(desk, order_id).remark == ""
        await desk.keys("enter").expect_screen("DeskScreen")


async def test_an_early_enter_is_for_the_order_that_was_there_then(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        conversation, first = sold(desk, number="A0001")
        desk.shop.later(60)
        other = add_order(desk.shop, number="A0002")
        desk.shop.do(linking.link, other, conversation, desk.shop.lead.id)
        await opened(desk)
        with held(desk) as let_go:
            await desk.keys("ctrl+r").expect_focus("field-requirements").keys("enter")
            await desk.keys("shift+tab", "shift+tab").expect_focus("field-order").keys("right")
            await desk.expect(lambda: builder(desk).order_id == first)
            let_go.set()
            await desk.expect_text("淘宝…0001", LINE)
        assert not order(desk, first).remark
        assert not order(desk, other).remark


async def test_a_courier_the_shop_no_longer_has_is_shown_and_refused(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        _, order_id = sold(desk)
        desk.shop.do(policy.change, "house_courier", "安能", desk.shop.lead.id)
        await opened(desk).keys("ctrl+r").expect_text("‹ 安能 ›", "不认识这个快递")
        await desk.expect_focus("field-courier").keys("enter").expect_screen("RemarkScreen")
        await desk.keys("right", "right").expect_text(LINE).keys("enter")
        await desk.expect_screen("DeskScreen")
        assert order(desk, order_id).remark == LINE


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"state": "closed"}, "这单已经关闭"),
        ({"state": "audit", "verdict": "approved"}, "这单已经审过"),
    ],
)
async def test_what_cannot_be_stored_is_said_before_anything_is_pressed(
    tmp_path: Path, columns: dict[str, str], why: str
) -> None:
    async with Desk(tmp_path) as desk:
        _, order_id = sold(desk, **columns)
        await opened(desk).keys("ctrl+r").expect_text(f"✗ {why}").keys("enter")
        await desk.expect_screen("RemarkScreen")
        assert order(desk, order_id).remark == ""


async def test_who_disputes_an_order_is_not_sent_to_claim_it(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        _, order_id = sold(desk)
        other = desk.shop.hire("1002")
        desk.shop.do(ownership.claim, order_id, other.id, "我谈的", actor=other.id)
        await opened(desk).keys("ctrl+r").expect_text("请组长裁定")
        assert "认领（o）" not in desk.text


async def test_notes_that_stay_are_counted_and_not_shown_as_lost(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        _, order_id = sold(desk, platform_remark="客户急用")
        both = f"{LINE}\n客户急用"
        await opened(desk).keys("ctrl+r").expect_text("还没选").keys("enter")
        await desk.expect_focus("field-how").keys("right").expect_text("平台上将变成").keys("enter")
        await desk.expect_screen("DeskScreen").keys("ctrl+r")
        await desk.expect_text("✓ 和已存的一样", "37/1000 字节").expect_no_text("［－")
        await desk.keys("enter").expect_text("没有再存")
        assert desk.app.clipboard == both == order(desk, order_id).remark


async def test_our_own_words_unchanged_still_take_in_new_ones_of_the_platform(
    tmp_path: Path,
) -> None:
    async with Desk(tmp_path) as desk:
        _, order_id = sold(desk)
        await opened(desk).keys("ctrl+r").expect_text(LINE).keys("enter")
        await desk.expect_screen("DeskScreen")
        on_platform(desk, order_id, f"{LINE}\n仓库：周一发")
        await desk.keys("ctrl+r").expect_text("平台上已有：仓库：周一发").keys("enter")
        await desk.expect_focus("field-how").keys("right").expect_text("平台上将变成").keys("enter")
        await desk.expect_screen("DeskScreen")
        both = f"{LINE}\n仓库：周一发"
        assert desk.app.clipboard == both == order(desk, order_id).remark


async def test_another_desks_remark_is_not_written_over_nor_the_old_one_copied(
    tmp_path: Path,
) -> None:
    async with Desk(tmp_path) as desk:
        _, order_id = sold(desk)
        other = desk.shop.hire("1002")
        await opened(desk).keys("ctrl+r").expect_text(LINE).keys("enter")
        await desk.expect_screen("DeskScreen").keys("ctrl+r").expect_text("✓ 和已存的一样")
        theirs = Remark("1001", (Item(6, "瓶", "1983"),), ("轻放",), "顺丰")
        desk.shop.do(remarks.store, order_id, theirs, other.id)
        desk.app.copy_to_clipboard("别的")
        await desk.keys("enter").expect_text("刚有人存过").expect_screen("RemarkScreen")
        assert order(desk, order_id).remark == "[1001]6瓶1983,轻放,发顺丰"
        assert desk.app.clipboard == "别的"


async def test_leaving_for_the_order_page_asks_before_edits_are_lost(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        sold(desk)
        await opened(desk).keys("ctrl+r").expect_text(LINE).type("轻放").expect_text("轻放,发韵达")
        await desk.keys("f3").expect_screen("ConfirmDialog").keys("escape")
        await desk.expect_screen("RemarkScreen").expect_text("轻放,发韵达")


async def test_turning_to_another_order_asks_before_edits_are_lost(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        conversation, _ = sold(desk, number="A0001")
        desk.shop.later(60)
        other = add_order(desk.shop, number="A0002", state="unpaid")
        desk.shop.do(linking.link, other, conversation, desk.shop.lead.id)
        await opened(desk).keys("ctrl+r").expect_text(LINE).type("轻放").expect_text("轻放,发韵达")
        await desk.keys("shift+tab", "shift+tab").expect_focus("field-order").keys("left")
        await desk.expect_screen("ConfirmDialog").keys("escape").expect_screen("RemarkScreen")
        await desk.expect_text("‹ 淘宝…0001", "轻放,发韵达").keys("left")
        await desk.expect_screen("ConfirmDialog").keys("down", "enter").expect_text("‹ 淘宝…0002")
        await desk.expect_no_text("轻放")
