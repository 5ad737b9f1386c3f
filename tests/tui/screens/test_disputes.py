"""A lead's page: disputes with both sides, rulings, violations."""

from pathlib import Path

import pytest
from support.order_work import in_disputes
from support.orders import add_order
from support.pilot import Desk
from support.shop import TestShop

from zuiqing_desk.services.orders import ownership, violations

SIZES = [(80, 24), (120, 40), (200, 60)]
HOSTILE = "[b]\x1b]52;c;aGk=\x07名\u202e[/]"


def disputed(shop: TestShop, number: str = "260302000009001", reason: str = "是我谈的") -> int:
    """An order two agents claim, neither of whom ever spoke to the buyer."""
    order = add_order(shop, number=number)
    for staff_no in ("1002", "1003"):
        who = shop.colleague(staff_no)
        shop.do(ownership.claim, order, who.id, f"{staff_no}{reason}", actor=who.id)
    return order


@pytest.mark.parametrize("size", SIZES)
async def test_without_disputes_it_says_where_owners_are_seen(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with Desk(tmp_path, size=size) as desk:
        await in_disputes(desk).expect_text("没有要裁定的订单", "按 o").keys("right")
        await desk.expect_text("没有确认过的违规")


@pytest.mark.parametrize("size", SIZES)
async def test_both_sides_stand_beside_the_dispute(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Desk(tmp_path, size=size) as desk:
        disputed(desk.shop)
        await in_disputes(desk).expect_text("[等裁定 1]", "淘宝…9001", "1002 / 1003")
        await desk.keys("tab", *["down"] * 12).expect_text("1003是我谈的")


async def test_a_ruling_needs_a_reason_and_settles_it(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop, order = desk.shop, disputed(desk.shop)
        await in_disputes(desk).expect_text("[等裁定 1]").keys("r").expect_text("归谁")
        await desk.keys("down", "enter").expect_text("理由").keys("enter")
        await (
            desk.expect_text("还没有写理由")
            .type("截图为证")
            .keys("enter")
            .expect_text("裁定已记下", "[等裁定 0]")
        )
        assert shop.ask(ownership.owner, order) == shop.colleague("1003").id


async def test_after_the_ruling_a_violation_is_noted_on_the_page_of_the_owner(
    tmp_path: Path,
) -> None:
    async with Desk(tmp_path) as desk:
        shop, order = desk.shop, disputed(desk.shop)
        shop.do(ownership.rule, order, shop.colleague("1002").id, "截图为证", shop.lead.id)
        shop.do(violations.confirm, order, shop.lead.id, "改过价", shop.lead.id)
        await in_disputes(desk).keys("right").expect_text("[违规 1]").keys("v")
        await desk.expect_text("按 Enter 打开归属页").keys("enter").expect_screen("OrderOwner")
        await desk.expect_text("v 记违规").keys("v").expect_text("谁违规").keys("end", "enter")
        await desk.expect_text("违了哪一条").keys("enter").expect_text("还没有写理由")
        await desk.type("付款后才联系").keys("enter").expect_text("1003 的违规已记下")
        assert shop.ask(violations.counts)[shop.colleague("1003").id] == 1
        await desk.keys("u").expect_text("已撤销")
        assert shop.ask(violations.counts) == {shop.lead.id: 1}


async def test_an_order_may_be_nobodys(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        order = disputed(desk.shop)
        await in_disputes(desk).expect_text("[等裁定 1]").keys("r").expect_text("归谁")
        await desk.keys("end", "enter").expect_text("理由").type("都没有依据").keys("enter")
        await desk.expect_text("[等裁定 0]")
        found = desk.shop.ask(ownership.decide, order)
        assert (found.owner, found.disputed) == (None, False)


async def test_violations_are_confirmed_counted_and_taken_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        for at in range(3):
            disputed(shop, f"26030200000900{at}")
        await in_disputes(desk).expect_text("[等裁定 3]")
        for done in range(3):
            await desk.keys("v").expect_text("谁违规").keys("enter").expect_text("违了哪一条")
            await desk.type("付款后才联系").keys("enter").expect_text(f"违规 {done + 1}")
            await desk.expect_screen("DisputesScreen").keys("down")
        who = shop.colleague("1002").id
        assert shop.ask(violations.counts) == {who: 3}
        await desk.expect_text("▲ 违规满 3 次：1002").keys("right").expect_text("[违规 3]")
        await desk.expect_text("▲ 满 3 次", "200.00").keys("w").expect_text("[违规 2]")
        await desk.keys("u").expect_text("[违规 3]").keys("u").expect_text("[违规 2]")
        assert shop.ask(violations.counts) == {who: 2}


async def test_enter_shows_everything_about_the_owner(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        disputed(desk.shop)
        await in_disputes(desk).expect_text("[等裁定 1]").keys("enter").expect_screen("OrderOwner")
        await desk.keys("escape").expect_screen("DisputesScreen")


async def test_agents_are_told_whose_page_it_is(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        order = disputed(desk.shop)
        await in_disputes(desk, "1002").expect_text("[等裁定 1]").keys("r").expect_text("归谁")
        await desk.keys("enter").expect_text("理由").type("我的").keys("enter").expect_text("组长")
        assert desk.shop.ask(ownership.decide, order).disputed


async def test_filtered_by_number_and_person(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        disputed(desk.shop, "88001")
        disputed(desk.shop, "88002")
        await in_disputes(desk).expect_text("[等裁定 2]").keys("slash").type("88001")
        await desk.expect_no_text("…8002").keys("ctrl+u").type("1003").expect_text("…8002")
        await desk.type("x").expect_text("没有“1003x”").keys("ctrl+u").type("１００３")
        await (
            desk.expect_text("…8002")
            .type("x")
            .expect_text("没有“１００３x”")
            .keys("escape", "escape")
        )
        await desk.expect_text("…8001", "…8002")


@pytest.mark.parametrize("size", SIZES)
async def test_the_keys_that_lead_on_are_never_cut_off(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with Desk(tmp_path, size=size) as desk:
        disputed(desk.shop)
        leading = "u 撤销  ←→ 换类  Esc 返回  F1 帮助"
        await in_disputes(desk).expect_text("[等裁定 1]", leading).keys("enter")
        await desk.expect_screen("OrderOwner").expect_text("v 记违规", leading)
        await desk.keys(*["right"] * 2).expect_text(leading)


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_words_stay_text(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Desk(tmp_path, size=size) as desk:
        order = disputed(desk.shop)
        for table, column in (("shop_order", "buyer"), ("owner_claim", "reason")):
            desk.shop.do(
                lambda tx, at=(table, column): tx.run(
                    f"UPDATE {at[0]} SET {at[1]} = :text", text=HOSTILE
                )
            )
        desk.shop.do(violations.confirm, order, desk.shop.lead.id, HOSTILE, desk.shop.lead.id)
        await in_disputes(desk).expect_text("[b]")
        for key in ("r", "escape", "v", "escape", "right"):
            await desk.keys(key)
            assert not set(desk.text) & set("\x1b\x07\u202e")
