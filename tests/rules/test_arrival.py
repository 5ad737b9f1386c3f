"""When an order goes out and when it arrives."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules import arrival
from zuiqing_desk.rules.arrival import Days, Expected
from zuiqing_desk.rules.calendar import calendar_day, clock_text
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.policy import ShopPolicy

ZONE = "Asia/Shanghai"
DAY = 86_400 * 1_000_000
MOMENTS = st.integers(1_700_000_000_000_000, 1_900_000_000_000_000)
CUTOFFS = st.sampled_from(["00:00", "09:00", "17:30", "24:00"])


def at(day: int, clock: str) -> int:
    """A moment of March 2026 in Shanghai."""
    hour, minute = map(int, clock.split(":"))
    moment = datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo(ZONE))
    return int(moment.timestamp()) * 1_000_000


def march(day: int) -> int:
    return date(2026, 3, day).toordinal()


@pytest.mark.parametrize(
    ("paid", "goes"),
    [
        pytest.param(at(2, "00:00"), 2, id="the first minute of the day"),
        pytest.param(at(2, "17:29"), 2, id="the last minute before the cut-off"),
        pytest.param(at(2, "17:30"), 3, id="at the cut-off it is too late"),
        pytest.param(at(2, "23:59"), 3, id="at night"),
    ],
)
def test_paid_before_the_cut_off_goes_out_the_same_day(paid: int, goes: int) -> None:
    assert arrival.dispatch_day(paid, "17:30", ZONE) == march(goes)


@pytest.mark.parametrize(
    ("paid", "now", "held", "goes"),
    [
        pytest.param(None, at(2, "10:00"), None, 2, id="unpaid, as if paid now"),
        pytest.param(None, at(2, "18:00"), None, 3, id="unpaid, after the cut-off"),
        pytest.param(at(2, "10:00"), at(2, "19:00"), None, 2, id="paid in time, still today"),
        pytest.param(at(2, "18:00"), at(2, "19:00"), None, 3, id="paid too late for today"),
        pytest.param(at(1, "10:00"), at(3, "10:00"), None, 3, id="late already: next is today"),
        pytest.param(at(1, "10:00"), at(3, "18:00"), None, 4, id="late already: next is tomorrow"),
        pytest.param(at(2, "10:00"), at(2, "11:00"), at(5, "09:00"), 5, id="held until the 5th"),
        pytest.param(at(2, "10:00"), at(2, "11:00"), at(1, "09:00"), 2, id="a hold that is over"),
    ],
)
def test_the_day_an_order_that_is_here_goes_out(
    paid: int | None, now: int, held: int | None, goes: int
) -> None:
    assert arrival.goes_out(paid, now, "17:30", ZONE, held_until=held) == march(goes)


@given(st.none() | MOMENTS, MOMENTS, CUTOFFS, st.none() | MOMENTS)
def test_nothing_goes_out_in_the_past_nor_before_its_hold(
    paid: int | None, now: int, cutoff: str, held: int | None
) -> None:
    day = arrival.goes_out(paid, now, cutoff, ZONE, held_until=held)
    assert day >= calendar_day(now, ZONE)
    assert held is None or day >= calendar_day(held, ZONE)
    ends = arrival.day_ends(day, ZONE)
    assert (calendar_day(ends, ZONE), clock_text(ends, ZONE)) == (day, "23:59")


@pytest.mark.parametrize(
    ("text", "places", "days"),
    [
        ("其他 3-5", ("其他",), Days(3, 5)),
        ("广东 2", ("广东",), Days(2, 2)),
        ("广东、广西　2–3天", ("广东", "广西"), Days(2, 3)),
        ("广东省：2至3", ("广东",), Days(2, 3)),
        ("内蒙古自治区 4-6", ("内蒙古",), Days(4, 6)),
        ("北京市 １－２", ("北京",), Days(1, 2)),
    ],
)
def test_rows_of_the_table(text: str, places: tuple[str, ...], days: Days) -> None:
    assert arrival.line(text) == (places, days)


@pytest.mark.parametrize("text", ["", "广东", "2-3", "广东 3-2", "广东 99", "广东 -1", "省 2"])
def test_a_row_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(RuleError) as refused:
        arrival.line(text)
    assert refused.value.code == "transit"


@given(st.text(max_size=20))
def test_any_text_is_a_row_or_refused(text: str) -> None:
    try:
        places, days = arrival.line(text)
    except RuleError:
        assert arrival.table([text]) == {}
    else:
        assert arrival.table([text]) == dict.fromkeys(places, days)
        assert 0 <= days.first <= days.last


def test_the_house_table_knows_every_province() -> None:
    table = arrival.table(ShopPolicy().transit_days)
    assert arrival.on_the_way(table, "广东省") == Days(3, 5)
    assert arrival.on_the_way(table, "西藏自治区") == Days(7, 10)
    assert arrival.on_the_way(table, "新疆维吾尔自治区") == Days(6, 8)


def test_an_address_that_was_not_placed_is_not_guessed() -> None:
    assert arrival.on_the_way({"其他": Days(3, 5)}, "") is None
    assert arrival.on_the_way({"广东": Days(2, 3)}, "广西壮族自治区") is None


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 11, 25), date(2026, 11, 26), "11月25日–26日"),
        (date(2026, 11, 25), date(2026, 11, 25), "11月25日"),
        (date(2026, 11, 30), date(2026, 12, 2), "11月30日–12月2日"),
        (date(2026, 12, 31), date(2027, 1, 2), "12月31日–1月2日"),
    ],
)
def test_the_days_in_words(first: date, last: date, words: str) -> None:
    assert arrival.words(Expected(first.toordinal(), last.toordinal())) == words


@given(st.integers(700_000, 800_000), st.integers(0, 60), st.integers(0, 60))
def test_expected_days_follow_each_other(day: int, one: int, other: int) -> None:
    days = Days(min(one, other), max(one, other))
    found = arrival.expected(day, days)
    assert day <= found.first <= found.last
    assert arrival.words(found)
