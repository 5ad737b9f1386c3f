"""A lead hands out, or erases, what is kept of the customer in hand."""

import zipfile
from pathlib import Path

from support.desk_machine import give_pin
from support.erasing import MARK, PHONE, known_everywhere, told_of
from support.orders import add_order
from support.pilot import Desk

from zuiqing_desk.services import access, erasure
from zuiqing_desk.services.handover.sealed_reading import ERASED
from zuiqing_desk.store import erasure_file


def at_the_customer(desk: Desk, home: Path) -> Desk:
    """The lead with the customer's conversation open."""
    known_everywhere(desk.shop, home)
    return desk.sign_in().keys("enter").expect_text(f"{MARK}第0句").keys("escape")


async def test_everything_is_written_into_one_file(tmp_path: Path) -> None:
    home, target = tmp_path / "home", tmp_path / "资料.zip"
    home.mkdir()
    async with Desk(home) as desk:
        await at_the_customer(desk, home).keys("number_sign").expect_screen("ChooseDialog")
        await desk.keys("home", "enter").expect_screen("PromptDialog").keys("ctrl+u")
        await desk.type(str(tmp_path / "资料")).keys("enter").expect_text("以 .zip 结尾")
        await desk.type(".zip").keys("enter").expect_text("已写到")
        with zipfile.ZipFile(target) as whole:
            assert "客户资料.json" in whole.namelist()
        (row,) = desk.shop.ask(access.rows, None)
        assert (row.kind, row.staff_id) == ("customer.exported", desk.shop.lead.id)


async def test_a_customer_is_erased_once_the_name_was_typed(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await at_the_customer(desk, tmp_path).keys("number_sign").keys("end", "enter")
        await desk.expect_screen("EraseDialog").expect_text("7 条消息", "还没发货", "备份")
        await desk.keys("escape").expect_screen("DeskScreen").keys("number_sign", "end", "enter")
        await (
            desk.expect_screen("EraseDialog").type(MARK).keys("enter").expect_text("不一样，没有删")
        )
        assert desk.shop.ask(erasure.known) == []
        await desk.type("一号").keys("enter").expect_text("已删除：7 条消息")
        assert desk.shop.ask(told_of, MARK, PHONE) == []
        (entry,) = erasure_file.read(tmp_path)
        assert desk.shop.ask(erasure.known) == [entry]
        await desk.expect_text("已应要求删除").expect_no_text(f"{MARK}第0句")


async def test_of_two_with_one_name_the_number_is_to_be_typed(tmp_path: Path) -> None:
    async with Desk(tmp_path, size=(80, 24)) as desk:
        first, other = (desk.shop.waiting_customer("在吗") for _ in range(2))
        add_order(desk.shop, number="1", conversation_id=first)
        add_order(desk.shop, number="2", buyer="tb_" + "很长的名字" * 8)
        desk.shop.do(
            lambda tx: tx.run("UPDATE customer SET name = :name", name="tb_" + "很长的名字" * 8)
        )
        await desk.sign_in().keys("enter").expect_text("在吗").keys("escape", "number_sign")
        await desk.keys("end", "enter").expect_text("另有 1 位客户也叫这个名字", "编号 1")
        await desk.expect_no_text("再删一次").keys(*["down"] * 9).expect_text("再删一次")
        await desk.keys(*["up"] * 9).expect_text("另有 1 位")
        await desk.type("tb_").keys("enter").expect_text("要打这一位的编号。没有删")
        await desk.keys("ctrl+u").type("1").keys("enter").expect_text("已删除：1 条消息")
        assert [desk.shop.row(one).last_text for one in (first, other)] == [ERASED, "在吗"]


async def test_an_agent_is_refused_with_words(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        desk.shop.colleague("1002")
        give_pin(desk.shop, "1002")
        await desk.sign_in("1002").keys("number_sign")
        await desk.expect_text("只有组长可以做").expect_screen("DeskScreen")


async def test_without_a_customer_it_says_what_to_do(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in().keys("number_sign").expect_text("先打开这位客户的会话，再按 #")
