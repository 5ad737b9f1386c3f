"""Days as people write them, and the letters of the grid."""

from datetime import date

import pytest

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.shifts import preset
from zuiqing_desk.tui.roster_words import days_of, letters


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("5", (2026, 3, 5), (2026, 3, 5)),
        ("5-8", (2026, 3, 5), (2026, 3, 8)),
        (" 5 至 8号 ", (2026, 3, 5), (2026, 3, 8)),
        ("28~4/2", (2026, 3, 28), (2026, 4, 2)),
        ("4月1日-3日", (2026, 4, 1), (2026, 4, 3)),
        ("12/30-1/2", (2026, 12, 30), (2027, 1, 2)),
    ],
)
def test_days_are_read_as_they_are_written(
    typed: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    assert days_of(typed, 2026, 3) == (date(*first).toordinal(), date(*last).toordinal())


@pytest.mark.parametrize("typed", ["", "32", "8-5", "2/30", "下周", "1-2-3", "0", "13/1"])
def test_what_is_no_days_is_refused(typed: str) -> None:
    with pytest.raises(RuleError) as refused:
        days_of(typed, 2026, 3)
    assert refused.value.code == "bad_days"


def test_shifts_that_begin_alike_are_told_apart_by_their_number() -> None:
    presets = [
        preset(line) for line in ("白班 09:00-18:00", "晚一 18:00-23:00", "晚二 22:00-06:00")
    ]
    assert letters(presets) == {"白班": "白", "晚一": "2", "晚二": "3"}
