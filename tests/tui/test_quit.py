"""Leaving asks only when something would be left behind."""

from pathlib import Path

from support.pilot import Desk

from zuiqing_desk.services import conversations, drafts, duty


def mine(desk: Desk, text: str = "这款1983还有货吗") -> int:
    conversation = desk.shop.waiting_customer(text)
    desk.shop.do(conversations.take, conversation, desk.shop.lead.id)
    return conversation


def gone(desk: Desk) -> Desk:
    return desk.expect(lambda: not desk.app.is_running, "the end")


async def test_nothing_unfinished_quits_at_once(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await gone(desk.sign_in().keys("ctrl+q"))


async def test_a_waiting_customer_of_mine_is_shown_first(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        conversation = mine(desk, "[b]在吗[/b]")
        await desk.keys("ctrl+q").expect_text("现在退出？", "[b]在吗[/b]")
        await desk.keys("escape").expect_screen("DeskScreen")
        assert desk.shop.row(conversation).state == "active"
        await gone(desk.keys("ctrl+q").expect_text("现在退出？").keys("down", "enter"))


async def test_who_waits_goes_back_to_the_queue(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        conversation = mine(desk)
        await desk.keys("ctrl+q").expect_text("现在退出？").keys("down", "enter")
        await desk.expect(lambda: desk.shop.row(conversation).state == "queued", "released")
        assert desk.shop.ask(duty.state_of, desk.shop.lead.id) == "off"


async def test_a_draft_of_mine_is_shown_and_kept(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        conversation = mine(desk)
        me = desk.shop.lead.id
        desk.shop.answers(conversation, desk.shop.lead)
        desk.shop.do(drafts.save, me, conversation, "写了一半", 4)
        await desk.keys("ctrl+q").expect_text("草稿：写了一半").keys("down", "enter")
        await gone(desk)
        assert [draft.text for draft in desk.shop.ask(drafts.all_of, me)] == ["写了一半"]


async def test_other_peoples_customers_do_not_keep_me(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        colleague = desk.shop.colleague("1002")
        desk.shop.comes_on(colleague)
        conversation = desk.shop.waiting_customer()
        desk.shop.do(conversations.transfer, conversation, "1002", "请接", desk.shop.lead.id)
        await gone(desk.keys("ctrl+q"))
