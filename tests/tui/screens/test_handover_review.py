"""The lead's view on screen: every shift by day, what is open, questions, search, erasing."""

from pathlib import Path

import pytest
from support.handover import HOUR, matter, works
from support.orders import add_order
from support.pilot import Desk
from support.review import given, in_review, taken, two_days
from support.shop import TestShop

from zuiqing_desk.services.handover import items, pages, remarks, review, verify
from zuiqing_desk.services.handover.records import ItemWords, Page
from zuiqing_desk.tui.widgets.review_list import MixedList, TextList

SIZES = [(80, 24), (120, 40), (200, 60)]
HOSTILE = "[b]\x1b]52;c;aGk=\x07名\u202e[/]"


def page(shop: TestShop, page_id: int) -> Page:
    return shop.ask(pages.one, page_id)


def at_second(text: TextList) -> bool:
    """Whether the cursor is at the second matter of a page."""
    return text.line is not None and text.line.words.plain.startswith("G 2.")


@pytest.mark.parametrize("size", SIZES)
async def test_without_pages_it_says_how_one_is_made(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Desk(tmp_path, size=size) as desk:
        await in_review(desk).expect_text("每一班都审过了", "Esc 返回").keys("right")
        await desk.expect_text("还没有交接过", "F5")


@pytest.mark.parametrize("size", SIZES)
async def test_the_newest_unread_shift_stands_first_and_owed_ones_stand_out(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with Desk(tmp_path, size=size) as desk:
        two_days(desk.shop)
        await in_review(desk).expect_text("▲ 1 班没有交完：1003**", "[未审 3]", "晚30分", "准时")
        words = ("2项 红1", "还开着2 最久2班", "1问没答") if size[0] == 200 else ("2 R1", "开2·2班")
        await desk.expect_text(*words, "晚了 30 分钟", "✓ 17:45 签字")
        rows = desk.text.split("\n")[3:6]
        days = [("●", "26-03-03", "白班"), ("▲", "26-03-02", "晚班"), ("●", "26-03-02", "白班")]
        for row, (mark, day, shift) in zip(rows, days, strict=True):
            assert row.startswith(f" {mark}  {day}")
            assert shift in row[:30]


async def test_reviewed_and_not_by_the_same_key(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        _, second = two_days(shop)
        await in_review(desk).expect_text("[未审 3]").keys("v").expect_text("已审", "[未审 2]")
        assert page(shop, second).reviewed_by is not None
        await desk.keys("u").expect_text("[未审 3]", "已撤销")
        await desk.keys("home", "v").expect_text("[未审 2]").keys("right", "end")
        await desk.expect_text("✓ 1001 甲**", "v 取消已审").keys("v").expect_text("未审 3")
        assert page(shop, second).reviewed_by is None


async def test_who_does_not_lead_reads_but_does_not_review(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        _, second = two_days(desk.shop)
        await in_review(desk, "1002").expect_text("[未审 3]").expect_no_text("v 已审").keys("v")
        await desk.expect_text("组长").keys("c").expect_text("批注要组长来写")
        await desk.keys("w").expect_text("追问要组长来写").expect_screen("ReviewScreen")
        assert page(desk.shop, second).reviewed_by is None


async def test_what_is_open_and_for_how_many_shifts(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        two_days(desk.shop)
        order_id = add_order(desk.shop, buyer="tb_只有订单")
        words = ItemWords("other", "green", "等单号", order_id=order_id)
        desk.shop.do(items.note, words, desk.shop.lead.id)
        in_review(desk).keys("right", "right").expect_text("[还开着 3]", "2 班", "▲ 3月2日 19:45")
        await desk.keys("end").expect_text("Enter 订单").keys("enter").expect_screen("OrdersScreen")
        await desk.expect_text("tb_只有订单").keys("escape").expect_screen("ReviewScreen")
        await desk.keys("home").expect_text("经过", "转到下一页", "Enter 会话").keys("enter")
        await desk.expect_screen("DeskScreen").expect_text("漏发两瓶怎么办")


async def test_a_question_is_asked_back_and_answered_on_the_page(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        _, second = two_days(shop)
        await in_review(desk).expect_text("疑1").keys("e").expect_text("仓库答应了吗")
        await desk.type("答应了，明天发").keys("enter").expect_text("已回答", "└ 答", "疑✓")
        await desk.keys("w").expect_text("不能改也不能删").type("单号呢").keys("enter")
        await desk.expect_text("追问  1001 甲**").keys("c").type("下次先拍照").keys("enter")
        await desk.expect_text("批注  1001 甲**", "下次先拍照")
        said = page(shop, second).said
        assert [(one.kind, one.text, one.answer) for one in said] == [
            ("question", "仓库答应了吗", "答应了，明天发"),
            ("ask_back", "单号呢", ""),
            ("comment", "下次先拍照", ""),
        ]
        assert shop.ask(verify.verify).ok


async def test_two_leads_answer_one_question(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        _, second = two_days(shop)
        other = shop.hire("1009", "lead")
        await in_review(desk).expect_text("疑1").keys("e").expect_text("仓库答应了吗").type("没有")
        [question] = page(shop, second).said
        shop.do(remarks.answer, question.id, "答应了", other.id)
        await desk.keys("enter").expect_text("1009", "答应了", "您写的还在").keys("enter")
        await desk.expect_text("疑✓", "补记  1001 甲**")
        answered, added = page(shop, second).said
        assert (answered.answer, added.text, added.kind) == ("答应了", "没有", "addition")


async def test_the_day_before_stands_alongside(tmp_path: Path) -> None:
    async with Desk(tmp_path, size=(200, 60)) as desk:
        two_days(desk.shop)
        await in_review(desk).expect_text("2026年3月3日 周二").keys("b")
        await desk.expect_text("前一天", "2026年3月2日 周一", "2026年3月3日 周二").keys("b")
        await desk.expect_no_text("2026年3月2日 周一").resize(120, 40).keys("b")
        await desk.expect_text("2026年3月2日 周一").expect_no_text("2026年3月3日 周二")
        await desk.keys("slash").type("没有的词").expect_text("换个说法").expect_no_text("前一天")
        await desk.keys("escape", "escape", "home").expect_text("2026年3月2日 周一")
        await desk.keys("down").expect_text("▲ 没有交接：1003**").expect_no_text("前一天没有")
        await desk.keys("right", "right").expect_text("[还开着 2]", "经过", "转到下一页")


async def test_all_pages_are_searched_while_one_types(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        two_days(desk.shop)
        await in_review(desk).keys("slash").type("补发").expect_text("找仓库补发，回单号")
        text = desk.text
        assert text.count("找仓库补发，回单号") >= 2
        assert text.index("26-03-03") < text.index("26-03-02")
        await desk.keys("backspace", "backspace").type("bzd").expect_text("包装袋只剩一箱")
        await desk.keys("enter", "enter").expect_screen("HandoverReader")
        await desk.expect_text("G 2. 包装袋只剩一箱", "n p 换一条").keys("escape")
        await desk.expect_screen("ReviewScreen").keys("escape").expect_text("[未审 3]")
        await desk.keys("slash").type("没有的词" * 90).expect_text("所有交接页里都没有", "换个说法")


@pytest.mark.parametrize("size", SIZES)
async def test_a_whole_page_leads_to_its_conversation(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with Desk(tmp_path, size=size) as desk:
        two_days(desk.shop)
        await (
            in_review(desk).expect_text("Enter 整页").keys("enter").expect_screen("HandoverReader")
        )
        await desk.expect_text("● 未审", "红 1", "第 2 环").keys("n").expect_text("Enter 会话")
        await desk.keys("enter").expect_screen("DeskScreen").expect_text("漏发两瓶怎么办")


async def test_a_matter_is_erased_from_every_page_after_asking(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        two_days(shop)
        await in_review(desk).keys("enter").expect_screen("HandoverReader").expect_text("● 未审")
        await desk.keys("n", "x").expect_text("只这一条").keys("enter").expect_text("不能恢复")
        await desk.keys("escape").expect_screen("HandoverReader").keys("x", "enter")
        await desk.expect_text("不能恢复").keys("down", "enter")
        await desk.expect_text("内容已抹去").expect_no_text("漏发两瓶", "补发")
        assert shop.ask(verify.verify).ok
        await desk.keys("escape").expect_screen("ReviewScreen").keys("slash").type("补发")
        await desk.expect_text("所有交接页里都没有")


async def test_everything_of_a_customer_is_erased_at_once(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        two_days(shop)
        await in_review(desk).keys("right", "right").expect_text("[还开着 2]").keys("x")
        await (
            desk.expect_text("的每一条")
            .keys("down", "enter")
            .expect_text("客户 tb_** 的全部", "问题登记本")
        )
        await desk.keys("down", "enter").expect_text("1 条的内容已抹去")
        await desk.expect_no_text("漏发两瓶")
        assert shop.ask(verify.verify).ok


async def test_a_page_begun_and_not_signed_in_time_stands_out(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        giver = works(shop, "1002", "白班")
        shop.later(8.75 * HOUR)
        matter(shop, giver, "要回电")
        shop.do(pages.open_for, giver.id)
        await in_review(desk).expect_text("在写", "[未审 1]", "还没签字").expect_no_text("v 已审")
        await desk.expect_no_text("没有交完").keys("escape").later(2 * HOUR).keys("h")
        await desk.expect_text("▲ 1 班没有交完：1002**", "▲  26-03-02  白班  1002**", "在写1时")


async def test_a_page_is_printed_into_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with Desk(tmp_path / "home", size=(120, 40)) as desk:
        two_days(desk.shop)
        await in_review(desk).expect_text("f 打印").keys("f").expect_text("~/交接-第2页.html")
        await desk.keys("ctrl+u").type("交接.html").keys("enter")
        await desk.expect_text("已写到", "用浏览器打开就能打印")
        html = (tmp_path / "交接.html").read_text(encoding="utf-8")
        assert "漏发两瓶，今晚要回" in html
        assert 'class="seal"' in html
        await desk.keys("enter").expect_screen("HandoverReader").expect_text("f 打印").keys("f")
        await desk.expect_text("~/交接-第2页.html").keys("ctrl+u").type("交接.md").keys("enter")
        await desk.expect_text("交接.md", "写好了。").keys("escape").expect_screen("ReviewScreen")
        await desk.keys("right", "right").expect_text("[还开着 2]").keys("f")
        await desk.expect_text("先选中一页")


async def test_what_customers_wrote_does_nothing_to_the_terminal(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        giver, taker = works(shop, "1002", "白班"), works(shop, "1003", "晚班")
        shop.later(8.75 * HOUR)
        matter(shop, giver, HOSTILE, "red", situation=HOSTILE)
        taken(shop, given(shop, giver), taker)
        await in_review(desk).expect_text("[b]", "名[/]").keys("enter").expect_text("情况", "名[/]")
        assert "\x1b]52" not in desk.text


async def test_a_page_changed_by_hand_says_so(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        two_days(shop)
        shop.do(
            lambda tx: tx.run("UPDATE handover_text SET text = '没事' WHERE key LIKE '%:summary'")
        )
        await in_review(desk).expect_text("✗ 封存后被改过")
        assert len(shop.ask(review.rows)) == 3
        shop.do(lambda tx: tx.run("UPDATE handover_seal SET body = '{}' WHERE number = 2"))
        await desk.keys("enter").expect_screen("HandoverReader").expect_text("✗ 第 2 页封存的内容")
        await desk.expect_no_text("正在读这一页")


async def test_a_late_page_left_in_the_book_says_so(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        giver, taker = works(shop, "1002", "白班"), works(shop, "1003", "白班", days=1)
        shop.later(9.5 * HOUR)
        page_id = given(shop, giver)
        shop.later(14 * HOUR)
        taken(shop, page_id, taker)
        await in_review(desk).expect_text("留·晚30分", "▲ 晚了 30 分钟")


async def test_what_happens_meanwhile_leaves_the_cursor_where_it_was(tmp_path: Path) -> None:
    async with Desk(tmp_path) as desk:
        shop = desk.shop
        _, second = two_days(shop)
        for _ in range(2):
            shop.do(remarks.comment, second, None, "仓库说明天", shop.lead.id)
        await in_review(desk).keys("slash").type("仓库").expect_text("筛选  仓库", "仓库答应了吗")
        rows = desk.app.screen.query_one(MixedList)
        await desk.expect(lambda: len(rows.items) == 4, "what is said twice is found once")
        await desk.keys("enter", "down", "down").expect_text("“找仓库补发，回单号”")
        first = page(shop, second).entries[0].item.id
        shop.do(remarks.comment, second, first, "加急", shop.lead.id)
        await desk.expect_text("批注  1001 甲** 18:30：加急", "“找仓库补发，回单号”")
        await desk.keys("enter").expect_screen("HandoverReader").expect_text("2 项").keys("n")
        text = desk.app.screen.query_one(TextList)
        await desk.expect(lambda: at_second(text))
        shop.do(remarks.comment, second, first, "要快", shop.lead.id)
        await desk.expect_text("要快")
        assert at_second(text)
