"""Days of the shop's calendar become moments."""

from datetime import date

import pytest

from zuiqing_desk.rules.calendar import iso
from zuiqing_desk.rules.history_query import Parts
from zuiqing_desk.services.history.asking import asked, moments
from zuiqing_desk.services.history.records import Ask

ZONE = "Asia/Shanghai"


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.mark.parametrize("zone", [ZONE, "Europe/Berlin"])
def test_a_span_ends_where_the_day_after_it_begins(zone: str) -> None:
    # In Berlin the clocks went forward on 29 March.
    since, until = moments((day("2026-03-28"), day("2026-03-29")), zone)
    assert since is not None
    assert until is not None
    assert iso(since, zone).startswith("2026-03-28T00:00:00")
    assert iso(until, zone).startswith("2026-03-30T00:00:00")


def test_either_end_may_be_open() -> None:
    assert moments((None, None), ZONE) == (None, None)
    assert moments((day("2026-03-02"), None), ZONE)[1] is None
    assert moments((None, day("2026-03-02")), ZONE)[0] is None


def test_the_ends_of_the_calendar_are_no_fault() -> None:
    since, until = moments((date.min.toordinal(), date.max.toordinal()), ZONE)
    assert since is not None
    assert since < 0
    assert until is None


def test_everything_typed_is_asked() -> None:
    parts = Parts("韵达 急", "王", "1002", "旗舰", (None, None))
    assert asked(parts, ZONE, 7) == Ask("韵达 急", 7, "王", "1002", "旗舰", None, None)
