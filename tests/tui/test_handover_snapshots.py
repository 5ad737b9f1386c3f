"""How the handover notebook looks at the three widths. After a wanted change:
``--snapshot-update``."""

from pathlib import Path

from support.desk_machine import PIN
from support.handover import GIVER, day_and_evening, matter
from support.looks import SECOND_THEME, Size, SnapCompare, at_each_size, looks_as_before
from support.pilot import Desk
from support.shop import TestShop

from zuiqing_desk.tui.screens.handover import HandoverScreen

pytestmark = at_each_size


def evening(shop: TestShop) -> None:
    """A quarter to six, with matters of every severity, late and not."""
    giver, _ = day_and_evening(shop)
    for text in ("1983还有货吗，想要两箱", "发票怎么开"):
        shop.waiting_customer(text)
        shop.take_next(giver)
    matter(
        shop,
        giver,
        "李** 退款没到账，催财务",
        "red",
        kind="aftersale",
        situation="昨天申请，财务说24小时内到；客户要去投诉。",
        next_action="六点半前给客户回电",
        minutes=45,
    )
    matter(shop, giver, "加急单还没出库", "red", kind="order", minutes=-20)
    matter(shop, giver, "周五上新活动页", "amber", kind="business", next_action="九点看一眼")
    matter(shop, giver, "打印纸快用完了", kind="material")


def opened(desk: Desk) -> Desk:
    """The notebook, after the reminder that comes by itself at this hour."""
    desk.sign_in(GIVER).expect_text("整理交接本")
    quiet(desk).keys("f5").expect_screen("HandoverScreen")
    return desk.expect_focus("list-rows").expect_text("待定 2")


def quiet(desk: Desk) -> Desk:
    """Nothing said in passing is left."""

    async def clear() -> None:
        desk.app.clear_notifications()

    return desk.then(clear).expect_no_text("▌")


def settled(desk: Desk) -> Desk:
    """The details are those of the row under the cursor, and nothing said in passing is left."""

    def described() -> bool:
        screen = desk.screen
        assert isinstance(screen, HandoverScreen)
        return screen._described == screen.key_of(screen.chosen)

    return quiet(desk.expect(described, "the details of the row under the cursor"))


def test_preparing(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        evening(desk.shop)
        opened(desk).expect_text("来由").keys("a").expect_text("待定 1", "▌")
        return settled(desk).expect_text("待定 1")

    assert looks_as_before(snap_compare, tmp_path, size, scene, also_in=SECOND_THEME)


def test_reading(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        evening(desk.shop)
        opened(desk).keys("y").expect_text("共 6 件")
        desk.keys("s").expect_screen("SignDialog").expect_focus("pin").type(PIN).keys("enter")
        desk.expect_screen("HandoverScreen").expect_text("已阅 0/6").keys("w")
        desk.expect_screen("LongTextDialog").type("财务是哪一位？").keys("enter")
        desk.expect_screen("HandoverScreen").expect_text("待答 1").keys("k")
        desk.expect_text("已阅 1/6").keys("up")
        return settled(desk).expect_text("已口述", "没有答")

    assert looks_as_before(snap_compare, tmp_path, size, scene, also_in=SECOND_THEME)
