"""Handovers that are over, in a shop under test, for whoever reads them afterwards."""

from support.handover import HOUR, matter, works
from support.pilot import Desk
from support.shop import TestShop

from zuiqing_desk.services.handover import pages, remarks, signing, taking
from zuiqing_desk.services.records import StaffMember


def given(shop: TestShop, giver: StaffMember) -> int:
    """The page of a shift that has just ended, signed by who leaves; its id."""
    page_id = shop.do(pages.open_for, giver.id)
    shop.do(signing.give, page_id, giver.id)
    return page_id


def taken(shop: TestShop, page_id: int, taker: StaffMember) -> int:
    """The page, read and signed by who comes."""
    for entry in shop.ask(pages.one, page_id).entries:
        if entry.item.words.severity == "red":
            shop.do(taking.said_back, page_id, entry.item.id, taker.id, "先办这件")
        else:
            shop.do(taking.ack, page_id, entry.item.id, taker.id)
    assert shop.do(signing.take, page_id, taker.id)
    return page_id


def two_days(shop: TestShop) -> list[int]:
    """Two days of handovers from 1002 to 1003, the second late and with a question; the pages."""
    giver, taker = works(shop, "1002", "白班"), works(shop, "1003", "晚班")
    works(shop, "1002", "白班", days=1)
    works(shop, "1003", "晚班", days=1)
    shop.comes_on(giver)
    shop.later(8.75 * HOUR)
    waiting = shop.waiting_customer("漏发两瓶怎么办")
    matter(
        shop,
        giver,
        "漏发两瓶，今晚要回",
        "red",
        kind="aftersale",
        situation="客户收到四瓶，少两瓶，已截图",
        next_action="找仓库补发，回单号",
        minutes=120,
        conversation_id=waiting,
    )
    matter(shop, giver, "包装袋只剩一箱", kind="material")
    first = taken(shop, given(shop, giver), taker)
    shop.later(24 * HOUR)
    second = given(shop, giver)
    item = shop.ask(pages.one, second).entries[0].item
    shop.do(remarks.ask, second, item.id, "仓库答应了吗", taker.id)
    shop.later(0.75 * HOUR)
    return [first, taken(shop, second, taker)]


def in_review(desk: Desk, staff_no: str = "1001") -> Desk:
    """Sign in and open the view over all shifts, as its key does."""
    desk.sign_in(staff_no).keys("f2").keys("h").expect_screen("ReviewScreen")
    return desk.expect_focus("list-rows").expect_no_text("正在读交接本")
