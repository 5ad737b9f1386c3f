"""A whole handover by keyboard: face to face at two desks and at one, and left in the book."""

from pathlib import Path
from typing import Any

from support.desk_machine import PIN
from support.handover import GIVER, HOUR, TAKER, day_and_evening, in_handover, matter, signed, works
from support.orders import add_order
from support.pilot import Desk
from support.shop import TestShop

from zuiqing_desk.services.handover import items, pages, verify
from zuiqing_desk.services.orders import promises
from zuiqing_desk.services.records import StaffMember

MOST_PRESSES = 40


def page_of(shop: TestShop, who: StaffMember) -> Any:
    """The page this giver last worked on."""
    found = shop.ask(
        lambda tx: tx.value(
            "SELECT max(page_id) FROM handover_section WHERE giver_id = :id", id=who.id
        )
    )
    return shop.ask(pages.one, found)


def ordinary_day(shop: TestShop, giver: StaffMember) -> None:
    """What stands open at the end of a normal day: twelve matters, three of them red."""
    for number in range(5):
        shop.waiting_customer(f"1983还有货吗，想要 {number + 1} 箱")
        shop.take_next(giver)
    for what in ("送小酒版1瓶", "到货后回电"):
        order = add_order(shop)
        shop.do(promises.note, order, "gift", what, shop.now + 7_200_000_000, giver.id)
    for summary in ("李先生退款没到账", "加急订单还没出库", "破损件等回话"):
        matter(shop, giver, summary, "red", next_action="开班先问")
    matter(shop, giver, "周五上新活动页", "amber", kind="business")
    matter(shop, giver, "打印纸快用完了", kind="material")


async def test_two_desks_hand_a_shift_over(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk, Desk(tmp_path, beside=desk) as beside:
        shop = desk.shop
        giver, taker = day_and_evening(shop)
        matter(shop, giver, "李先生退款没到账", "red", next_action="六点半前回电")
        matter(shop, giver, "周五上新活动页", "amber")
        shop.waiting_customer("1983还有货吗")
        shop.take_next(giver)

        await in_handover(desk, GIVER).expect_text("待定 1", "李先生退款没到账", "1003**（当值）")
        await desk.keys("y").expect_text("共 3 件").expect_no_text("待定 1")
        await in_handover(beside, TAKER).expect_text("晚班")
        await signed(desk).expect_text("待接 · 当面交接", "已阅 0/3", "红 0/1")

        # The taker's own desk hears of it, and turns to the page.
        await beside.expect_text("有一页等您接班").keys("f5").expect_text("已阅 0/3", "未阅")
        await beside.keys("k").expect_text("已阅 1/3", "红 1/1").keys("w")
        await beside.expect_screen("LongTextDialog").type("哪天上新？").keys("enter")
        await beside.expect_screen("HandoverScreen").expect_text("待答 1")
        await desk.expect_text("待答 1", "已阅 1/3").keys("down", "e")
        await desk.expect_text("回答：哪天上新？").type("本周五").keys("enter")
        await desk.expect_screen("HandoverScreen").expect_no_text("待答 1")
        await beside.expect_no_text("待答 1").expect_text("本周五").keys("space", "space")
        await signed(beside.expect_text("已阅 3/3", "都看过了")).expect_text("已封存", "第 1 页")
        await desk.expect_text("接班人签了字，这一页已封存", "第 1 页")

        page = page_of(shop, giver)
        assert (page.state, page.mode, page.number) == ("sealed", "face", 1)
        assert [one.signed_at is not None for one in page.takers] == [True]
        assert {one.acked_by.id for one in page.entries if one.acked_by} == {taker.id}
        assert page.said[0].answered_by is not None
        assert shop.ask(verify.verify).ok
        assert len(shop.ask(items.open_items)) == 3, "what is open goes on by itself"


async def test_an_ordinary_evening_takes_few_presses(tmp_path: Path) -> None:
    """Both people at the giver's desk, twelve matters; PINs and typed words do not count."""
    async with Desk(tmp_path) as desk:
        shop, presses = desk.shop, 0
        giver, taker = day_and_evening(shop)
        ordinary_day(shop, giver)
        await desk.sign_in(GIVER)

        def press(*keys: str) -> Desk:
            nonlocal presses
            presses += len(keys)
            return desk.keys(*keys)

        await press("f5").expect_screen("HandoverScreen").expect_text("待定 7", "共 5 件")
        # One draft in the giver's own words, the rest as they are.
        await (
            press("enter").expect_screen("HandoverForm").expect_text("送小酒版1瓶").type("，要开票")
        )
        await press("enter").expect_screen("HandoverScreen").expect_text("已改")
        await press("y").expect_text("共 12 件")
        await press("s").expect_screen("SignDialog").expect_focus("pin").type(PIN)
        await press("enter").expect_screen("HandoverScreen").expect_text("已阅 0/12", "红 0/3")
        for done in range(3):
            await press("k").expect_text(f"已阅 {done + 1}/12")
        await press("w").expect_screen("LongTextDialog").type("哪天上新？")
        await press("enter").expect_screen("HandoverScreen").expect_text("待答 1")
        await press("e").expect_screen("LongTextDialog").type("周五")
        await press("enter").expect_screen("HandoverScreen").expect_no_text("待答 1")
        for done in range(3, 12):
            await press("space").expect_text(f"已阅 {done + 1}/12")
        await press("s").expect_screen("SignDialog").expect_text("1003").expect_focus("pin")
        await desk.type(PIN)
        await press("enter").expect_screen("HandoverScreen").expect_text("已封存", "第 1 页")
        page = page_of(shop, giver)
        assert page.state == "sealed"
        assert {one.said_by.id for one in page.entries if one.said_by} == {taker.id}
        assert [(one.by.id, one.answered_by.id) for one in page.said] == [(taker.id, giver.id)]
        assert presses <= MOST_PRESSES, presses


async def test_a_night_left_in_the_book(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        late = works(shop, GIVER, "晚班")
        early = works(shop, TAKER, "白班", days=1)
        shop.later(13.9 * HOUR)
        matter(shop, late, "李先生退款没到账", "red", next_action="九点回电")
        matter(shop, late, "周五上新活动页", "amber")

        await signed(in_handover(desk, GIVER).expect_text("晚班"))
        await desk.expect_text("待接 · 留本交接", "您可以走了").keys("escape")
        await desk.expect_screen("DeskScreen").keys("ctrl+l").expect_screen("LockScreen")
        await desk.keys("ctrl+q").expect_screen("SignInScreen").expect_focus("staff-no")

        # A quarter to nine: the page opens by itself, and nothing can be answered before it.
        shop.later(9.8 * HOUR)
        waiting = shop.waiting_customer("早，在吗")
        await desk.type(TAKER).keys("enter").expect_focus("pin").type(PIN).keys("enter")
        await desk.expect_screen("HandoverScreen").expect_text("留下的交接本等您接", "已阅 0/2")
        await desk.keys("escape").expect_screen("DeskScreen").take_next()
        await desk.expect_text("其中红的 1 条")
        assert shop.row(waiting).assignee_id is None
        await desk.keys("f5").expect_screen("HandoverScreen").expect_text("已阅 0/2").keys("k")
        await desk.expect_screen("PromptDialog").keys("enter").expect_text("用几个字写下")
        await desk.type("九点给李先生回电").keys("enter").expect_text("已阅 1/2", "红 1/1")
        await signed(desk.keys("space").expect_text("都看过了")).expect_text("已封存")
        page = page_of(shop, late)
        assert page.entries[0].said == "九点给李先生回电"
        assert page.entries[0].said_by.id == early.id

        await desk.keys("escape").expect_screen("DeskScreen").take_next().expect_focus("reply")
        assert shop.row(waiting).assignee_id == early.id
