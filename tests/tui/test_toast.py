"""What is said in passing."""

from pathlib import Path

from support.pilot import Desk
from textual.widgets._toast import ToastHolder

from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.toast_rack import MOST


async def test_the_newest_is_seen_however_many_there_are(tmp_path: Path) -> None:
    async with Desk(tmp_path, size=(80, 24)) as desk:
        await desk.sign_in()
        toast(desk.app, "坏了一样东西", "error")
        for number in range(20):
            toast(desk.app, f"第 {number} 件事")
            await desk.pilot.pause()
        assert len(desk.app._notifications) == MOST
        await desk.expect_text("坏了一样东西", "第 16 件事", "第 19 件事")


async def test_nothing_is_left_of_what_was_said_on_any_screen(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        toast(desk.app, "在主屏上说的")
        await desk.expect_text("在主屏上说的").keys("f8").expect_screen("TallyScreen")
        toast(desk.app, "在统计页上说的")
        await desk.expect_text("在主屏上说的", "在统计页上说的").keys("ctrl+l")
        await desk.expect_screen("LockScreen")
        await desk.expect(
            lambda: not [one for s in desk.app.screen_stack for one in s.query(ToastHolder)],
            "no holder is left",
        )
