"""The gift table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.gifts import due, parse, table
from zuiqing_desk.rules.remark import Item

TABLE = table(
    (
        "1983 满6瓶 送1瓶小酒版",
        "1983 满12瓶 送3瓶小酒版",
        "* 满6瓶 送2只酒杯",
        "青花 满2瓶 送1瓶小酒版",
    )
)


@pytest.mark.parametrize(
    ("bought", "gifts"),
    [
        ({}, ()),
        ({"1983": 5}, ()),
        ({"1983": 6}, ((1, "瓶", "小酒版"), (2, "只", "酒杯"))),
        ({"1983": 12}, ((3, "瓶", "小酒版"), (2, "只", "酒杯"))),
        ({"1983": 6, "青花": 2}, ((2, "瓶", "小酒版"), (2, "只", "酒杯"))),
        ({"1983": 5, "山月": 1}, ((2, "只", "酒杯"),)),
        ({"山月": 5}, ()),
    ],
)
def test_the_largest_line_that_is_reached_counts(
    bought: dict[str, int], gifts: tuple[tuple[int, str, str], ...]
) -> None:
    assert due(bought, TABLE) == tuple(Item(*one) for one in gifts)


@pytest.mark.parametrize(
    "line", ["", "1983", "1983 满6 送1瓶小酒版", "1983 满0瓶 送1瓶小酒版", "1983满6瓶送1瓶小酒版"]
)
def test_a_line_that_is_none_is_refused(line: str) -> None:
    with pytest.raises(RuleError, match="看不懂"):
        parse(line)


@given(
    st.dictionaries(st.sampled_from(["1983", "青花", "山月"]), st.integers(0, 99)),
    st.sampled_from(["1983", "青花", "山月"]),
    st.integers(0, 20),
)
def test_who_buys_more_is_given_no_less(bought: dict[str, int], more: str, number: int) -> None:
    def by_name(bottles: dict[str, int]) -> dict[str, int]:
        return {one.product: one.quantity for one in due(bottles, TABLE)}

    before = by_name(bought)
    after = by_name({**bought, more: bought.get(more, 0) + number})
    assert all(after.get(name, 0) >= quantity for name, quantity in before.items())


@given(st.permutations(TABLE), st.integers(0, 20))
def test_the_order_of_lines_is_nothing(lines: list[object], bottles: int) -> None:
    bought = {"1983": bottles, "青花": 2}
    assert sorted(due(bought, lines), key=str) == sorted(due(bought, TABLE), key=str)  # type: ignore[arg-type]
