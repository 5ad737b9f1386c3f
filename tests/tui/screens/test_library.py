"""The library on screen: found, narrowed, approved, sent back, archived."""

from pathlib import Path

import pytest
from support.pilot import Desk
from support.replies import (
    DAY_S,
    by_code,
    in_library,
    own_reply,
    proposes,
    record,
    team_reply,
    words,
)
from support.shop import SECOND
from textual.widgets import Input

from zuiqing_desk.services.replies import library
from zuiqing_desk.tui.screens.library import LibraryScreen

SIZES = [(80, 24), (120, 40), (200, 60)]
HOSTILE = "[b]\x1b]52;c;aGk=\x07名\u202e[/]"


@pytest.mark.parametrize("size", SIZES)
async def test_an_empty_library_says_what_to_press(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Desk(tmp_path, size=size) as desk:
        await in_library(desk).expect_text("话术库是空的。按 a 新建一条。", "Esc 返回")


@pytest.mark.parametrize("size", SIZES)
async def test_the_reply_under_the_cursor_can_be_read(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with Desk(tmp_path, size=size) as desk:
        team_reply(desk.shop, "fh", "发货时间", "当天发{快递}。", asks="什么时候发货")
        team_reply(desk.shop, "hy", "欢迎", "您好！", category="欢迎")
        await in_library(desk).expect_text("hy", "fh", "全部 2", "您好！", "Enter 改")
        await desk.keys("down").expect_text("当天发{快递}。", "问法：什么时候发货")


async def test_it_is_narrowed_by_initials_and_letters_are_text_there(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        team_reply(desk.shop, "s1", "发货时间")
        team_reply(desk.shop, "s2", "欢迎光临")
        await in_library(desk).expect_text("s1", "s2").keys("slash").expect_focus("list-query")
        await desk.type("fh").expect_no_text("欢迎光临").expect_text("发货时间")
        await desk.type("xxx").expect_text("“全部”里没有“fhxxx”。换个说法，或按 Esc 取消筛选。")
        assert type(desk.screen).__name__ == "LibraryScreen"
        await desk.keys("escape").expect_focus("list-rows")
        await desk.keys("escape").expect_text("s1", "s2", "欢迎光临")
        await desk.keys("escape").expect_screen("DeskScreen")


async def test_what_is_typed_before_the_library_is_read_is_not_lost(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        team_reply(desk.shop, "s1", "发货时间")
        team_reply(desk.shop, "s2", "欢迎光临")
        await in_library(desk).expect_text("s2")
        desk.at_once("/", "发货", "enter")
        await desk.expect_no_text("欢迎光临").expect_focus("list-rows")


async def test_the_keys_act_while_a_chinese_input_method_is_on(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await in_library(desk).type("、").expect_focus("list-query").keys("escape")
        await desk.type("ａ").expect_text("新建话术").keys("escape").type("A")
        await desk.expect_text("新建话术")


async def test_an_agent_sees_the_whole_library_first_and_no_approval(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        reply = team_reply(desk.shop, "fh", "发货时间")
        proposes(desk.shop, desk.shop.colleague("1003"), reply, words("fh", "发货时间", "新的"))
        await in_library(desk, "1002").expect_text("[全部 1]", "▲ 改动待批", "Enter 改")
        await desk.keys("p").expect_text("只有组长可以批准或退回。")
        await desk.keys("enter").expect_screen("ReplyForm").expect_text("1003 的草稿还在等批准")


async def test_a_lead_sees_first_what_waits_reads_it_and_approves(tmp_path: Path) -> None:
    async with Desk(tmp_path, size=(80, 24)) as desk:
        shop, agent = desk.shop, desk.shop.colleague("1002")
        team_reply(shop, "hy", "欢迎")
        fh = team_reply(shop, "fh", "发货时间", "今天下午发货")
        proposes(shop, agent, fh, words("fh", "发货时间", "明天下午发货"))
        await in_library(desk).expect_text("[待批 1]", "▲ 改动待批", "Enter 审批")
        await desk.keys("enter").expect_screen("ReplyReview")
        await desk.expect_text("［－今］［＋明］天下午发货", "1002 写于 2026-03-02 09:00", "p 批准")
        await desk.keys("p").expect_screen("LibraryScreen").expect_text("“发货时间”已批准")
        await desk.expect_text("没有等批准的话术。按 → 看下一类。")
        live = record(shop, fh).live
        assert live is not None
        assert (live.body, live.approved_by_no) == ("明天下午发货", "1001")


async def test_a_lead_reads_what_the_desk_will_object_to(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        agent = desk.shop.colleague("1002")
        body = "亲，加我微信聊。"
        desk.shop.do(library.add, words("wx", "微信", body), owner_id=None, actor=agent.id)
        await in_library(desk).expect_text("▲ 新的待批").keys("enter").expect_screen("ReplyReview")
        await desk.expect_text("▲ 措辞：「加我微信」会把客户引到平台外")


async def test_a_draft_is_sent_back_with_a_reason_that_its_author_reads(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        agent = desk.shop.colleague("1002")
        reply = desk.shop.do(library.add, words("fh", "发货"), owner_id=None, actor=agent.id)
        await in_library(desk).expect_text("▲ 新的待批").keys("enter", "s")
        await desk.expect_screen("PromptDialog").keys("enter").expect_text("退回要写一句原因")
        await desk.type("话术里不要写死时间").keys("enter").expect_screen("LibraryScreen")
        await desk.expect_text("退回 1")
        draft = record(desk.shop, reply).draft
        assert draft is not None
        assert draft.refused == "话术里不要写死时间"


async def test_the_author_of_a_draft_sent_back_reads_why_and_hands_it_in_again(
    tmp_path: Path,
) -> None:
    async with Desk(tmp_path) as desk:
        shop, agent = desk.shop, desk.shop.colleague("1002")
        reply = shop.do(library.add, words("fh", "发货"), owner_id=None, actor=agent.id)
        shop.do(library.send_back, reply, "不要写死时间", shop.lead.id)
        await in_library(desk, "1002").expect_text("✗ 已退回", "✗ 已退回：不要写死时间")
        await desk.keys("enter").expect_screen("ReplyForm").expect_text("退回的原因：不要写死时间")
        await desk.keys("tab").type("时间").keys("ctrl+s").expect_screen("LibraryScreen")
        await desk.expect_text("等组长批准后生效", "▲ 待批 1")


async def test_a_draft_decided_about_by_another_lead_leaves_the_screen(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop, agent = desk.shop, desk.shop.colleague("1002")
        other = shop.hire("1009", "lead")
        reply = shop.do(library.add, words("fh", "发货"), owner_id=None, actor=agent.id)
        await in_library(desk).keys("enter").expect_screen("ReplyReview")
        shop.do(library.approve, reply, 1, other.id)
        await desk.expect_screen("LibraryScreen").expect_text("已经处理过了")


async def test_a_draft_changed_while_it_is_read_is_shown_anew(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop, agent = desk.shop, desk.shop.colleague("1002")
        reply = shop.do(library.add, words("fh", "发货", "旧"), owner_id=None, actor=agent.id)
        await (
            in_library(desk)
            .keys("enter")
            .expect_screen("ReplyReview")
            .expect_text("新的话术", "旧")
        )
        proposes(shop, agent, reply, words("fh", "发货", "新"))
        await desk.expect_text("现在看到的是新的").expect_no_text("旧").keys("p")
        await desk.expect_screen("LibraryScreen")
        live = record(shop, reply).live
        assert live is not None
        assert live.body == "新"


async def test_a_lead_without_drafts_sees_what_is_about_to_end(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        now = desk.shop.now
        team_reply(desk.shop, "hy", "欢迎")
        team_reply(desk.shop, "cx", "促销", valid_until=now + 3 * DAY_S * SECOND)
        team_reply(desk.shop, "jr", "今天", valid_until=now + 60 * SECOND)
        await in_library(desk).expect_text("[将到期 2]", "▲ 今天到期", "▲ 3 天后到期")
        await desk.later(61).keys("right", "left").expect_text("▲ 已到期").expect_no_text("欢迎")


async def test_what_nobody_uses_and_what_is_said_twice(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        text = "亲，当天下午五点半前付款的订单，当天就发出，一般三天内到。"
        team_reply(desk.shop, "fh1", "发货", text)
        team_reply(desk.shop, "fh2", "发货时间", text + "请放心。")
        desk.shop.later(31 * DAY_S)
        team_reply(desk.shop, "hy", "欢迎", "您好，欢迎光临！")
        await in_library(desk).expect_text("全部 3").keys(*["right"] * 6)
        await desk.expect_text("[久未用 2]", "没用过").expect_no_text("欢迎光临").keys("right")
        await desk.expect_text("[重复 2]", "像 fh1", "像 fh2")


def on_row(desk: Desk, code: str) -> Desk:
    """Wait until the cursor is on this reply, and its row can be seen."""

    def there() -> bool:
        screen = desk.screen
        if not isinstance(screen, LibraryScreen) or screen.chosen is None:
            return False
        row = next((row for row in desk.text.split("\n") if row.startswith(f" {code} ")), None)
        return screen.chosen.code == code and row is not None

    return desk.expect(there, f"the cursor on {code}")


def writes(desk: Desk, code: str, title: str) -> Desk:
    """Write a reply of one's own."""
    desk.keys("a").expect_screen("ChooseDialog").keys("enter").expect_screen("ReplyForm")
    desk.type(code).keys("tab").type(title).keys("tab", "tab", "tab").type("内容").keys("ctrl+s")
    return desk.expect_screen("LibraryScreen").expect_text("已保存，马上能用。")


@pytest.mark.parametrize("size", SIZES)
async def test_the_cursor_is_on_what_was_just_written(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with Desk(tmp_path, size=size) as desk:
        for at in range(70):
            team_reply(desk.shop, f"a{at:02}")
        await in_library(desk).expect_text("[全部 70]").keys("down")
        await on_row(writes(desk, "zz", "新写的"), "zz").expect_text("[全部 71]", "新写的")
        await on_row(desk.keys("up"), "a69")


async def test_what_was_just_written_is_shown_though_the_view_had_not_shown_it(
    tmp_path: Path,
) -> None:
    async with Desk(tmp_path) as desk:
        team_reply(desk.shop, "a1", "发货时间")
        waiting = words("w1", "等着的")
        agent = desk.shop.colleague("1002")
        desk.shop.do(library.add, waiting, owner_id=None, actor=agent.id)
        await in_library(desk).expect_text("[待批 1]")
        await on_row(writes(desk, "zz", "新写的"), "zz").expect_text("[全部 3]", "待批 1")


async def test_a_filter_that_hides_what_was_just_written_is_taken_off_another_stays(
    tmp_path: Path,
) -> None:
    async with Desk(tmp_path) as desk:
        for code in ("a1", "a2"):
            team_reply(desk.shop, code, f"发货{code}")
        await in_library(desk).expect_text("[全部 2]").keys("slash").type("发货").keys("enter")
        await on_row(writes(desk, "b1", "发货新的"), "b1")
        assert desk.screen.query_one("#list-query", Input).value == "发货"
        await on_row(writes(desk, "c1", "欢迎"), "c1").expect_text("a1", "a2", "b1")
        assert desk.screen.query_one("#list-query", Input).value == ""


async def test_a_form_that_is_left_moves_nothing(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        for code in ("a1", "a2"):
            team_reply(desk.shop, code)
        await on_row(in_library(desk).keys("down"), "a2").keys("a", "enter")
        await on_row(desk.expect_screen("ReplyForm").keys("escape"), "a2")


async def test_archiving_asks_and_can_be_undone(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        team_reply(desk.shop, "hy", "欢迎")
        await in_library(desk).expect_text("hy").keys("x").expect_text("归档“欢迎”？")
        await desk.keys("enter").expect_screen("LibraryScreen")
        assert by_code(desk.shop, "hy") is not None
        await desk.keys("x", "down", "enter").expect_text("“欢迎”已归档", "话术库是空的")
        await desk.keys("left").expect_text("[归档 1]", "x 恢复").keys("x")
        await desk.expect_text("“欢迎”已恢复", "没有归档的话术")


async def test_what_only_a_lead_may_archive_is_refused_in_words(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        team_reply(desk.shop, "hy", "欢迎")
        await in_library(desk, "1002").expect_text("hy").keys("x", "down", "enter")
        await desk.expect_text("这一步只有组长可以做。")
        assert by_code(desk.shop, "hy") is not None


async def test_an_author_takes_a_draft_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop, agent = desk.shop, desk.shop.colleague("1002")
        reply = team_reply(shop, "fh", "发货", "旧")
        proposes(shop, agent, reply, words("fh", "发货", "新"))
        await in_library(desk, "1002").expect_text("w 撤回").keys("w", "down", "enter")
        await desk.expect_text("草稿已撤回。").expect_no_text("▲ 改动待批")
        assert record(shop, reply).draft is None


async def test_the_list_follows_other_desks_and_keeps_its_place(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        team_reply(desk.shop, "b", "乙")
        await in_library(desk).expect_text("乙")
        team_reply(desk.shop, "a", "甲")
        await desk.expect_text("全部 2").keys("e").expect_screen("ReplyForm").expect_text("内容b")


async def test_a_colleagues_own_replies_are_not_shown(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        own_reply(desk.shop, desk.shop.colleague("1003"), "sy", "私语")
        own_reply(desk.shop, desk.shop.lead, "wd", "我的")
        await in_library(desk).expect_text("我的", "个人 1").expect_no_text("私语")


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_words_stay_text(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Desk(tmp_path, size=size) as desk:
        reply = team_reply(desk.shop, "fh", "发货")
        for column in ("title", "tags", "body", "asks", "refused"):
            desk.shop.do(
                lambda tx, column=column: tx.run(
                    f"UPDATE reply_version SET {column} = :text WHERE reply_id = :id",
                    text=HOSTILE,
                    id=reply,
                )
            )
        await in_library(desk).expect_text("[b]")
        for key, screen in (("enter", "ReplyForm"), ("h", "ReplyHistory")):
            await desk.keys(key).expect_screen(screen).expect_text("[b]")
            assert not set(desk.text) & set("\x1b\x07\u202e")
            await desk.keys("escape").expect_screen("LibraryScreen")


async def test_the_lock_key_acts_on_every_screen_of_the_library(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        agent = desk.shop.colleague("1002")
        desk.shop.do(library.add, words("fh", "发货"), owner_id=None, actor=agent.id)
        await in_library(desk).expect_text("fh")
        for key in ("h", "p", "e"):
            await desk.keys(key)
            await desk.expect(lambda: type(desk.screen).__name__ != "LibraryScreen", "opened")
            await desk.keys("ctrl+l").expect_screen("LockScreen").type("2580").keys("enter")
            await desk.expect(lambda: type(desk.screen).__name__ != "LockScreen", "unlocked")
            await desk.keys("escape").expect_screen("LibraryScreen")
