"""Finding old talk: F7 anywhere, as one types; Enter opens it where it stands."""

from functools import partial
from pathlib import Path

from support.held import held
from support.old_talk import DAY_S, HOSTILE, in_search, parcels
from support.pilot import Desk

from zuiqing_desk.services import conversations
from zuiqing_desk.tui.panes.chat import ChatPane
from zuiqing_desk.tui.screens.history import HistoryScreen
from zuiqing_desk.tui.widgets.hit_list import HitList


def underlined(desk: Desk) -> list[str]:
    """What is underlined in the first row of each hit that is in view."""
    rows = desk.screen.query_one(HitList)
    strips = [rows.render_line(y) for y in range(0, rows.content_size.height, 2)]
    return [
        "".join(one.text for one in strip if one.style and one.style.underline) for strip in strips
    ]


def line_under_cursor(desk: Desk) -> str:
    """What the conversation's own cursor is on, once the focus is there."""
    view = desk.screen.query_one(ChatPane).conversation
    line = view.cursor_line
    return line.text if view.has_focus and line is not None else ""


def is_at(desk: Desk, text: str) -> bool:
    """Whether the conversation's own cursor is on this line."""
    return line_under_cursor(desk) == text


async def test_looks_in_the_open_conversation_first_and_in_all_by_tab(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        parcels(desk.shop)
        await desk.sign_in().take_next().expect_text("致 jd_海**").keys("f7")
        await desk.expect_text("查找 · 这个会话（jd_海**）", "输入说过的话里的几个字")
        await desk.type("韵达").expect_text("一共 1 条", "›韵达到哪了")
        await desk.keys("tab").expect_text("查找 · 全部会话", "一共 5 条", "發韻達還是順豐")
        await desk.expect_text("1002 备忘", "老客户，只要韵达", "tb_山**", "3月2日 09:00")
        await desk.keys("tab").expect_text("一共 1 条").expect_no_text("發韻達還是順豐")


async def test_what_was_looked_for_is_marked_under_the_cursor_too(tmp_path: Path) -> None:
    async with Desk(tmp_path, size=(80, 24)) as desk:
        parcels(desk.shop)
        await in_search(desk).type("韵达").expect_text("一共 5 条")
        assert underlined(desk)[:6] == ["韵达", "韵达", "韵达", "韵达", "韻達", ""]


async def test_what_stands_around_the_hit_follows_the_cursor(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        parcels(desk.shop)
        await in_search(desk).type("韵达").expect_text("一共 5 条")
        await desk.keys("down").expect_text("当天登记", "2026年3月2日 周一")
        await desk.resize(80, 24).expect_no_text("当天登记").keys("up").resize(120, 40)
        await desk.expect_text("2026年3月9日 周一").expect_no_text("当天登记")


async def test_enter_opens_a_closed_talk_of_a_colleague_at_the_line(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        old, _ = parcels(desk.shop)
        await in_search(desk).type("顺丰补").expect_text("一共 1 条").keys("enter")
        await desk.expect_screen("DeskScreen").expect_text("發韻達還是順豐")
        await desk.expect(lambda: line_under_cursor(desk).startswith("亲，默认韵达"), "the line")
        assert desk.screen.query_one(ChatPane).model.shown == old
        assert desk.shop.row(old).state == "closed"


async def test_each_hit_of_a_long_talk_opens_at_its_own_line(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        chat = desk.shop.customer()
        for number in range(80):
            desk.shop.says(chat, f"第{number}次催单")
        await desk.sign_in()
        # Far back, which has to be read first; then among the newest, which stand there already,
        # from the conversation itself.
        for said in ("第5次", "第77次", "第76次"):
            await desk.keys("f7").expect_screen("HistoryScreen").type(said)
            await desk.expect_text("一共 1 条").keys("enter").expect_screen("DeskScreen")
            await desk.expect(partial(is_at, desk, f"{said}催单"), said)
            await desk.pilot.pause()
            assert is_at(desk, f"{said}催单")


async def test_from_an_opened_hit_one_goes_back_to_the_others(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        parcels(desk.shop)
        await in_search(desk).type("韵达 客户:山").expect_text("一共 4 条").keys("down", "down")
        await desk.expect_text("›亲，默认韵达").keys("enter").expect_screen("DeskScreen")
        await desk.expect(lambda: line_under_cursor(desk).startswith("亲，默认"), "the line")
        await desk.keys("f7").expect_text("查找 · 全部会话 · 客户 山", "›亲，默认韵达", "一共 4 条")
        await desk.keys("down", "enter").expect_screen("DeskScreen")
        await desk.expect(lambda: line_under_cursor(desk) == "發韻達還是順豐", "the next")
        await desk.keys("f7").expect_text("›發韻達").type("破损").expect_text("一共 1 条", "›那就")
        await desk.keys("escape").expect_screen("DeskScreen").keys("f2").take_next()
        await desk.expect_text("致 jd_海**").keys("f7")
        await desk.expect_text("这个会话（jd_海**）", "输入说过的话里的几个字")


async def test_a_draft_waits_while_one_searches_and_goes_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        parcels(desk.shop)
        await desk.sign_in().take_next().expect_text("致 jd_海**").type("亲，马上帮您")
        await desk.keys("f7").expect_screen("HistoryScreen").type("破损").keys("tab")
        await desk.expect_text("一共 1 条").keys("escape").expect_screen("DeskScreen")
        await desk.expect_text("亲，马上帮您").expect_focus("reply").type("查")
        await desk.expect_text("亲，马上帮您查")


async def test_the_form_writes_its_conditions_into_the_query(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        parcels(desk.shop)
        await in_search(desk).type("韵达").expect_text("一共 5 条").keys("ctrl+f")
        await desk.expect_text("按条件找").type("山").keys("tab").type("1002").keys("tab", "tab")
        await desk.type("2026-3-40").keys("enter").expect_text("✗ 日期“2026-3-40”里没有这一天")
        await desk.keys("ctrl+u").type("昨天").keys("tab").type("3-2").keys("enter")
        await desk.expect_text("✗ 比“从哪天”还早").keys("shift+tab", "ctrl+u").type("上周")
        await (
            desk.keys("enter")
            .expect_screen("HistoryScreen")
            .expect_text(
                "查找 · 全部会话 · 客户 山 · 客服 1002 · 日期 2026-03-02", "一共 2 条", "只要韵达"
            )
        )
        await desk.expect_text("韵达 客户:山 客服:1002 日期:2026-03-02").expect_no_text("到哪了")
        await desk.keys("ctrl+f").expect_text("按条件找", "山", "1002").keys("escape")
        await desk.expect_text("一共 2 条")


async def test_conditions_may_be_typed_and_a_wrong_one_is_named(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        parcels(desk.shop)
        await in_search(desk).type("客户：海 日期:今天").expect_text("一共 1 条", "韵达到哪了")
        await desk.type("x").expect_text("日期“今天x”看不懂").expect_no_text("韵达到哪了")
        await desk.keys("backspace").expect_text("一共 1 条")


async def test_no_hit_says_where_was_looked_and_how_to_widen(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        parcels(desk.shop)
        await desk.sign_in().take_next().expect_text("致 jd_海**").keys("f7")
        await desk.expect_screen("HistoryScreen").type("破损 日期:上周")
        await desk.expect_text("这个会话（jd_海**）里没有找到“破损”", "按 Tab 在全部会话里找")
        await desk.expect_text("条件：日期 2026-03-02..2026-03-08。按 ^F 放宽").keys("tab")
        await desk.expect_text("一共 1 条")


async def test_without_an_open_conversation_there_is_only_everything(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        await in_search(desk).expect_text("查找 · 全部会话").expect_no_text("Tab")
        await desk.keys("tab").expect_text("找的就是全部会话").expect_focus("history-query")


async def test_older_hits_come_when_the_cursor_nears_the_end(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        chat = desk.shop.customer()
        for number in range(120):
            desk.shop.says(chat, f"第{number}次催单")
        await in_search(desk).type("催单").expect_text("已列最新的 50 条", "第119次")
        # As much stands around it as there are rows for.
        await desk.expect_text("第90次催单")
        await desk.keys("end").expect_text("第119次")
        for _ in range(12):
            await desk.keys("pagedown")
        await desk.expect_text("一共 120 条", "›第0次催单")


async def test_a_long_search_says_how_long_and_is_stopped_by_esc(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        parcels(desk.shop)
        await in_search(desk).type("韵达").expect_text("一共 5 条")
        with held(desk):
            await desk.type("到").expect_text("正在找…", "Esc 停").later(7)
            await desk.expect_text("正在找… 7 秒 · Esc 停").keys("enter", "escape")
            await desk.expect_text("没有找完就停下了").expect_no_text("正在找", "韵达到哪了")
            await desk.expect_screen("HistoryScreen")
        await desk.keys("enter").expect_text("一共 1 条", "›韵达到哪了").keys("ctrl+u")
        with held(desk):
            # Only the last of many questions is answered.
            await desk.type("韵").type("达").type("，收到").expect_text("正在找…")
        await desk.expect_text("一共 1 条", "那就韵达，收到有破损怎么办").keys("escape")
        await desk.expect_screen("DeskScreen")


async def test_stopping_the_search_for_older_ones_keeps_what_was_found(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        chat = desk.shop.customer()
        for number in range(60):
            desk.shop.says(chat, f"第{number}次催单")
        await in_search(desk).type("催单").expect_text("已列最新的 50 条")
        with held(desk):
            await desk.keys(*["pagedown"] * 5).expect_text("正在找更早的…").keys("escape")
            await desk.expect_text("已列最新的 50 条", "第10次催单").expect_no_text("正在找")
        await desk.keys("up", "down").expect_text("一共 60 条").expect_screen("HistoryScreen")


async def test_a_hit_is_opened_while_older_ones_are_looked_for(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        chat = desk.shop.customer()
        for number in range(60):
            desk.shop.says(chat, f"第{number}次催单")
        await in_search(desk).type("催单").expect_text("已列最新的 50 条")
        with held(desk):
            await desk.keys(*["pagedown"] * 3).expect_text("正在找更早的…").keys("up", "down")
            screen = desk.screen
            assert isinstance(screen, HistoryScreen)
            hit = screen.query_one(HitList).cursor_item
            await desk.keys("enter").expect_screen("DeskScreen")
        assert hit is not None
        await desk.expect(lambda: line_under_cursor(desk) == hit.text, "the line")


async def test_nothing_a_customer_wrote_reaches_the_terminal_raw(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        chat = desk.shop.customer("[/] tb_**")
        desk.shop.says(chat, "很长的一段前文。" * 40 + HOSTILE)
        desk.shop.says(chat, HOSTILE)
        await (
            in_search(desk).type("漏酒").expect_text("一共 2 条", "›[b]]52;c;aGk=漏酒[/b] [@click")
        )
        await desk.keys("down").expect_text("›…", "[/] tb_**", "漏酒[/b] [@click=app.quit]图[/]")
        assert not {"\x1b", "\x07", "\u202e"} & set(desk.text)


async def test_what_a_blocked_customer_said_is_found_copied_and_opened(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        _, new = parcels(desk.shop)
        desk.shop.do(conversations.block, new, desk.shop.lead.id)
        await in_search(desk).type("到哪").expect_text("一共 1 条").keys("ctrl+y")
        await desk.expect(lambda: desk.app.clipboard == "韵达到哪了", "the copy")
        await desk.keys("enter").expect_screen("DeskScreen").expect_text("已拉黑")
        await desk.expect(partial(is_at, desk, "韵达到哪了"), "the line")


async def test_what_is_unsaved_on_a_page_below_is_not_lost(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        parcels(desk.shop)
        await desk.sign_in().keys("f3").expect_screen("OrdersScreen").keys("n")
        await desk.expect_screen("OrderForm").type("6瓶1983").keys("f7")
        await desk.expect_screen("HistoryScreen").type("到哪").expect_text("一共 1 条")
        await desk.keys("enter").expect_text("还有没保存的内容").expect_screen("HistoryScreen")
        await desk.keys("escape").expect_screen("OrderForm").expect_text("6瓶1983")


async def test_a_note_about_the_hit_takes_its_conversation_along(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        old, _ = parcels(desk.shop)
        await in_search(desk).type("破损").expect_text("一共 1 条")
        screen = desk.screen
        assert isinstance(screen, HistoryScreen)
        assert screen.in_hand().conversation_id == old
        await desk.keys("f6").expect_text("“查找”页、手上的会话")


async def test_what_comes_later_is_found_when_asked_again(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        _, new = parcels(desk.shop)
        await in_search(desk).type("补发").expect_text("没有找到“补发”")
        desk.shop.later(DAY_S)
        desk.shop.says(new, "什么时候补发")
        await desk.keys("enter").expect_text("一共 1 条", "什么时候补发")
