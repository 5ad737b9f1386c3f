"""A queue and a conversation far longer than what is loaded of them."""

from pathlib import Path

from support.pilot import Desk
from support.shop import SECOND, TestShop

from zuiqing_desk.services import chat, inbound, visitors
from zuiqing_desk.store.tx import Tx
from zuiqing_desk.tui.panes.chat import ChatPane
from zuiqing_desk.tui.panes.talk_window import MOST_LINES

MANY = 450


def many_wait(shop: TestShop) -> list[int]:
    """So many customers wait, one after the other."""

    def come(tx: Tx) -> list[int]:
        ids = []
        for number in range(MANY):
            tx.now += SECOND
            customer = visitors.create(
                tx, account_id=shop.account, name=f"客{number:03}", token_hash=f"many{number:060x}"
            )[1]
            inbound.receive_text(
                tx, conversation_id=customer, remote_id=f"{customer}:q", text="在吗"
            )
            ids.append(customer)
        return ids

    return shop.do(come)


def much_was_said(shop: TestShop, conversation: int, lines: int = 900) -> None:
    def talk(tx: Tx) -> None:
        for number in range(1, lines + 1):
            tx.now += SECOND
            inbound.receive_text(
                tx,
                conversation_id=conversation,
                remote_id=f"{conversation}:{number}",
                text=f"第{number:03}句",
            )

    shop.do(talk)


async def test_the_queue_is_walked_to_its_end_and_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        many_wait(desk.shop)
        await desk.sign_in().expect_text(f"会话·我的 {MANY}", "客000")
        pane = desk.screen.query_one(ChatPane)
        await desk.keys("end").expect_text("客449")
        assert len(pane.queue.items) == 200
        await desk.keys("up", "up").expect(lambda: pane.queue.cursor_item.customer == "客447")
        desk.shop.says(desk.shop.customer("新客"), "有人吗")
        await desk.expect_text(f"会话·我的 {MANY + 1}")
        assert pane.queue.cursor_item.customer == "客447"
        await desk.keys(*["pageup"] * 9)
        await desk.expect(lambda: int(pane.queue.cursor_item.customer[1:]) < 400)
        await desk.keys("home").expect_text("新客").keys("enter").expect_text("致 新客")


async def test_a_new_customer_far_down_the_queue_rings(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        ids = many_wait(desk.shop)
        await desk.sign_in().expect_text(f"会话·我的 {MANY}")
        pane = desk.screen.query_one(ChatPane)
        await desk.expect(lambda: pane.model.queue.journal_id > 0)
        assert not pane.model.queue.whole
        assert pane._alerts._rung_at is None
        desk.shop.says(ids[-1], "再问一句")
        desk.shop.waiting_customer("新来的")
        await desk.expect(lambda: pane._alerts._rung_at is not None)


async def test_a_conversation_of_years_is_read_to_its_first_line_and_back(tmp_path: Path) -> None:
    async with Desk(tmp_path, size=(100, 24)) as desk:
        talk = desk.shop.customer("甲客")
        much_was_said(desk.shop, talk)
        await desk.sign_in().expect_text("甲客").take_next().expect_text("致 甲客", "第900句")
        view = desk.screen.query_one(ChatPane).conversation
        await desk.keys("escape").expect_focus("queue").keys("tab").expect_focus("conversation")
        seen: set[int] = set()
        for _ in range(30):
            await desk.keys("pageup")
            seen.update(line.seq for line in view.lines)
        await desk.expect(lambda: view.lines[-1].seq < 900)
        assert len(view.lines) <= MOST_LINES
        assert min(seen) < 600
        await desk.keys("home").expect_text("第001句")
        assert len(view.lines) <= MOST_LINES
        desk.shop.says(talk, "还在吗")
        await desk.expect_text("↓ 1 条新消息", "第001句")
        await desk.keys("end").expect_text("还在吗").expect_no_text("条新消息")
        assert desk.screen.query_one(ChatPane).model.newest is not None


async def test_any_line_is_gone_to_with_what_was_said_around_it(tmp_path: Path) -> None:
    async with Desk(tmp_path, size=(100, 24)) as desk:
        talk = desk.shop.customer("甲客")
        much_was_said(desk.shop, talk)
        await desk.sign_in().expect_text("甲客").take_next().expect_text("第900句")
        pane = desk.screen.query_one(ChatPane)
        pane.carry_out(lambda: pane.windows.go_to(321))
        await desk.expect_text("第321句", "第318句", "第324句", "下面还有")
        assert pane.conversation.cursor_line.seq == 321
        desk.shop.answers(talk, desk.shop.lead, "在的")
        await desk.expect(lambda: pane.model.chat.last_seq == 901)
        assert pane.conversation.cursor_line.seq == 321
        newest = pane.model.newest
        assert newest is not None
        assert newest.lines[-1].text == "在的"
        await desk.keys("end").expect_text("在的", "第900句")
        assert desk.shop.ask(chat.chat, talk).last_seq == 901
