"""The page one gives or takes over, on screen."""

from dataclasses import replace
from pathlib import Path

import pytest
from support.desk_machine import OTHER_PIN, PIN
from support.handover import GIVER, HOUR, day_and_evening, in_handover, matter, signed, works
from support.pilot import Desk

from zuiqing_desk.services.handover import drafts, items, pages, signing, taking
from zuiqing_desk.services.handover.records import Draft, Item
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.tui.screens.handover import HandoverScreen

HOSTILE = "[b]\x1b]52;c;aGk=\x07名\u202e[/]"
SIZES = [(80, 24), (120, 40), (200, 60)]


def drafted(desk: Desk, giver: StaffMember) -> list[Draft]:
    """The drafts of this giver's section."""
    shop = desk.shop
    section = shop.ask(
        lambda tx: tx.value(
            "SELECT max(id) FROM handover_section WHERE giver_id = :id", id=giver.id
        )
    )
    found: list[Draft] = shop.ask(drafts.of_section, section)
    return found


def item(desk: Desk, id_: int) -> Item:
    found: Item = desk.shop.ask(items.one, id_)
    return found


async def test_each_draft_is_decided_and_taken_back_by_key(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        giver, _ = day_and_evening(desk.shop)
        kept = matter(desk.shop, giver, "同一位客户的事")
        for text in ("甲的问题", "乙的问题", "丙的问题"):
            desk.shop.waiting_customer(text)
            desk.shop.take_next(giver)
        await in_handover(desk, GIVER).expect_text("待定 3", "甲的问题")
        await desk.keys("s").expect_text("还有 3 条待定").keys("a").expect_text("待定 2")
        await desk.keys("x").expect_screen("PromptDialog").keys("enter").expect_text("得写原因")
        await desk.type("客户不要了").keys("enter").expect_screen("HandoverScreen")
        await desk.expect_text("待定 1").keys("g").expect_screen("ChooseDialog")
        await desk.expect_text("同一位客户的事").keys("enter").expect_no_text("▲ 待定")
        states = [one.state for one in drafted(desk, giver)]
        assert sorted(states) == ["accepted", "dropped", "merged"]
        await desk.keys("u").expect_text("待定 1").keys("u").expect_text("待定 2")
        await desk.keys("u").expect_text("待定 3").keys("u").expect_text("没有可以撤销的")
        assert {one.state for one in drafted(desk, giver)} == {"proposed"}
        await desk.keys("y").expect_text("3 条都收下了", "共 4 件").keys("u").expect_text("待定 3")
        assert [one.id for one in desk.shop.ask(items.open_items)] == [kept]


async def test_words_are_changed_and_a_refresh_leaves_them_alone(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        giver, _ = day_and_evening(desk.shop)
        desk.shop.waiting_customer("还有货吗")
        desk.shop.take_next(giver)
        await in_handover(desk, GIVER).expect_text("待定 1").keys("enter")
        await desk.expect_screen("HandoverForm").expect_text("还有货吗").keys("ctrl+u")
        await desk.type("要十箱，先报价").keys("tab").type("r").keys("enter")
        await desk.expect_screen("HandoverScreen").expect_text("要十箱，先报价", "已改")
        await desk.keys("r").expect_text("没有新的")
        draft = drafted(desk, giver)[0]
        assert (draft.words.summary, draft.words.severity) == ("要十箱，先报价", "red")
        await desk.keys("u").expect_text("待定 1").expect_no_text("要十箱，先报价 ")
        desk.shop.waiting_customer("新来的")
        desk.shop.take_next(giver)
        await desk.keys("r").expect_text("新找到 1 条", "待定 2")


async def test_an_item_is_noted_finished_and_taken_up_again(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        day_and_evening(desk.shop)
        await in_handover(desk, GIVER).expect_text("没有要交接的事").keys("n")
        await desk.expect_screen("HandoverForm").keys("enter").expect_text("一句话写明")
        await desk.type("打印纸快用完了").keys("enter").expect_screen("HandoverScreen")
        await desk.expect_text("共 1 件", "经过").keys("d").expect_screen("PromptDialog")
        await desk.type("已经买了").keys("enter").expect_text("共 0 件", "了结 1")
        await desk.keys("left").expect_text("[了结 1]", "办完", "已经买了").keys("u")
        await desk.expect_text("了结 0").keys("right").expect_text("[全部 1]", "打印纸快用完了")
        await desk.keys("u").expect_text("[全部 0]")


async def test_a_wrong_pin_signs_nothing(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        giver, _ = day_and_evening(desk.shop)
        matter(desk.shop, giver, "一件事")
        await in_handover(desk, GIVER).expect_text("一件事").keys("s").expect_screen("SignDialog")
        assert not desk.app.screen.query("#staff-no"), "nobody else signs for me"
        await desk.type(OTHER_PIN).keys("enter").expect_text("PIN 不对").keys("escape")
        await desk.expect_screen("HandoverScreen").expect_text("在写")
        page = desk.shop.ask(pages.one, desk.shop.ask(pages.mine, giver.id))
        assert page.sections[0].state == "open"


async def test_the_giver_takes_a_signature_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        giver, _ = day_and_evening(desk.shop)
        matter(desk.shop, giver, "一件事")
        await signed(in_handover(desk, GIVER).expect_text("一件事")).expect_text("待接")
        await desk.keys("enter").expect_focus("list-detail").keys("escape", "space")
        await desk.expect_text("已阅 1/1").keys("u").expect_text("已阅 0/1")
        await desk.keys("u").expect_text("在写 ").keys("enter").expect_screen("HandoverForm")


async def test_what_two_desks_write_of_one_matter_is_brought_together(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        giver, taker = day_and_evening(shop)
        one = matter(shop, giver, "一件事", next_action="等电话")
        await in_handover(desk, GIVER).expect_text("一件事").keys("enter")
        await desk.expect_screen("HandoverForm").expect_text("等电话").type("，今天")
        known = item(desk, one)
        theirs = replace(known.words, summary="一件急事", next_action="回电话", severity="red")
        shop.do(items.edit, one, theirs, taker.id, revision=known.revision)
        await desk.keys("enter").expect_text("刚刚由 1003", "回电话", "R 红", "“事由”两人都改了")
        await desk.keys("enter").expect_screen("HandoverScreen").expect_text("一件事，今天", "已改")
        words = item(desk, one).words
        assert words == replace(theirs, summary="一件事，今天")
        await desk.keys("u").expect_text("已撤销")
        assert item(desk, one).words == theirs


async def test_an_item_is_merged_and_given_up_and_taken_back(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        giver, _ = day_and_evening(shop)
        theirs = shop.waiting_customer("还有货吗")
        one = matter(shop, giver, "甲事", conversation_id=theirs)
        matter(shop, giver, "乙事")
        same = matter(shop, giver, "丙事", conversation_id=theirs)
        await in_handover(desk, GIVER).expect_text("丙事")
        # Of the others the one about the same customer is offered first.
        await desk.expect_text("G 甲事 ").keys("g").expect_screen("ChooseDialog").keys("enter")
        await desk.expect_screen("HandoverScreen").expect_text("“甲事”已并入")
        merged = item(desk, one)
        assert (merged.state, merged.result) == ("merged", f"并入第 {same} 条：丙事")
        await desk.keys("u").expect_text("已撤销：“甲事”已并入").keys("home")
        await desk.expect_text("G 甲事 ").keys("x").expect_screen("PromptDialog").type("不用了")
        await desk.keys("enter").expect_text("“甲事”已作废")
        assert (item(desk, one).state, item(desk, one).result) == ("dropped", "不用了")
        await desk.keys("u").expect_text("已撤销：“甲事”已作废")
        assert item(desk, one).state == "open"
        # What came before a signature cannot be taken back behind it.
        await desk.keys("d").expect_screen("PromptDialog").type("好了").keys("enter")
        await signed(desk.expect_text("共 2 件")).expect_text("待接").keys("u").expect_text("在写 ")
        await desk.keys("u").expect_text("没有可以撤销的")
        await desk.keys("right").expect_text("都定了，按 s 签字")


async def test_changes_of_one_matter_are_taken_back_one_by_one(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        giver, taker = day_and_evening(desk.shop)
        one = matter(desk.shop, giver, "甲")
        await in_handover(desk, GIVER).expect_text("甲")
        for typed, whole in (("乙", "甲乙"), ("丙", "甲乙丙")):
            await desk.keys("enter").expect_screen("HandoverForm").type(typed).keys("enter")
            await desk.expect_screen("HandoverScreen").expect_text(f"G {whole} ")
        for whole in ("甲乙", "甲"):
            await desk.keys("u").expect_text(f"G {whole} ")
        await desk.keys("enter").expect_screen("HandoverForm").type("丁").keys("enter")
        await desk.expect_screen("HandoverScreen").expect_text("G 甲丁 ")
        known = item(desk, one)
        theirs = replace(known.words, summary="别人改的")
        desk.shop.do(items.edit, one, theirs, taker.id, revision=known.revision)
        await desk.keys("u").expect_text("刚刚由 1003")
        assert item(desk, one).words == theirs


async def test_the_keys_act_while_another_page_is_read(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        giver, _ = day_and_evening(desk.shop)
        matter(desk.shop, giver, "一件事")
        matter(desk.shop, giver, "另一件事")
        await in_handover(desk, GIVER).expect_text("另一件事")
        screen = desk.app.screen
        assert isinstance(screen, HandoverScreen)

        async def turned() -> None:
            screen.turn_to_page(1)
            screen.rows.edge(1)
            assert screen.rows.cursor_item is not None
            screen.cells(screen.rows.cursor_item, screen.face(screen.rows.cursor_item))

        await desk.then(turned).keys("up", "down").expect_text("共 2 件").keys("s")
        await desk.expect_screen("SignDialog")


async def test_what_another_desk_does_is_said(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        giver, taker = day_and_evening(shop)
        one = matter(shop, giver, "一件事")
        await signed(in_handover(desk, GIVER).expect_text("一件事"))
        shop.do(taking.ack, 1, one, taker.id)
        await desk.expect_text("已阅 1/1")
        shop.do(signing.take, 1, taker.id)
        await desk.expect_text("接班人签了字", "已封存").keys("i").expect_screen("LongTextDialog")
        await desk.type("客户刚来过电话").keys("enter").expect_screen("HandoverScreen")
        await desk.expect_text("补记已加上", "补记 1002", "客户刚来过")


async def test_a_lead_stands_in_for_who_left(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        giver, taker = day_and_evening(shop)
        shop.goes_off(giver)
        matter(shop, giver, "没交的事")
        shop.later(HOUR)
        await in_handover(desk, "1001").expect_text("没交的事").keys("m")
        await desk.expect_screen("PromptDialog").expect_text("1002").type("电话没人接")
        await desk.keys("enter").expect_screen("HandoverScreen").expect_text("✗ 1002", "待接")
        section = shop.ask(pages.one, shop.ask(pages.mine, taker.id)).sections[0]
        assert (section.state, section.reason) == ("missing", "电话没人接")
        await desk.keys("escape").expect_screen("DeskScreen").keys("f5")
        await desk.expect_screen("HandoverScreen").expect_text("没交的事", "晚班").keys("c")
        await desk.expect_screen("ConfirmDialog").keys("down", "enter").expect_screen("DeskScreen")


async def test_a_lead_chooses_whom_to_stand_in_for(tmp_path: Path) -> None:
    """Of a shift that ended without a page, and of those who have not signed one."""
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        giver, _ = day_and_evening(shop)
        other = works(shop, "1004", "白班", duty=False)
        shop.later(HOUR)
        await in_handover(desk, "1001").keys("m").expect_screen("ChooseDialog")
        await desk.expect_text("白班 1002", "白班 1004").keys("down", "enter")
        await desk.expect_screen("PromptDialog").type("早退").keys("enter")
        await desk.expect_screen("HandoverScreen").expect_text("已代 1004").keys("m")
        await desk.expect_screen("PromptDialog").expect_text("1002 1002** 没有交班")
        sections = shop.ask(pages.one, shop.ask(pages.mine, giver.id)).sections
        assert {one.giver.id: one.state for one in sections} == {
            giver.id: "open",
            other.id: "missing",
        }


async def test_only_leads_stand_in(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        day_and_evening(desk.shop)
        await in_handover(desk, GIVER).keys("m").expect_text("只有组长可以代交")


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_words_stay_text(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Desk(tmp_path, size=size) as desk:
        giver, _ = day_and_evening(desk.shop)
        one = matter(desk.shop, giver, "一件事", situation="情况")
        desk.shop.do(
            lambda tx: tx.run(
                "UPDATE handover_item SET summary = :t, situation = :t WHERE id = :i",
                t=HOSTILE,
                i=one,
            )
        )
        await in_handover(desk, GIVER).expect_text("[b]")
        for key in ("d", "escape", "enter"):
            await desk.keys(key)
            assert not set(desk.text) & set("\x1b\x07\u202e")


async def test_five_hundred_matters_are_narrowed_by_typing(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        giver = works(desk.shop, GIVER, "白班")
        for number in range(500):
            matter(desk.shop, giver, f"第{number}件")
        await in_handover(desk, GIVER).expect_text("[全部 500]").keys("slash").type("第499")
        await desk.expect_text("第499件").expect_no_text("第1件")


async def test_the_page_in_hand_is_printed(tmp_path: Path) -> None:
    async with Desk(tmp_path / "home") as desk:
        giver, _ = day_and_evening(desk.shop)
        matter(desk.shop, giver, "箱子压坏")
        file = tmp_path / "交接.html"
        await in_handover(desk, GIVER).expect_text("箱子压坏").keys("f").expect_text("~/交接-第1页")
        await desk.keys("ctrl+u").type(str(file)).keys("enter").expect_text("已写到")
        html = file.read_text(encoding="utf-8")
        assert "箱子压坏" in html
        assert "还没有封存" in html


async def test_the_figures_shown_are_those_that_are_signed(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        giver, _ = day_and_evening(shop)
        shop.answers(shop.waiting_customer(), giver)
        page_id = shop.do(pages.open_for, giver.id)
        shop.later(7 * HOUR)  # the next day, ten to one
        await in_handover(desk, GIVER).expect_text("03-02 一  接待客户 1")
        shop.answers(shop.waiting_customer(), giver)
        shop.now -= 7 * 3_600_000_000  # still one more, of the day that is signed
        shop.answers(shop.waiting_customer(), giver)
        await desk.keys("s").expect_screen("SignDialog").expect_text("接待客户 2")
        await desk.expect_focus("pin").type(PIN).keys("enter").expect_text("签")
        page = shop.ask(pages.one, page_id)
        assert dict(page.sections[0].figures)["接待客户"] == "2"
