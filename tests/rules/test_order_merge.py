"""How the rows of exports become one order."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.order_merge import (
    full_address,
    known_better,
    paid_amount,
    same_but_hidden,
    whole_amount,
)


@pytest.mark.parametrize(
    ("parts", "each_line", "goods", "whole"),
    [
        ([], True, None, None),
        ([768_000], True, None, 768_000),
        # An order's amount repeated on its rows.
        ([768_000, 768_000], False, None, 768_000),
        # Rows that differ can only be parts.
        ([700_000, 68_000], False, None, 768_000),
        ([700_000, 68_000], True, None, 768_000),
        # Two equal parts are two parts, unless the prices say otherwise.
        ([384_000, 384_000], True, None, 768_000),
        ([384_000, 384_000], True, 780_000, 768_000),
        ([768_000, 768_000], True, 780_000, 768_000),
        ([0, 0], True, 0, 0),
    ],
)
def test_amounts_of_rows(
    parts: list[int], each_line: bool, goods: int | None, whole: int | None
) -> None:
    assert whole_amount(parts, each_line=each_line, goods=goods) == whole


@pytest.mark.parametrize(
    ("amounts", "paid"),
    [([], None), ([0, 768_000], 768_000), ([760_000, 768_000], 760_000), ([0, 0], 0)],
)
def test_what_the_buyer_pays(amounts: list[int], paid: int | None) -> None:
    assert paid_amount(amounts) == paid


@pytest.mark.parametrize(
    ("places", "address", "full"),
    [
        (("广东省", "深圳市", "南山区"), "科技园路1号", "广东省深圳市南山区科技园路1号"),
        (("广东省", "深圳市", "南山区"), "南山区科技园路1号", "广东省深圳市南山区科技园路1号"),
        (("广东省", "深圳市", "南山区"), "广东省深圳市南山区路1号", "广东省深圳市南山区路1号"),
        (("北京市", "北京市", "朝阳区"), "建国路1号", "北京市朝阳区建国路1号"),
        (("", "", ""), "广东省深圳市", "广东省深圳市"),
        (("广东省", "", ""), "", "广东省"),
        (("", "", ""), "", ""),
    ],
)
def test_addresses(places: tuple[str, str, str], address: str, full: str) -> None:
    assert full_address(*places, address) == full


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("138****0001", "13800000001", True),
        ("13800000001", "138****0001", True),
        ("138****0002", "13800000001", False),
        ("科技园路****", "科技园路1号", True),
        ("**", "王某", True),
        ("王**", "王", True),
        ("甲*乙*丙", "甲1乙2丙", True),
        ("甲*乙*丙", "甲1丙", False),
        ("甲*甲", "甲", False),
        ("王*", "李*", False),
        ("", "", True),
        ("", "***", True),
    ],
)
def test_hidden_texts(one: str, other: str, same: bool) -> None:
    assert same_but_hidden(one, other) is same


@given(st.text("甲乙*", max_size=8), st.text("甲乙", max_size=8))
def test_stars_cover_what_a_pattern_would(hidden: str, full: str) -> None:
    pattern = ".*".join(map(re.escape, re.split(r"\*+", hidden)))
    assert same_but_hidden(hidden, full) is bool(re.fullmatch(pattern, full))


@pytest.mark.parametrize(
    ("ours", "theirs", "kept"),
    [
        ("13800000001", "138****0001", "13800000001"),
        ("138****0001", "13800000001", "13800000001"),
        ("13800000001", "139****0001", "139****0001"),
        ("13800000001", "", "13800000001"),
        ("", "138****0001", "138****0001"),
        ("甲", "乙", "乙"),
    ],
)
def test_what_is_known_better_stays(ours: str, theirs: str, kept: str) -> None:
    assert known_better(ours, theirs) == kept


@given(st.text("甲乙*", max_size=6), st.text("甲乙*", max_size=6))
def test_hearing_the_same_again_changes_nothing(ours: str, theirs: str) -> None:
    once = known_better(ours, theirs)
    assert known_better(once, theirs) == once
