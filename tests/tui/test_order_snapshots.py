"""How the pages of orders look at the three sizes. After a wanted change: ``--snapshot-update``."""

from pathlib import Path

from support.looks import SECOND_THEME, Size, SnapCompare, at_each_size, looks_as_before
from support.order_pages import in_orders
from support.orders import add_order
from support.pilot import Desk
from support.shop import SECOND

from zuiqing_desk.services import conversations

REMARK = "[1002]6瓶1983,发韵达"

pytestmark = at_each_size


def trade(desk: Desk) -> None:
    """A morning's orders; the first comes out of a conversation with agent 1002."""
    shop = desk.shop
    agent = shop.colleague("1002")
    shop.comes_on(agent)
    talk = shop.customer("tb_**7")
    shop.says(talk, "这款1983还有货吗，送人的")
    shop.do(conversations.take, talk, agent.id)
    shop.later(20)
    shop.answers(talk, agent, "有的，今天下单今天发。")
    shop.later(600)
    add_order(
        shop,
        ("醉卿1983 酱香 6瓶装", 1),
        number="26030200123829",
        buyer="tb_**7",
        conversation_id=talk,
        receiver="王**",
        phone="13800004455",
        address="广东省深圳市南山区示例路1号",
        address_before="广东省深圳市福田区示例路1号",
        buyer_message="送人的，包好看些",
        platform_remark="老客户",
        urgent=True,
    )
    others = (
        ("jd", "unpaid", {"amount_fen": 29_800}),
        ("pdd", "audit", {"remark": REMARK, "flag": "成交"}),
        ("douyin", "held", {"hold_until": shop.now + 3600 * SECOND}),
        ("taobao", "dispatched", {"remark": REMARK, "platform_remark": REMARK}),
        ("taobao", "closed", {}),
    )
    for at, (platform, state, more) in enumerate(others, 1):
        placed = {"placed_at": shop.now - at * SECOND, "number": f"26030200{at:06}"}
        add_order(shop, platform=platform, state=state, buyer=f"买家{at}", **placed, **more)


def test_orders(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        trade(desk)
        in_orders(desk).expect_text("[全部 6]").keys("space", "space", "up", "up")
        return desk.expect_text("■", "王**" if size[1] > 24 else "送人的", "插旗 2 笔")

    assert looks_as_before(snap_compare, tmp_path, size, scene, also_in=SECOND_THEME)


def test_no_orders(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        return in_orders(desk).expect_text("还没有订单")

    assert looks_as_before(snap_compare, tmp_path, size, scene)


def test_owner(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        trade(desk)
        in_orders(desk).expect_text("…3829").keys("o").expect_screen("OrderOwner")
        return desk.keys("down").expect_text("▶", "今天下单今天发")

    assert looks_as_before(snap_compare, tmp_path, size, scene)


def test_form(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        in_orders(desk).keys("n").expect_screen("OrderForm").type("6瓶1983+两瓶小酒版")
        return desk.keys("ctrl+s").expect_text("✗ 第").expect_focus("field-items")

    assert looks_as_before(snap_compare, tmp_path, size, scene)


def test_batch(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        trade(desk)
        in_orders(desk).expect_text("[全部 6]").keys("v", "f", "enter")
        return desk.expect_screen("BatchPreview").expect_text("改 5 笔，1 笔不变")

    assert looks_as_before(snap_compare, tmp_path, size, scene)


def test_import(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        path = tmp_path / "订单.csv"
        rows = (
            "订单编号,买家会员名,买家实际支付金额,订单状态,订单创建时间,宝贝标题,宝贝总数量,店铺名称",
            '="260302001",tb_1,768.00,等待买家付款,2026-03-02 09:01:02,醉卿1983,6,别的店',
            '="260302002",tb_2,768.00,等待买家付款,2026-13-02 09:01:02,醉卿1983,-2,醉卿酒业',
        )
        path.write_text("\n".join(rows), encoding="utf-8")
        in_orders(desk).keys("i").expect_screen("OrderImport").paste(str(path)).keys("ctrl+s")
        return desk.expect_screen("ImportReport").expect_text("第 3 行", "2026-13-02")

    assert looks_as_before(snap_compare, tmp_path, size, scene)
