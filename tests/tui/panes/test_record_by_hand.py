"""What a customer said on a platform without a connector, kept by hand."""

from pathlib import Path

from support.pilot import Desk

from zuiqing_desk.services import chat, conversations


async def test_a_pasted_text_is_kept_line_by_line_and_runs_no_clock(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        shop = desk.shop
        conversation = shop.do(
            conversations.open_manual, platform="微信", buyer_id="wx_甲", actor=shop.lead.id
        )
        await desk.expect_text("wx_甲").keys("enter").expect_text("致 wx_甲")
        await desk.keys("escape").expect_focus("queue").keys("i").expect_text("记来话 · wx_甲")
        await desk.paste("两箱多少钱\n送到公司[/b]").keys("enter").expect_text("送到公司[/b]")
        line = shop.ask(chat.chat, conversation).lines[-1]
        assert (line.author, line.text) == ("customer", "两箱多少钱\n送到公司[/b]")
        assert shop.row(conversation).waiting_since is None


async def test_where_lines_come_by_themselves_it_is_refused(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        desk.shop.says(desk.shop.customer("甲客"))
        await desk.expect_text("甲客").keys("i").expect_text("只有手工会话要记来话")


async def test_an_empty_text_is_refused_and_escape_keeps_nothing(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await desk.sign_in()
        shop = desk.shop
        conversation = shop.do(
            conversations.open_manual, platform="微信", buyer_id="wx_甲", actor=shop.lead.id
        )
        await desk.expect_text("wx_甲").keys("i").expect_text("记来话")
        await desk.keys("enter").expect_text("还没有填")
        await desk.type("不要了").keys("escape").expect_no_text("记来话 ·")
        assert [line.author for line in shop.ask(chat.chat, conversation).lines] == ["system"]
