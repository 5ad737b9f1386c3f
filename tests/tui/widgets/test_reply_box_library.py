"""The reply box and the library: suggestions, slots, objections, and whose words they are."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from support.reply_app import ReplyApp
from support.typist import Typist
from textual import events

from zuiqing_desk.services.replies.records import Used
from zuiqing_desk.tui.widgets.ready_made import Ready
from zuiqing_desk.tui.widgets.reply_box import LONGEST_HELD, ReplyBox

FIRST, SECOND = Used(11, 1), Used(12, 3)


class Desk(Typist):
    """A typist in front of one reply box, in which conversation 7 is shown."""

    app: ReplyApp

    @property
    def box(self) -> ReplyBox:
        return self.app.box

    @property
    def title(self) -> str:
        return str(self.box._border_title)

    @property
    def sent(self) -> list[tuple[int, str, tuple[Used, ...], bool]]:
        return [
            (event.conversation_id, event.text, event.used, event.override)
            for event in self.app.submitted
        ]

    def told(self, kind: str) -> list[tuple[object, ...]]:
        return [entry for entry in self.app.told if entry[0] == kind]


@asynccontextmanager
async def answering(**keymap: str) -> AsyncIterator[Desk]:
    app = ReplyApp()
    if keymap:
        app.set_keymap(keymap)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = Desk(pilot)
        await desk.settle()
        yield desk


def late(key: str) -> events.Key:
    """A key pressed now, to be delivered later."""
    return events.Key(key, None)


# --- the suggestion


async def test_one_key_takes_the_suggestion_and_enter_sends_it_with_its_reply() -> None:
    async with answering() as desk:
        desk.box.suggest(Ready(7, "今天发货", (FIRST,)))
        await desk.press("right", "enter")
        assert desk.sent == [(7, "今天发货", (FIRST,), False)]


async def test_in_a_box_that_is_not_empty_the_key_moves_the_cursor() -> None:
    async with answering() as desk:
        desk.box.suggest(Ready(7, "今天发货", (FIRST,)))
        await desk.type("您好")
        await desk.press("home", "right")
        assert (desk.box.text, desk.box.cursor_index) == ("您好", 1)


async def test_without_a_suggestion_the_key_does_nothing() -> None:
    async with answering() as desk:
        await desk.press("right", "enter")
        assert desk.sent == []
        desk.box.suggest(Ready(7, "今天发货"))
        desk.box.suggest(None)
        await desk.press("right")
        assert desk.box.text == ""


async def test_a_suggestion_for_somebody_else_is_never_taken() -> None:
    async with answering() as desk:
        desk.box.suggest(Ready(8, "给第二位的"))
        await desk.press("right", "enter")
        assert desk.box.text == ""
        assert desk.sent == []


async def test_a_key_pressed_before_the_suggestion_changed_takes_nothing() -> None:
    async with answering() as desk:
        desk.box.suggest(Ready(7, "原来的"))
        early = late("right")
        desk.box.suggest(Ready(7, "新来的"))
        desk.post(early)
        await desk.settle()
        assert desk.box.text == ""
        assert "建议刚换过" in desk.title
        await desk.press("right")
        assert desk.box.text == "新来的"


async def test_keys_typed_ahead_of_a_new_customer_take_and_send_his_suggestion() -> None:
    async with answering() as desk:
        burst = [late("right"), late("enter")]
        desk.box.bind(8, customer="jd_xx")
        desk.box.suggest(Ready(8, "给第二位的", (SECOND,)))
        desk.post(*burst)
        await desk.settle()
        assert desk.sent == [(8, "给第二位的", (SECOND,), False)]


async def test_keys_typed_ahead_send_nothing_that_was_there_already() -> None:
    async with answering() as desk:
        burst = [late("right"), late("enter")]
        desk.box.bind(8, "旧草稿", 3, customer="jd_xx")
        desk.box.suggest(Ready(8, "给第二位的"))
        desk.post(*burst)
        await desk.settle()
        assert desk.box.text == "旧草稿"
        assert desk.sent == []


async def test_no_suggestion_while_another_conversation_is_coming() -> None:
    async with answering() as desk:
        desk.box.suggest(Ready(7, "今天发货"))
        desk.box.set_moving(True)
        await desk.press("right")
        assert desk.box.text == ""
        await desk.type("好")
        await desk.press("enter")
        assert desk.sent == []
        assert "正在换会话" in desk.title
        desk.box.set_moving(False)
        await desk.press("enter")
        assert desk.sent == [(7, "好", (), False)]


async def test_a_note_takes_no_ready_words() -> None:
    async with answering() as desk:
        desk.box.suggest(Ready(7, "今天发货"))
        desk.box.start_note()
        await desk.press("right")
        assert desk.box.text == ""
        assert not desk.box.insert_ready(Ready(7, "话术"))


async def test_a_users_key_for_suggestions_leaves_the_arrow_to_the_cursor() -> None:
    async with answering(**{"reply.accept": "ctrl+r", "reply.override": "ctrl+t"}) as desk:
        await desk.type("您好")
        await desk.press("home", "right")
        assert desk.box.cursor_index == 1
        await desk.press("ctrl+u", "delete", "ctrl+z", "ctrl+y")
        desk.box.clear()
        desk.box.suggest(Ready(7, "今天发货"))
        await desk.press("right")
        assert desk.box.text == ""
        await desk.press("ctrl+r")
        assert desk.box.text == "今天发货"


async def test_a_key_map_in_force_takes_no_editing_key_away() -> None:
    # Textual's own would drop the cursor key that shares its key with an action.
    async with answering(**{"reply.accept": "right", "reply.override": "ctrl+y"}) as desk:
        await desk.type("您好")
        await desk.press("home", "right")
        assert desk.box.cursor_index == 1
        await desk.press("ctrl+z", "ctrl+y")
        assert desk.box.text == "您好"


# --- what replies stand in the answer


async def test_used_replies_travel_with_the_answer_once_each() -> None:
    async with answering() as desk:
        for ready in (Ready(7, "一", (FIRST,)), Ready(7, "二", (FIRST, SECOND))):
            assert desk.box.insert_ready(ready)
        await desk.type("！")
        await desk.press("enter")
        assert desk.sent == [(7, "一二！", (FIRST, SECOND), False)]
        await desk.type("再说")
        await desk.press("enter")
        assert desk.sent[-1] == (7, "再说", (), False)


async def test_emptying_the_box_forgets_them() -> None:
    async with answering() as desk:
        desk.box.insert_ready(Ready(7, "一", (FIRST,)))
        await desk.press("backspace")
        await desk.type("自己写的")
        await desk.press("enter")
        assert desk.sent == [(7, "自己写的", (), False)]


async def test_they_wait_with_the_draft_of_their_own_conversation() -> None:
    async with answering() as desk:
        desk.box.insert_ready(Ready(7, "一", (FIRST,)))
        desk.box.bind(8, customer="jd_xx")
        await desk.type("乙")
        await desk.press("enter")
        desk.box.bind(7, customer="tb_9921")
        await desk.press("enter")
        assert desk.sent == [(8, "乙", (), False), (7, "一", (FIRST,), False)]


async def test_they_come_back_with_what_could_not_be_sent() -> None:
    async with answering() as desk:
        desk.box.insert_ready(Ready(7, "一", (FIRST,)))
        await desk.press("enter")
        desk.box.give_back(7, "一", (FIRST,))
        await desk.press("enter")
        assert desk.sent == [(7, "一", (FIRST,), False)] * 2


async def test_ready_words_for_another_conversation_are_refused() -> None:
    async with answering() as desk:
        desk.box.bind(8, customer="jd_xx")
        assert not desk.box.insert_ready(Ready(7, "给第一位的"))
        desk.box.refuse("客户已拉黑")
        assert not desk.box.insert_ready(Ready(8, "给第二位的"))
        assert desk.box.text == ""


async def test_far_too_long_words_are_refused_whole() -> None:
    async with answering() as desk:
        assert not desk.box.insert_ready(Ready(7, "x" * (LONGEST_HELD + 1)))
        assert desk.box.text == ""
        assert "太长" in desk.title


# --- slots


async def test_the_first_slot_is_selected_and_typing_replaces_it() -> None:
    async with answering() as desk:
        await desk.type("您好，")
        desk.box.insert_ready(Ready(7, "{?几瓶}瓶{?哪款}\n送{?什么}"))
        await desk.type("6")
        assert desk.box.text == "您好，6瓶{?哪款}\n送{?什么}"
        await desk.press("tab")
        await desk.type("1983")
        await desk.press("tab")
        await desk.type("小酒版")
        assert desk.box.text == "您好，6瓶1983\n送小酒版"
        await desk.press("tab", "enter")
        assert desk.sent == [(7, "您好，6瓶1983\n送小酒版", (), False)]


async def test_ready_words_never_replace_a_slot() -> None:
    async with answering() as desk:
        desk.box.insert_ready(Ready(7, "您要{?几瓶}瓶"))
        assert desk.box.selected_text == "{?几瓶}"
        desk.box.insert_ready(Ready(7, "送到{?哪里}"))
        assert desk.box.text == "您要{?几瓶}瓶\n送到{?哪里}"
        assert desk.box.selected_text == "{?哪里}"


async def test_tab_goes_round() -> None:
    async with answering() as desk:
        desk.box.insert_ready(Ready(7, "{?甲}-{?乙}"))
        seen = []
        for _ in range(3):
            seen.append(desk.box.selected_text)
            await desk.press("tab")
        assert seen == ["{?甲}", "{?乙}", "{?甲}"]


async def test_a_burst_fills_slots_in_order() -> None:
    async with answering() as desk:
        desk.box.suggest(Ready(7, "{?几瓶}瓶，{?几天}天到"))
        await desk.press("right", "6", "tab", "2", "enter")
        assert [entry[1] for entry in desk.sent] == ["6瓶，2天到"]


async def test_an_unfilled_slot_blocks_sending_and_says_which() -> None:
    async with answering() as desk:
        desk.box.insert_ready(Ready(7, "{?几瓶}瓶{?a}{?b}{?c}"))
        await desk.press("end", "enter")
        assert desk.sent == []
        assert "还有 4 处没填：几瓶、a、b 等" in desk.title
        assert desk.box.selected_text == "{?几瓶}"


async def test_a_slot_typed_by_hand_blocks_too_and_a_note_never() -> None:
    async with answering() as desk:
        desk.box.start_note()
        await desk.type("{?空}")
        await desk.press("enter")
        assert desk.told("note") == [("note", 7, "{?空}")]
        await desk.type("{?空}")
        await desk.press("enter")
        assert desk.sent == []


# --- objections


async def objected(desk: Desk, text: str = "全网最低价") -> None:
    await desk.type(text)
    await desk.press("enter")
    desk.app.submitted.clear()
    assert desk.box.object_to(7, text, (FIRST,), "“最低价”不能说")
    await desk.settle()


async def test_an_objection_gives_the_text_back_and_one_key_sends_it() -> None:
    async with answering() as desk:
        await objected(desk)
        assert desk.box.text == "全网最低价"
        assert "Ctrl+Y 照发 · “最低价”不能说" in desk.title
        await desk.press("ctrl+y")
        assert desk.sent == [(7, "全网最低价", (FIRST,), True)]
        assert desk.box.text == ""


async def test_enter_alone_asks_again() -> None:
    async with answering() as desk:
        await objected(desk)
        await desk.press("enter")
        assert desk.sent == [(7, "全网最低价", (FIRST,), False)]


async def test_another_text_is_not_overridden() -> None:
    async with answering() as desk:
        await objected(desk)
        await desk.type("！")
        assert "照发" not in desk.title
        await desk.press("ctrl+y")
        assert desk.sent == []
        await desk.press("backspace", "ctrl+y")
        assert desk.sent == []


async def test_another_customer_is_not_overridden() -> None:
    async with answering() as desk:
        await objected(desk)
        desk.box.bind(8, "全网最低价", 0, customer="jd_xx")
        await desk.press("ctrl+y")
        assert desk.sent == []
        desk.box.bind(7, customer="tb_9921")
        await desk.press("ctrl+y")
        assert desk.sent == []


async def test_a_key_pressed_before_the_objection_was_shown_does_not_override() -> None:
    async with answering() as desk:
        await desk.type("全网最低价")
        await desk.press("enter")
        desk.app.submitted.clear()
        early = late("ctrl+y")
        desk.box.object_to(7, "全网最低价", (), "不能说")
        desk.post(early)
        await desk.settle()
        assert desk.sent == []
        assert "先看清提醒" in desk.title
        await desk.press("ctrl+y")
        assert desk.sent == [(7, "全网最低价", (), True)]


async def test_what_was_written_meanwhile_is_not_sent_along() -> None:
    async with answering() as desk:
        await desk.type("全网最低价")
        await desk.press("enter")
        desk.app.submitted.clear()
        await desk.type("还有")
        desk.box.object_to(7, "全网最低价", (), "不能说")
        assert desk.box.text == "全网最低价\n还有"
        assert "照发" not in desk.title
        assert "不能说" in desk.title
        await desk.press("ctrl+y")
        assert desk.sent == []


async def test_an_objection_to_another_conversations_answer_is_not_said_here() -> None:
    async with answering() as desk:
        desk.box.bind(8, customer="jd_xx")
        assert not desk.box.object_to(7, "全网最低价", (), "不能说")
        assert "不能说" not in desk.title
        desk.box.bind(7, customer="tb_9921")
        assert desk.box.text == "全网最低价"


async def test_without_an_objection_the_key_redoes() -> None:
    async with answering() as desk:
        await desk.type("好")
        await desk.press("ctrl+z")
        assert desk.box.text == ""
        await desk.press("ctrl+y")
        assert desk.box.text == "好"


# --- the picker is asked for


@pytest.mark.parametrize("character", ["/", "、", "／"])
async def test_in_an_empty_box_slash_asks_for_the_picker(character: str) -> None:
    async with answering() as desk:
        await desk.type(character)
        assert desk.told("pick") == [("pick", 7)]
        assert desk.box.text == ""


@pytest.mark.parametrize("character", ["/", "、", "／"])
async def test_in_a_box_with_words_slash_is_text(character: str) -> None:
    async with answering() as desk:
        await desk.type(f"1{character}2")
        assert desk.told("pick") == []
        assert desk.box.text == f"1{character}2"


async def test_ctrl_f_asks_at_any_time() -> None:
    async with answering() as desk:
        await desk.type("写到一半")
        await desk.press("ctrl+f")
        assert desk.told("pick") == [("pick", 7)]


async def test_what_is_typed_behind_slash_never_becomes_an_answer() -> None:
    async with answering() as desk:
        await desk.press("/", "f", "h", "enter")
        assert "".join(str(entry[1]) for entry in desk.told("query")) == "fh"
        assert desk.sent == []
        assert desk.box.text == ""
        desk.box.set_picking(False)
        await desk.type("好")
        assert desk.box.text == "好"


def no_conversation(desk: Desk) -> None:
    desk.box.unbind()


def refused(desk: Desk) -> None:
    desk.box.refuse("客户已拉黑")


def moving(desk: Desk) -> None:
    desk.box.set_moving(True)


@pytest.mark.parametrize("state", [no_conversation, refused, moving])
async def test_where_nothing_can_be_written_no_picker_comes(state: Any) -> None:
    async with answering() as desk:
        state(desk)
        await desk.press("/", "ctrl+f")
        assert desk.told("pick") == []


async def test_in_a_note_slash_is_text() -> None:
    async with answering() as desk:
        desk.box.start_note()
        await desk.press("/", "ctrl+f")
        assert desk.told("pick") == []
        assert desk.box.text == "/"
        assert "备忘" in desk.title


async def test_slash_typed_ahead_of_a_new_customer_picks_for_him() -> None:
    async with answering() as desk:
        [early] = desk.prepare("/")
        desk.box.bind(8, customer="jd_xx")
        desk.post(early)
        await desk.settle()
        assert desk.told("pick") == [("pick", 8)]
