"""The live board: reading it, moving one or many, and taking that back."""

from pathlib import Path

from support.board import at_work, hands, on_the_board
from support.desk_machine import give_pin
from support.pilot import Desk
from support.shop import TestShop

from zuiqing_desk.services import chat, taking_over
from zuiqing_desk.tui.screens.board import BoardScreen
from zuiqing_desk.tui.screens.board_hand import BoardHand


def row_of(desk: Desk, staff_no: str) -> str:
    return next(row for row in desk.text.split("\n") if row.startswith(f" {staff_no}"))


def queue_of(shop: TestShop, number: int) -> list[int]:
    return [shop.waiting_customer() for _ in range(number)]


async def test_the_board_shows_loads_and_its_clocks_go_on(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        at_work(desk.shop)
        await on_the_board(desk).expect_text("1002", "▲ 3", "!! 1", "03:30", "✎ tb_9921")
        assert "暂离 00:00" in row_of(desk, "1003")
        await desk.later(65).expect_text("暂离 01:05", "04:35")


async def test_it_follows_the_store_and_keeps_the_cursor(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        at_work(desk.shop)
        await on_the_board(desk).expect_text("1003").keys("down", "down").expect_text("正在写给")
        desk.shop.goes_off(desk.shop.colleague("1003"))
        await desk.expect_no_text("1003")
        desk.shop.comes_on(desk.shop.colleague("1000"))
        await desk.expect_text("1000")
        screen = desk.app.screen
        assert isinstance(screen, BoardScreen)
        assert screen.chosen.agent.staff_no == "1002"


async def test_marked_ones_are_passed_on_with_a_note_and_come_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        at_work(desk.shop)
        await on_the_board(desk).expect_text("1002").keys("down", "down", "enter")
        await desk.expect_screen("BoardHand").expect_text("4 个会话", "wx_老李")
        await desk.keys("space", "space").expect_text("已选 2").keys("t")
        await desk.expect_screen("PassOnDialog").expect_text("手上 4", "放回队列")
        await desk.keys("up", "enter").expect_text("放回队列").keys("enter")
        await desk.expect_text("要写一句交代").type("先放着").keys("enter")
        await desk.expect_screen("BoardHand").expect_text("2 个会话已放回队列", "2 个会话")
        moved = [one for one in range(1, 5) if hands(desk.shop, one) is None]
        assert len(moved) == 2
        notes = [line.text for line in desk.shop.ask(chat.chat, moved[0]).lines]
        assert notes[-1] == "1001 从 1002 放回队列：先放着"
        await desk.keys("u").expect_text("2 个会话已还回去")
        assert [hands(desk.shop, one) for one in range(1, 5)] == ["1002"] * 4


async def test_all_of_somebody_at_once_from_the_board(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        at_work(desk.shop)
        await on_the_board(desk).expect_text("1002").keys("down", "down", "k")
        await desk.expect_text("4 个会话已接到您手上")
        assert [hands(desk.shop, one) for one in range(1, 5)] == ["1001"] * 4
        await desk.keys("u").expect_text("4 个会话已还回去")
        assert hands(desk.shop, 1) == "1002"


async def test_many_are_taken_in_units_after_asking(tmp_path: Path) -> None:
    number = taking_over.UNIT * 2 + 5
    async with Desk(tmp_path) as desk:
        ids = queue_of(desk.shop, number)
        await on_the_board(desk).expect_text("无人接待").keys("enter")
        await desk.expect_text(f"{number} 个会话").keys("a").expect_text(f"已选 {number}")
        await desk.keys("k").expect_screen("ConfirmDialog").keys("down", "enter")
        await desk.expect_text(f"{number} 个会话已接到您手上", "没有会话了")
        assert {hands(desk.shop, one) for one in ids} == {"1001"}


async def test_a_long_queue_is_walked_to_its_end_and_marks_stay(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        ids = queue_of(shop, 260)
        shop.do(lambda tx: tx.run("UPDATE customer SET name = 'last_one' WHERE id = 260"))
        await on_the_board(desk).expect_text("260").keys("enter").expect_text("260 个会话")
        await desk.keys("space", "end").expect_text("last_one").keys("space")
        await desk.expect_text("已选 2")
        shop.says(ids[5], "还在吗")
        await desk.expect_text("259 个会话", "已选 2")
        screen = desk.app.screen
        assert isinstance(screen, BoardHand)
        assert screen.chosen == ids[-1]
        assert [one for one in ids if screen.is_marked(one)] == [ids[0], ids[-1]]


async def test_an_agent_reads_it_and_is_sent_to_a_lead(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        at_work(desk.shop)
        desk.shop.colleague("1005")
        give_pin(desk.shop, "1005")
        await on_the_board(desk, "1005").expect_text("1002").keys("down", "k")
        await desk.expect_text("请找组长").expect_screen("BoardScreen")
        assert "全部接过来" not in desk.text
        assert hands(desk.shop, 1) == "1002"


async def test_enter_opens_the_conversation(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        at_work(desk.shop)
        await on_the_board(desk).expect_text("1002").keys("down", "down", "enter")
        await desk.expect_screen("BoardHand").expect_text("wx_老李").keys("enter")
        await desk.expect_screen("DeskScreen").expect_text("由 1002 接待")


async def test_names_are_text(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        shop.comes_on(shop.colleague("1002"))
        shop.says(shop.customer("[/b][@click=x]\x1b[31m恶"), "[bold]在吗\u202e")
        await on_the_board(desk).expect_text("1002").keys("down", "down", "enter")
        await desk.expect_screen("BoardHand").expect_text("[/b][@click=x]", "[bold]在吗")
        await desk.keys("t").expect_screen("PassOnDialog").expect_text("转出 [/b]")
