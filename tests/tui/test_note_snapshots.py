"""How the notebook of problems looks at the three widths. After a wanted change:
``--snapshot-update``."""

from pathlib import Path

from support.library import read_through
from support.looks import Size, SnapCompare, at_each_size, looks_as_before
from support.orders import add_order
from support.pilot import Desk
from support.shop import TestShop

from zuiqing_desk.services.notes import notebook

DAY_S = 86_400

pytestmark = at_each_size


def two_weeks(shop: TestShop) -> None:
    """Problems of last week and of this, in every state."""
    agent, other, lead = shop.colleague("1002").id, shop.colleague("1003").id, shop.lead.id
    old = shop.do(notebook.add, "打印机又卡纸", agent, place="handover.open")
    shop.do(notebook.settle, old, lead)
    shop.later(7 * DAY_S)
    order = add_order(shop, number="260309000000003829")
    asked = shop.do(
        notebook.add, "发票抬头客户老是填错，能不能加一条话术", agent, place="pane.chat"
    )
    shop.do(notebook.add, "韵达范围表里没有佛山顺德", other, place="order.open", order_id=order)
    done = shop.do(notebook.add, "建议把小酒版库存写进商品卡", agent, place="product.manage")
    shop.later(DAY_S)
    shop.do(notebook.answer, asked, "加一条“发票”话术，周三前写好", lead)
    shop.do(notebook.answer, done, "已经写进去了", lead)
    shop.do(notebook.settle, done, lead)
    shop.do(notebook.add, "晚上十点以后没人审单，加急单压着", other, place="audit.open")


def test_the_week(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        two_weeks(desk.shop)
        desk.sign_in().keys("escape", "j").expect_screen("NotesScreen").expect_text("[本周 4]")
        return desk.expect_text("周三前写好")

    assert looks_as_before(snap_compare, tmp_path, size, scene)


def test_one_line(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        desk.shop.waiting_customer("这款1983还有货吗")
        read_through(desk.sign_in().take_next().expect_text("致 tb_**")).keys("f6")
        return desk.expect_text("手上的会话").type("发票抬头客户老是填错")

    assert looks_as_before(snap_compare, tmp_path, size, scene)
