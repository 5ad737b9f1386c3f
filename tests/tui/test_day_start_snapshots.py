"""How a day begins on the screen: the empty queue, and the tour of the demo."""

from pathlib import Path

from support.looks import Size, SnapCompare, at_each_size, looks_as_before
from support.pilot import Desk

from zuiqing_desk.services import gateway
from zuiqing_desk.tui.ports import ScreenOptions

pytestmark = at_each_size


def test_an_empty_queue(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        desk.shop.do(gateway.announce, pid=1, url="http://127.0.0.1:8787/", problem="")
        return desk.sign_in().expect_text("还没有客户来过", "按 n ")

    assert looks_as_before(snap_compare, tmp_path, size, scene)


def test_the_tour(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        colleague = desk.shop.colleague("1002")
        desk.shop.comes_on(colleague)
        desk.shop.waiting_customer("这款还有货吗")
        desk.shop.goes_off(colleague)
        desk.sign_in().expect_text("教程 1/9").take_next().expect_text("教程 2/9")
        return desk.type("有现货").expect_text("教程 3/9").send().expect_text("教程 4/9")

    options = ScreenOptions(tour=True)
    assert looks_as_before(snap_compare, tmp_path, size, scene, options=options)
