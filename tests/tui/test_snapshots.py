"""How the screens look at the three widths. After a wanted change: ``--snapshot-update``."""

from pathlib import Path

from support.library import OLD, YOUNG, loaded, read_through, stock
from support.looks import SECOND_THEME, Size, SnapCompare, at_each_size, looks_as_before
from support.pilot import Desk

NOTICE = "没有系统密钥环，密码存在 secrets.json（仅本用户可读）"

pytestmark = at_each_size


def test_sign_in(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        desk.expect_text("醉卿酒业").expect_focus("staff-no").type("1001").keys(
            "enter"
        ).expect_focus("pin")
        return desk.type("147000").keys("enter").expect_text("PIN 不对")

    assert looks_as_before(snap_compare, tmp_path, size, scene, notices=(NOTICE,))


def test_wizard(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        desk.expect_focus("step-field")
        for answer in ("醉卿酒业", "1001", "小王"):
            desk.type(answer).keys("enter").expect_text(f"：{answer}")
        return desk.expect_text("4–12 位数字").type("1234").keys("enter").expect_text("✗")

    assert looks_as_before(snap_compare, tmp_path, size, scene, founded=False, notices=(NOTICE,))


def test_staff(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        desk.shop.hire("1002", after_sale=True)
        desk.shop.hire("1003", "lead")
        desk.sign_in().keys("m").expect_screen("StaffScreen").expect_text("1003**")
        return desk.keys("down")

    assert looks_as_before(snap_compare, tmp_path, size, scene, notices=(NOTICE,))


def test_help(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        return desk.sign_in().keys("f1").expect_screen("HelpScreen").expect_text("这里能用的", "F1")

    assert looks_as_before(snap_compare, tmp_path, size, scene, notices=(NOTICE,))


def test_policy(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        return desk.sign_in().keys("e").expect_screen("PolicyScreen").expect_text("考核结束时间")

    assert looks_as_before(snap_compare, tmp_path, size, scene, notices=(NOTICE,))


def test_palette(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        desk.sign_in().keys("ctrl+p").expect_screen("PaletteScreen")
        return desk.type("z").expect_text("暂离")

    assert looks_as_before(snap_compare, tmp_path, size, scene, notices=(NOTICE,))


def test_chat(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        colleague = desk.shop.colleague("1002")
        desk.shop.comes_on(colleague)
        for text in ("这款1983还有货吗", "[b]在吗[/b] 😀", "发票能开吗？公司抬头"):
            desk.shop.waiting_customer(text)
            desk.shop.later(7)
        desk.shop.goes_off(colleague)
        desk.sign_in().keys("ctrl+g").expect_text("致 tb_**", "这款1983还有货吗")
        return read_through(desk).type("有的，").expect_text("有的，")

    assert looks_as_before(
        snap_compare, tmp_path, size, scene, notices=(NOTICE,), also_in=SECOND_THEME
    )


def test_picker(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        stock(desk)
        desk.shop.says(desk.shop.customer("甲客"), "[b]还没[/b]发货吗")
        loaded(desk.sign_in()).keys("ctrl+g").expect_text("致 甲客")
        read_through(desk).type("/")
        desk.expect_screen("PickerScreen").expect_text("荐").type("您").keys("down", "ctrl+r")
        return desk.expect_text("缘由")

    assert looks_as_before(
        snap_compare, tmp_path, size, scene, notices=(NOTICE,), also_in=SECOND_THEME
    )


def test_products_compared(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        stock(desk, OLD, YOUNG)
        desk.shop.says(desk.shop.customer("甲客"), "有什么酒")
        loaded(desk.sign_in()).keys("ctrl+g").expect_text("致 甲客")
        read_through(desk).keys("ctrl+o")
        desk.expect_screen("PickerScreen").keys("ctrl+t", "down")
        return desk.expect_text("≠")

    assert looks_as_before(snap_compare, tmp_path, size, scene, notices=(NOTICE,))


def test_suggestions(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        stock(desk)
        desk.shop.says(desk.shop.customer("甲客"), "还没发货吗")
        loaded(desk.sign_in()).keys("ctrl+g").expect_text("发货时间")
        read_through(desk).keys("right").expect_text("我们发韵达").type("加微信").keys("enter")
        desk.expect_text("照发").then(lambda: quiet(desk))
        return desk.expect_no_text("没有发出")

    async def quiet(desk: Desk) -> None:
        desk.app.clear_notifications()

    assert looks_as_before(snap_compare, tmp_path, size, scene, notices=(NOTICE,))


def test_locked(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        desk.sign_in().keys("ctrl+l")
        return desk.expect_screen("LockScreen").expect_text("09:00")

    assert looks_as_before(snap_compare, tmp_path, size, scene, notices=(NOTICE,))
