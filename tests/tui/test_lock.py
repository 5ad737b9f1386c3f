"""A locked screen shows nothing, and only the same person opens it."""

from pathlib import Path

from support.desk_machine import give_pin
from support.pilot import Desk

from zuiqing_desk.services import duty
from zuiqing_desk.tui.toast import toast

MINUTES = 60


def locked(desk: Desk) -> Desk:
    return desk.keys("ctrl+l").expect_screen("LockScreen")


async def test_the_lock_hides_everything(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        desk.shop.waiting_customer("机密的话")
        await locked(desk).expect_text("已锁屏", "工号 1001").expect_no_text("机密的话", "待回")


async def test_only_this_persons_pin_unlocks(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        desk.shop.hire("1002")
        give_pin(desk.shop, "1002", "1470")
        await locked(desk.sign_in()).type("1470").keys("enter").expect_text("PIN 不对")
        await desk.type("2580").keys("enter").expect_screen("DeskScreen").expect_text("待回")


async def test_wrong_pins_cost_a_wait_here_too(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        locked(desk.sign_in())
        for _ in range(3):
            desk.type("1470").keys("enter").expect_text("PIN 不对").expect(
                lambda: not desk.app.query_one("#pin").value  # type: ignore[attr-defined]
            )
        await desk.expect_text("请等 1 秒").later(1).expect_text("现在可以再试了")


async def test_idle_minutes_lock(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in().later(15 * MINUTES).expect_screen("LockScreen")
        await desk.expect_text("15 分钟没有操作")


async def test_any_key_counts_as_being_there(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in().later(14 * MINUTES).keys("f2").later(14 * MINUTES)
        looks = desk.app._idle.looks
        await desk.expect(lambda: desk.app._idle.looks >= looks + 2, "two looks at the clock")
        await desk.expect_screen("DeskScreen")


async def test_a_dialog_is_locked_away_and_comes_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in().keys("ctrl+p").expect_screen("PaletteScreen").type("zl")
        await desk.later(15 * MINUTES).expect_screen("LockScreen").expect_no_text("暂离")
        await desk.type("2580").keys("enter").expect_screen("PaletteScreen").expect_text("暂离")


async def test_signing_out_leaves_the_desk_to_somebody_else(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        desk.shop.hire("1002")
        give_pin(desk.shop, "1002")
        await locked(desk.sign_in()).keys("ctrl+q").expect_screen("SignInScreen")
        assert desk.shop.ask(duty.state_of, desk.shop.lead.id) == "off"
        await desk.sign_in("1002").expect_text("工号 1002")


async def test_work_goes_on_behind_the_lock(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await locked(desk.sign_in())
        desk.shop.waiting_customer()
        await desk.type("2580").keys("enter").expect_screen("DeskScreen").expect_text("待回 1")


async def test_nothing_pops_up_over_the_lock(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        toast(desk.app, "tb_** 说了什么")
        await locked(desk).expect_no_text("tb_**")
        toast(desk.app, "tb_** 又说了什么")
        await desk.keys("tab").expect_no_text("tb_**")
        assert not desk.app._notifications
