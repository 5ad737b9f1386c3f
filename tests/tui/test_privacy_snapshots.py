"""What a lead sees of who looked, and before a customer is erased."""

from pathlib import Path

import pytest
from support.access import looks
from support.erasing import known_everywhere
from support.looks import READ_AT, SnapCompare, looks_as_before
from support.pilot import Desk


@pytest.mark.parametrize("size", [READ_AT], ids=["120x40"])
def test_access(snap_compare: SnapCompare, tmp_path: Path, size: tuple[int, int]) -> None:
    def scene(desk: Desk) -> Desk:
        looks(desk.shop)
        return desk.sign_in().keys("exclamation_mark").expect_text("第 5 次")

    assert looks_as_before(snap_compare, tmp_path, size, scene)


@pytest.mark.parametrize("size", [(80, 24), READ_AT], ids=["80x24", "120x40"])
def test_erasing(snap_compare: SnapCompare, tmp_path: Path, size: tuple[int, int]) -> None:
    def scene(desk: Desk) -> Desk:
        known_everywhere(desk.shop, tmp_path)
        asked = desk.sign_in().keys("enter").expect_text("客").keys("escape", "number_sign")
        return asked.keys("end", "enter").expect_screen("EraseDialog").expect_text("7 条消息")

    assert looks_as_before(snap_compare, tmp_path, size, scene)
