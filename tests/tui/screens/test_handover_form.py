"""Putting what is in hand into the handover notebook."""

from datetime import datetime
from pathlib import Path

from support.desk_machine import give_pin
from support.pilot import Desk
from support.shop import TestShop

from zuiqing_desk.rules.calendar import local
from zuiqing_desk.services.handover import items
from zuiqing_desk.services.handover.records import Item


def noted(shop: TestShop) -> Item:
    """The one item of the notebook."""
    (found,) = shop.ask(items.open_items)
    one: Item = found
    return one


def due(shop: TestShop, item: Item) -> datetime:
    assert item.words.due_at is not None
    return local(item.words.due_at, "Asia/Shanghai")


async def test_one_key_and_enter_note_the_conversation_in_hand(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        conversation = desk.shop.waiting_customer("1983还有货吗")
        await desk.sign_in().take_next().expect_focus("reply").type("草稿").keys("ctrl+d")
        await desk.expect_screen("HandoverForm").expect_text("1983还有货吗").keys("enter")
        await desk.expect_screen("DeskScreen").expect_text("已记进交接本", "草稿")
        assert noted(desk.shop).words.conversation_id == conversation


async def test_every_field_is_kept(tmp_path: Path) -> None:
    async with Desk(tmp_path, size=(80, 24)) as desk:
        shop = desk.shop
        other = shop.colleague("1002")
        await desk.sign_in().keys("ctrl+d").expect_screen("HandoverForm").expect_text("接班的人")
        await desk.type("周五上新活动页").keys("tab").type("ａ").expect_text("A 黄").type("r")
        await desk.expect_text("R 红").keys("tab", "right").keys("tab")
        await desk.type("页面已排好").keys("ctrl+j").type("等审核").keys("tab")
        await desk.type("九点看一眼").keys("tab").type("没过就找组长").keys("tab", "right")
        await desk.expect_text("1001 甲**").keys("right").expect_text("1002 1002**")
        await desk.keys("tab").type("昨天乱写").keys("enter").expect_text("看不懂这个时间")
        await desk.keys("ctrl+u").type("明天 9:00").keys("enter").expect_screen("DeskScreen")
        words = noted(shop).words
        assert (words.severity, words.kind, words.summary) == ("red", "material", "周五上新活动页")
        assert words.situation == "页面已排好\n等审核"
        assert (words.next_action, words.if_then) == ("九点看一眼", "没过就找组长")
        assert words.for_staff_id == other.id
        assert due(shop, noted(shop)).strftime("%m-%d %H:%M") == "03-03 09:00"


async def test_what_was_typed_at_once_stays(tmp_path: Path) -> None:
    """A fast typist is ahead of what the store says of the conversation."""
    async with Desk(tmp_path) as desk:
        give_pin(desk.shop, "1001")
        await desk.sign_in().keys("ctrl+d").at_once("打印纸", "enter").expect_text("已记进交接本")
        assert noted(desk.shop).words.summary == "打印纸"


async def test_escape_notes_nothing_and_asks_before_words_are_lost(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        desk.shop.waiting_customer("1983还有货吗")
        await desk.sign_in().take_next().keys("ctrl+d").expect_text("1983还有货吗", "下一步")
        await desk.keys("escape").expect_screen("DeskScreen").keys("ctrl+d")
        await desk.expect_screen("HandoverForm").expect_text("1983还有货吗").type("算了")
        await desk.keys("escape").expect_screen("ConfirmDialog").keys("enter")
        await desk.expect_screen("HandoverForm").expect_text("算了").keys("escape")
        await desk.expect_screen("ConfirmDialog").keys("down", "enter").expect_screen("DeskScreen")
        assert desk.shop.ask(items.open_items) == []
