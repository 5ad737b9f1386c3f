"""Taking a page over, on screen: reading it, and who signs."""

from pathlib import Path

from support.desk_machine import PIN, give_pin
from support.handover import GIVER, HOUR, TAKER, day_and_evening, in_handover, matter, signed, works
from support.pilot import Desk

from zuiqing_desk.services.handover import items, pages, signing, taking


async def test_reading_goes_around_and_is_taken_back_step_by_step(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        giver, taker = day_and_evening(desk.shop)
        red = matter(desk.shop, giver, "红事", "red")
        matter(desk.shop, giver, "绿事")
        await signed(in_handover(desk, GIVER).expect_text("红事")).expect_text("已阅 0/2")
        await desk.keys("end").expect_text("G 绿事 ").keys("space").expect_text("R 红事 ")
        await desk.keys("space").expect_text("已阅 2/2 · 红 0/1", "待述").keys("left")
        await desk.expect_text("还没有了结的事").keys("s").expect_text("R 红事 ")
        await desk.expect_text("还有 1 条没看完，其中 1 条红项没口述").keys("k")
        await desk.expect_text("红 1/1").keys("u").expect_text("已阅 2/2 · 红 0/1")
        await desk.keys("u").expect_text("已阅 1/2 · 红 0/1").keys("k").expect_text("红 1/1")
        said = desk.shop.ask(pages.one, 1).entries[0]
        assert (said.item.id, said.said_by and said.said_by.id) == (red, taker.id)
        await desk.keys("u").expect_text("已阅 1/2 · 红 0/1")


async def test_a_page_with_nothing_on_it_says_what_to_press(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        day_and_evening(desk.shop)
        await signed(in_handover(desk, GIVER).expect_text("按 n 记一件，按 s 签字"))
        await desk.expect_text("没有交来的事，按 s 签字")
        await signed(desk).expect_text("已封存", "这一页没有事。").keys("s")
        await desk.expect_text("该签的都签过了")


async def test_another_of_the_next_shift_signs_without_sealing(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        giver, _ = day_and_evening(shop)
        works(shop, "1004", "晚班", duty=False)
        matter(shop, giver, "一件事")
        page = shop.do(pages.open_for, giver.id)
        shop.do(signing.give, page, giver.id)
        await in_handover(desk, "1004").expect_text("已阅 0/1").keys("s")
        await desk.expect_screen("SignDialog").expect_text("表示知道了").expect_focus("pin")
        assert not desk.app.screen.query("#staff-no"), "nobody else signs at my desk"
        await desk.type(PIN).keys("enter").expect_text("已签字", "✓ 1004", "待接")


async def test_a_lead_lets_somebody_else_take_it(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        giver, _ = day_and_evening(shop)
        other = shop.colleague("1004")
        give_pin(shop, "1004")
        one = matter(shop, giver, "一件事")
        await signed(in_handover(desk, GIVER).expect_text("一件事")).keys("p")
        await desk.expect_screen("ChooseDialog").expect_text("1003", "当值", "要组长允许")
        await desk.keys("down", "down", "enter").expect_screen("SignDialog").type("1001")
        await desk.keys("enter").expect_focus("pin").type(PIN).keys("enter")
        await desk.expect_screen("HandoverScreen").expect_text("接班人：1004", "1004**")
        await signed(desk.keys("space").expect_text("已阅 1/1")).expect_text("已封存")
        page = shop.ask(pages.one, 1)
        taker = next(who for who in page.takers if who.person.id == other.id)
        assert taker.allowed_by is not None
        assert taker.allowed_by.id == shop.lead.id
        assert taker.signed_at is not None
        assert page.entries[0].acked_by == taker.person
        assert desk.shop.ask(items.one, one).state == "open"


async def test_without_a_roster_any_colleague_takes_it(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk, Desk(tmp_path, beside=desk) as beside:
        shop = desk.shop
        for staff_no in (GIVER, TAKER):
            shop.colleague(staff_no)
            give_pin(shop, staff_no)
        shop.comes_on(shop.colleague(GIVER))
        shop.later(8.75 * HOUR)
        matter(shop, shop.colleague(GIVER), "一件事", "red")
        await signed(in_handover(desk, GIVER).expect_text("一件事", "没有排班")).expect_text("待接")
        await in_handover(beside, TAKER).expect_text("已阅 0/1").keys("k")
        await beside.expect_text("已阅 1/1")
        await signed(beside).expect_text("已封存")


async def test_what_was_begun_at_one_desk_goes_on_at_another(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        giver, taker = day_and_evening(desk.shop)
        one = matter(desk.shop, giver, "一件事")
        matter(desk.shop, giver, "另一件事")
        await signed(in_handover(desk, GIVER).expect_text("一件事")).expect_text("待接")
        await desk.keys("space").expect_text("已阅 1/2")
        async with Desk(tmp_path, beside=desk) as again:
            await in_handover(again, TAKER).expect_text("已阅 1/2", "未阅")
            await again.keys("down", "space")
            await signed(again.expect_text("已阅 2/2")).expect_text("已封存")
        page = desk.shop.ask(pages.one, 1)
        assert {who.acked_by and who.acked_by.id for who in page.entries} == {taker.id}
        assert desk.shop.ask(items.one, one).state == "open"


async def test_who_signs_second_is_told_who_was_first(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        giver, taker = day_and_evening(shop)
        one = matter(shop, giver, "一件事")
        await signed(in_handover(desk, GIVER).expect_text("一件事")).expect_text("待接")
        await desk.keys("space").expect_text("已阅 1/1").keys("s").expect_screen("SignDialog")
        shop.do(signing.take, 1, taker.id)
        await desk.type(PIN).keys("enter").expect_screen("HandoverScreen")
        await desk.expect_text("已封存", "签收了")
        assert shop.ask(pages.one, 1).entries[0].item.id == one


async def test_a_signature_is_not_taken_back_under_who_reads_without_asking(
    tmp_path: Path,
) -> None:
    async with Desk(tmp_path) as desk:
        giver, taker = day_and_evening(desk.shop)
        one = matter(desk.shop, giver, "一件事")
        await signed(in_handover(desk, GIVER).expect_text("一件事")).expect_text("待接")
        desk.shop.do(taking.ack, 1, one, taker.id)
        await desk.expect_text("已阅 1/1").keys("u").expect_screen("ConfirmDialog")
        await desk.expect_text("已经看了 1 条").keys("enter").expect_text("没有收回", "已阅 1/1")
        await desk.keys("u").expect_screen("ConfirmDialog").keys("down", "enter")
        await desk.expect_text("在写 ")
