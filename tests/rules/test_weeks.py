"""Weeks by business day."""

from datetime import date

import pytest

from zuiqing_desk.rules.weeks import day_text, monday_of, week_text


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        ("2026-03-02", "2026-03-02"),
        ("2026-03-08", "2026-03-02"),
        ("2026-03-09", "2026-03-09"),
        ("2026-01-01", "2025-12-29"),
        ("2024-02-29", "2024-02-26"),
    ],
)
def test_a_week_begins_on_monday(day: str, monday: str) -> None:
    assert monday_of(_day(day)) == _day(monday)


@pytest.mark.parametrize(
    ("monday", "words"),
    [
        ("2026-03-02", "2026年3月2日–3月8日"),
        ("2026-02-23", "2026年2月23日–3月1日"),
        ("2025-12-29", "2025年12月29日–2026年1月4日"),
    ],
)
def test_a_week_says_its_days(monday: str, words: str) -> None:
    assert week_text(_day(monday)) == words


def test_a_day_says_its_weekday() -> None:
    assert day_text(_day("2026-03-01")) == "2026年3月1日 星期日"
