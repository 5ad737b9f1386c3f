"""Days gone by, as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.past_days import days, written

TODAY = date(2026, 11, 22).toordinal()
"""A Sunday."""

MEANT = {
    "今天": "2026-11-22",
    "昨天": "2026-11-21",
    "前天": "2026-11-20",
    "本周": "2026-11-16..2026-11-22",
    "上周": "2026-11-09..2026-11-15",
    "本月": "2026-11-01..2026-11-30",
    "上个月": "2026-10-01..2026-10-31",
    "今年": "2026-01-01..2026-12-31",
    "去年": "2025-01-01..2025-12-31",
    "2025": "2025-01-01..2025-12-31",
    "2026-02": "2026-02-01..2026-02-28",
    "2026-2-3": "2026-02-03",
    "2026年11月1日": "2026-11-01",
    "2026年11月": "2026-11-01..2026-11-30",
    "2026/11/1": "2026-11-01",
    "２０２６－１１－０１": "2026-11-01",
    "11-22": "2026-11-22",
    "11月1号": "2026-11-01",
    "11月": "2026-11-01..2026-11-30",
    "9月份": "2026-09-01..2026-09-30",
    "12月": "2025-12-01..2025-12-31",
    "近7天": "2026-11-16..2026-11-22",
    "1天": "2026-11-22",
    "12-25": "2025-12-25",
    "2-29": "2024-02-29",
    "2026-11-01..2026-11-20": "2026-11-01..2026-11-20",
    "11-1至11-3": "2026-11-01..2026-11-03",
    "上月到昨天": "2026-10-01..2026-11-21",
    "2026-11-01 ~ 今天": "2026-11-01..2026-11-22",
    "2026-11-01..": "2026-11-01..",
    "..昨天": "..2026-11-21",
    "2026-11-01…2026-11-01": "2026-11-01",
}


@pytest.mark.parametrize("text", MEANT)
def test_what_is_meant(text: str) -> None:
    assert written(days(text, TODAY)) == MEANT[text]


def test_in_january_last_month_is_last_year() -> None:
    assert written(days("上月", date(2026, 1, 3).toordinal())) == "2025-12-01..2025-12-31"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "看不懂"),
        ("..", "看不懂"),
        ("明天下午", "看不懂"),
        ("2026-11-", "看不懂"),
        ("1..2..3", "看不懂"),
        ("2026-11-31", "没有这一天"),
        ("13月", "没有这一天"),
        ("近0天", "看不懂"),
        ("2-30", "没有这一天"),
        ("0000", "没有这一天"),
        ("2026-11-20..2026-11-01", "前后反了"),
    ],
)
def test_what_is_wrong_is_quoted(text: str, words: str) -> None:
    with pytest.raises(RuleError, match=words) as refused:
        days(text, TODAY)
    assert refused.value.code == "bad_day"
    assert f"“{text}”" in refused.value.message


@given(st.dates(), st.dates(), st.dates(), st.booleans(), st.booleans())
def test_what_is_written_is_read_again_on_any_day(
    one: date, other: date, today: date, open_first: bool, open_last: bool
) -> None:
    first, last = sorted((one.toordinal(), other.toordinal()))
    span = (None if open_first else first, None if open_last and not open_first else last)
    assert days(written(span), today.toordinal()) == span


@given(st.text(alphabet="0123456789-./年月日天近今昨本上去周至 ~…２", max_size=12), st.dates())
def test_whatever_is_typed_is_a_span_or_refused(text: str, today: date) -> None:
    try:
        first, last = days(text, today.toordinal())
    except RuleError:
        return
    assert (first, last) != (None, None)
    assert first is None or last is None or first <= last
