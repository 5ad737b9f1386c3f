"""Days and clock faces of a shop."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules import calendar
from zuiqing_desk.rules.errors import RuleError

SHANGHAI = "Asia/Shanghai"
ZONES = st.sampled_from([SHANGHAI, "UTC", "Asia/Kathmandu", "Pacific/Honolulu"])
MOMENTS = st.integers(946_684_800_000_000, 4_102_444_800_000_000)


def at(text: str) -> int:
    moment = datetime.fromisoformat(text)
    return round((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1000) * 1000


@pytest.mark.parametrize(
    ("moment", "zone", "start", "day"),
    [
        pytest.param("2026-01-02T15:59:59Z", SHANGHAI, 0, "2026-01-02", id="last second"),
        pytest.param("2026-01-02T16:00:00Z", SHANGHAI, 0, "2026-01-03", id="midnight in Shanghai"),
        pytest.param("2026-01-02T16:00:00Z", "UTC", 0, "2026-01-02", id="other zone, other day"),
        pytest.param("2026-01-03T03:59+08:00", SHANGHAI, 240, "2026-01-02", id="before it starts"),
        pytest.param("2026-01-03T04:00+08:00", SHANGHAI, 240, "2026-01-03", id="as it starts"),
        pytest.param("2025-12-31T23:59+08:00", SHANGHAI, 0, "2025-12-31", id="the old year"),
        pytest.param(
            "2026-01-01T00:30+08:00", SHANGHAI, 60, "2025-12-31", id="new year's eve, late"
        ),
    ],
)
def test_business_day(moment: str, zone: str, start: int, day: str) -> None:
    assert calendar.business_day(at(moment), zone, start) == date.fromisoformat(day).toordinal()


def test_the_calendar_day_knows_no_day_start() -> None:
    night = at("2026-01-03T00:30+08:00")
    assert calendar.calendar_day(night, SHANGHAI) == date(2026, 1, 3).toordinal()
    assert calendar.business_day(night, SHANGHAI, 60) == date(2026, 1, 2).toordinal()


@given(MOMENTS, ZONES, st.integers(0, 1439))
def test_a_business_day_holds_its_moments(moment: int, zone: str, start: int) -> None:
    day = calendar.business_day(moment, zone, start)
    begins = calendar.day_starts_at(day, zone, start)
    ends = calendar.day_starts_at(day + 1, zone, start)
    assert begins <= moment < ends


def test_day_starts_at() -> None:
    day = date(2026, 1, 3).toordinal()
    assert calendar.day_starts_at(day, SHANGHAI, 270) == at("2026-01-03T04:30+08:00")


def test_a_day_may_be_shorter_where_clocks_are_put_forward() -> None:
    day = date(2026, 3, 8).toordinal()
    today, tomorrow = (calendar.day_starts_at(d, "America/New_York", 0) for d in (day, day + 1))
    assert tomorrow - today == 23 * 3_600_000_000


@pytest.mark.parametrize(
    ("micros", "zone", "text"),
    [
        pytest.param(0, "UTC", "1970-01-01T00:00:00.000+00:00", id="always milliseconds"),
        pytest.param(999_999, "UTC", "1970-01-01T00:00:00.999+00:00", id="cut, not rounded"),
        pytest.param(
            1_767_315_600_123_456, SHANGHAI, "2026-01-02T09:00:00.123+08:00", id="with the offset"
        ),
        pytest.param(-1, "UTC", "1969-12-31T23:59:59.999+00:00", id="before 1970"),
    ],
)
def test_iso(micros: int, zone: str, text: str) -> None:
    assert calendar.iso(micros, zone) == text


@given(MOMENTS, ZONES)
def test_iso_reads_back_to_the_millisecond(moment: int, zone: str) -> None:
    assert at(calendar.iso(moment, zone)) == moment // 1000 * 1000


def test_clock_text() -> None:
    assert calendar.clock_text(at("2026-01-02T08:05:59+08:00"), SHANGHAI) == "08:05"


@pytest.mark.parametrize(
    "zone", ["Mars/Olympus", "上海", "", "Asia", "../etc/passwd", "a\0b", "\ud800"]
)
def test_an_unknown_zone_is_named(zone: str) -> None:
    with pytest.raises(RuleError, match="时区") as refused:
        calendar.local(0, zone)
    assert refused.value.code == "unknown_zone"


def test_what_was_typed_is_shown_cleaned() -> None:
    with pytest.raises(RuleError) as zone:
        calendar.local(0, "\x1b]0;x\x07")
    with pytest.raises(RuleError) as time:
        calendar.minutes("\x1b[2J")
    assert "\x1b" not in zone.value.message + time.value.message


@pytest.mark.parametrize(("text", "total"), [("00:00", 0), ("08:30", 510), ("24:00", 1440)])
def test_minutes(text: str, total: int) -> None:
    assert calendar.minutes(text) == total


@pytest.mark.parametrize(
    "text",
    [
        "",
        "8:00",
        "08:60",
        "24:01",
        "25:00",
        "0800",
        "08：00",
        "-1:00",
        "08:0a",
        "０８:00",
        "08:00 ",
    ],
)
def test_no_time_of_day(text: str) -> None:
    with pytest.raises(RuleError) as refused:
        calendar.minutes(text)
    assert refused.value.code == "bad_time"


@pytest.mark.parametrize(
    ("clock", "start", "end", "inside"),
    [
        pytest.param("08:00", "08:00", "24:00", True, id="the first minute counts"),
        pytest.param("07:59", "08:00", "24:00", False, id="the minute before does not"),
        pytest.param("23:59", "08:00", "24:00", True, id="up to midnight"),
        pytest.param("18:00", "09:00", "18:00", False, id="the end is out"),
        pytest.param("01:00", "20:00", "02:00", True, id="a window over midnight, after it"),
        pytest.param("21:00", "20:00", "02:00", True, id="a window over midnight, before it"),
        pytest.param("20:00", "20:00", "02:00", True, id="a window over midnight, as it begins"),
        pytest.param("02:00", "20:00", "02:00", False, id="a window over midnight, as it ends"),
        pytest.param("12:00", "20:00", "02:00", False, id="a window over midnight, outside"),
        pytest.param("12:00", "08:00", "08:00", True, id="from a time to itself is the whole day"),
    ],
)
def test_within(clock: str, start: str, end: str, inside: bool) -> None:
    assert calendar.within(at(f"2026-01-02T{clock}+08:00"), SHANGHAI, start, end) is inside
