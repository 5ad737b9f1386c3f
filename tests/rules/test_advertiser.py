"""Advertisers leave every statistic once they got the brush-off in time."""

import pytest

from zuiqing_desk.rules.advertiser import excludes, is_brush_off
from zuiqing_desk.rules.policy import ShopPolicy

POLICY = ShopPolicy()
BRUSH_OFF = POLICY.brush_off


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("我们不需要，谢谢了！", id="as configured"),
        pytest.param("我们不需要,谢谢了!", id="half-width punctuation"),
        pytest.param("我们不需要 谢谢了", id="no punctuation"),
        pytest.param("  我们不需要，谢谢了😊\n", id="blanks and an emoji"),
    ],
)
def test_a_brush_off(text: str) -> None:
    assert is_brush_off(text, BRUSH_OFF)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("我们不需要", id="half of it"),
        pytest.param("我们不需要，谢谢了，再见", id="more than it"),
        pytest.param("您好", id="something else"),
        pytest.param("", id="nothing"),
    ],
)
def test_no_brush_off(text: str) -> None:
    assert not is_brush_off(text, BRUSH_OFF)


@pytest.mark.parametrize("brush_off", ["", "！！"])
def test_without_a_configured_one_nothing_is(brush_off: str) -> None:
    assert not is_brush_off("", brush_off)
    assert not is_brush_off("！", brush_off)


@pytest.mark.parametrize(
    ("number", "out"),
    [
        pytest.param(1, True, id="the first line"),
        pytest.param(10, True, id="the tenth line still counts"),
        pytest.param(11, False, id="the eleventh is too late"),
    ],
)
def test_within_the_agents_first_ten_lines(number: int, out: bool) -> None:
    assert excludes(number, BRUSH_OFF, POLICY) is out


def test_another_line_excludes_nobody() -> None:
    assert not excludes(1, "有货的", POLICY)


def test_the_number_of_lines_is_the_shops() -> None:
    assert excludes(3, BRUSH_OFF, ShopPolicy(advertiser_lines=3))
    assert not excludes(4, BRUSH_OFF, ShopPolicy(advertiser_lines=3))
    assert not excludes(1, BRUSH_OFF, ShopPolicy(advertiser_lines=0))
