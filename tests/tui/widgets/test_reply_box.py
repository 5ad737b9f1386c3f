"""The reply box: bound to one conversation, and what it tells the pane."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from support.reply_app import CHAT_KEYS, ReplyApp
from support.typist import Typist
from textual import events

from zuiqing_desk.rules.text import MAX_CHARS
from zuiqing_desk.tui.widgets.reply_box import LONGEST_HELD, PAUSE_S, TYPING_EVERY_S, ReplyBox


class Desk(Typist):
    """A typist in front of one reply box, in which conversation 7 is shown."""

    app: ReplyApp

    @property
    def box(self) -> ReplyBox:
        return self.app.box

    @property
    def title(self) -> str:
        return str(self.box._border_title)

    def told(self, *kinds: str) -> list[tuple[object, ...]]:
        """What the box told, in order; only these kinds if any are named."""
        return [entry for entry in self.app.told if not kinds or entry[0] in kinds]

    @property
    def draft(self) -> tuple[object, ...]:
        """The last draft told."""
        return self.told("draft")[-1][1:]

    def show_other(self) -> None:
        """What the pane does when the agent goes to another customer."""
        self.app.action_show_other()


@asynccontextmanager
async def answering(customer: str = "tb_9921") -> AsyncIterator[Desk]:
    async with ReplyApp(customer=customer).run_test(size=(80, 24)) as pilot:
        desk = Desk(pilot)
        await desk.settle()
        yield desk


async def test_enter_submits_to_the_conversation_shown_and_empties_the_box() -> None:
    async with answering() as desk:
        await desk.type("您好，在的。")
        assert desk.draft == (7, "您好，在的。", 6)
        await desk.press("enter")
        assert desk.told("submitted") == [("submitted", 7, "您好，在的。")]
        assert desk.box.text == ""
        assert desk.told()[-2:] == [("submitted", 7, "您好，在的。"), ("draft", 7, "", 0)]


async def test_ctrl_j_begins_a_new_line() -> None:
    async with answering() as desk:
        await desk.type("一")
        await desk.press("ctrl+j")
        await desk.type("二")
        await desk.press("enter")
        assert desk.told("submitted") == [("submitted", 7, "一\n二")]


async def test_a_burst_with_enters_is_two_messages_in_order() -> None:
    async with answering() as desk:
        await desk.press("您", "好", "enter", "再", "见", "enter", "余")
        assert desk.told("submitted") == [("submitted", 7, "您好"), ("submitted", 7, "再见")]
        assert desk.box.text == "余"


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\u3000"])
async def test_nothing_is_not_sent(text: str) -> None:
    async with answering() as desk:
        await desk.paste(text)
        await desk.press("enter")
        assert desk.told("submitted") == []
        assert "还没有写内容" in desk.title
        assert desk.box.text == text


async def test_blanks_inside_and_around_are_sent_as_typed() -> None:
    async with answering() as desk:
        await desk.paste("\n\u3000\u3000您 好 \n")
        await desk.press("enter")
        assert desk.told("submitted") == [("submitted", 7, "\u3000\u3000您 好 ")]


async def test_the_longest_message_is_sent_and_one_more_is_refused_whole() -> None:
    async with answering() as desk:
        await desk.paste("好" * (MAX_CHARS + 1))
        assert "! 超出 1 字" in desk.title
        await desk.press("enter")
        assert desk.told("submitted") == []
        assert len(desk.box.text) == MAX_CHARS + 1
        await desk.press("backspace")
        assert f"{MAX_CHARS}/{MAX_CHARS} 字" in desk.title
        await desk.press("enter")
        assert desk.told("submitted") == [("submitted", 7, "好" * MAX_CHARS)]


async def test_the_counter_shows_only_near_the_limit() -> None:
    async with answering() as desk:
        await desk.paste("好" * 100)
        assert "字" not in desk.title
        await desk.paste("好" * 3600)
        assert "3700/4000 字" in desk.title


async def test_a_giant_paste_is_refused_whole_and_says_so() -> None:
    async with answering() as desk:
        await desk.type("您好")
        await desk.paste("x" * LONGEST_HELD)
        assert desk.box.text == "您好"
        assert f"{LONGEST_HELD} 字，太长，没有放进来" in desk.title
        await desk.type("，")
        assert "太长" not in desk.title


async def test_typing_is_told_now_and_then() -> None:
    async with answering() as desk:
        await desk.type("您好")
        assert desk.told("typing") == [("typing", 7)]
        desk.app.now += TYPING_EVERY_S
        await desk.type("吗")
        assert desk.told("typing") == [("typing", 7)] * 2


async def test_each_conversation_keeps_its_draft() -> None:
    async with answering() as desk:
        await desk.type("给第一位")
        desk.show_other()
        assert (desk.box.text, desk.box.cursor_index) == ("第二位的草稿", 2)
        desk.app.now += PAUSE_S * 2
        await desk.type("好")
        desk.box.bind(7, "过时的", 0, customer="tb_9921")
        assert desk.box.text == "给第一位"
        desk.show_other()
        assert desk.box.text == "第二好位的草稿"


async def test_binding_the_conversation_shown_again_touches_no_text() -> None:
    async with answering() as desk:
        await desk.type("正在写")
        desk.box.bind(7, "库里的", 0, customer="改了名")
        assert desk.box.text == "正在写"
        assert "改了名" in desk.title


async def test_a_moved_cursor_is_told_when_the_conversation_is_left() -> None:
    async with answering() as desk:
        await desk.type("您好")
        await desk.press("home")
        desk.show_other()
        await desk.settle()
        assert desk.draft == (7, "您好", 0)


async def test_keys_pressed_before_the_switch_stay_with_their_conversation() -> None:
    async with answering() as desk:
        await desk.type("您")
        late = [*desk.prepare("好"), events.Paste("，请稍等"), events.Key("enter", "\r")]
        desk.show_other()
        desk.post(*late)
        await desk.settle()
        assert desk.box.text == "第二位的草稿"
        assert desk.told("submitted") == []
        assert desk.draft == (7, "您好，请稍等", 6)
        assert "没有执行" in desk.title
        desk.box.bind(7, customer="tb_9921")
        assert desk.box.text == "您好，请稍等"


async def test_who_types_on_across_a_switch_must_press_enter_twice() -> None:
    async with answering() as desk:
        await desk.type("这是给第一位的")
        desk.show_other()
        await desk.type("话")
        await desk.press("enter")
        assert desk.told("submitted") == []
        assert "会话刚换过" in desk.title
        await desk.press("enter")
        assert desk.told("submitted") == [("submitted", 8, "第二话位的草稿")]


async def test_who_pauses_after_a_switch_need_not() -> None:
    async with answering() as desk:
        await desk.type("这是给第一位的")
        desk.show_other()
        desk.app.now += PAUSE_S * 2
        await desk.type("话")
        await desk.press("enter")
        assert desk.told("submitted") == [("submitted", 8, "第二话位的草稿")]


async def test_after_sending_the_next_customer_needs_no_second_enter() -> None:
    async with answering() as desk:
        await desk.type("您好")
        await desk.press("enter")
        desk.show_other()
        await desk.press("enter")
        assert [entry[1] for entry in desk.told("submitted")] == [7, 8]


async def test_a_note_is_never_submitted_as_an_answer() -> None:
    async with answering() as desk:
        await desk.type("回复写了一半")
        desk.app.told.clear()
        desk.app.action_note()
        assert desk.box.text == ""
        assert "不会发给客户" in desk.title
        await desk.type("此人要发票")
        await desk.press("enter")
        assert desk.told() == [("note", 7, "此人要发票")]
        assert not desk.box.note_mode
        assert desk.box.text == "回复写了一半"


async def test_escape_puts_a_note_down_and_the_next_leaves() -> None:
    async with answering() as desk:
        desk.app.action_note()
        await desk.type("写了一半")
        await desk.press("escape")
        assert desk.told("leave", "draft") == []
        assert not desk.box.note_mode
        desk.app.action_note()
        assert desk.box.text == "写了一半"
        await desk.press("escape", "escape")
        assert desk.told("leave") == [("leave",)]


async def test_a_note_begun_does_not_follow_to_the_next_customer() -> None:
    async with answering() as desk:
        desk.app.action_note()
        await desk.type("此人难缠")
        late = desk.prepare("！")
        desk.show_other()
        desk.post(*late)
        await desk.settle()
        assert not desk.box.note_mode
        assert desk.box.text == "第二位的草稿"
        assert all("难缠" not in str(entry) for entry in desk.told("draft"))
        desk.box.bind(7, customer="tb_9921")
        assert desk.box.text == ""
        desk.app.action_note()
        assert desk.box.text == "此人难缠！"


async def test_without_a_conversation_nothing_is_taken_and_the_reason_shows() -> None:
    async with answering() as desk:
        await desk.type("草稿")
        desk.app.action_show_none()
        assert desk.box.conversation_id is None
        await desk.type("您好")
        await desk.paste("粘贴")
        await desk.press("enter", "ctrl+j", "ctrl+v")
        assert desk.box.text == ""
        assert "没有选中会话" in desk.title
        assert desk.told("submitted") == []
        assert desk.draft == (7, "草稿", 2)


async def test_refused_the_draft_stays_but_is_not_sent() -> None:
    async with answering() as desk:
        await desk.type("草稿")
        desk.app.action_refuse()
        await desk.type("您好")
        await desk.press("enter", "backspace")
        assert desk.box.text == "草稿"
        assert "客户已拉黑" in desk.title
        assert desk.told("submitted") == []
        desk.box.refuse("")
        await desk.press("enter")
        assert desk.told("submitted") == [("submitted", 7, "草稿")]


async def test_an_answer_that_could_not_be_sent_comes_back() -> None:
    async with answering() as desk:
        await desk.type("第一句")
        await desk.press("enter")
        await desk.type("第二句")
        desk.box.give_back(7, "第一句")
        await desk.settle()
        assert desk.box.text == "第一句\n第二句"
        assert desk.draft == (7, "第一句\n第二句", 7)


async def test_it_comes_back_to_its_own_conversation() -> None:
    async with answering() as desk:
        await desk.type("第一句")
        await desk.press("enter")
        desk.show_other()
        desk.box.give_back(7, "第一句")
        await desk.settle()
        assert desk.box.text == "第二位的草稿"
        assert desk.draft == (7, "第一句", 3)
        desk.box.bind(7)
        assert desk.box.text == "第一句"


async def test_the_next_person_finds_no_drafts() -> None:
    async with answering() as desk:
        await desk.type("上一班的草稿")
        desk.box.forget()
        assert desk.box.text == ""
        desk.box.bind(7, "库里的", 1)
        assert desk.box.text == "库里的"


async def test_a_stored_draft_is_cleaned_and_its_cursor_kept_inside() -> None:
    async with answering() as desk:
        desk.box.bind(9, "一\x1b[31m\r\n二", 99)
        assert (desk.box.text, desk.box.cursor_index) == ("一[31m\n二", 7)


@pytest.mark.parametrize(
    "customer", ["[/b]", "[@click=app.quit]x[/]", "a\x1b]52;c;aGk=\x07b\u202e"]
)
async def test_the_customers_name_is_only_text(customer: str) -> None:
    async with answering(customer) as desk:
        shown = "".join(char for char in customer if char.isprintable())
        assert desk.title == f" 致 {shown} "


async def test_the_chat_keys_reach_the_app_and_tab_nothing() -> None:
    async with answering() as desk:
        await desk.press(*(f"ctrl+{key}" for key in CHAT_KEYS), "tab", "shift+tab")
        # Ctrl+F is the box's own here; on the desk the pane has it before the box.
        assert desk.told("key") == [("key", key) for key in CHAT_KEYS if key != "f"]
        assert desk.told("pick") == [("pick", 7)]
        assert desk.app.focused is desk.box
        assert desk.box.text == ""


async def test_the_keys_of_the_box_can_be_changed() -> None:
    async with answering() as desk:
        desk.app.set_keymap({"reply.send": "ctrl+r", "reply.newline": "enter"})
        await desk.press("一", "enter", "二", "ctrl+r")
        assert desk.told("submitted") == [("submitted", 7, "一\n二")]


LONG_PASTES = {
    "many lines": "第一行的内容，酱香型，口感柔和。\n" * 2_100,
    "one line": "口感柔和" * 8_500,
    "letters": "x" * 102_400,
}


@pytest.mark.parametrize("text", LONG_PASTES.values(), ids=LONG_PASTES)
async def test_a_hundred_kilobytes_are_taken_whole_and_undone_in_one_step(text: str) -> None:
    assert 100_000 < len(text.encode()) < 110_000
    async with answering() as desk:
        await desk.type("您好")
        await desk.paste(text)
        await desk.type("完")
        assert desk.draft[1] == desk.box.text == f"您好{text}完"
        assert f"超出 {len(text) + 3 - MAX_CHARS} 字" in desk.title
        await desk.press("enter")
        assert desk.told("submitted") == []
        await desk.press("ctrl+z", "ctrl+z")
        assert desk.box.text == "您好"
        await desk.press("ctrl+y")
        assert desk.box.text == f"您好{text}"


async def test_undoing_a_paste_of_many_lines_into_an_empty_box() -> None:
    async with answering() as desk:
        await desk.paste("一行\n" * 40)
        await desk.press("ctrl+z")
        assert (desk.box.text, desk.draft) == ("", (7, "", 0))
        await desk.type("好")
        assert desk.box.text == "好"
