"""Two desks, one customer: who looks, who writes, who was first, and a lead who takes over."""

from pathlib import Path

from support.board import hands
from support.desk_machine import give_pin
from support.pilot import Desk
from support.shop import TestShop

from zuiqing_desk.services import drafts, presence, taking_over


def served(shop: TestShop) -> int:
    """A customer in the hands of 1002, whose desk is open."""
    busy = shop.colleague("1002")
    give_pin(shop, "1002")
    shop.comes_on(busy)
    one = shop.customer("tb_9921")
    shop.says(one, "这款1983还有货吗")
    return one


def whole_shop(desk: Desk) -> Desk:
    """Signed in, with the conversations of all in the queue."""
    return desk.sign_in().keys("v").expect_text("会话·全部").expect_text("tb_9921")


async def test_a_lead_takes_over_and_gives_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        one = served(desk.shop)
        await whole_shop(desk).keys("plus").expect_text("已从 1002 接手 tb_9921", "我接待")
        assert hands(desk.shop, one) == "1001"
        await desk.keys("escape", "u").expect_text("还回去了", "1002 接待")
        assert hands(desk.shop, one) == "1002"


async def test_a_colleague_who_writes_is_interrupted_only_on_purpose(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        one = served(desk.shop)
        busy = desk.shop.colleague("1002")
        await whole_shop(desk)
        desk.shop.do(presence.beat, "desk-1002", busy.id, viewing=one, typing=one)
        await desk.keys("plus").expect_screen("ConfirmDialog").expect_text("正在给 tb_9921 写回复")
        await desk.keys("enter").expect_screen("DeskScreen")
        assert hands(desk.shop, one) == "1002"
        await desk.keys("plus").expect_screen("ConfirmDialog").keys("down", "enter")
        await desk.expect_text("已从 1002 接手")
        assert hands(desk.shop, one) == "1001"


async def test_an_agent_is_told_to_ask_a_lead(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        one = served(desk.shop)
        desk.shop.colleague("1005")
        give_pin(desk.shop, "1005")
        await desk.sign_in("1005").keys("v").expect_text("tb_9921").keys("plus")
        await desk.expect_text("请找组长")
        assert hands(desk.shop, one) == "1002"


async def test_who_writes_and_who_looks_stands_over_the_conversation(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        await desk.sign_in()
        one = shop.waiting_customer()
        await desk.take_next().expect_text("我接待")
        assert "正在写" not in desk.text
        assert "同看" not in desk.text
        other = shop.colleague("1002")
        shop.do(presence.beat, "desk-1002", other.id, viewing=one, typing=one)
        await desk.expect_text("✎ 1002 正在写…")
        await desk.later(presence.TYPING_S + 1).expect_text("同看 1002")
        assert "正在写" not in desk.text
        shop.do(presence.beat, "desk-1002", other.id, viewing=None, typing=None)
        await desk.expect_no_text("同看")


async def test_who_loses_a_chat_hears_it_and_keeps_the_draft(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        shop.colleague("1002")
        give_pin(shop, "1002")
        await desk.sign_in("1002")
        one = shop.waiting_customer()
        await desk.take_next().expect_text("我接待").type("亲，这款还有")
        await desk.expect_text("亲，这款还有")
        shop.comes_on(shop.lead)
        shop.do(taking_over.take_over, one, shop.lead.id)
        await desk.expect_text("已由 1001 接待", "草稿留着")
        await desk.keys("enter").expect_text("由 1001 接待")
        me = shop.colleague("1002").id

        def kept() -> bool:
            draft = shop.ask(drafts.load, me, one)
            return draft is not None and draft.text == "亲，这款还有"

        await desk.expect(kept, "the draft in the store")


async def test_of_a_chat_that_is_not_open_a_message_tells(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        shop.colleague("1002")
        give_pin(shop, "1002")
        await desk.sign_in("1002")
        shop.says(one := shop.customer("tb_9921"))
        await desk.expect_text("tb_9921")
        back = shop.do(taking_over.take_over, one, shop.lead.id)
        await desk.expect_text("1001 把 tb_9921 从您手上转走了")
        shop.do(taking_over.give_back, [back], shop.lead.id)
        await desk.expect_text("1001 把 tb_9921 转给了您")


async def test_what_one_has_who_left_is_answered_by_who_is_there(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        one = served(desk.shop)
        busy = desk.shop.colleague("1002")
        desk.shop.answers(one, busy)
        await whole_shop(desk).keys("enter").expect_text("由 1002 接待")
        desk.shop.goes_off(busy)
        await desk.expect_text("1002 已下班").expect_no_text("由 1002 接待")
        await desk.type("晚上好亲").keys("enter").expect_text("我接待")
        assert hands(desk.shop, one) == "1001"
