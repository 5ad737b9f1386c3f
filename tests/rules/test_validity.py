"""When a reply is valid, as people write it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.calendar import iso
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.validity import from_text, until_text, valid_from, valid_until

ZONE = "Asia/Shanghai"
FIRST = datetime(2000, 1, 1, tzinfo=UTC)
SECONDS = st.integers(0, 60 * 365 * 86400)


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("2026-01-31", "2026-01-31T00:00:00.000+08:00"),
        ("2026/1/31", "2026-01-31T00:00:00.000+08:00"),
        ("2026.1.31", "2026-01-31T00:00:00.000+08:00"),
        (" 2026年1月31日 ", "2026-01-31T00:00:00.000+08:00"),
        ("２０２６－０１－３１", "2026-01-31T00:00:00.000+08:00"),
        ("2026-01-31 17:30", "2026-01-31T17:30:00.000+08:00"),
        ("2026-01-31T17:30:15", "2026-01-31T17:30:15.000+08:00"),
        ("2026-01-31 9：05", "2026-01-31T09:05:00.000+08:00"),
        ("2024-02-29", "2024-02-29T00:00:00.000+08:00"),
    ],
)
def test_a_beginning(text: str, begins: str) -> None:
    at = valid_from(text, ZONE)
    assert at is not None
    assert iso(at, ZONE) == begins


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        pytest.param("2026-01-31", "2026-02-01T00:00:00.000+08:00", id="to the end of the day"),
        pytest.param("2026-12-31", "2027-01-01T00:00:00.000+08:00", id="to the end of the year"),
        pytest.param("2026-01-31 17:30", "2026-01-31T17:30:00.000+08:00", id="to the minute"),
        pytest.param("2026-01-31 00:00", "2026-01-31T00:00:00.000+08:00", id="midnight as said"),
    ],
)
def test_an_end(text: str, ends: str) -> None:
    at = valid_until(text, ZONE)
    assert at is not None
    assert iso(at, ZONE) == ends


def test_nothing_is_no_limit() -> None:
    assert valid_from(" ", ZONE) is None
    assert valid_until("", ZONE) is None
    assert (from_text(None, ZONE), until_text(None, ZONE)) == ("", "")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("明天", "看不懂「明天」", id="a word"),
        pytest.param("01-31", "看不懂「01-31」", id="no year"),
        pytest.param("26-01-31", "看不懂", id="two digits of a year"),
        pytest.param("45322", "看不懂", id="a spreadsheet's number of a day"),
        pytest.param("2026-01-31 17", "看不懂", id="an hour alone"),
        pytest.param("2026-02-29", "没有「2026-02-29」这个时间", id="no leap year"),
        pytest.param("2026-13-01", "没有", id="no such month"),
        pytest.param("2026-01-31 25:00", "没有", id="no such hour"),
        pytest.param("9999-12-31", "看不懂", id="a year nobody means"),
    ],
)
def test_refused(text: str, says: str) -> None:
    for read in (valid_from, valid_until):
        with pytest.raises(RuleError, match=says) as refused:
            read(text, ZONE)
        assert refused.value.code == "bad_moment"


def test_how_it_is_shown() -> None:
    end = valid_until("2026-01-31", ZONE)
    assert until_text(end, ZONE) == "2026-01-31"
    assert from_text(end, ZONE) == "2026-02-01"
    assert from_text(valid_from("2026-1-31 9:05", ZONE), ZONE) == "2026-01-31 09:05"


@given(SECONDS)
def test_what_is_shown_reads_back(seconds: int) -> None:
    at = (FIRST + timedelta(seconds=seconds) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(
        microseconds=1
    )
    assert valid_from(from_text(at, ZONE), ZONE) == at
    assert valid_until(until_text(at, ZONE), ZONE) == at
