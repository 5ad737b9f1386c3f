"""The list of who has looked at what: for leads, by person and day, as it happens."""

from pathlib import Path

from support.access import looks
from support.orders import add_order
from support.pilot import Desk

from zuiqing_desk.services.orders import telephone


def in_access(desk: Desk) -> Desk:
    return desk.sign_in().keys("exclamation_mark").expect_screen("AccessScreen")


async def test_a_lead_sees_who_looked_and_comes_to_the_order(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        looks(desk.shop)
        await in_access(desk).expect_text("看了 电话、地址", "…7788", "▲ 输错 PIN 连续第 5 次")
        await desk.expect_no_text("13800004455", "幸福路").keys("end", "enter")
        await desk.expect_screen("OrdersScreen").expect_text("…7788")


async def test_one_persons_and_one_days(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        looks(desk.shop)
        await in_access(desk).keys("p").expect_screen("ChooseDialog").keys("down", "enter")
        await desk.expect_text("查看记录：甲**").expect_no_text("输错 PIN")
        await desk.keys("d").type("2026-03-02").keys("enter").expect_text("没有这样的记录", "按 p")
        await desk.keys("p").keys("home", "enter").expect_text("1002", "查看记录：2026-03-02")
        await (
            desk.keys("d")
            .keys("ctrl+u")
            .type("三月")
            .keys("enter")
            .expect_text("2026-03-01 的样子")
        )


async def test_it_follows_what_happens(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await in_access(desk).expect_text("还没有人看过", "按 t")
        order = add_order(desk.shop, phone="13800004455")
        desk.shop.do(telephone.unmasked, order, desk.shop.lead.id)
        await desk.expect_text("看了 电话")


async def test_an_agent_is_refused_with_words(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        looks(desk.shop)
        await desk.sign_in("1002").keys("exclamation_mark").expect_screen("AccessScreen")
        await desk.expect_text("查看记录只有组长能看").expect_no_text("…7788")
