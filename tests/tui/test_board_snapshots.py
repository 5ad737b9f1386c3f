"""How the live board looks at the three sizes. After a wanted change: ``--snapshot-update``."""

from pathlib import Path

from support.board import at_work, on_the_board
from support.looks import Size, SnapCompare, at_each_size, looks_as_before
from support.pilot import Desk

pytestmark = at_each_size


def test_board(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        at_work(desk.shop)
        on_the_board(desk).expect_text("1002", "▲ 3", "!! 1").keys("down", "down")
        return desk.expect_text("正在写给", "wx_老李")

    assert looks_as_before(snap_compare, tmp_path, size, scene)


def test_somebodys_conversations(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        at_work(desk.shop)
        on_the_board(desk).expect_text("1002").keys("down", "down", "enter")
        desk.expect_screen("BoardHand").expect_text("wx_老李").keys("space")
        return desk.expect_text("已选 1")

    assert looks_as_before(snap_compare, tmp_path, size, scene)


def test_passing_on(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        at_work(desk.shop)
        on_the_board(desk).expect_text("1002").keys("down", "down", "enter")
        desk.expect_screen("BoardHand").expect_text("wx_老李").keys("a", "t")
        return desk.expect_screen("PassOnDialog").expect_text("手上 4", "放回队列")

    assert looks_as_before(snap_compare, tmp_path, size, scene)
