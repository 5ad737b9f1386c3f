"""Shift presets."""

import pytest

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.shifts import Preset, preset


@pytest.mark.parametrize(
    ("line", "shift", "clock"),
    [
        ("白班 09:00-18:00", Preset("白班", 540, 1080), "09:00–18:00"),
        ("晚班　18:00—24:00", Preset("晚班", 1080, 1440), "18:00–24:00"),
        ("夜班 22:00 至 06:00", Preset("夜班", 1320, 1800), "22:00–次日06:00"),
        ("晚班 18:00-00:30", Preset("晚班", 1080, 1470), "18:00–次日00:30"),
        ("通宵 00:00~00:00", Preset("通宵", 0, 1440), "00:00–24:00"),
    ],
)
def test_a_line_is_a_shift(line: str, shift: Preset, clock: str) -> None:
    assert preset(line) == shift
    assert preset(line).clock == clock


@pytest.mark.parametrize(
    "line",
    [
        "",
        "晚班",
        "18:00-23:00",
        "晚班 18-23",
        "晚班 18:00-25:00",
        "晚班 24:00-06:00",
        "九个字的班次名字呀 09:00-18:00",
        "休 09:00-18:00",
        "早*晚 09:00-18:00",
    ],
)
def test_what_is_no_shift_is_refused_with_an_example(line: str) -> None:
    with pytest.raises(RuleError, match=r"班次|时间|00:00"):
        preset(line)


def test_a_long_text_is_not_repeated_whole() -> None:
    with pytest.raises(RuleError) as refused:
        preset("班 " * 5000)
    assert len(refused.value.message) < 100
