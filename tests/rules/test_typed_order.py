"""The lines of an order as people type them."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.remark import HOUSE, Item, Vocabulary
from zuiqing_desk.rules.typed_order import number_begins, read_items


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("6瓶1983", (Item(6, "瓶", "1983"),)),
        ("６瓶1983＋２瓶小酒版", (Item(6, "瓶", "1983"), Item(2, "瓶", "小酒版"))),
        ("  1箱1983 ", (Item(1, "箱", "1983"),)),
    ],
)
def test_items_are_written_as_in_a_remark(text: str, items: tuple[Item, ...]) -> None:
    assert read_items(text) == (items, "", 0)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0),
        ("1983", 4),
        ("0瓶1983", 0),
        ("6瓶", 2),
        ("6瓶1983+", 7),
        ("6瓶1983,发韵达", 6),
        ("6瓶1983，送货上门", 6),
        ("[甲]6瓶1983", 2),
    ],
)
def test_where_it_goes_wrong(text: str, position: int) -> None:
    found = read_items(text)
    assert found.items == ()
    assert found.problem
    assert found.position == position


def test_a_shop_without_couriers_has_items_too() -> None:
    assert read_items("6瓶1983", Vocabulary(couriers=())).items == (Item(6, "瓶", "1983"),)


ITEMS = st.builds(
    Item,
    st.integers(1, 9999),
    st.sampled_from(HOUSE.units),
    st.text("甲乙丙青花0123456789", min_size=1, max_size=10),
)


@given(st.lists(ITEMS, min_size=1, max_size=5).map(tuple))
def test_what_is_written_reads_back(items: tuple[Item, ...]) -> None:
    text = "+".join(f"{one.quantity}{one.unit}{one.product}" for one in items)
    assert read_items(text) == (items, "", 0)


@given(st.text("6瓶箱1983+,[]，＋发 \n", max_size=12))
def test_any_text_is_items_or_a_problem_with_its_place(text: str) -> None:
    found = read_items(text)
    assert bool(found.items) != bool(found.problem)
    assert 0 <= found.position <= len(text)


def test_the_numbers_of_a_day() -> None:
    assert number_begins(datetime(2026, 3, 2)) == "手工-20260302-"
