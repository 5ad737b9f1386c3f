"""Money, strength, volume and counts as people write them."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules import product_figures as figures
from zuiqing_desk.rules.reply_fields import FieldError

READERS: dict[str, tuple[Callable[[str], int | None], Callable[[int | None], str], int, int]] = {
    "price_fen": (figures.money, figures.money_text, 0, figures.DEAREST_FEN),
    "strength_tenths": (figures.strength, figures.strength_text, 0, figures.STRONGEST_TENTHS),
    "volume_ml": (figures.volume, figures.volume_text, 1, figures.LARGEST_ML),
    "per_box": (figures.per_box, figures.per_box_text, 1, figures.MOST_PER_BOX),
}


@pytest.mark.parametrize(
    ("field", "text", "number"),
    [
        ("price_fen", "1280", 128000),
        ("price_fen", "1280.5", 128050),
        ("price_fen", "1,280.00", 128000),
        ("price_fen", "1,234,567.89", 123456789),
        ("price_fen", "￥１２８０元", 128000),
        ("price_fen", "¥ 268 元/瓶", 26800),
        ("price_fen", "0.05", 5),
        ("price_fen", "0", 0),
        ("price_fen", "268.5000", 26850),
        ("strength_tenths", "52", 520),
        ("strength_tenths", "52度", 520),
        ("strength_tenths", "52.5°", 525),
        ("strength_tenths", "52.0%vol", 520),
        ("strength_tenths", "５２％ ＶＯＬ", 520),
        ("strength_tenths", "38.50", 385),
        ("volume_ml", "500", 500),
        ("volume_ml", "500ml", 500),
        ("volume_ml", "500 毫升", 500),
        ("volume_ml", "500.0mL", 500),
        ("volume_ml", "1.5L", 1500),
        ("volume_ml", "2.5升", 2500),
        ("volume_ml", "0.125l", 125),
        ("per_box", "6", 6),
        ("per_box", "6瓶", 6),
        ("per_box", "12 瓶/箱", 12),
    ],
)
def test_read(field: str, text: str, number: int) -> None:
    assert READERS[field][0](text) == number


def test_stock() -> None:
    assert figures.stock("1,200瓶") == 1200
    assert figures.stock("0") == 0
    assert figures.stock(" ") is None
    with pytest.raises(FieldError, match="整数"):
        figures.stock("-3")


@pytest.mark.parametrize(
    ("field", "text"),
    [
        pytest.param("price_fen", "128.505", id="a part of a 分"),
        pytest.param("price_fen", "12,80", id="a comma for a point"),
        pytest.param("price_fen", "-5", id="a negative price"),
        pytest.param("price_fen", "1e3", id="a power"),
        pytest.param("price_fen", "二百", id="a number in words"),
        pytest.param("price_fen", "=268", id="a formula"),
        pytest.param("price_fen", "9" * 12, id="a price nobody pays"),
        pytest.param("price_fen", "9" * 100_000, id="an endless price"),
        pytest.param("strength_tenths", "52.55", id="a hundredth of a degree"),
        pytest.param("strength_tenths", "97", id="stronger than spirits can be"),
        pytest.param("strength_tenths", "52升", id="another unit"),
        pytest.param("volume_ml", "0", id="no volume"),
        pytest.param("volume_ml", "500.5ml", id="half a millilitre"),
        pytest.param("volume_ml", "0.4805L", id="half a millilitre, in litres"),
        pytest.param("volume_ml", "1.5", id="a fraction without a unit"),
        pytest.param("per_box", "0", id="an empty box"),
        pytest.param("per_box", "6.5", id="half a bottle"),
        pytest.param("per_box", "六瓶", id="a count in words"),
    ],
)
def test_refused(field: str, text: str) -> None:
    with pytest.raises(FieldError) as refused:
        READERS[field][0](text)
    assert refused.value.field == field
    assert len(refused.value.message) < 100


def test_the_floor_price_is_refused_under_its_own_name() -> None:
    with pytest.raises(FieldError) as refused:
        figures.money("x", "floor_fen")
    assert refused.value.field == "floor_fen"


@pytest.mark.parametrize(
    ("field", "number", "text"),
    [
        ("price_fen", 128000, "1280"),
        ("price_fen", 128050, "1280.50"),
        ("price_fen", 5, "0.05"),
        ("strength_tenths", 520, "52度"),
        ("strength_tenths", 525, "52.5度"),
        ("volume_ml", 500, "500ml"),
        ("per_box", 6, "6瓶"),
    ],
)
def test_shown(field: str, number: int, text: str) -> None:
    assert READERS[field][1](number) == text


@pytest.mark.parametrize("field", READERS)
def test_what_is_not_known_is_empty_both_ways(field: str) -> None:
    read, show, _, _ = READERS[field]
    assert read(" \u3000") is None
    assert show(None) == ""


@pytest.mark.parametrize("field", READERS)
@given(data=st.data())
def test_what_is_shown_reads_back(field: str, data: st.DataObject) -> None:
    read, show, low, high = READERS[field]
    number = data.draw(st.integers(low, high))
    assert read(show(number)) == number
