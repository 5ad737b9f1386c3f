"""From a paid conversation to the remark on the clipboard."""

from pathlib import Path

import pytest
from support.chat_records import HARMLESS, HOSTILE
from support.library import pane
from support.orders import add_order
from support.pilot import Desk, post_key
from support.remarks import LINE, builder, opened, order, sold

from zuiqing_desk.services.orders import linking, ownership, promises, remarks
from zuiqing_desk.services.records import LineRecord
from zuiqing_desk.tui.screens.remark import RemarkScreen


def texts(desk: Desk) -> list[str]:
    """What stands in the open conversation."""
    chat = pane(desk).model.chat
    lines: list[LineRecord] = [] if chat is None else list(chat.lines)
    return [line.text for line in lines]


async def test_two_keys_lead_from_the_conversation_to_the_remark_on_the_clipboard(
    tmp_path: Path,
) -> None:
    async with Desk(tmp_path) as desk:
        _, order_id = sold(desk)
        await opened(desk).keys("ctrl+r").expect_screen("RemarkScreen").expect_text(LINE)
        await desk.expect_text("24/1000 字节", "规则1").keys("enter").expect_screen("DeskScreen")
        assert desk.app.clipboard == LINE
        stored = order(desk, order_id)
        assert (stored.remark, stored.flag, stored.remark_by) == (LINE, "成交", desk.shop.lead.id)
        await desk.expect_text(f"已保存：{LINE}", "备注 [1001]6瓶1983")


async def test_the_same_keys_in_one_burst_and_what_follows_is_for_the_customer(
    tmp_path: Path,
) -> None:
    async with Desk(tmp_path) as desk:
        _, order_id = sold(desk)
        await opened(desk)
        post_key(desk.app, "ctrl+r", None)
        await desk.at_once("enter", "备注好了", "enter").expect(lambda: "备注好了" in texts(desk))
        assert desk.app.clipboard == LINE
        assert order(desk, order_id).remark == LINE
        assert texts(desk).count("备注好了") == 1


async def test_undo_takes_the_stored_remark_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        _, order_id = sold(desk)
        await opened(desk).keys("ctrl+r").expect_text(LINE).keys("ctrl+s")
        await desk.expect_screen("DeskScreen").keys("escape", "u").expect_text("备注已撤回")
        assert (order(desk, order_id).remark, order(desk, order_id).flag) == ("", "")


async def test_each_part_can_be_edited_and_a_mistake_is_told_at_its_place(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        _, order_id = sold(desk)
        await opened(desk).keys("ctrl+r").expect_text(LINE).expect_focus("field-requirements")
        await desk.type("送货上门，轻放").expect_text("6瓶1983,送货上门,轻放,发韵达", "已改成半角")
        await desk.keys("shift+tab").expect_focus("field-items").type("+")
        await desk.expect_text("✗ 第 8 个字：这里要写数量", "▸,").keys("enter")
        await desk.expect_screen("RemarkScreen").type("1瓶小酒版").expect_no_text("✗ 第")
        await desk.keys("tab", "tab").expect_focus("field-courier").keys("right")
        await desk.expect_text("轻放,发顺丰").keys("enter").expect_screen("DeskScreen")
        wanted = "[1001]6瓶1983+1瓶小酒版,送货上门,轻放,发顺丰"
        assert order(desk, order_id).remark == wanted == desk.app.clipboard


async def test_of_several_pasted_lines_none_is_lost(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        sold(desk)
        await opened(desk).keys("ctrl+r").expect_text(LINE).paste("轻放，\n送货上门\t急\n")
        await desk.expect_text("要求       轻放， 送货上门 急")


async def test_wishes_come_from_promises_and_the_buyers_message(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        _, order_id = sold(desk, buyer_message="要礼盒")
        desk.shop.do(promises.note, order_id, "gift", "1瓶小酒版", None, desk.shop.lead.id)
        await opened(desk).keys("ctrl+r").expect_text("买家留言：要礼盒", "小酒版", "要礼盒,发韵达")


async def test_an_order_of_nobody_cannot_be_remarked_and_says_how_to_claim_it(
    tmp_path: Path,
) -> None:
    async with Desk(tmp_path) as desk:
        _, order_id = sold(desk, answered=False)
        await opened(desk).keys("ctrl+r").expect_text("成交人", "按 F3 到订单页认领（o）")
        await desk.keys("enter").expect_screen("RemarkScreen")
        assert order(desk, order_id).remark == ""
        assert desk.app.clipboard == ""
        await desk.keys("f3").expect_screen("OrdersScreen")


@pytest.mark.parametrize(
    ("there", "told", "key", "stored", "shown"),
    [
        ("客户急用", "客户急用", "right", f"{LINE}\n客户急用", "［＋"),
        ("打13912345678", "打139****5678", "left", LINE, "［－打139****5678］"),
    ],
)
async def test_words_on_the_platform_are_kept_or_replaced_only_on_purpose(
    tmp_path: Path, there: str, told: str, key: str, stored: str, shown: str
) -> None:
    async with Desk(tmp_path) as desk:
        _, order_id = sold(desk, platform_remark=there)
        shown_there = f"平台上已有：{told}"
        await opened(desk).keys("ctrl+r").expect_text(shown_there, "还没选").keys("enter")
        await desk.expect_text("先选接在后面还是换掉").expect_focus("field-how")
        assert order(desk, order_id).remark == ""
        await desk.keys(key).expect_text("平台上将变成：", shown).keys("enter")
        await desk.expect_screen("DeskScreen")
        assert order(desk, order_id).remark == stored == desk.app.clipboard


async def test_a_stored_remark_is_what_the_builder_begins_with(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        _, order_id = sold(desk)
        lead = desk.shop.lead.id
        proposal = desk.shop.ask(remarks.propose, order_id).remark
        mine = type(proposal)(proposal.closer, proposal.items, ("礼盒",), "顺丰")
        desk.shop.do(remarks.store, order_id, mine, lead)
        await opened(desk).keys("ctrl+r").expect_text("6瓶1983,礼盒,发顺丰", "✓ 和已存的一样")
        await desk.expect_text(f"照现在的订单会写成：{LINE}").keys("enter")
        await desk.expect_text("没有再存")
        assert desk.app.clipboard == "[1001]6瓶1983,礼盒,发顺丰"
        await desk.keys("ctrl+r").expect_text("✓ 和已存的一样").type(",轻放")
        await desk.expect_text("和已存的比").keys("escape").expect_text("不保存就离开？")


async def test_of_several_orders_the_paid_one_comes_first_and_others_can_be_turned_to(
    tmp_path: Path,
) -> None:
    async with Desk(tmp_path) as desk:
        conversation, order_id = sold(desk, number="A0001")
        desk.shop.later(60)
        other = add_order(desk.shop, ("醉卿1983", 2), number="A0002", state="unpaid")
        desk.shop.do(linking.link, other, conversation, desk.shop.lead.id)
        await opened(desk).keys("ctrl+r").expect_text("淘宝…0001", LINE)
        assert builder(desk).order_id == order_id
        await desk.keys("shift+tab", "shift+tab").expect_focus("field-order").keys("left")
        await desk.expect_text("淘宝…0002 待付款", "2瓶醉卿1983")


async def test_without_an_order_the_key_says_what_to_do(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        desk.shop.says(desk.shop.customer("甲客"))
        await desk.sign_in().keys("ctrl+g").expect_text("致 甲客").keys("ctrl+r")
        await desk.expect_text("还没有订单").expect_screen("DeskScreen")


async def test_enter_before_the_facts_are_read_counts_once_they_are(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        _, order_id = sold(desk)
        await opened(desk)
        assert desk.app.session is not None
        screen = RemarkScreen(desk.app.session, order_id)
        desk.app.push_screen(screen)
        screen.action_remark_copy()
        await desk.expect(lambda: desk.app.clipboard == LINE, "the remark copied")
        await desk.expect_screen("DeskScreen")
        assert order(desk, order_id).remark == LINE


async def test_an_order_in_dispute_cannot_be_remarked(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        _, order_id = sold(desk)
        other = desk.shop.hire("1002")
        desk.shop.do(ownership.claim, order_id, other.id, "我谈的", actor=other.id)
        await opened(desk).keys("ctrl+r").expect_text("（空着）", "✗").keys("enter")
        await desk.expect_screen("RemarkScreen")
        assert order(desk, order_id).remark == ""
        assert desk.app.clipboard == ""


async def test_what_others_wrote_stays_text(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        sold(desk, buyer_message=HOSTILE, platform_remark=HOSTILE, buyer=HOSTILE)
        await opened(desk).keys("ctrl+r").expect_text(f"买家留言：{HARMLESS}", f"已有：{HARMLESS}")
        assert not set(desk.text) & set("\x1b\x07\u202e\x9b")


async def test_a_remark_longer_than_the_platform_takes_is_refused(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        _, order_id = sold(desk)
        await opened(desk).keys("ctrl+r").expect_text(LINE)
        await desk.paste(",".join(["要" * 60] * 6)).expect_text("字节，太长").keys("enter")
        await desk.expect_text("平台最多 1000 字节").expect_screen("RemarkScreen")
        assert order(desk, order_id).remark == ""
