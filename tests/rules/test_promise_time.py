"""What a person types into the field of a promise's time."""

from datetime import UTC, datetime

import pytest

from zuiqing_desk.rules.calendar import MICROSECONDS, local
from zuiqing_desk.rules.promise_time import typed_until

ZONE = "Asia/Shanghai"
NOW = int(datetime(2026, 11, 22, 2, 0, tzinfo=UTC).timestamp()) * MICROSECONDS
"""22 November, a Sunday, 10:00 in the shop."""


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("今天", "2026-11-22 23:59"),
        ("今天 18:00", "2026-11-22 18:00"),
        ("今天 08:00", "2026-11-22 08:00"),
        ("今晚8点", "2026-11-22 20:00"),
        ("明天", "2026-11-23 23:59"),
        ("明天10点前", "2026-11-23 10:00"),
        ("后天 下午3点半", "2026-11-24 15:30"),
        ("16:00之前", "2026-11-22 16:00"),
        ("09:00", "2026-11-23 09:00"),
        ("25号", "2026-11-25 23:59"),
        ("3天内", "2026-11-25 23:59"),
        ("3天", "2026-11-25 23:59"),
        ("2小时", "2026-11-22 12:00"),
        ("11-30 17:30", "2026-11-30 17:30"),
        ("11/30", "2026-11-30 23:59"),
        ("11月30日前", "2026-11-30 23:59"),
        ("１１－３０　１７：３０", "2026-11-30 17:30"),
        ("2027-01-05 09:00", "2027-01-05 09:00"),
        ("2027年1月5日", "2027-01-05 23:59"),
        ("1月5日", "2027-01-05 23:59"),
        ("11月20日 10:00", "2026-11-20 10:00"),
        ("2025年11月30日", "2025-11-30 23:59"),
    ],
)
def test_a_moment_is_read_as_it_is_meant(text: str, moment: str) -> None:
    found = typed_until(text, NOW, ZONE)
    assert found is not None
    assert f"{local(found, ZONE):%Y-%m-%d %H:%M}" == moment


@pytest.mark.parametrize(
    "text",
    [
        *("", "改天", "改天 10:00", "周五 10:00", "月底", "30", "前"),
        *("11月31日 17:30", "2月30日", "13-01", "2026-02-29 10:00"),
        *("25:00", "明天25:00", "11-30 25:00", "3点30", "11-30 17:30 左右", "11-301"),
    ],
)
def test_what_is_not_understood_whole_is_not_guessed(text: str) -> None:
    assert typed_until(text, NOW, ZONE) is None
