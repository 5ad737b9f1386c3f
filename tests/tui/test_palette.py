"""The palette reaches everything a key reaches."""

from pathlib import Path

from support.pilot import Desk

from zuiqing_desk.services import duty
from zuiqing_desk.tui.ports import ScreenOptions


async def test_initials_and_enter_run_an_action(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in().keys("ctrl+p").type("zl").expect_text("暂离").keys("enter")
        await desk.expect_screen("DeskScreen").expect_text("暂离中")
        assert desk.shop.ask(duty.state_of, desk.shop.lead.id) == "away"


async def test_chinese_and_arrow_keys_choose(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in().keys("ctrl+p").type("店铺").expect_text("店铺规则")
        await desk.keys("down", "up", "enter").expect_screen("PolicyScreen")


async def test_each_row_shows_its_key_in_force(tmp_path: Path) -> None:
    options = ScreenOptions(keys={"lock": ("f7",), "history.open": ("ctrl+l",)})
    async with Desk(tmp_path, options=options) as desk:
        await desk.sign_in().keys("ctrl+p").type("sp").expect_text("锁屏", "F7")
        await desk.keys("escape").expect_screen("DeskScreen").keys("f7")
        await desk.expect_screen("LockScreen")


async def test_what_nobody_knows_is_said(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in().keys("ctrl+p").type("qqqq").expect_text("没有这样的操作")
        await desk.keys("enter").expect_screen("PaletteScreen").keys("escape")
        await desk.expect_screen("DeskScreen")


async def test_textuals_own_english_palette_never_opens(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.keys("ctrl+p").sign_in().keys("ctrl+p").expect_screen("PaletteScreen")
        await desk.expect_no_text("Search for commands")
