"""Telephone numbers as everybody may see them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.masking import masked, with_masked


@pytest.mark.parametrize(
    ("digits", "shown"),
    [
        ("13800001234", "138****1234"),
        ("075588886666", "0755****6666"),
        ("4008881234", "40****1234"),
        ("88886666", "****6666"),
        ("10086", "****0086"),
        ("138****1234", "138****1234"),
        ("", ""),
    ],
)
def test_a_number(digits: str, shown: str) -> None:
    assert masked(digits) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("打13800001234或13900005678", "打138****1234或139****5678"),
        ("2603020000000000001", "2603020000000000001"),
        ("+8613800001234", "+86138****1234"),
        ("没有号码", "没有号码"),
    ],
)
def test_numbers_in_a_text(text: str, shown: str) -> None:
    assert with_masked(text) == shown


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_no_whole_number_stays(digits: str) -> None:
    assert digits not in masked(digits)
    assert masked(masked(digits)) == masked(digits)
    assert with_masked(f"电话{digits}。") == f"电话{masked(digits)}。"
