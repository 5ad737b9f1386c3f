"""Long numbers in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.digits import SHORTEST, digit_runs


def numbers(text: str) -> tuple[str, ...]:
    """Those that are found, each once."""
    return tuple(dict.fromkeys(digits for _, _, digits in digit_runs(text)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("", (), id="nothing"),
        pytest.param("1983有货，268元6瓶", (), id="short numbers"),
        pytest.param("123456", (), id="six digits"),
        pytest.param("1234567", ("1234567",), id="seven digits"),
        pytest.param("电话13800138000。", ("13800138000",), id="a phone"),
        pytest.param("138 0013 8000", ("13800138000",), id="in groups, with blanks"),
        pytest.param("138-0013—8000", ("13800138000",), id="in groups, with hyphens"),
        pytest.param("１３８００１３８０００", ("13800138000",), id="full-width"),
        pytest.param("13800138000 2瓶", ("138001380002", "13800138000"), id="beside a figure"),
        pytest.param("13800138000，13800138000", ("13800138000",), id="twice"),
        pytest.param("138  00138000", ("00138000",), id="two blanks part it"),
        pytest.param("2026-01-31", ("20260131",), id="a date is a number too"),
    ],
)
def test_numbers(text: str, found: tuple[str, ...]) -> None:
    assert numbers(text) == found


@given(st.text(st.sampled_from("0123456789 -瓶１"), max_size=40))
def test_every_number_stands_where_it_is_said_to(text: str) -> None:
    for start, end, digits in digit_runs(text):
        assert len(digits) >= SHORTEST
        shown = "".join(str(int(char)) for char in text[start:end] if char.isdigit())
        assert shown == digits


@given(st.lists(st.integers(10**6, 10**15).map(str), max_size=5))
def test_none_is_missed(wanted: list[str]) -> None:
    assert set(numbers("号".join(wanted))) == set(wanted)
