"""Staff number and PIN, before anybody sees a customer."""

from contextlib import closing
from pathlib import Path

import pytest
from support.desk_machine import give_pin
from support.pilot import Desk

from zuiqing_desk.services import duty, staff
from zuiqing_desk.store.engine import open_store
from zuiqing_desk.tui.ports import SignedIn

WRONG = "1470"


def try_pin(desk: Desk, pin: str) -> Desk:
    return desk.expect_focus("pin").type(pin).keys("enter")


async def test_the_right_pin_opens_the_desk_and_puts_on_duty(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in().expect_text("醉卿酒业", "工号 1001", "在岗")
        assert desk.shop.ask(duty.state_of, desk.shop.lead.id) == "on"


async def test_leaving_the_program_ends_the_duty_and_closes_the_machine(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    async with desk:
        await desk.sign_in()
    with closing(open_store(tmp_path / "desk.db")) as store:
        assert store.read(lambda tx: duty.state_of(tx, 1)).result(30) == "off"
    assert desk.machine.stopped


async def test_typing_is_possible_before_the_store_is_open(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.machine.hold()
    async with desk:
        await desk.expect_text("正在打开").type("1001").keys("enter")
        await try_pin(desk, "2580").expect_text("1001")
        desk.machine.let_go()
        await desk.expect_screen("DeskScreen")


async def test_wrong_pins_cost_a_growing_wait_that_counts_down(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await try_pin(desk.type("1001").keys("enter"), WRONG).expect_text("PIN 不对。请再试一次")
        await try_pin(desk, WRONG).expect_text("PIN 不对。请再试一次")
        await try_pin(desk, WRONG).expect_text("请等 1 秒")
        await desk.later(1).expect_text("现在可以再试了")
        await try_pin(desk, WRONG).expect_text("请等 2 秒")
        await desk.later(1).expect_text("请等 1 秒")


async def test_no_try_counts_while_one_must_wait(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        desk.type("1001").keys("enter")
        for _ in range(3):
            try_pin(desk, WRONG).expect_text("PIN 不对")
        await desk.expect_text("请等 1 秒")
        await try_pin(desk, "2580").expect_text("请等 1 秒").expect_screen("SignInScreen")
        await desk.later(1).expect_text("现在可以再试了").keys("ctrl+u")
        await try_pin(desk, "2580").expect_screen("DeskScreen")


async def test_the_wait_survives_a_restart(tmp_path: Path) -> None:
    first = Desk(tmp_path)
    async with first:
        first.type("1001").keys("enter")
        for _ in range(4):
            try_pin(first, WRONG).expect_text("PIN 不对").later(60).expect_text("PIN")
        await first
        await try_pin(first, WRONG).expect_text("请等 4 秒")
    second = Desk(tmp_path, founded=False)
    async with second:
        await try_pin(second.type("1001").keys("enter"), "2580").expect_text("前面试错过")


@pytest.mark.parametrize(("number", "words"), [("9999", "工号或 PIN 不对"), ("", "请先输入工号")])
async def test_an_unknown_number_is_refused(tmp_path: Path, number: str, words: str) -> None:
    async with Desk(tmp_path) as desk:
        await try_pin(desk.type(number).keys("tab"), "2580").expect_text(words)
        await desk.expect_screen("SignInScreen")


async def test_a_disabled_member_is_refused(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        desk.shop.hire("1002")
        give_pin(desk.shop, "1002")
        desk.shop.do(staff.set_active, "1002", False, desk.shop.lead.id)
        await try_pin(desk.type("1002").keys("enter"), "2580").expect_text("1002", "已停用")


async def test_a_member_disabled_at_work_is_signed_out(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        desk.shop.hire("1002")
        give_pin(desk.shop, "1002")
        await desk.sign_in("1002")
        desk.shop.do(staff.set_active, "1002", False, desk.shop.lead.id)
        await desk.expect_screen("SignInScreen").expect_text("您的工号已停用")


async def test_the_pin_never_stands_on_the_screen(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.type("1001").keys("enter").expect_focus("pin").type("58273")
        await desk.expect_text("•••••").expect_no_text("58273")


async def test_ctrl_q_leaves_before_signing_in(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.type("1001").keys("ctrl+q").expect(lambda: not desk.app.is_running, "the end")


async def test_the_demo_needs_no_pin(tmp_path: Path) -> None:
    async with Desk(tmp_path, signed_in=SignedIn("1001")) as desk:
        await desk.expect_screen("DeskScreen").expect_text("工号 1001", "在岗")


async def test_the_channels_start_before_anybody_signs_in(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.expect(lambda: desk.machine.channels_started == 1, "channels started")


@pytest.mark.parametrize("way", ["enter", "tab"])
async def test_keys_that_come_in_one_go_land_where_they_belong(tmp_path: Path, way: str) -> None:
    async with Desk(tmp_path) as desk:
        await desk.at_once("1001", way, "2580", "enter").expect_screen("DeskScreen")
