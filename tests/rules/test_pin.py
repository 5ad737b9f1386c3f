"""PINs: what they may look like, and the growing delay after wrong ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.pin import check_pin_shape, wait_after


@pytest.mark.parametrize(
    "pin",
    [
        pytest.param("1357", id="four digits"),
        pytest.param("190423581706", id="twelve digits"),
        pytest.param("0420", id="a leading zero"),
        pytest.param("1112", id="not all the same"),
        pytest.param("1235", id="not quite a run"),
    ],
)
def test_good(pin: str) -> None:
    check_pin_shape(pin)


@pytest.mark.parametrize(
    ("pin", "code"),
    [
        pytest.param("", "pin_shape", id="empty"),
        pytest.param("135", "pin_shape", id="three digits"),
        pytest.param("1904235817064", "pin_shape", id="thirteen digits"),
        pytest.param("13a7", "pin_shape", id="a letter"),
        pytest.param("13 57", "pin_shape", id="a blank"),
        pytest.param("１３５７", "pin_shape", id="full-width digits of an input method"),
        pytest.param("١٣٥٧", "pin_shape", id="digits of another script"),
        pytest.param("²³¹²", "pin_shape", id="superscripts"),
        pytest.param("1357\n", "pin_shape", id="a line end"),
        pytest.param("0000", "pin_too_easy", id="all the same"),
        pytest.param("777777", "pin_too_easy", id="six the same"),
        pytest.param("1234", "pin_too_easy", id="a run"),
        pytest.param("123456", "pin_too_easy", id="a longer run"),
        pytest.param("9876", "pin_too_easy", id="a run backwards"),
        pytest.param("7890", "pin_too_easy", id="a run over the zero"),
        pytest.param("2109", "pin_too_easy", id="a run backwards over the zero"),
    ],
)
def test_bad(pin: str, code: str) -> None:
    with pytest.raises(RuleError) as refused:
        check_pin_shape(pin)
    assert refused.value.code == code
    assert not pin or pin not in refused.value.message


def test_the_delay_grows() -> None:
    waits = [wait_after(wrong) for wrong in range(14)]
    assert waits == [0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


@given(st.integers(0, 10**18))
def test_the_delay_never_shrinks_and_has_an_end(wrong: int) -> None:
    assert wait_after(wrong) <= wait_after(wrong + 1) <= 300
