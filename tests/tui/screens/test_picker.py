"""The picker over the conversation, and the suggestions under it, on a real store."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from support.desk_machine import PIN, give_pin
from support.library import HELLO, OLD, YOUNG, loaded, pane, picker, stock
from support.pilot import Desk, post_key, post_keys
from support.shop import TestShop
from textual import events

from zuiqing_desk.services import chat, conversations
from zuiqing_desk.services.replies import library, usage
from zuiqing_desk.services.replies.records import ReplyWords
from zuiqing_desk.tui.ports import ScreenOptions

SIZES = [(80, 24), (120, 40), (200, 60)]
ANSWER = "甲客，17:30前付款当天发，我们发韵达。"


def texts(shop: TestShop, conversation: int) -> list[str]:
    return [line.text for line in shop.ask(chat.chat, conversation).lines]


def customer(desk: Desk, text: str = "还没发货吗", name: str = "甲客") -> int:
    conversation = desk.shop.customer(name)
    desk.shop.says(conversation, text)
    return conversation


def said(desk: Desk, conversation: int, *answers: str) -> None:
    """These are all the answers, and nobody else got any."""
    assert texts(desk.shop, conversation)[1:] == list(answers)


async def signed_in(desk: Desk) -> None:
    stock(desk, OLD, YOUNG)
    await loaded(desk.sign_in())


# --- done when


@pytest.mark.parametrize("size", SIZES)
async def test_three_keys_by_suggestion(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Desk(tmp_path, size=size) as desk:
        await signed_in(desk)
        one = customer(desk)
        await desk.expect_text("甲客").keys("ctrl+g").expect_text("发货时间", "→")
        await desk.keys("right").expect_text(ANSWER).keys("enter")
        await desk.expect(lambda: len(texts(desk.shop, one)) == 2)
        said(desk, one, ANSWER)
        found = desk.shop.ask(usage.uses, desk.shop.lead.id)
        assert list(found.team.values()) == [1]


async def test_six_keys_by_the_picker(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        one = customer(desk)
        await desk.expect_text("甲客").keys("ctrl+g").expect_text("致 甲客")
        await desk.keys("slash").expect_screen("PickerScreen").keys("f", "h", "enter")
        await desk.expect_screen("DeskScreen").expect_text(ANSWER).keys("enter")
        await desk.expect(lambda: len(texts(desk.shop, one)) == 2)
        said(desk, one, ANSWER)
        assert list(desk.shop.ask(usage.uses, desk.shop.lead.id).own) == [2]


def burst(desk: Desk, *names: str) -> None:
    """Press all of it before anything of it can have an effect."""
    for name in names:
        if name in ("ctrl+g", "right", "enter", "tab", "ctrl+f", "escape"):
            post_key(desk.app, name, {"enter": "\r", "tab": "\t"}.get(name))
        else:
            post_keys(desk.app, name)


async def test_three_keys_as_one_burst(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        one, two = customer(desk), customer(desk, "你好", "乙客")
        await desk.expect_text("甲客", "乙客")
        burst(desk, "ctrl+g", "right", "enter")
        await desk.expect(lambda: len(texts(desk.shop, one)) == 2)
        said(desk, one, ANSWER)
        said(desk, two)
        burst(desk, "ctrl+g", "right", "enter")
        await desk.expect(lambda: len(texts(desk.shop, two)) == 2)
        assert texts(desk.shop, two)[1].startswith("乙客，欢迎光临")
        said(desk, one, ANSWER)


@pytest.mark.parametrize("slash", ["/", "、", "／", "ctrl+f"])
async def test_six_keys_as_one_burst(tmp_path: Path, slash: str) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        one, two = customer(desk), customer(desk, "你好", "乙客")
        await desk.expect_text("甲客", "乙客")
        burst(desk, "ctrl+g", slash, "fh", "enter", "enter")
        await desk.expect(lambda: len(texts(desk.shop, one)) == 2)
        said(desk, one, ANSWER)
        burst(desk, "ctrl+g", slash, "hy", "enter", "enter")
        await desk.expect(lambda: len(texts(desk.shop, two)) == 2)
        assert texts(desk.shop, two)[1].startswith("乙客，欢迎光临")
        said(desk, one, ANSWER)


async def test_a_burst_that_fills_slots(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        one = customer(desk)
        await desk.expect_text("甲客")
        burst(desk, "ctrl+g", "/", "yjp", "enter", "6", "tab", "杭州", "enter")
        await desk.expect(lambda: len(texts(desk.shop, one)) == 2)
        said(desk, one, "甲客，您要6瓶，送杭州？")


@pytest.mark.parametrize(
    "keys", [("right", "enter"), ("/", "fh", "enter", "enter"), ("x", "enter")]
)
@pytest.mark.parametrize("place", ["queue", "reply"])
async def test_a_burst_at_a_store_that_is_slow_sends_nothing_to_the_customer_before(
    tmp_path: Path, keys: tuple[str, ...], place: str
) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        one, two = customer(desk), customer(desk, "你好", "乙客")
        await desk.expect_text("甲客", "乙客").keys("ctrl+g").expect_text("致 甲客", "发货时间")
        if place == "queue":
            await desk.keys("escape").expect_focus("queue")
        store, gate = desk.machine._store, threading.Event()
        assert store is not None
        store.write(lambda tx: gate.wait(60))
        burst(desk, "ctrl+g", *keys)
        await desk.expect(lambda: pane(desk).turns.moving)
        await desk.expect(lambda: not desk.app._ahead and desk.app._following is None)
        gate.set()
        await desk.expect(lambda: pane(desk).reply.conversation_id == two)
        await desk.expect(lambda: not pane(desk).turns.moving).expect_screen("DeskScreen")
        said(desk, one)
        said(desk, two)
        assert desk.shop.ask(chat.chat, one).card.blocked is False


# --- suggestions


async def test_without_an_open_question_there_is_no_bar(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        one = customer(desk)
        await desk.expect_text("甲客").keys("ctrl+g").expect(lambda: pane(desk).bar.display)
        await desk.keys("right", "enter").expect(lambda: not pane(desk).bar.display)
        desk.shop.says(one, "今天能发吗")
        await desk.expect(lambda: pane(desk).bar.display)
        await desk.keys("right").expect_text(ANSWER)


async def test_the_bar_shows_three_where_there_is_room_and_one_elsewhere(tmp_path: Path) -> None:
    async with Desk(tmp_path, size=(80, 24)) as desk:
        await signed_in(desk)
        customer(desk)
        await desk.expect_text("甲客").keys("ctrl+g").expect(lambda: pane(desk).bar.display)
        assert pane(desk).bar.size.height == 1
        await desk.resize(120, 40).expect(lambda: pane(desk).bar.size.height > 1)
        assert pane(desk).bar.size.height <= 3


async def test_the_hint_is_the_key_in_force(tmp_path: Path) -> None:
    options = ScreenOptions(keys={"reply.accept": ("ctrl+f",), "reply.pick": ("slash",)})
    async with Desk(tmp_path, options=options) as desk:
        await signed_in(desk)
        one = customer(desk)
        await desk.expect_text("甲客").keys("ctrl+g").expect_text("^F")
        await desk.keys("right").keys("ctrl+f").expect_text(ANSWER).keys("enter")
        await desk.expect(lambda: len(texts(desk.shop, one)) == 2)


async def test_nothing_is_suggested_where_a_colleague_answers(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        one = customer(desk)
        other = desk.shop.colleague("1002")
        desk.shop.comes_on(other)
        desk.shop.do(conversations.transfer, one, "1002", "请接", desk.shop.lead.id)
        await desk.keys("v").expect_text("1002").keys("enter").expect_text("由 1002 接待")
        assert not pane(desk).bar.display
        await desk.keys("ctrl+f")
        assert type(desk.screen).__name__ == "DeskScreen"


async def test_a_reply_approved_on_another_desk_is_offered(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        customer(desk)
        await desk.expect_text("甲客").keys("ctrl+g").expect_text("致 甲客").type("/")
        await desk.expect_screen("PickerScreen").type("gift").expect_text("没有找到“gift”")
        desk.shop.do(
            library.add,
            ReplyWords("gift", "送小酒版", "推荐", "下单送小酒版"),
            owner_id=None,
            actor=desk.shop.lead.id,
            approve_now=True,
        )
        await desk.expect_text("送小酒版")


async def test_a_library_that_changes_leaves_the_cursor_on_its_row(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        customer(desk)
        await desk.expect_text("甲客").keys("ctrl+g").expect_text("致 甲客").type("/")
        await desk.expect_screen("PickerScreen").type("欢迎").expect_text("甲客，欢迎光临")
        desk.shop.do(
            library.add,
            ReplyWords("欢迎", "别的", "欢迎", "别的话"),
            owner_id=None,
            actor=desk.shop.lead.id,
            approve_now=True,
        )
        rows = picker(desk)._rows
        await desk.expect(lambda: [row.code for row in rows.items] == ["欢迎", "hy"])
        await desk.keys("enter").expect_screen("DeskScreen")
        assert pane(desk).reply.text.startswith("甲客，欢迎光临")


async def test_a_row_that_is_taken_away_is_not_replaced_by_the_next(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        customer(desk)
        await desk.expect_text("甲客").keys("ctrl+g").expect_text("致 甲客").type("/")
        await desk.expect_screen("PickerScreen").expect_text("荐")
        rows = picker(desk)._rows
        gone = rows.cursor_key
        assert isinstance(gone, tuple)
        desk.shop.do(library.archive, gone[1], desk.shop.lead.id)
        await desk.expect(lambda: rows.cursor_key != gone)
        await desk.keys("enter").expect_text("看清再按一次").expect_screen("PickerScreen")
        await desk.keys("enter").expect_screen("DeskScreen")
        assert pane(desk).reply.text


async def test_the_rows_show_what_was_edited_meanwhile(tmp_path: Path) -> None:
    async with Desk(tmp_path, size=(200, 60)) as desk:
        await signed_in(desk)
        customer(desk)
        await desk.expect_text("甲客").keys("ctrl+g").expect_text("致 甲客").type("/")
        await desk.expect_screen("PickerScreen").expect_text("甲客，欢迎光临")
        words = replace(HELLO, body="改过的话")
        desk.shop.do(library.change, 1, words, desk.shop.lead.id, based_on=1, approve_now=True)
        await desk.expect_text("发货时间", "改过的话")


# --- the picker


@pytest.mark.parametrize("size", SIZES)
async def test_each_key_narrows_and_the_preview_is_for_this_customer(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with Desk(tmp_path, size=size) as desk:
        await signed_in(desk)
        customer(desk)
        await desk.expect_text("甲客").keys("ctrl+g").expect_text("致 甲客").type("/")
        await desk.expect_screen("PickerScreen").expect_text("话术 · 给 甲客", "荐", ANSWER[:8])
        await desk.type("几瓶").expect_text("要几瓶", "{?几瓶}")
        assert [row.code for row in picker(desk)._rows.items] == ["jp"]
        await desk.keys("escape").expect_screen("DeskScreen")
        assert pane(desk).reply.text == ""


async def test_arrows_choose_and_the_preview_follows(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        customer(desk)
        await desk.expect_text("甲客").keys("ctrl+g").expect_text("致 甲客").type("/")
        await desk.expect_screen("PickerScreen").expect_text("荐")
        rows = picker(desk)._rows
        first = rows.cursor_key
        await desk.keys("down").expect(lambda: rows.cursor_key != first)
        await desk.keys("up").expect(lambda: rows.cursor_key == first)


async def test_slash_in_words_is_a_slash_in_the_box_and_in_the_query(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        customer(desk)
        await desk.expect_text("甲客").keys("ctrl+g").expect_text("致 甲客").type("1/2、3／4")
        await desk.expect(lambda: pane(desk).reply.text == "1/2、3／4").keys("ctrl+f")
        await desk.expect_screen("PickerScreen").type("1/2、3").expect_text("没有找到“1/2、3”")
        assert "/ 话术" not in desk.text.split("Enter 放进回复")[1].split("\n")[0]


async def test_what_is_pasted_is_one_line_and_cut_where_it_is_too_long(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        customer(desk)
        await desk.expect_text("甲客").keys("ctrl+g").expect_text("致 甲客").type("/")
        await desk.expect_screen("PickerScreen")
        desk.app.post_message(events.Paste("发货\n" + "时间 " * 60))
        query = picker(desk)._query
        await desk.expect(lambda: len(query.value) == 100)
        assert query.value.startswith("发货 时间 ")
        assert pane(desk).reply.text == ""


async def test_tab_stacks_and_escape_takes_the_last_one_off(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        one = customer(desk)
        await desk.expect_text("甲客").keys("ctrl+g").expect_text("致 甲客").type("/")
        await desk.expect_screen("PickerScreen").type("hy").keys("tab")
        await desk.expect_text("已叠加 1 条", "就用这 1 条").type("fhsj").keys("tab")
        await desk.expect_text("已叠加 2 条").type("yjp").keys("tab").expect_text("已叠加 3 条")
        await desk.keys("escape").expect_text("已叠加 2 条").keys("enter")
        await desk.expect_screen("DeskScreen").keys("enter")
        await desk.expect(lambda: len(texts(desk.shop, one)) == 2)
        first, second = texts(desk.shop, one)[1].split("\n")
        assert first.startswith("甲客，欢迎光临")
        assert second == ANSWER
        assert len(desk.shop.ask(usage.uses, desk.shop.lead.id).own) == 2


async def test_the_last_row_need_not_be_stacked(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        customer(desk)
        await desk.expect_text("甲客").keys("ctrl+g").expect_text("致 甲客")
        burst(desk, "/", "hy", "tab", "fhsj", "enter")
        await desk.expect(lambda: pane(desk).reply.text.endswith(f"\n{ANSWER}"))


async def test_what_is_picked_goes_to_the_cursor(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        customer(desk)
        await desk.expect_text("甲客").keys("ctrl+g").expect_text("致 甲客").type("您好后面")
        await desk.keys("left", "left", "ctrl+f").expect_screen("PickerScreen").type("fhsj")
        await desk.keys("enter").expect_screen("DeskScreen")
        assert pane(desk).reply.text == f"您好{ANSWER}后面"


async def test_why_says_why(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        customer(desk)
        await desk.expect_text("甲客").keys("ctrl+g").expect_text("致 甲客").type("/")
        await (
            desk.expect_screen("PickerScreen").keys("ctrl+r").expect_text("缘由：客户那句话的建议")
        )
        await desk.type("fhsj").expect_text("缘由：").expect_no_text("那句话的建议")
        await desk.keys("ctrl+r").expect_no_text("缘由：")


async def test_nothing_found_says_what_to_try_and_enter_does_nothing(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        customer(desk)
        await desk.expect_text("甲客").keys("ctrl+g").expect_text("致 甲客").type("/")
        await (
            desk.expect_screen("PickerScreen")
            .type("[/b]没有")
            .expect_text("没有找到“[/b]没有”", "试试")
        )
        await desk.keys("enter").expect_text("没有选中的")
        await desk.keys("ctrl+u").expect_text("荐").expect_no_text("没有选中的")


async def test_the_list_opens_it_too_and_the_box_has_the_focus_then(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        customer(desk)
        await desk.expect_text("甲客").keys("ctrl+g").expect_text("致 甲客").keys("escape")
        await desk.expect_focus("queue").type("/").expect_screen("PickerScreen")
        await desk.type("fhsj").keys("enter").expect_screen("DeskScreen").expect_focus("reply")
        assert pane(desk).reply.text == ANSWER


async def test_without_a_conversation_replies_cannot_be_picked(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        await desk.keys("ctrl+f").expect_text("没有选中会话").expect_screen("DeskScreen")


async def test_a_conversation_gone_under_the_picker_gets_nothing(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        one, two = customer(desk), customer(desk, "你好", "乙客")
        await desk.expect_text("甲客", "乙客").keys("ctrl+g").expect_text("致 甲客").type("/")
        await desk.expect_screen("PickerScreen").type("fhsj").expect_text(ANSWER[:8])
        chats = pane(desk)
        chats.carry_out(lambda: chats.open(two), moves=True)
        await desk.expect(lambda: chats.reply.conversation_id == two).keys("enter")
        await desk.expect_text("没有放进去").keys("escape").expect_screen("DeskScreen")
        assert chats.reply.text == ""
        said(desk, one)
        said(desk, two)


async def test_the_lock_key_hides_the_picker_and_its_customer(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        customer(desk)
        await desk.expect_text("甲客").keys("ctrl+g").expect_text("致 甲客").type("/")
        await desk.expect_screen("PickerScreen").keys("ctrl+l").expect_screen("LockScreen")
        assert "甲客" not in desk.text


async def test_a_lock_over_the_picker_gives_it_back_as_it_was(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        customer(desk)
        await desk.expect_text("甲客").keys("ctrl+g").expect_text("致 甲客").type("/")
        await desk.expect_screen("PickerScreen").type("fhsj").expect_text(ANSWER[:8])
        await desk.keys("ctrl+l").expect_screen("LockScreen")
        desk.shop.do(library.archive, 1, desk.shop.lead.id)
        await desk.expect(lambda: pane(desk).session.library.replies.get(1) is None)
        await desk.type(PIN).keys("enter").expect_screen("PickerScreen").expect_text(ANSWER[:8])
        await desk.keys("enter").expect_screen("DeskScreen")
        assert pane(desk).reply.text == ANSWER


async def test_the_next_person_sees_nothing_of_the_picker_and_the_replies_before(
    tmp_path: Path,
) -> None:
    async with Desk(tmp_path) as desk:
        desk.shop.colleague("1002")
        give_pin(desk.shop, "1002")
        mine = ReplyWords("wd", "我的", "欢迎", "只有我这么说")
        desk.shop.do(library.add, mine, owner_id=desk.shop.lead.id, actor=desk.shop.lead.id)
        await signed_in(desk)
        customer(desk)
        await desk.expect_text("甲客").keys("ctrl+g").expect_text("致 甲客").type("/")
        await desk.expect_screen("PickerScreen").type("wd").expect_text("只有我这么说")
        await desk.keys("ctrl+l").expect_screen("LockScreen").keys("ctrl+q")
        await loaded(desk.expect_screen("SignInScreen").sign_in("1002"))
        await desk.expect_text("甲客").keys("ctrl+g").expect_text("致 甲客")
        assert pane(desk).reply.text == ""
        await desk.type("/").expect_screen("PickerScreen").type("wd").expect_text("没有找到“wd”")


async def test_hostile_words_stay_words(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        customer(desk, name="[red]{?x}")
        await desk.keys("ctrl+g").expect_text("致 [red]").type("/")
        await desk.expect_screen("PickerScreen").expect_text("给 [red]{?x}")
        await desk.type("fhsj").keys("enter").expect_screen("DeskScreen").keys("enter")
        await desk.expect_text("[red]｛?x｝，17:30")


# --- wording


async def test_an_objection_can_be_overridden_with_one_key(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        one = customer(desk)
        await desk.expect_text("甲客").keys("ctrl+g").expect_text("致 甲客").type("加我微信聊")
        await desk.keys("enter").expect_text("Ctrl+Y 照发")
        said(desk, one)
        assert pane(desk).reply.text == "加我微信聊"
        await desk.keys("ctrl+y").expect(lambda: len(texts(desk.shop, one)) == 2)
        said(desk, one, "加我微信聊")
        kinds = desk.shop.ask(
            lambda tx: [kind for (kind,) in tx.all("SELECT kind FROM journal ORDER BY id")]
        )
        assert "wording.overridden" in kinds


async def test_an_objection_that_comes_late_waits_in_the_draft(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        one, two = customer(desk), customer(desk, "你好", "乙客")
        await desk.expect_text("甲客", "乙客").keys("ctrl+g").expect_text("致 甲客")
        await desk.type("加我微信聊")
        burst(desk, "enter", "ctrl+g")
        await desk.expect_text("致 乙客", "没有发出")
        said(desk, one)
        said(desk, two)
        chats = pane(desk)
        await desk.keys("ctrl+y")
        assert chats.reply.text == ""
        chats.carry_out(lambda: chats.open(one), moves=True)
        await desk.expect(lambda: chats.reply.text == "加我微信聊")


# --- products


async def test_a_products_facts_go_into_the_reply_and_its_price_into_the_next(
    tmp_path: Path,
) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        one = customer(desk, "有什么酒")
        await desk.expect_text("甲客").keys("ctrl+g").expect_text("致 甲客").keys("ctrl+o")
        await desk.expect_screen("PickerScreen").type("1983")
        await desk.expect_text("酱香", "底价", "1080 元", "老客回头多").keys("enter")
        await desk.expect_screen("DeskScreen").expect_text("醉卿1983：酱香型，53度")
        assert "1080" not in pane(desk).reply.text
        await desk.keys("enter").expect(lambda: len(texts(desk.shop, one)) == 2)
        desk.shop.says(one, "多少钱")
        await desk.expect_text("多少钱").type("/").expect_screen("PickerScreen").type("bj")
        await desk.keys("enter").expect_screen("DeskScreen").expect_text("1983一瓶1280元。")


async def test_what_is_picked_is_seen_where_the_card_covered_the_box(tmp_path: Path) -> None:
    async with Desk(tmp_path, size=(80, 24)) as desk:
        await signed_in(desk)
        customer(desk)
        await desk.expect_text("甲客").keys("ctrl+g").expect_text("致 甲客")
        await desk.keys("escape", "d").expect_text("接待记录").keys("ctrl+o")
        await desk.expect_screen("PickerScreen").type("1983").expect_text("醉卿1983").keys("enter")
        await desk.expect_screen("DeskScreen").expect_text("致 甲客").expect_focus("reply")


async def test_a_product_chosen_counts_until_another_is_named(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        one = customer(desk)
        await desk.expect_text("甲客").keys("ctrl+g").expect_text("致 甲客").keys("ctrl+o")
        await desk.expect_screen("PickerScreen").type("1983").expect_text("醉卿1983")
        await desk.keys("enter").expect_screen("DeskScreen").keys("enter")
        desk.shop.says(one, "多少钱")
        await desk.expect_text("1983一瓶1280元")
        desk.shop.says(one, "那青花多少钱")
        await desk.expect_text("青花一瓶98元")


async def test_a_product_and_a_reply_about_it_in_one_message(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        customer(desk, "有什么酒")
        await desk.expect_text("甲客").keys("ctrl+g").expect_text("致 甲客").keys("ctrl+o")
        await desk.expect_screen("PickerScreen").type("qinghua").keys("tab", "ctrl+f")
        await desk.expect_text("话术 · 给 甲客 · 已叠加 1 条").type("bj").keys("enter")
        await desk.expect_screen("DeskScreen")
        assert pane(desk).reply.text.endswith("\n青花一瓶98元。")


async def test_two_products_are_compared(tmp_path: Path) -> None:
    async with Desk(tmp_path, size=(200, 60)) as desk:
        await signed_in(desk)
        await desk.keys("ctrl+o").expect_screen("PickerScreen").type("1983").keys("ctrl+t")
        await desk.expect_text("⇄").keys("ctrl+u").type("青花").expect_text("≠", "53度", "42度")
        await desk.keys("ctrl+t").expect_no_text("53度").keys("enter")
        await desk.expect_text("没有打开会话").keys("escape").expect_screen("DeskScreen")


async def test_comparing_is_for_products(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await signed_in(desk)
        customer(desk)
        await desk.expect_text("甲客").keys("ctrl+g").expect_text("致 甲客").type("/")
        await desk.expect_screen("PickerScreen").keys("ctrl+t").expect_text("比较的是商品")
