"""How the pages of work on orders look at the three widths. After a wanted change:
``--snapshot-update``."""

from pathlib import Path
from typing import Any

from support.looks import SECOND_THEME, Size, SnapCompare, at_each_size, looks_as_before
from support.order_work import in_audit, in_chases, in_disputes, in_promises, linked, promised
from support.orders import add_order
from support.pilot import Desk
from support.products import product
from support.shop import SECOND, TestShop

from zuiqing_desk.services.orders import audit, chase, finance, ownership

MINUTE = 60 * SECOND

pytestmark = at_each_size


def order(shop: TestShop, number: str, *, minutes: int = 0, **columns: Any) -> int:
    """An order paid so many minutes ago, with all that is written on a parcel."""
    at = shop.now - minutes * MINUTE
    columns = {
        "receiver": "李**",
        "phone": "138****0001",
        "address": "广东省 深圳市 南山区 科技园路 1 号",
        "placed_at": at - MINUTE,
        "paid_at": at,
        **columns,
    }
    return add_order(shop, number=number, **columns)


def worked_on(shop: TestShop) -> None:
    """Orders in every corner of the audit."""
    product(shop, "醉卿1983", price_fen=128_000, per_box=6)
    first = order(
        shop,
        "260302000000003829",
        minutes=50,
        urgent=True,
        buyer_message="请用木箱，周五前到",
        remark="[甲**]6瓶醉卿1983,发韵达",
    )
    promised(shop, first, "送小酒版1瓶", minutes=300)
    plain = order(shop, "260302000000003830", minutes=40)
    held = order(shop, "260302000000003831", minutes=30)
    order(shop, "260302000000003832", minutes=20)
    shop.do(finance.confirm, [first, plain, held], shop.lead.id)
    shop.do(audit.hold, held, shop.now + 90 * MINUTE, "等买家改地址", shop.lead.id)
    shop.do(audit.refuse, plain, "数量和备注对不上", shop.lead.id)


def test_audit(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        worked_on(desk.shop)
        return in_audit(desk).expect_text("[待审 3]", "✓  财务确认")

    assert looks_as_before(snap_compare, tmp_path, size, scene, also_in=SECOND_THEME)


def test_audit_asks(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        worked_on(desk.shop)
        in_audit(desk).expect_text("[待审 3]", "✓  财务确认").keys("down").expect_text("对不上")
        return desk.keys("a").expect_text("项要问")

    assert looks_as_before(snap_compare, tmp_path, size, scene)


def test_finance(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        for at in range(3):
            order(desk.shop, f"26030200000000384{at}", minutes=60 - at)
        in_audit(desk).expect_text("[待审 3]").keys("right", "right", "space", "space")
        return desk.expect_text("[财务确认 3]", "■", "✗  财务确认", "…3842")

    assert looks_as_before(snap_compare, tmp_path, size, scene)


def test_chases(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        shop = desk.shop

        async def placed() -> None:
            for number, at in (("260302000000003850", 0), ("260302000000003851", 1)):
                made = order(shop, number, state="unpaid", placed_at=shop.now, paid_at=None)
                if at:
                    shop.do(chase.note_contact, made, "wechat", shop.lead.id)
                shop.later(192)
            times = {"placed_at": shop.now, "paid_at": None}
            linked(shop, order(shop, "260302000000003852", state="unpaid", **times))

        in_chases(desk).then(placed).expect_text("[在催 3]", "06:24", "等结果", "▲ 该联系 1")
        return desk.expect_text("分钟内联系")

    assert looks_as_before(snap_compare, tmp_path, size, scene)


def test_promises(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        shop = desk.shop
        made = order(shop, "260302000000003829", minutes=50)
        promised(shop, made, "送小酒版1瓶", minutes=2)
        promised(shop, made, "今天发顺丰", kind="courier", minutes=400)
        promised(shop, made, "到货后回电", kind="callback")
        shop.later(600)
        return in_promises(desk).expect_text("[没兑现 3]", "▲ 过了8 分钟", "答应")

    assert looks_as_before(snap_compare, tmp_path, size, scene)


def test_disputes(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        shop = desk.shop
        first, second = shop.colleague("1002"), shop.colleague("1003")
        conversation = shop.waiting_customer("1983还有吗")
        shop.answers(conversation, first, "有的，6瓶给您算优惠")
        shop.later(300)
        made = order(shop, "260302000000003829")
        shop.do(
            lambda tx: tx.run(
                "UPDATE shop_order SET conversation_id = :c, customer_id ="
                " (SELECT customer_id FROM conversation WHERE id = :c)",
                c=conversation,
            )
        )
        shop.do(ownership.claim, made, second.id, "电话里谈的", actor=second.id)
        return in_disputes(desk).expect_text("[等裁定 1]", "电话里谈的", "1002")

    assert looks_as_before(snap_compare, tmp_path, size, scene)
