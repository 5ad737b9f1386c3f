"""The flags of exports."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.flag_colours import flag_number
from zuiqing_desk.rules.order_words import PLATFORMS, Platform


@pytest.mark.parametrize(
    ("platform", "text", "number"),
    [
        ("taobao", "红", 1),
        ("taobao", "红旗", 1),
        ("taobao", "红色", 1),
        ("taobao", "灰", 0),
        ("taobao", "粉", 5),
        ("taobao", "5", 5),
        ("pdd", "蓝色", 4),
        ("douyin", "红", 5),
        ("jd", "", None),
        ("jd", "无旗", None),
    ],
)
def test_flags(platform: Platform, text: str, number: int | None) -> None:
    assert flag_number(platform, text) == number


@pytest.mark.parametrize("text", ["彩虹", "旗", "-1", "x", "色"])
def test_what_is_no_flag(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        flag_number("taobao", text)


@given(st.sampled_from(sorted(PLATFORMS)), st.integers(0, 99))
def test_a_number_is_itself(platform: Platform, number: int) -> None:
    assert flag_number(platform, str(number)) == number
