"""The notebook of problems: F6 anywhere, and the page of the week."""

from pathlib import Path

import pytest
from support.desk_machine import give_pin
from support.orders import add_order
from support.pilot import Desk
from support.shop import TestShop

from zuiqing_desk.services.notes import notebook, reading
from zuiqing_desk.services.notes.records import NoteRecord
from zuiqing_desk.services.replies import reading as replies

SIZES = [(80, 24), (120, 40), (200, 60)]
HOSTILE = "[b]\x1b]52;c;aGk=\x07问\u202e[/] =1+1"
WEEK_S = 7 * 86_400


def noted(shop: TestShop, text: str, who: str = "1002", **hand: int) -> int:
    return shop.do(notebook.add, text, shop.colleague(who).id, place="order.open", **hand)


def all_notes(shop: TestShop) -> list[NoteRecord]:
    return shop.ask(reading.unsettled)


def in_notes(desk: Desk, staff_no: str = "1001") -> Desk:
    if staff_no != "1001":
        desk.shop.colleague(staff_no)
        give_pin(desk.shop, staff_no)
    desk.sign_in(staff_no).keys("escape", "j").expect_screen("NotesScreen")
    return desk.expect_focus("list-rows").expect_no_text("正在读登记本")


async def test_one_line_from_the_chat_keeps_what_is_in_hand(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        chat = desk.shop.waiting_customer()
        await desk.sign_in().take_next().expect_text("致 tb_**").keys("f6")
        await desk.expect_text("记进问题登记本", "“会话”页、手上的会话")
        await desk.keys("enter").expect_text("写一句话")
        await desk.type("发票抬头老填错，“怎么办？”").keys("enter").expect_text("已记进登记本")
        await desk.expect_screen("DeskScreen")
        (found,) = all_notes(desk.shop)
        assert (found.text, found.place) == ("发票抬头老填错，“怎么办？”", "pane.chat")
        assert (found.conversation_id, found.order_id) == (chat, None)


async def test_the_page_of_orders_gives_its_order_along(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        order = add_order(desk.shop)
        await desk.sign_in().keys("f3").expect_screen("OrdersScreen").expect_text("醉卿1983")
        await desk.keys("f6").expect_text("“订单”页", "手上的订单").type("地址太长").keys("enter")
        await desk.expect_text("已记进登记本")
        (found,) = all_notes(desk.shop)
        assert (found.place, found.order_id) == ("order.open", order)


async def test_a_form_that_is_being_filled_in_stays_as_it_is(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in().keys("f3").expect_screen("OrdersScreen").keys("n")
        await desk.expect_screen("OrderForm").type("tb_酒**").keys("f6")
        await desk.expect_screen("NoteDialog").type("手工订单要能粘贴").keys("enter")
        await desk.expect_screen("OrderForm").expect_text("tb_酒**", "已记进登记本")


async def test_the_last_note_is_put_right_and_taken_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in().keys("f6").expect_text("记进问题登记本").keys("up")
        await desk.expect_text("没有可以改的").type("发票").keys("enter").expect_text("已记进")
        await desk.keys("f6").expect_text("记进问题登记本").type("税号").keys("up")
        await desk.expect_text("先按 Enter 记下这一句").keys("ctrl+u", "up").expect_text("清空再按")
        await desk.type("抬头").keys("enter").expect_text("登记已经改好")
        assert [one.text for one in all_notes(desk.shop)] == ["发票抬头"]
        await desk.keys("f6").expect_text("记进问题登记本").keys("up").expect_text("清空再按")
        await desk.keys("ctrl+u", "enter").expect_text("撤回这一条登记？", "发票抬头")
        await desk.keys("down", "enter").expect_text("登记已经撤回")
        assert all_notes(desk.shop) == []


@pytest.mark.parametrize("size", SIZES)
async def test_an_empty_week_says_how_to_note(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Desk(tmp_path, size=size) as desk:
        await in_notes(desk).expect_text("[本周 0]", "没了结 0", "按 F6 记一句", "x 导出")


@pytest.mark.parametrize("size", SIZES)
async def test_week_by_week(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Desk(tmp_path, size=size) as desk:
        shop = desk.shop
        noted(shop, HOSTILE)
        shop.later(2 * WEEK_S)
        noted(shop, "缺佛山", "1003", order_id=add_order(shop, number="2603160001"))
        await in_notes(desk).expect_text(
            "▲ 待答复 2", "[本周 1]", "没了结 2", "1003 1003**", "订单 2603160001"
        )
        await desk.keys("left").expect_text("[3月2日–8日 1]", "问[/] =1+1").expect_no_text("缺佛山")
        await desk.keys("right", "right").expect_text("[没了结 2]", "缺佛山", "问[/] =1+1")
        await desk.keys("slash").type("佛山").keys("enter").expect_no_text("=1+1")
        await desk.expect_text("Enter 订单").expect_focus("list-rows").keys("enter")
        await desk.expect_screen("OrdersScreen").expect_text("2603160001")


async def test_a_lead_answers_settles_and_undoes(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop, note = desk.shop, noted(desk.shop, "发票抬头老填错")
        await in_notes(desk).keys("e").expect_text("答复 1002").keys("enter")
        await desk.expect_text("请写答复").type("加一条话术").keys("enter")
        await desk.expect_text("已答复。按 u 撤销", "加一条话术").expect_no_text("▲ 待答复")
        await desk.keys("y").expect_text("✓ 已了结  1001", "没了结 0", "y 重开")
        await desk.keys("y").expect_text("没了结 1", "y 了结")
        await desk.keys("u").expect_text("✓ 已了结  1001").keys("u").expect_text("y 了结")
        await desk.keys("u").expect_text("▲ 待答复 1").keys("u").expect_text("没有可以撤销的")
        assert shop.ask(reading.one, note).state == "open"


async def test_two_leads_answer_one_question(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop, note = desk.shop, noted(desk.shop, "发票抬头老填错")
        other = shop.hire("1009", "lead")
        await in_notes(desk).keys("e").expect_text("答复 1002").type("加一条话术")
        shop.do(notebook.answer, note, "周五开会说", other.id)
        await desk.keys("enter").expect_text("1009 1009** 已经答复了", "周五开会说")
        assert shop.ask(reading.one, note).answer == "周五开会说"


async def test_a_note_becomes_a_reply_draft(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop, note = desk.shop, noted(desk.shop, "发票抬头怎么写")
        shop.do(notebook.answer, note, "亲，抬头写公司全称。", shop.lead.id)
        await in_notes(desk).keys("t").expect_screen("NoteReplyForm")
        await desk.expect_text("亲，抬头写公司全称。", "发票抬头怎么写").type("发票").keys("ctrl+s")
        await desk.expect_screen("NotesScreen").expect_text("已做成话术草稿", "已做成话术“发票”")
        found = shop.ask(reading.one, note)
        assert found.reply_id is not None
        reply = shop.ask(replies.one, found.reply_id, shop.lead.id)
        assert reply is not None
        assert (reply.live, reply.draft is not None) == (None, True)
        await desk.keys("u").expect_text("已撤销").expect_no_text("已做成话术“发票”")
        assert shop.ask(reading.one, note).reply_id is None


async def test_an_agent_reads_their_own_and_their_answers(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        mine, _ = noted(shop, "发票抬头老填错"), noted(shop, "缺佛山", "1003")
        await in_notes(desk, "1002").expect_text("[本周 1]", "发票抬头老填错", "d 撤回")
        await desk.expect_no_text("缺佛山", "e 答复")
        await desk.keys("e").expect_text("这一步由组长来做").keys("c").expect_text("改这一条")
        await desk.keys("end").type("！").keys("enter").expect_text("已改好").keys("d")
        await desk.expect_text("已撤回", "[本周 0]").keys("u").expect_text("[本周 1]").keys("u")
        await desk.expect_text("已撤销：已改好")
        (found,) = shop.ask(reading.of_me, shop.colleague("1002").id)
        assert found.text == "发票抬头老填错"
        shop.do(notebook.answer, found.id, "加一条话术", shop.lead.id)
        await desk.expect_text("加一条话术", "1001 甲**").expect_no_text("d 撤回").keys("d")
        await desk.expect_text("组长已经处理了这一条")
        assert found.id == mine


async def test_the_week_is_written_into_a_file(tmp_path: Path) -> None:
    async with Desk(tmp_path / "home") as desk:
        noted(desk.shop, "发票抬头老填错")
        file = tmp_path / "登记.html"
        await in_notes(desk).keys("x").expect_text("~/问题登记-2026-03-02.html")
        await desk.keys("ctrl+u").type(str(tmp_path / "登记.doc")).keys("enter")
        await desk.expect_text("结尾不对").keys("ctrl+u").type(str(file)).keys("enter")
        await desk.expect_text("用浏览器打开就能打印")
        assert "发票抬头老填错" in file.read_text(encoding="utf-8")
        await desk.keys("x").expect_text("~/问题登记").keys("ctrl+u").type(str(file)).keys("enter")
        await desk.expect_text("换掉已有的“登记.html”？")
