"""The service statistics on a desk."""

from datetime import date
from pathlib import Path

import pytest
from support.orders import add_order
from support.pilot import Desk
from support.shop import OPENING, SECOND
from support.tally_pages import DAY, in_tally, month

from zuiqing_desk.rules.tally import Figures
from zuiqing_desk.services.tally import freezing
from zuiqing_desk.services.tally.records import Correction
from zuiqing_desk.tui.tally_period import Period
from zuiqing_desk.tui.tally_view import about_correction, cells
from zuiqing_desk.tui.widgets.tally_list import tally_row


def test_periods() -> None:
    today = date(2026, 3, 2).toordinal()
    assert Period("day", today).words(today) == "2026-03-02 一 今天"
    assert Period("day", today).step(-1).words(today) == "2026-03-01 日 昨天"
    week = Period("week", today + 3)
    assert (week.first, week.last) == (today, today + 6)
    assert week.words(today) == "2026-03-02 至 03-08 本周"
    february = Period("month", today).step(-1)
    assert february.words(today) == "2026年2月"
    assert february.last - february.first == 27
    assert february.step(1).words(today) == "2026年3月 本月"


async def test_from_a_figure_to_its_rows_to_the_conversation(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        month(desk.shop, 3)
        await in_tally(desk).expect_text("2026-03-02 一 今天", "接待客户", "30 天")
        await desk.keys("y").expect_text("2026-03-01 日 昨天").keys("down", "down", "down", "down")
        await desk.expect_text("各轮秒数的平均").keys("enter").expect_screen("TallyRows")
        await desk.expect_text("tb_**11", "39.0秒").keys("enter")
        await desk.expect_screen("DeskScreen").expect_text("这款1983还有货吗")


async def test_from_sales_to_the_order(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        month(desk.shop, 1)
        await in_tally(desk).keys("/").type("成交笔数").keys("enter").expect_text("成交笔数")
        await desk.expect_focus("list-rows").keys("enter").expect_screen("TallyRows")
        await desk.expect_text("￥768.00").keys("enter").expect_screen("OrdersScreen")
        await desk.keys("escape").expect_screen("TallyRows")


async def test_narrowed_to_an_agent_and_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        month(desk.shop, 3)
        await in_tally(desk).keys("m").expect_text("本月").keys("[").expect_text("2026年2月")
        await desk.keys("]", "w", "[").expect_text("2026-02-23 至 03-01")
        await desk.keys("right").expect_text("2001 2001**", "2002 2002**").keys("down")
        await desk.keys("enter").expect_text("2002 2002**", "Esc 看全部")
        await desk.keys("right").expect_no_text("2001 2001**").keys("escape")
        await desk.expect_text("2001 2001**").keys("escape").expect_screen("DeskScreen")


async def test_narrowing_to_the_same_again_says_it_once(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        month(desk.shop, 1)
        await in_tally(desk).keys("y", "right", "enter").expect_text("2001 2001**", "Esc 看全部")
        await desk.keys("right", "enter", "t").expect_text("今天  2001 2001**")
        await desk.expect_no_text("2001 2001**  2001 2001**")


async def test_an_agent_sees_their_own_by_one_key(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        month(desk.shop, 1)
        await in_tally(desk, "2002").keys("y").expect_text("昨天").keys("i")
        await desk.expect_text("昨天  2002 2002**").keys("i").expect_no_text("昨天  2002")


async def test_a_frozen_month_is_marked_and_its_corrections_are_dated(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        order = add_order(shop, amount_fen=76_800)
        shop.now = OPENING + 40 * DAY * SECOND
        while closing := shop.ask(freezing.next_closing):
            shop.do(freezing.write_closing, closing)
        shop.do(
            lambda tx: (
                tx.run("UPDATE shop_order SET state = 'refund' WHERE id = :id", id=order),
                tx.journal("order.moved", order),
            )
        )
        shop.later(3700)
        assert shop.do(freezing.write_closing, shop.ask(freezing.next_closing)) == 1
        await in_tally(desk).keys("m", "[").expect_text("2026年3月  ✓ 已定稿  ▲ 更正 1 条")
        await desk.expect_text("￥768.00").keys("left").expect_text("04-11", "成交 1 → 0")
        await desk.expect_text("3月已定稿", "记于 2026-04-11", "￥768.00 → ￥0.00")


@pytest.mark.parametrize("key", ["t", "ｔ", "T"])
async def test_letters_act_as_an_input_method_leaves_them(tmp_path: Path, key: str) -> None:
    async with Desk(tmp_path, size=(80, 24)) as desk:
        await in_tally(desk).keys("y").expect_text("昨天").type(key).expect_text("今天")


def test_numbers_stand_to_the_right_of_their_column() -> None:
    spans = tally_row([("甲", ""), ("5", ""), ("3秒", "")], (4, -5, -6), 21)
    assert [text for text, _ in spans] == ["甲    ", "    5  ", "   3秒  "]


def test_a_correction_of_no_figure_says_so() -> None:
    one = Correction(1, 202603, 739_000, None, "无归属", "店铺", "白班", 0, Figures(), Figures())
    assert "数字没变" in cells(one, "Asia/Shanghai")[-1][0]
    assert "数字没变" in about_correction(one, "Asia/Shanghai").plain
