"""How the choice of a theme looks. After a wanted change: ``--snapshot-update``."""

from pathlib import Path

from support.looks import SECOND_THEME, Size, SnapCompare, at_each_size, looks_as_before
from support.pilot import Desk

pytestmark = at_each_size


def test_choosing(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        colleague = desk.shop.colleague("1002")
        desk.shop.comes_on(colleague)
        desk.shop.waiting_customer("这款1983还有货吗")
        desk.shop.goes_off(colleague)
        desk.sign_in().expect_text("tb_**").keys("asterisk").expect_screen("ThemeDialog")
        return desk.expect_text("跟着这台电脑", "高对比")

    assert looks_as_before(snap_compare, tmp_path, size, scene, also_in=SECOND_THEME)
