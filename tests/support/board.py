"""Colleagues at work, for the live board."""

from support.pilot import Desk
from support.shop import TestShop

from zuiqing_desk.services import duty, presence
from zuiqing_desk.services.records import StaffMember


def at_work(shop: TestShop) -> tuple[StaffMember, StaffMember]:
    """1002 with three customers, two of whom wait, one overdue; 1003 away; one with nobody."""
    busy, away = shop.colleague("1002"), shop.colleague("1003")
    shop.comes_on(busy)
    for name in ("tb_9921", "jd_海风", "wx_老李"):
        shop.says(shop.customer(name), "这款1983还有货吗")
    shop.answers(1, busy)
    shop.later(150)
    shop.says(1, "那发韵达可以吗")
    shop.answers(2, busy)
    shop.later(60)
    shop.comes_on(away)
    shop.do(duty.away, away.id)
    snoozed = shop.customer("tb_小周")
    shop.says(snoozed)
    shop.do(presence.beat, "desk-1002", busy.id, viewing=1, typing=1)
    return busy, away


def hands(shop: TestShop, conversation: int) -> str | None:
    """Who has it."""
    return shop.row(conversation).assignee_no


def on_the_board(desk: Desk, staff_no: str = "1001") -> Desk:
    """Signed in, with the board open and read."""
    return desk.sign_in(staff_no).keys("q").expect_screen("BoardScreen").expect_text("在岗 ")
