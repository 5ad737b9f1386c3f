"""From the desk to the pages of orders, and from a page back to a conversation."""

from pathlib import Path

import pytest
from support.desk_machine import give_pin
from support.library import pane
from support.orders import add_order
from support.pilot import Desk
from support.remarks import opened, sold

from zuiqing_desk.services.orders import linking
from zuiqing_desk.tui.screens.order_links import OpenConversation
from zuiqing_desk.tui.screens.orders import OrdersScreen


@pytest.mark.parametrize(
    ("key", "screen"),
    [
        ("f3", "OrdersScreen"),
        ("a", "AuditScreen"),
        ("f", "ChaseScreen"),
        ("s", "PromisesScreen"),
        ("g", "DisputesScreen"),
    ],
)
async def test_each_page_has_its_key_and_escape_leads_back(
    tmp_path: Path, key: str, screen: str
) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in().keys(key).expect_screen(screen)
        await desk.keys("escape").expect_screen("DeskScreen")


async def test_f3_acts_from_the_reply_box_and_letters_do_not(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        sold(desk)
        await opened(desk).type("afsg").expect_screen("DeskScreen").expect_text("afsg")
        await desk.keys("f3").expect_screen("OrdersScreen")


async def test_f3_stops_at_the_order_the_open_conversation_is_about(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        _, order_id = sold(desk)
        desk.shop.later(60)
        add_order(desk.shop, buyer="tb_**9")
        await opened(desk).keys("f3").expect_screen("OrdersScreen")

        def there() -> bool:
            screen = desk.screen
            return (
                isinstance(screen, OrdersScreen)
                and screen.chosen is not None
                and screen.chosen.id == order_id
            )

        await desk.expect(there, "the cursor on the order in hand")


async def test_disputes_are_for_leads(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        desk.shop.hire("1002")
        give_pin(desk.shop, "1002")
        await desk.sign_in("1002").keys("g").expect_text("归属争议只有组长可以管理")
        await desk.expect_screen("DeskScreen")


def wants(desk: Desk, conversation: int, draft: str = "") -> Desk:
    """Have the page in front ask for a conversation."""

    async def asks() -> None:
        desk.screen.post_message(OpenConversation(conversation, draft))

    return desk.then(asks)


async def test_a_page_opens_a_conversation_with_words_ready_and_nothing_is_sent(
    tmp_path: Path,
) -> None:
    async with Desk(tmp_path) as desk:
        conversation, _ = sold(desk)
        await desk.sign_in().keys("f3").expect_screen("OrdersScreen").keys("f1")
        await wants(desk, conversation, "您拍下的还没付款。").expect_screen("DeskScreen")
        await desk.expect_text("致 甲客", "您拍下的还没付款。").expect_focus("reply")
        assert pane(desk).reply.text == "您拍下的还没付款。"
        chat = pane(desk).model.chat
        assert chat is not None
        assert all(line.text != "您拍下的还没付款。" for line in chat.lines)


async def test_the_words_are_put_behind_a_draft_that_waits(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        conversation, _ = sold(desk)
        await opened(desk).type("亲，").keys("f3").expect_screen("OrdersScreen")
        await wants(desk, conversation, "还没付款").expect_text("亲，还没付款")


async def test_the_words_take_the_place_of_nothing_that_is_selected(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        conversation, _ = sold(desk)
        await opened(desk).type("亲，您好。").keys("shift+home", "f3").expect_screen("OrdersScreen")
        await wants(desk, conversation, "还没付款").expect_text("亲，您好。还没付款")


async def test_words_that_are_there_already_are_not_put_in_again(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        conversation, _ = sold(desk)
        await opened(desk).keys("f3").expect_screen("OrdersScreen")
        await wants(desk, conversation, "还没付款。").expect_text("还没付款。").type("多谢")
        await desk.keys("f3").expect_screen("OrdersScreen")
        await wants(desk, conversation, "还没付款。").expect_screen("DeskScreen")
        await desk.expect_focus("reply").type("！")
        assert pane(desk).reply.text == "还没付款。多谢！"


async def test_a_conversation_of_a_colleague_takes_no_words(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        colleague = desk.shop.colleague("1002")
        conversation = desk.shop.waiting_customer("在吗")
        desk.shop.comes_on(colleague)
        desk.shop.take_next(colleague)
        await desk.sign_in().keys("f3").expect_screen("OrdersScreen")
        await wants(desk, conversation, "还没付款").expect_text("由 1002 接待", "话没有放进去")
        assert pane(desk).reply.text == ""


async def test_a_locked_desk_stays_locked(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        conversation, _ = sold(desk)
        await desk.sign_in().keys("f3").expect_screen("OrdersScreen").keys("ctrl+l")
        await wants(desk.expect_screen("LockScreen"), conversation).expect_screen("LockScreen")
        await desk.type("2580").keys("enter").expect_screen("OrdersScreen")


async def test_an_unlinked_order_is_not_the_conversations(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        _, order_id = sold(desk)
        await opened(desk).expect_text("订单 淘宝…")
        desk.shop.do(linking.unlink, order_id, desk.shop.lead.id)
        await desk.expect_no_text("订单 淘宝…").keys("ctrl+r").expect_text("还没有订单")
