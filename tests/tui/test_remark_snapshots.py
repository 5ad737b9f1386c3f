"""How the orders look beside the chat, and the remark builder over it, at the three sizes."""

from pathlib import Path

from support.library import read_through
from support.looks import SECOND_THEME, Size, SnapCompare, at_each_size, looks_as_before
from support.orders import add_order
from support.pilot import Desk
from support.remarks import LINE, opened, sold

from zuiqing_desk.services.orders import linking, promises

pytestmark = at_each_size


def test_orders_on_the_card(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        conversation, order_id = sold(desk, number="2603020000003829", remark=LINE)
        shop = desk.shop
        minutes = 60_000_000
        shop.do(promises.note, order_id, "gift", "小酒版1瓶", None, shop.lead.id)
        shop.do(
            promises.note, order_id, "dispatch", "今天发", shop.now + 60 * minutes, shop.lead.id
        )
        unpaid = add_order(
            shop, ("醉卿1983", 2), state="unpaid", number="2603020000003830", placed_at=shop.now
        )
        shop.do(linking.link, unpaid, conversation, shop.lead.id)
        shop.later(192)
        read_through(opened(desk))
        return desk.keys("escape", "d") if size[0] < 100 else desk

    assert looks_as_before(snap_compare, tmp_path, size, scene)


def test_remark(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        sold(desk, number="2603020000003829", buyer_message="请轻放")
        read_through(opened(desk)).keys("ctrl+r").expect_text("6瓶1983")
        return desk.type("，要礼盒").expect_text("已改成半角")

    assert looks_as_before(snap_compare, tmp_path, size, scene, also_in=SECOND_THEME)


def test_remark_beside_the_platforms_words(
    snap_compare: SnapCompare, tmp_path: Path, size: Size
) -> None:
    def scene(desk: Desk) -> Desk:
        sold(desk, number="2603020000003829", platform_remark="[b]客户急用[/b] 6瓶")
        read_through(opened(desk)).keys("ctrl+r").expect_text("平台上已有").keys("enter", "right")
        return desk.expect_text("平台上将变成")

    assert looks_as_before(snap_compare, tmp_path, size, scene)


def test_remark_of_nobodys_order(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        sold(desk, number="2603020000003829", answered=False)
        read_through(opened(desk)).keys("ctrl+r")
        return desk.expect_text("认领").type("轻放,").expect_text("轻放,")

    assert looks_as_before(snap_compare, tmp_path, size, scene)


def test_promise(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        sold(desk, number="2603020000003829")
        read_through(opened(desk)).type("今天就发").keys("enter").expect_text("像承诺")

        async def quiet() -> None:
            desk.app.clear_notifications()

        desk.keys("escape", "tab", "c").expect_text("记成承诺").then(quiet)
        return desk.expect_no_text("刚发的")

    assert looks_as_before(snap_compare, tmp_path, size, scene)
