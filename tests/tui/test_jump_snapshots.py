"""How jumping and the palette over a page look. After a wanted change: ``--snapshot-update``."""

from pathlib import Path

from support.looks import SECOND_THEME, Size, SnapCompare, at_each_size, looks_as_before
from support.pilot import Desk

pytestmark = at_each_size


def test_jump(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        for number in range(8):
            talk = desk.shop.customer(f"tb_{number}**")
            desk.shop.says(talk, "这款1983还有货吗")
        desk.sign_in().keys("ctrl+g").expect_focus("reply").expect_text("有货吗")
        return desk.type("有的").keys("f4").expect_screen("JumpScreen").expect_text("跳到哪里")

    assert looks_as_before(snap_compare, tmp_path, size, scene, also_in=SECOND_THEME)


def test_palette_over_a_page(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        desk.sign_in().keys("f5").expect_screen("HandoverScreen").expect_text("白班")
        return desk.keys("ctrl+p").expect_screen("PaletteScreen").expect_text("收下")

    assert looks_as_before(snap_compare, tmp_path, size, scene, also_in=SECOND_THEME)
