"""The first start: a shop and its lead, with the keyboard alone."""

from contextlib import closing
from pathlib import Path

from support.pilot import Desk
from support.shop import TestShop

from zuiqing_desk.services import staff
from zuiqing_desk.store.engine import open_store

ANSWERS = ("醉卿酒业", "1001", "小王")


def answer(desk: Desk, *answers: str) -> Desk:
    """Type each answer and go on to the next question."""
    desk.expect_focus("step-field")
    for text in answers:
        desk.type(text).keys("enter").expect_text(f"：{text}")
    return desk


def pins(desk: Desk, first: str = "2580", again: str = "2580") -> Desk:
    desk.expect_text("4–12 位数字").type(first).keys("enter")
    return desk.expect_text("再输一次 PIN").type(again).keys("enter")


async def test_a_shop_is_founded_and_its_lead_signed_in(tmp_path: Path) -> None:
    async with Desk(tmp_path, founded=False) as desk:
        await desk.expect_text("店铺名称")
        await pins(answer(desk, *ANSWERS)).expect_text("都对吗").keys("enter")
        await desk.expect_screen("DeskScreen").expect_text("醉卿酒业", "工号 1001", "小王", "在岗")
    with closing(open_store(tmp_path / "desk.db")) as store:
        (lead,) = store.read(staff.everyone).result(30)
    assert (lead.staff_no, lead.name, lead.role) == ("1001", "小王", "lead")


async def test_each_answer_is_checked_where_it_stands(tmp_path: Path) -> None:
    async with Desk(tmp_path, founded=False) as desk:
        await desk.keys("enter").expect_text("✗ 店铺名要")
        await answer(desk, "醉卿酒业").type("工号").keys("enter").expect_text("✗ 工号只能用")
        await desk.keys("ctrl+u").expect_no_text("✗")
        await answer(desk, "1001").keys("enter").expect_text("✗ 姓名要")
        await answer(desk, "小王").type("1234").keys("enter").expect_text("✗ 这个 PIN 太容易")
        await pins(desk.keys("ctrl+u"), "2580", "2581").expect_text("✗ 两次输入的 PIN 不一样")


async def test_escape_goes_back_and_keeps_the_answer(tmp_path: Path) -> None:
    async with Desk(tmp_path, founded=False) as desk:
        await answer(desk, *ANSWERS).keys("escape").expect_text("同事看到的名字")
        await desk.keys("escape").expect_text("登录时用").type("7").keys("enter")
        await desk.expect_text("工号：10017", "小王")


async def test_pins_never_stand_on_the_screen(tmp_path: Path) -> None:
    async with Desk(tmp_path, founded=False) as desk:
        await pins(answer(desk, *ANSWERS), "25807", "25807").expect_text("都对吗", "●●●●●")
        await desk.expect_no_text("25807")


async def test_a_database_without_a_shop_asks_the_same_questions(tmp_path: Path) -> None:
    open_store(tmp_path / "desk.db").close()
    async with Desk(tmp_path, founded=False) as desk:
        await desk.expect_screen("SetupScreen").expect_text("店铺名称")


async def test_a_shop_founded_meanwhile_elsewhere_is_not_founded_twice(tmp_path: Path) -> None:
    async with Desk(tmp_path, founded=False) as desk:
        await pins(answer(desk, *ANSWERS)).expect_text("都对吗")
        with closing(TestShop(tmp_path).store):
            await desk.keys("enter").expect_text("已经有店铺")


async def test_answers_that_come_in_one_go_land_where_they_belong(tmp_path: Path) -> None:
    async with Desk(tmp_path, founded=False) as desk:
        answers = [*ANSWERS, "2580", "2580", ""]
        await desk.at_once(*(part for text in answers for part in (text, "enter")))
        await desk.expect_screen("DeskScreen").expect_text("醉卿酒业", "工号 1001", "小王")
