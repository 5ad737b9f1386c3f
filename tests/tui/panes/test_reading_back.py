"""Reading back in the conversation while writing."""

from pathlib import Path

from support.pilot import Desk

from zuiqing_desk.tui.widgets.conversation_view import ConversationView


async def test_page_keys_turn_the_conversation_while_an_answer_is_written(tmp_path: Path) -> None:
    async with Desk(tmp_path, size=(80, 24)) as desk:
        conversation = desk.shop.customer("甲客")
        for number in range(40):
            desk.shop.says(conversation, f"第{number:02}句")
        await desk.sign_in().expect_text("甲客").take_next().expect_text("致 甲客", "第39句")
        await desk.type("还没写完").keys("pageup", "pageup").expect_no_text("第39句")
        await desk.expect_text("还没写完").expect_focus("reply")
        assert desk.screen.query_one(ConversationView).lines[-1].text == "第39句"
        await desk.keys("pagedown", "pagedown").expect_text("第39句")
