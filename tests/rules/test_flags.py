"""What a flag means, and its number on each platform."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.flag_colours import flag_number
from zuiqing_desk.rules.flags import SOLD, Flag, line, meaning, meanings, number, table
from zuiqing_desk.rules.order_words import PLATFORMS, Platform
from zuiqing_desk.rules.policy import PolicyError, ShopPolicy, parse_value

HOUSE = table(ShopPolicy().flag_meanings)


@pytest.mark.parametrize("platform", ["taobao", "jd", "pdd", "douyin"])
def test_a_closed_sale_is_red(platform: Platform) -> None:
    """Each platform counts its colours in its own way."""
    assert number(HOUSE, platform, SOLD) == flag_number(platform, "红")


def test_the_policy_takes_what_can_be_read() -> None:
    assert parse_value("flag_meanings", ["成交 淘宝=1"]) == ("成交 淘宝=1",)
    with pytest.raises(PolicyError, match="插旗"):
        parse_value("flag_meanings", ["成交 淘宝=红"])


def test_the_house_has_these_meanings() -> None:
    assert meanings(HOUSE) == ("成交", "待跟进", "已核对", "售后", "其他")


def test_lines() -> None:
    assert line("成交 淘宝=1  京东=0 其他=12") == Flag("成交", {"taobao": 1, "jd": 0, "other": 12})
    assert line("待跟进") == Flag("待跟进", {})


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "开头没有意思"),
        ("淘宝=1", "开头没有意思"),
        ("成交 淘宝", "“淘宝”"),
        ("成交 天猫=1", "“天猫=1”"),
        ("成交 淘宝=红", "“淘宝=红”"),
        ("成交 淘宝=１", "“淘宝=１”"),
        ("成交 淘宝=100", "“淘宝=100”"),
        ("成交 淘宝=1 淘宝=2", "淘宝写了两次"),
    ],
)
def test_lines_that_are_none(text: str, named: str) -> None:
    with pytest.raises(RuleError) as refused:
        line(text)
    assert refused.value.code == "flag"
    assert named in refused.value.message


def test_a_meaning_in_several_lines() -> None:
    assert table(["成交 淘宝=1", "售后", "成交 京东=2 淘宝=3"]) == (
        Flag("成交", {"taobao": 1, "jd": 2}),
        Flag("售后", {}),
    )


def test_what_nobody_said() -> None:
    assert number(HOUSE, "other", SOLD) is None
    assert number(HOUSE, "taobao", "没有") is None
    assert (meaning(HOUSE, "taobao", None), meaning(HOUSE, "taobao", 9)) == ("", "")
    both = table(["成交 淘宝=1", "售后 淘宝=1"])
    assert meaning(both, "taobao", 1) == "成交"


PLATFORM: st.SearchStrategy[Platform] = st.sampled_from(sorted(PLATFORMS))
NUMBERS = st.dictionaries(PLATFORM, st.integers(0, 99))
FLAGS = st.dictionaries(st.text("成交售后待跟进", min_size=1, max_size=5), NUMBERS, max_size=5)


@given(FLAGS, PLATFORM, st.integers(0, 99))
def test_numbers_and_meanings_belong_together(
    said: dict[str, dict[Platform, int]], platform: Platform, asked: int
) -> None:
    flags = table(
        " ".join([word, *(f"{PLATFORMS[code]}={value}" for code, value in numbers.items())])
        for word, numbers in said.items()
    )
    assert {one.meaning: dict(one.numbers) for one in flags} == said
    found = meaning(flags, platform, asked)
    assert bool(found) == any(numbers.get(platform) == asked for numbers in said.values())
    if found:
        assert number(flags, platform, found) == asked
