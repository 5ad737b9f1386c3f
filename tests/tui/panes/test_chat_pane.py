"""The chat pane on a real store: what the agent sees, presses and gets."""

import asyncio
from pathlib import Path

import pytest
from support.chat_records import HARMLESS, HOSTILE
from support.pilot import Desk
from support.shop import TestShop
from textual import events

from zuiqing_desk.rules.text import clean
from zuiqing_desk.services import chat, conversations, drafts, outbox, queue, visitors
from zuiqing_desk.services.records import DraftRecord, LineRecord
from zuiqing_desk.store.engine import open_store
from zuiqing_desk.tui.panes.chat import ChatPane

SIZES = [(80, 24), (120, 40), (200, 60)]


def pane(desk: Desk) -> ChatPane:
    return desk.screen.query_one(ChatPane)


def lines(shop: TestShop, conversation: int) -> tuple[LineRecord, ...]:
    return shop.ask(chat.chat, conversation).lines


def texts(shop: TestShop, conversation: int) -> list[str]:
    return [line.text for line in lines(shop, conversation)]


def draft(shop: TestShop, conversation: int) -> DraftRecord | None:
    return shop.ask(drafts.load, shop.lead.id, conversation)


def customer(desk: Desk, name: str, text: str = "在吗") -> int:
    conversation = desk.shop.customer(name)
    desk.shop.says(conversation, text)
    return conversation


@pytest.mark.parametrize("size", SIZES)
async def test_from_the_first_line_to_the_answer(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Desk(tmp_path, size=size) as desk:
        await desk.sign_in().expect_text("接待下一位", "顾客页面还没有开")
        one = customer(desk, "甲客", "有货吗")
        await desk.expect_text("甲客").take_next().expect_text("致 甲客", "有货吗", "我接待")
        await desk.type("有的，“今天”发？").keys("enter").expect_text("发送中…")
        assert texts(desk.shop, one) == ["有货吗", "有的，“今天”发？"]
        [claimed] = desk.shop.do(outbox.claim, "webchat")
        desk.shop.do(outbox.accepted, claimed.outbox_id)
        await desk.expect_text("已发送")
        desk.shop.do(visitors.delivered, one, 2)
        await desk.expect_text("已送达")
        desk.shop.do(visitors.read, one, 2)
        await desk.expect_text("已读")


@pytest.mark.parametrize("size", SIZES)
async def test_the_card_has_its_place(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Desk(tmp_path, size=size) as desk:
        await desk.sign_in()
        customer(desk, "甲客", "有货吗")
        await desk.take_next().expect_text("致 甲客").keys("escape")
        shown = "接待记录" in desk.text
        assert shown == (size[0] >= 100)
        await desk.keys("d").expect(lambda: ("接待记录" in desk.text) != shown)
        if not shown:
            assert "有货吗" not in desk.text.split("接待记录")[0].splitlines()[2]
        await desk.keys("d").expect(lambda: ("接待记录" in desk.text) == shown)
        await desk.expect_text("有货吗")


async def test_resizing_keeps_everything(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        customer(desk, "甲客", "一句很长的话，" * 30)
        await desk.take_next().expect_text("致 甲客").type("写到一半")
        for columns, rows in ((80, 24), (200, 60), (40, 12), (120, 40)):
            await desk.resize(columns, rows).expect_text("写到一半")


async def test_a_draft_is_kept_as_it_is_typed(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        one = customer(desk, "甲客")
        await desk.take_next().expect_text("致 甲客").type("写到一半")
        await desk.expect(lambda: (draft(desk.shop, one) or draft_of("")).text == "写到一半")


def draft_of(text: str) -> DraftRecord:
    return DraftRecord(0, text, 0, 0)


async def test_drafts_come_back_each_to_its_own(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        one = customer(desk, "甲客")
        desk.shop.do(drafts.save, desk.shop.lead.id, one, "昨天写的", 2)
        await desk.take_next().expect_text("致 甲客", "昨天写的").type("X")
        assert pane(desk).reply.text == "昨天X写的"
        two = customer(desk, "乙客")
        await desk.take_next().expect_text("致 乙客")
        assert pane(desk).reply.text == ""
        await desk.expect(lambda: (draft(desk.shop, one) or draft_of("")).text == "昨天X写的")
        await desk.type("给乙").keys("escape", "home", "enter")
        shown = pane(desk).model
        first = pane(desk).queue.items[0].id
        await desk.expect(lambda: shown.shown == first)
        await desk.keys("escape", "end", "enter").expect(lambda: shown.shown != first)
        assert {one, two} == {shown.shown, first}


async def test_no_refresh_comes_between_a_conversation_and_its_draft(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        one, two = customer(desk, "甲客"), customer(desk, "乙客")
        desk.shop.do(drafts.save, desk.shop.lead.id, two, "昨天写的", 2)
        await desk.take_next().expect_text("致 甲客")
        chats = pane(desk)
        opening = asyncio.create_task(chats.open(two))
        seen = set()
        while not opening.done():
            # What a refresh would paint, and whom the box would send it to, at every turn.
            seen.add((chats.model.shown, chats.reply.conversation_id))
            await asyncio.sleep(0)
        await opening
        assert seen <= {(one, one), (two, two)}
        assert chats.reply.text == "昨天写的"


async def test_an_answer_takes_its_draft_away_but_not_what_came_after(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        one = customer(desk, "甲客")
        await desk.take_next().expect_text("致 甲客").type("先这句").keys("enter").type("后面")
        await desk.expect(lambda: texts(desk.shop, one) == ["在吗", "先这句"])
        await desk.expect(lambda: (draft(desk.shop, one) or draft_of("")).text == "后面")


async def test_what_cannot_be_sent_comes_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        one = customer(desk, "甲客")
        await desk.take_next().expect_text("致 甲客").type("别丢了我")
        desk.shop.do(conversations.block, one, desk.shop.lead.id)
        await desk.keys("enter").expect(lambda: pane(desk).reply.text == "别丢了我")
        await desk.expect_text("已拉黑")
        assert texts(desk.shop, one) == ["在吗"]


async def test_a_conversation_taken_elsewhere_says_so_and_keeps_the_draft(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        one = customer(desk, "甲客")
        other = desk.shop.colleague("1002")
        await desk.expect_text("甲客").keys("enter").expect_text("致 甲客").type("我来")
        desk.shop.comes_on(other)
        desk.shop.do(conversations.transfer, one, "1002", "请接", desk.shop.lead.id)
        await desk.expect_text("由 1002 接待").keys("enter", "x")
        assert pane(desk).reply.text == "我来"
        assert "我来" not in texts(desk.shop, one)


async def test_two_desks_see_each_other(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        one = customer(desk, "甲客")
        await desk.sign_in().expect_text("待接")
        other = desk.shop.colleague("1002")
        desk.shop.comes_on(other)
        desk.shop.do(conversations.take, one, other.id)
        await desk.expect_text("会话·我的 0").keys("v").expect_text("1002")


async def test_looking_at_my_conversation_is_reading_it(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        one = customer(desk, "甲客")
        await desk.expect_text("甲客")
        assert desk.shop.row(one).unread == 1
        await desk.keys("ctrl+g").expect(lambda: desk.shop.row(one).unread == 0)
        await desk.keys("ctrl+l").expect_screen("LockScreen")
        desk.shop.says(one, "还在吗")
        await desk.expect(lambda: pane_behind(desk).model.rows[0].unread == 1)
        assert desk.shop.row(one).unread == 1


def pane_behind(desk: Desk) -> ChatPane:
    return next(s for s in desk.app.screen_stack if s.query(ChatPane)).query_one(ChatPane)


async def test_new_lines_are_divided_off(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        one, _ = customer(desk, "甲客"), customer(desk, "乙客")
        desk.shop.answers(one, desk.shop.lead)
        desk.shop.says(one, "新来的")
        await desk.expect_text("甲客", "乙客").keys("escape")
        pane(desk).queue.select(one)
        await desk.keys("enter").expect_text("以下是新消息", "新来的")


async def test_filters_go_round(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        for label in ("全部", "无人接待", "稍后", "已结束", "我的"):
            await desk.keys("v").expect_text(f"会话·{label} 0")


async def test_close_undo_reopen(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        one = customer(desk, "甲客")
        await desk.take_next().expect_text("致 甲客").keys("ctrl+s")
        await desk.expect_text("还没有回复").type("在的").keys("enter")
        [claimed] = desk.shop.do(outbox.claim, "webchat")
        desk.shop.do(outbox.accepted, claimed.outbox_id)
        await desk.expect_text("已发送").keys("ctrl+s").expect_text("会话·我的 0")
        assert desk.shop.row(one).state == "closed"
        await desk.expect_focus("queue").keys("u").expect_text("会话·我的 1")
        assert desk.shop.row(one).state == "active"
        await desk.keys("u").expect_text("没有可以撤销的操作")
        desk.shop.do(conversations.close, one, desk.shop.lead.id)
        await desk.keys("v", "v", "v", "v").expect_text("会话·已结束 1").keys("o")
        await desk.expect_text("致 甲客")
        assert desk.shop.row(one).state == "active"


async def test_snooze_and_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        one = customer(desk, "甲客")
        await desk.expect_text("甲客").keys("z").expect_screen("SnoozeDialog").keys("enter")
        await desk.expect_screen("DeskScreen").expect_text("稍09:05")
        assert desk.shop.row(one).state == "snoozed"
        await desk.keys("u").expect(lambda: desk.shop.row(one).state == "active")
        await desk.keys("z").expect_screen("SnoozeDialog").keys("escape")
        await desk.expect_screen("DeskScreen")
        assert desk.shop.row(one).state == "active"


async def test_transfer_with_a_note(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        desk.shop.comes_on(desk.shop.colleague("1002"))
        await desk.sign_in()
        one = customer(desk, "甲客")
        await desk.take_next()
        desk.shop.do(conversations.transfer, one, "1002", "先试试", desk.shop.lead.id)
        desk.shop.do(conversations.transfer, one, "1001", "还您", desk.shop.lead.id)
        await desk.expect_text("致 甲客", "还您").keys("ctrl+t").expect_screen("TransferDialog")
        await desk.keys("enter").expect_focus("note").type("要发票").keys("enter")
        await desk.expect_screen("DeskScreen").expect_text("已转给 1002")
        assert desk.shop.row(one).assignee_no == "1002"
        assert "要发票" in texts(desk.shop, one)[-1]


async def test_notes_are_never_sent(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        one = customer(desk, "甲客")
        await desk.take_next().expect_text("致 甲客").type("半句").keys("ctrl+n").type("要发票")
        await desk.keys("enter").expect_text("〔内部备忘·客户看不到〕", "┃ 要发票")
        assert pane(desk).reply.text == "半句"
        assert [line.author for line in lines(desk.shop, one)] == ["customer", "note"]
        assert desk.shop.do(outbox.claim, "webchat") == []


async def test_a_note_where_no_answer_is_taken(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        one = customer(desk, "甲客")
        other = desk.shop.colleague("1002")
        desk.shop.comes_on(other)
        desk.shop.do(conversations.take, one, other.id)
        await desk.sign_in().keys("v").expect_text("甲客").keys("enter").expect_text("由 1002 接待")
        await desk.keys("ctrl+n").expect_screen("PromptDialog").type("替他记一句").keys("enter")
        await desk.expect_screen("DeskScreen").expect_text("┃ 替他记一句")


async def test_block_and_undo(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        one = customer(desk, "甲客")
        await desk.expect_text("甲客").keys("x").expect_screen("ConfirmDialog")
        await desk.keys("down", "enter").expect_screen("DeskScreen").expect_text("会话·我的 0")
        assert desk.shop.ask(chat.chat, one).card.blocked
        await desk.keys("u").expect_text("会话·我的 1")
        assert not desk.shop.ask(chat.chat, one).card.blocked


async def test_a_stuck_answer_is_the_agents_to_decide(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        customer(desk, "甲客")
        await desk.take_next().expect_text("致 甲客").type("在的").keys("enter").type("还在")
        await desk.keys("enter").expect_text("还在  发送中")
        [claimed] = desk.shop.do(outbox.claim, "webchat")
        desk.shop.do(outbox.unknown, claimed.outbox_id, "对方没有回音[/b]")
        await desk.expect_text("结果未知", "等前一条发出").keys("escape", "r")
        await desk.expect_screen("ChooseDialog").expect_text("对方没有回音[/b]").keys("enter")
        await desk.expect_screen("DeskScreen").expect_text("在的  发送中")
        [again] = desk.shop.do(outbox.claim, "webchat")
        assert again.client_id == claimed.client_id
        desk.shop.do(outbox.rejected, again.outbox_id, "太长")
        await desk.expect_text("发送失败").keys("r").expect_screen("ChooseDialog")
        await desk.keys("down", "down", "enter").expect_screen("DeskScreen")
        await desk.expect_text("没有送达")
        await desk.keys("r").expect_text("没有卡住的消息")


async def test_an_answer_by_hand_goes_to_the_clipboard(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in().keys("n").expect_screen("OpenManualDialog").keys("enter")
        await desk.expect_focus("buyer").type("tb_9921").keys("enter")
        await desk.expect_screen("DeskScreen").expect_text("致 tb_9921").type("亲，在的")
        await desk.keys("enter").expect_text("，请粘贴到淘宝。", "已发送")
        assert desk.app.clipboard == "亲，在的"


async def test_line_keys_mark_the_picked_line(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        one = customer(desk, "甲客", "三百一瓶？")
        desk.shop.says(one, "收到")
        await desk.take_next().expect_text("致 甲客").keys("escape", "tab")
        await desk.expect_focus("conversation").keys("up", "b").expect_text("〔报价〕")
        assert lines(desk.shop, one)[0].marks == ("quote",)
        await desk.keys("t").expect_text("〔谈妥〕").keys("u").expect_no_text("〔谈妥〕")
        await desk.keys("k").expect_text("客套·不计时").keys("u").expect_no_text("客套·不计时")
        await desk.keys("y").expect_text("Ctrl+V 可粘贴")
        assert desk.app.clipboard == "三百一瓶？"


async def test_line_keys_do_nothing_from_the_queue(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        one = customer(desk, "甲客")
        await desk.take_next().expect_text("致 甲客").keys("escape", "b", "t", "k")
        assert lines(desk.shop, one)[0].marks == ()
        assert "报价" not in desk.text.splitlines()[-1]


async def test_earlier_lines_are_read_on_reaching_the_top(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        one = desk.shop.customer("甲客")
        for number in range(1, 121):
            desk.shop.says(one, f"第{number}句")
        await desk.take_next().expect_text("第120句").keys("escape", "tab", "home")
        view = pane(desk).conversation
        await desk.expect(lambda: view.lines[0].seq < 71).keys("home")
        await desk.expect(lambda: view.lines[0].seq == 1).keys("home").expect_text("第1句")
        desk.shop.says(one, "最新的一句")
        await desk.expect_text("↓ 1 条新消息").expect_text("第1句")
        assert view.lines[0].seq == 1


async def test_keys_that_need_a_conversation_say_so(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        for key in ("ctrl+s", "ctrl+t", "ctrl+n", "z", "r", "x", "o"):
            await desk.keys(key).expect_text("先选一个会话")
            desk.app.clear_notifications()
            await desk.expect_no_text("先选一个会话")


async def test_the_other_desks_hear_what_is_viewed_and_where_typing_goes_on(
    tmp_path: Path,
) -> None:
    def present(desk: Desk) -> tuple[int | None, int | None]:
        row = desk.shop.ask(
            lambda tx: tx.one("SELECT viewing_id, typing_id FROM presence WHERE viewing_id > 0")
        )
        return row or (None, None)

    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        one = customer(desk, "甲客")
        await desk.take_next().expect(lambda: present(desk) == (one, None))
        await desk.type("正").expect(lambda: present(desk) == (one, one))
        await desk.keys("enter").expect(lambda: present(desk) == (one, None))


async def test_the_customer_typing_is_shown(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        one = customer(desk, "甲客")
        await desk.take_next().expect_text("致 甲客")
        until = desk.shop.now + 5_000_000
        desk.shop.do(visitors.presence, one, online=True, typing_until=until)
        await desk.expect_text("对方正在输入", "● 在线").later(6).expect_no_text("对方正在输入")


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_text_is_text_everywhere(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Desk(tmp_path, size=size) as desk:
        await desk.sign_in()
        conversation = desk.shop.customer("[/b][@click=app.quit]")
        desk.shop.says(conversation, HOSTILE)
        await desk.take_next().expect_text("[/b]").expect_text("点我")
        assert HARMLESS[:20] in "".join(desk.text.split()) or size[0] < 100
        assert desk.text == clean(desk.text)
        await desk.keys("ctrl+s").expect_text("还没有回复")
        assert desk.app.is_running


async def test_a_commit_repaints_only_what_it_changed(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        for number in range(6):
            customer(desk, f"客户{number}")
        await desk.expect_text("会话·我的 6")
        drawn: list[int] = []
        view = pane(desk).queue
        draw = view.render_line
        view.render_line = lambda y: (drawn.append(y), draw(y))[1]  # type: ignore[method-assign,func-returns-value]
        newest = view.items[-1].id
        desk.shop.says(newest, "第二句")
        await desk.expect(lambda: view.items[-1].unread == 2)
        await desk.pilot.pause()
        assert set(drawn) <= {10, 11}


async def test_a_crowd_is_paged(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        for number in range(30):
            customer(desk, f"客户{number}")
        await desk.expect_text("会话·我的 30").keys("end")
        last = pane(desk).queue.items[-1]
        await desk.keys("enter").expect_text(f"致 {last.customer}")
        assert desk.shop.ask(queue.page)[-1].id == last.id


async def test_what_was_typed_last_survives_the_end_of_the_program(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        one = customer(desk, "甲客")
        await desk.take_next().expect_text("致 甲客").type("最后半句")
        desk.app.exit()
        await desk.expect(lambda: not desk.app.is_running)
    with open_store(tmp_path / "desk.db") as store:
        found = store.read(lambda tx: drafts.load(tx, 1, one)).result(30)
    assert found is not None
    assert found.text == "最后半句"


async def test_a_store_that_fails_gives_the_text_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        one = customer(desk, "甲客")
        await desk.take_next().expect_text("致 甲客").type("别丢了我")
        store = desk.machine._store
        assert store is not None
        store.close()
        await desk.keys("enter").expect_text("没有发出", "已关闭")
        assert pane(desk).reply.text == "别丢了我"
        assert texts(desk.shop, one) == ["在吗"]
        assert desk.app.is_running


async def test_a_burst_over_a_change_of_conversation_sends_nothing_astray(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        one, two = customer(desk, "甲客"), customer(desk, "乙客")
        await desk.take_next().expect_text("致 甲客").type("给甲的话")
        for key, character in (("ctrl+g", None), ("x", "x"), ("enter", None)):
            desk.app.post_message(events.Key(key, character))
        await desk.expect_text("致 乙客")
        await desk.pilot.pause()
        assert all("给甲" not in text for text in texts(desk.shop, two))
        await desk.expect(lambda: (draft(desk.shop, one) or draft_of("")).text.startswith("给甲"))
