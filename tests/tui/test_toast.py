"""What is said in passing."""

from pathlib import Path

from support.pilot import Desk

from zuiqing_desk.tui.toast import MOST, toast


async def test_the_newest_is_seen_however_many_there_are(tmp_path: Path) -> None:
    async with Desk(tmp_path, size=(80, 24)) as desk:
        await desk.sign_in()
        toast(desk.app, "坏了一样东西", "error")
        for number in range(20):
            toast(desk.app, f"第 {number} 件事")
            await desk.pilot.pause()
        assert len(desk.app._notifications) == MOST
        await desk.expect_text("坏了一样东西", "第 16 件事", "第 19 件事")
