"""A month of a shop's days, and its statistics in a desk under test."""

from support.desk_machine import give_pin
from support.orders import add_order
from support.pilot import Desk
from support.shop import OPENING, SECOND, TestShop

from zuiqing_desk.services import conversations
from zuiqing_desk.services.orders import linking

DAY = 24 * 3600


def month(shop: TestShop, days: int = 12) -> None:
    """Some days of two agents: each day one customer more, some slow answers, some sales."""
    first, second = shop.colleague("2001"), shop.colleague("2002")
    for day in range(days, -1, -1):
        shop.now = OPENING - day * DAY * SECOND
        shop.comes_on(first)
        for number in range(1 + day % 4):
            talk = shop.customer(f"tb_**{day}{number}")
            shop.says(talk, "这款1983还有货吗")
            shop.later(8 + 31 * number)
            shop.answers(talk, second if number == 1 else first, "有的，今天下单今天发。")
            shop.later(60)
            if number == 0:
                order = add_order(shop, amount_fen=76_800, number=f"2603{day:08}")
                shop.do(linking.link, order, talk, None)
            shop.do(conversations.close, talk, shop.lead.id)
    shop.later(4 * 3600)


def in_tally(desk: Desk, staff_no: str = "1001") -> Desk:
    """Sign in and open the statistics, as F8 does."""
    if staff_no != "1001":
        desk.shop.colleague(staff_no)
        give_pin(desk.shop, staff_no)
    desk.sign_in(staff_no).keys("f8").expect_screen("TallyScreen")
    return desk.expect_focus("list-rows").expect_no_text("正在数")
