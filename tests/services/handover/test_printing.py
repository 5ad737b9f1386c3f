"""The printed sheet says what the page says, also what came after the seal."""

from datetime import date

import pytest
from support.handover import day_and_evening, matter, works
from support.review import two_days
from support.shop import TestShop

from zuiqing_desk import paper
from zuiqing_desk.cli.handover_data import page_data
from zuiqing_desk.paper import HandoverSheet
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.handover import pages, printing, redact, remarks, signing, taking

MONDAY = date(2026, 3, 2).toordinal()


def printed(shop: TestShop, page: int) -> HandoverSheet:
    return shop.ask(printing.sheet, page)


def read_and_taken(shop: TestShop, page: int) -> None:
    taker = shop.colleague("1003").id
    for entry in shop.ask(pages.one, page).entries:
        if entry.item.words.severity == "red":
            shop.do(taking.said_back, page, entry.item.id, taker, "先问仓库")
        else:
            shop.do(taking.ack, page, entry.item.id, taker)
    shop.do(signing.take, page, taker)


def handed_over(shop: TestShop) -> int:
    giver, _ = day_and_evening(shop)
    matter(shop, giver, "箱子压坏", "red", situation="三瓶渗漏", minutes=8 * 60)
    matter(shop, giver, "打印机卡纸")
    page = shop.do(pages.open_for, giver.id)
    shop.do(signing.give, page, giver.id)
    shop.later(75 * 60)
    read_and_taken(shop, page)
    return page


def test_times_of_the_page_s_own_day_have_no_date(shop: TestShop) -> None:
    sheet = printed(shop, handed_over(shop))
    red, green = sheet.entries
    assert (red.number, red.due) == (1, "3月3日 01:45 前")
    assert (red.acked, red.said_back) == ("1003 19:00", "1003 19:00：“先问仓库”")
    assert (green.number, green.acked, green.said_back) == (2, "1003 19:00", "")
    assert (sheet.boundary, sheet.state, sheet.late) == ("18:00", "已封存 19:00", "晚 1 小时")
    assert [(one.role, one.who, one.signed) for one in sheet.signatures] == [
        ("交班", "1002 1002**", "17:45"),
        ("接班 当值", "1003 1003**", "19:00"),
    ]
    assert sheet.number == sheet.head_number == 1
    assert sheet.hash == sheet.head != ""
    assert shop.ask(printing.of_day, MONDAY) == [sheet.page]


def test_what_came_after_the_seal_is_an_amendment(shop: TestShop) -> None:
    page = handed_over(shop)
    before = printed(shop, page)
    red = shop.ask(pages.one, page).entries[0].item.id
    shop.later(86_400)
    asked = shop.do(remarks.ask_back, page, red, "谁出的单？", shop.lead.id)
    sheet = printed(shop, page)
    (said,) = sheet.remarks
    assert (said.kind, said.about, said.amendment) == ("追问", "第 1 项", "第 2 环")
    assert (said.by, said.open_question) == ("1001 甲** 3月3日 19:00", True)
    shop.do(remarks.answer, asked, "仓库", shop.colleague("1002").id)
    sheet = printed(shop, page)
    (said,) = sheet.remarks
    assert (said.answer, said.open_question) == ("仓库", False)
    assert said.answered == "1002 1002** 3月3日 19:00 封存后 第 3 环"
    assert (sheet.hash, sheet.number) == (before.hash, 1)
    assert sheet.head != before.head
    assert sheet.head_number == 3


def test_what_was_erased_is_not_printed(shop: TestShop) -> None:
    page = handed_over(shop)
    red = shop.ask(pages.one, page).entries[0].item.id
    shop.do(redact.redact_item, red, shop.lead.id)
    sheet = printed(shop, page)
    html = paper.handover_html([sheet])
    assert "三瓶渗漏" not in html
    assert "箱子压坏" not in html
    (erased,) = sheet.remarks
    assert (erased.kind, erased.amendment) == ("删除", "第 2 环")


def test_every_page_counts_what_was_erased_of_it(shop: TestShop) -> None:
    first, second = two_days(shop)
    texts = {
        page: shop.ask(
            lambda tx, page=page: tx.value(
                "SELECT count(*) FROM handover_text JOIN handover_seal USING (number)"
                " WHERE page_id = :page AND (key GLOB 'item:1:*' OR key GLOB 'remark:*')",
                page=page,
            )
        )
        for page in (first, second)
    }
    assert texts[first] != texts[second]
    shop.do(redact.redact_item, 1, shop.lead.id)
    for page in (first, second):
        erased = printed(shop, page).remarks[-1]
        assert (erased.kind, erased.amendment) == ("删除", "第 3 环")
        assert erased.text == f"应要求删除了 {texts[page]} 处文字"


def test_a_page_changed_by_hand_says_so_on_paper(shop: TestShop) -> None:
    page = handed_over(shop)
    shop.do(lambda tx: tx.run("UPDATE handover_text SET text = '没事' WHERE key LIKE '%:summary'"))
    sheet = printed(shop, page)
    assert "item:1:summary" in sheet.broken
    for shown in (paper.handover_html([sheet]), paper.handover_md([sheet], escape=False)):
        assert f"封存后被改过：{sheet.broken}" in shown
    assert sheet.broken in {row[8] for row in paper.handover_rows([sheet])}
    assert page_data(shop.ask(pages.one, page), "Asia/Shanghai")["broken"] == sheet.broken


def test_a_giver_who_left_is_named(shop: TestShop) -> None:
    giver, _ = day_and_evening(shop)
    gone = works(shop, "1004", "白班", duty=False)
    matter(shop, giver, "打印机卡纸")
    page = shop.do(pages.open_for, giver.id)
    shop.do(pages.open_for, gone.id)
    shop.do(signing.give, page, giver.id)
    shop.later(30 * 60)
    shop.do(signing.stand_in, page, gone.id, "家里有急事", shop.lead.id)
    sheet = printed(shop, page)
    assert sheet.hash == ""
    states = {section.giver: section.state for section in sheet.sections}
    assert states["1002 1002**"] == "17:45 已签"
    assert states["1004 1004**"] == "没有交班，1001 甲** 代办：家里有急事"
    notes = {one.who: (one.signed, one.note) for one in sheet.signatures}
    assert notes["1004 1004**"] == ("", states["1004 1004**"])


def test_without_a_next_shift_there_is_a_line_for_whoever_comes(shop: TestShop) -> None:
    giver = works(shop, "1002", "白班")
    shop.later(9 * 3600)
    page = shop.do(pages.open_for, giver.id)
    roles = [(one.role, one.who) for one in printed(shop, page).signatures]
    assert roles == [("交班", "1002 1002**"), ("接班", "")]


def test_a_late_colleague_s_signature_is_marked(shop: TestShop) -> None:
    late = works(shop, "1005", "晚班", duty=False)
    page = handed_over(shop)
    shop.do(signing.take, page, late.id)
    (one,) = [one for one in printed(shop, page).signatures if one.who.startswith("1005")]
    assert (one.role, one.signed, one.note) == ("接班", "19:00", "封存后 第 2 环")


def test_a_day_or_a_page_that_is_not_there(shop: TestShop) -> None:
    for query, what in ((printing.sheet, 7), (printing.of_day, MONDAY)):
        with pytest.raises(Refused) as refused:
            shop.ask(query, what)
        assert refused.value.code == "no_page"
