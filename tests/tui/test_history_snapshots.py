"""How the search of old talk looks at the three sizes. After a wanted change:
``--snapshot-update``."""

from pathlib import Path

from support.looks import SECOND_THEME, Size, SnapCompare, at_each_size, looks_as_before
from support.old_talk import HOSTILE, in_search, parcels
from support.pilot import Desk

pytestmark = at_each_size


def test_start(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        parcels(desk.shop)
        desk.sign_in().take_next().expect_text("致 jd_海**").keys("f7")
        return desk.expect_text("查找 · 这个会话（jd_海**）", "输入说过的话")

    assert looks_as_before(snap_compare, tmp_path, size, scene)


def test_found(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        _, new = parcels(desk.shop)
        desk.shop.says(new, "上次那瓶漏酒，" * 12 + "这次韵达包好点" + "，谢谢" * 9)
        desk.shop.says(new, f"韵达 {HOSTILE}")
        in_search(desk).type("韵达").expect_text("一共 7 条").keys("down", "down", "down")
        return desk.expect_text("›那就韵达") if size[0] < 100 else desk.expect_text("当天登记")

    assert looks_as_before(snap_compare, tmp_path, size, scene, also_in=SECOND_THEME)


def test_filter(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        parcels(desk.shop)
        in_search(desk).type("韵达 客户:山 日期:上周").expect_text("一共 4 条")
        if size[0] >= 100:
            desk.expect_text("当天登记")
        desk.keys("ctrl+f").expect_text("按条件找").keys(*["tab"] * 4).type("-").keys("enter")
        return desk.expect_text("✗ 日期“2026-03-08-”看不懂")

    assert looks_as_before(snap_compare, tmp_path, size, scene)


def test_nothing(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        parcels(desk.shop)
        desk.sign_in().take_next().expect_text("致 jd_海**").keys("f7")
        desk.expect_text("查找 · 这个会话（jd_海**）").type("发顺丰 客服:1002")
        return desk.expect_text("里没有找到“发顺丰”")

    assert looks_as_before(snap_compare, tmp_path, size, scene)
