"""Talk of earlier days, to be found again."""

from support.desk_machine import give_pin
from support.pilot import Desk
from support.shop import TestShop

from zuiqing_desk.services import conversations

DAY_S = 86_400
HOSTILE = "[b]\x1b]52;c;aGk=\x07漏酒\u202e[/b] [@click=app.quit]图[/]"


def parcels(shop: TestShop) -> tuple[int, int]:
    """A closed talk of last week between a customer and a colleague about 韵达, and one of today
    that nobody answered yet; their ids."""
    who = shop.colleague("1002")
    shop.comes_on(who)
    old = shop.customer("tb_山**")
    shop.says(old, "發韻達還是順豐")
    shop.answers(old, who, "亲，默认韵达，走顺丰补差价。")
    shop.do(conversations.note, old, "老客户，只要韵达", who.id)
    shop.says(old, "那就韵达，收到有破损怎么办")
    shop.answers(old, who, "拍照给我们，当天登记。")
    shop.do(conversations.close, old, who.id)
    shop.goes_off(who)
    shop.later(7 * DAY_S)
    shop.comes_on(shop.lead)
    new = shop.customer("jd_海**")
    shop.says(new, "韵达到哪了")
    return old, new


def in_search(desk: Desk, staff_no: str = "1001") -> Desk:
    """Sign in and open the search from the list, no conversation in hand."""
    if staff_no != "1001":
        desk.shop.colleague(staff_no)
        give_pin(desk.shop, staff_no)
    return desk.sign_in(staff_no).keys("f7").expect_screen("HistoryScreen")
