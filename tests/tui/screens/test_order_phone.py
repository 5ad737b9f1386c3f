"""The buyer's telephone, address and name are hidden, and shown by a key that is on record."""

from pathlib import Path

import pytest
from support.order_pages import in_orders
from support.orders import add_order
from support.pilot import Desk

from zuiqing_desk.services import changes

SIZES = [(80, 24), (120, 40), (200, 60)]
PHONE = "13800004455"
STREET = "幸福路八号"
PLACE = {"province": "浙江省", "city": "杭州市", "district": "西湖区"}


def shown_to(desk: Desk) -> list[int | None]:
    """Who has looked at a telephone."""
    told = desk.shop.ask(changes.after, 0)
    return [one.actor_id for one in told if one.kind == "order.unmasked"]


@pytest.mark.parametrize("size", SIZES)
async def test_it_is_hidden_until_asked_for(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Desk(tmp_path, size=size) as desk:
        extra = '{"联系电话": "+86 13900005566", "备用地址": "平安里九号", "身份证号": "330106"}'
        add_order(
            desk.shop,
            number="990007788",
            state="dispatched",
            receiver="王小",
            phone=PHONE,
            address=f"浙江省杭州市西湖区{STREET}",
            address_before="平安里七号",
            buyer_message="打13900005566",
            extra=extra,
            **PLACE,
        )
        hidden = (PHONE, "13900005566", STREET, "平安里", "330106", "王小")
        await in_orders(desk).expect_text("…7788").keys("tab", "end")
        await desk.expect_text("王** 138****4455", "按 t 看电话、地址", "139****5566")
        await desk.expect_text("浙江省杭州市西湖区****", "地址改过")
        await desk.expect_no_text(*hidden).keys("escape", "t")
        await desk.expect_screen("PhoneDialog").expect_text("…7788 的收货信息", f"王小 {PHONE}")
        await desk.expect_text("幸福路", "［－")
        await desk.keys("escape").expect_screen("OrdersScreen").expect_no_text(*hidden)
        assert shown_to(desk) == [desk.shop.lead.id]


async def test_what_the_platform_hides_needs_no_key(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        add_order(desk.shop, phone="138****4455")
        await in_orders(desk).expect_text("138****4455").expect_no_text("按 t 看")


async def test_an_order_without_a_telephone_says_so(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        add_order(desk.shop)
        await (
            in_orders(desk)
            .keys("t")
            .expect_text("这笔订单没有电话和地址")
            .expect_screen("OrdersScreen")
        )
        assert shown_to(desk) == []


async def test_the_audit_hides_and_shows_it_too(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        add_order(desk.shop, receiver="王**", phone=PHONE)
        await in_orders(desk).keys("a").expect_screen("AuditScreen").expect_text("138****4455")
        await desk.keys("t").expect_screen("PhoneDialog").expect_text(PHONE)
        assert shown_to(desk) == [desk.shop.lead.id]


async def test_the_footer_says_that_escape_takes_the_marks_away(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        add_order(desk.shop)
        await in_orders(desk).expect_text("Esc 返回").keys("space").expect_text("Esc 都不选")
        await desk.keys("escape").expect_text("Esc 返回").expect_screen("OrdersScreen")
