"""Flags and remarks on many orders, the remark of one, and what the platform does not have yet."""

import csv
from pathlib import Path

import pytest
from support.order_pages import in_orders
from support.orders import add_order
from support.pilot import Desk
from textual.widgets import Input

from zuiqing_desk.services import conversations
from zuiqing_desk.services.orders import reading

SIZES = [(80, 24), (120, 40), (200, 60)]
OURS = "[1002]6瓶1983,发韵达"


def flags(desk: Desk) -> list[str]:
    """The flags of all orders, the newest order first."""
    return [row.flag for row in desk.shop.ask(reading.rows)]


def three(desk: Desk) -> None:
    """Three paid orders; the second has a flag."""
    for at, flag in enumerate(("", "成交", "")):
        add_order(desk.shop, flag=flag, placed_at=desk.shop.now - at)


@pytest.mark.parametrize("size", SIZES)
async def test_flags_are_looked_at_set_and_undone(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Desk(tmp_path, size=size) as desk:
        three(desk)
        await in_orders(desk).expect_text("[全部 3]").keys("space", "space", "f")
        await desk.expect_text("给 2 笔订单插什么旗").keys("down", "enter")
        await desk.expect_screen("BatchPreview").expect_text("待跟进", "改 2 笔")
        assert flags(desk) == ["", "成交", ""]
        await desk.keys("a").expect_screen("OrdersScreen").expect_text("2 笔订单已插旗“待跟进”")
        assert flags(desk) == ["待跟进", "待跟进", ""]
        await desk.expect_no_text("■").keys("u").expect_text("已撤销")
        await desk.expect(lambda: flags(desk) == ["", "成交", ""], "the flags as they were")


async def test_without_marks_the_order_under_the_cursor_is_meant(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        three(desk)
        await in_orders(desk).keys("down", "down", "f").expect_text("给 1 笔订单").keys("enter")
        await desk.expect_screen("BatchPreview").keys("enter").expect_screen("OrdersScreen")
        await desk.expect(lambda: flags(desk) == ["", "成交", "成交"], "one flag set")


async def test_leaving_the_preview_changes_nothing_and_keeps_the_marks(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        three(desk)
        await in_orders(desk).keys("v", "f").expect_text("给 3 笔").keys("enter")
        await desk.expect_screen("BatchPreview").expect_text("改 2 笔，1 笔不变", "已经是这样")
        await desk.keys("escape").expect_screen("OrdersScreen")
        assert desk.text.count("■") == 3
        assert flags(desk) == ["", "成交", ""]


async def test_what_cannot_be_remarked_stands_first_with_its_reason(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        three(desk)
        await in_orders(desk).keys("v", "f", "end", "enter").expect_screen("BatchPreview")
        await desk.expect_text("3 笔不能改", "✗").keys("a").expect_text("什么都没动")
        assert flags(desk) == ["", "成交", ""]


async def test_nothing_changed_is_said(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        add_order(desk.shop, flag="成交")
        await in_orders(desk).keys("f", "enter").expect_text("1 笔不变").keys("a")
        await desk.expect_text("什么都没动")


def sold(desk: Desk) -> int:
    """An order that is agent 1002's."""
    shop = desk.shop
    agent = shop.colleague("1002")
    shop.comes_on(agent)
    talk = shop.customer("tb_**7")
    shop.says(talk, "6瓶1983")
    shop.do(conversations.take, talk, agent.id)
    shop.later(20)
    shop.answers(talk, agent, "好的")
    shop.later(60)
    return add_order(shop, ("醉卿1983 6瓶装", 1), conversation_id=talk)


async def test_b_opens_the_remark_of_the_order(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        sold(desk)
        await in_orders(desk).keys("b").expect_screen("RemarkScreen").keys("escape")
        await desk.expect_screen("OrdersScreen")


@pytest.mark.parametrize("size", SIZES)
async def test_what_the_platform_does_not_have_is_listed(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with Desk(tmp_path, size=size) as desk:
        add_order(
            desk.shop,
            ("一样的", 1),
            remark=OURS,
            flag="成交",
            platform_flag=1,
            platform_remark=OURS,
        )
        add_order(desk.shop, ("备注不同", 1), remark=OURS, platform_remark="老客户")
        add_order(
            desk.shop,
            ("旗不同", 1),
            remark=OURS,
            platform_remark=OURS,
            flag="成交",
            platform_flag=3,
        )
        await in_orders(desk).keys("left").expect_text("[差异 2]", "▲ 备注", "▲ 旗不同")
        await desk.expect_no_text("1×一样的").expect_text("e 导出")


async def test_without_differences_it_says_so(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        add_order(desk.shop)
        await in_orders(desk).keys("left").expect_text("没有和平台不一样的备注或旗子")


async def test_remarks_are_written_into_a_table(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        add_order(desk.shop, number="77", remark=OURS, flag="成交")
        add_order(desk.shop, number="78")
        path = tmp_path / "备注.csv"
        await in_orders(desk).keys("e").expect_text("把 1 笔订单的备注").keys("ctrl+u")
        await desk.paste(str(path)).keys("enter").expect_text("1 笔已写到")
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert rows == [["平台", "订单编号", "旗号", "备注"], ["淘宝", "77", "1", OURS]]
        path.write_text("mine", encoding="utf-8")
        await desk.keys("e", "ctrl+u").paste(str(path)).keys("enter")
        await desk.expect_text("换掉已有的“备注.csv”？").keys("enter").expect_screen("PromptDialog")
        await desk.keys("escape").expect_screen("OrdersScreen")
        assert path.read_text(encoding="utf-8") == "mine"


async def test_a_table_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        add_order(desk.shop, remark=OURS)
        await in_orders(desk).keys("e", "ctrl+u").paste(f"{tmp_path}/没有/备注.csv").keys("enter")
        await desk.expect_text("备注.csv：没有文件夹").expect_screen("PromptDialog")
        # What was typed stands there again, to be put right.
        assert desk.screen.query_one(Input).value == f"{tmp_path}/没有/备注.csv"
        await desk.keys("escape").expect_screen("OrdersScreen")


@pytest.mark.parametrize("typed", ["~", "/tmp/备注.xls", "备注"])
async def test_a_table_needs_a_name_that_says_which_kind(tmp_path: Path, typed: str) -> None:
    async with Desk(tmp_path) as desk:
        add_order(desk.shop, remark=OURS)
        await in_orders(desk).keys("e", "ctrl+u").paste(typed).keys("enter")
        await desk.expect_text("✗ 文件名要以 .csv 或 .xlsx 结尾").expect_screen("PromptDialog")


async def test_a_name_too_long_for_the_system_is_said(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        add_order(desk.shop, remark=OURS)
        await in_orders(desk).keys("e", "ctrl+u").paste(f"{tmp_path}/{'长' * 300}.csv")
        await desk.keys("enter").expect_text("写不了").expect_screen("PromptDialog")


async def test_with_nothing_to_write_back_no_file_is_asked_for(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        add_order(desk.shop)
        await in_orders(desk).keys("e").expect_text("没有要写回的").expect_screen("OrdersScreen")
