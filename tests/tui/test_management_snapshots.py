"""How the library and the product cards look at the three widths. After a wanted change:
``--snapshot-update``."""

from pathlib import Path

from support.looks import Size, SnapCompare, at_each_size, looks_as_before
from support.pilot import Desk
from support.products import in_products, product
from support.replies import DAY_S, in_library, proposes, team_reply, words
from support.shop import SECOND, TestShop

from zuiqing_desk.services.products import acks

pytestmark = at_each_size


def stocked(shop: TestShop) -> None:
    """A few replies: one waits, one ends soon."""
    soon = shop.now + 3 * DAY_S * SECOND
    team_reply(shop, "hy", "欢迎语", "亲{客户|}，您好，欢迎来到{店铺}！", category="欢迎")
    team_reply(shop, "cx", "满减活动", "两瓶立减十元。", category="议价", valid_until=soon)
    body = "{截单}前付款当天发{快递}，大约{?几天}天到。"
    fh = team_reply(shop, "fhsj", "发货时间", body, category="发货与物流", tags="发货 时效")
    changed = words("fhsj", "发货时间", f"亲，{body}请放心。", category="发货与物流")
    proposes(shop, shop.colleague("1002"), fh, changed)


def test_library(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        stocked(desk.shop)
        in_library(desk).expect_text("[待批 1]").keys(*["left"] * 3)
        return desk.expect_text("[全部 3]", "欢迎语").keys("down").expect_text("立减十元")

    assert looks_as_before(snap_compare, tmp_path, size, scene)


def test_reply_form(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        stocked(desk.shop)
        in_library(desk).expect_text("[待批 1]").keys("e").expect_screen("ReplyForm")
        desk.expect_text("17:30前付款").keys("tab", "ctrl+u", "ctrl+s").expect_text(
            "✗ 标题不能为空"
        )
        return desk.expect_focus("field-title")

    assert looks_as_before(snap_compare, tmp_path, size, scene)


def test_review(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        stocked(desk.shop)
        in_library(desk).expect_text("[待批 1]").keys("enter").expect_screen("ReplyReview")
        return desk.expect_text("［＋请放心。］")

    assert looks_as_before(snap_compare, tmp_path, size, scene)


def test_history(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        stocked(desk.shop)
        in_library(desk).expect_text("[待批 1]").keys("h").expect_screen("ReplyHistory")
        return desk.expect_text("● 正在用", "［＋请放心。］")

    assert looks_as_before(snap_compare, tmp_path, size, scene)


def among_cards(desk: Desk) -> Desk:
    """Two cards. One is to be read first, but only after the reminder at the sign-in."""
    shop = desk.shop
    product(shop, "1979", "示例酒1979", aroma="酱香", price_fen=99900, stock=0)
    facts = {"strength_tenths": 520, "volume_ml": 500, "taste": "绵甜 窖香", "per_box": 6}
    money = {"price_fen": 26800, "floor_fen": 23800, "stock": 420, "gifts": "小酒版1瓶"}
    words = {"aroma": "浓香", "points": "老瓶型\n入口绵甜", "faq": "是纯粮的吗：是。"}
    card = product(shop, "1983", "示例酒1983", **facts, **money, **words)

    async def asked() -> None:
        shop.do(acks.mark_must_read, card, shop.lead.id)

    in_products(desk).expect_text("[全部 2]", "没货").then(asked)
    return desk.expect_text("我要读的 1").keys("right").expect_text("[我要读的 1]")


def test_products(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        among_cards(desk).keys("left").expect_text("[全部 2]", "没货")
        return desk.expect_text("238元")

    assert looks_as_before(snap_compare, tmp_path, size, scene)


def test_product_form(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        among_cards(desk).keys("e").expect_screen("ProductForm")
        return desk.keys(*["tab"] * 9).expect_focus("field-floor_fen").expect_text("只有同事看得到")

    assert looks_as_before(snap_compare, tmp_path, size, scene)


def test_reading(snap_compare: SnapCompare, tmp_path: Path, size: Size) -> None:
    def scene(desk: Desk) -> Desk:
        among_cards(desk).keys("enter").expect_screen("ProductReading")
        return desk.expect_text("· 老瓶型", "Enter 已读")

    assert looks_as_before(snap_compare, tmp_path, size, scene)
