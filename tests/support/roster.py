"""A roster in a shop under test. Times are hours after midnight in Shanghai of a day."""

from support.shop import OPENING, TestShop

from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.services.roster import planning, reading
from zuiqing_desk.services.roster.records import Cell, Change

HOUR = 3_600_000_000
MIDNIGHT = OPENING - 9 * HOUR
MONDAY = 739_677
"""2026-03-02, the day of OPENING."""


def at(day: int, hour: float) -> int:
    """The moment of an hour on a day (an ordinal)."""
    return MIDNIGHT + int(((day - MONDAY) * 24 + hour) * HOUR)


def plan(
    shop: TestShop, who: StaffMember, day: int, shift: str = "白班", *, duty: bool = False
) -> Change:
    """Put somebody on the roster, as the lead; 休 and 假 too."""
    kind = {"休": "rest", "假": "leave"}.get(shift, "work")
    line = shift if kind == "work" else ""
    return shop.do(planning.put, who.id, day, kind, line, shop.lead.id, duty=duty)


def day(shop: TestShop, who: StaffMember, ordinal: int) -> list[Cell]:
    """What stands on somebody's day."""
    found = shop.ask(reading.cells, ordinal, ordinal)
    return [cell for cell in found if cell.staff_id == who.id]


def words(shop: TestShop, who: StaffMember, first: int, days: int = 1) -> list[str]:
    """The cells of somebody's days in words, '' for an empty one."""
    return [
        " / ".join(cell.words for cell in day(shop, who, ordinal))
        for ordinal in range(first, first + days)
    ]
