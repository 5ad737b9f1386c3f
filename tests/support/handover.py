"""A shift that ends in a shop under test: who leaves, who comes, what is open."""

from support.desk_machine import PIN, give_pin
from support.pilot import Desk
from support.shop import TestShop

from zuiqing_desk.rules.calendar import calendar_day
from zuiqing_desk.rules.handover_words import Kind, Severity
from zuiqing_desk.services.handover import items
from zuiqing_desk.services.handover.records import ItemWords
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.services.roster import planning

GIVER, TAKER = "1002", "1003"
HOUR = 3600.0
TO_EVENING = 8.75 * HOUR
"""From the opening of the shop under test to a quarter of an hour before its day shift ends."""


def works(
    shop: TestShop, staff_no: str, shift: str, *, days: int = 0, duty: bool = True
) -> StaffMember:
    """This colleague, with a PIN, on the roster in so many days."""
    who = shop.colleague(staff_no)
    give_pin(shop, staff_no)
    day = calendar_day(shop.now, "Asia/Shanghai") + days
    shop.do(planning.put, who.id, day, "work", shift, shop.lead.id, duty=duty)
    return who


def day_and_evening(shop: TestShop) -> tuple[StaffMember, StaffMember]:
    """1002 works by day and 1003 in the evening; it is a quarter to six."""
    giver, taker = works(shop, GIVER, "白班"), works(shop, TAKER, "晚班")
    shop.comes_on(giver)
    shop.later(TO_EVENING)
    return giver, taker


def matter(
    shop: TestShop,
    by: StaffMember,
    summary: str,
    severity: Severity = "green",
    *,
    kind: Kind = "other",
    situation: str = "",
    next_action: str = "",
    minutes: int | None = None,
    conversation_id: int | None = None,
) -> int:
    """An open item of the notebook, due in so many minutes."""
    due_at = None if minutes is None else shop.now + minutes * 60_000_000
    words = ItemWords(
        kind,
        severity,
        summary,
        situation,
        next_action,
        due_at=due_at,
        conversation_id=conversation_id,
    )
    return shop.do(items.note, words, by.id)


def in_handover(desk: Desk, staff_no: str) -> Desk:
    """Sign in and open the notebook, as F5 does."""
    desk.sign_in(staff_no).keys("f5").expect_screen("HandoverScreen")
    return desk.expect_focus("list-rows").expect_no_text("正在读交接本")


def signed(desk: Desk, pin: str = PIN) -> Desk:
    """Sign the page that is open as whoever the dialog asks for."""
    desk.keys("s").expect_screen("SignDialog").expect_focus("pin").type(pin).keys("enter")
    return desk.expect_screen("HandoverScreen").expect_focus("list-rows")
