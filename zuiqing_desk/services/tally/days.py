"""Business and calendar days of moments, for many at once."""

from bisect import bisect_right

from zuiqing_desk.rules.calendar import day_starts_at
from zuiqing_desk.services import shop
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.records import ShopInfo
from zuiqing_desk.store.tx import Tx


class Days:
    """The business days from ``first`` to ``last``: when each begins, and which day it was."""

    def __init__(self, info: ShopInfo, first: int, last: int) -> None:
        zone, start = info.time_zone, info.day_start_minute
        self.zone = zone
        self.first = first
        self.last = last
        self._business = [day_starts_at(one, zone, start) for one in range(first, last + 2)]
        self._calendar = [day_starts_at(one, zone, 0) for one in range(first, last + 3)]
        self.begins_at = self._business[0]
        self.ends_at = self._business[-1]
        self.lines_from = self._calendar[0]
        """The beginning of the first calendar day that a line of them belongs to: what was
        answered earlier on it was answered that day."""
        self.answers_until = self._calendar[-1]
        """The end of the last calendar day that a line of these business days belongs to."""

    def starts(self) -> list[tuple[int, int]]:
        """Each day with the moment it begins."""
        return list(zip(range(self.first, self.last + 1), self._business, strict=False))

    def business(self, at: int) -> int | None:
        """The business day of a moment, None outside."""
        place = bisect_right(self._business, at) - 1
        return self.first + place if 0 <= place <= self.last - self.first else None

    def calendar(self, at: int) -> int:
        """The calendar day of a moment of these days, or shortly after."""
        return self.first + bisect_right(self._calendar, at) - 1


def days(tx: Tx, first: int, last: int) -> Days:
    """These days of the shop. Raises Refused ``no_shop`` or ``bad_days``."""
    info = shop.get(tx)
    if info is None:
        raise Refused("no_shop", "还没有店铺：请先运行 zuiqing-desk 完成首次设置。")
    if first > last:
        raise Refused("bad_days", "开始的日子晚于结束的日子，请对调一下。")
    return Days(info, first, last)
