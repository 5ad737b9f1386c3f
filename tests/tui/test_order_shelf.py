"""The orders a list keeps: in views, found by typing, changed one by one."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.order_words import STATES, OrderState
from zuiqing_desk.services.orders.records import OrderRow
from zuiqing_desk.tui.order_shelf import ALL, changed, folded, shelf_of


def order(
    id_: int, placed_at: int | None = 0, state: OrderState = "paid", **more: object
) -> OrderRow:
    """A row."""
    values: dict[str, object] = {
        "id": id_,
        "platform": "taobao",
        "number": f"2603{id_:06}",
        "storefront": "",
        "buyer": "",
        "receiver": "",
        "state": state,
        "verdict": "",
        "title": "",
        "quantity": 1,
        "amount_fen": None,
        "placed_at": placed_at,
        "paid_at": None,
        "urgent": False,
        "remark": "",
        "flag": "",
        "hold_until": None,
        "conversation_id": None,
        "handed_to": None,
        "updated_at": 0,
        **more,
    }
    return OrderRow(**values)  # type: ignore[arg-type]


STATES_OF = st.sampled_from(list(STATES))
ROWS = st.dictionaries(
    st.integers(1, 30), st.tuples(st.none() | st.integers(0, 5), STATES_OF), max_size=20
)


def in_order(rows: dict[int, tuple[int | None, OrderState]]) -> list[OrderRow]:
    """As the store gives them: the newest placed first, those without a time last."""
    made = [order(id_, at, state) for id_, (at, state) in rows.items()]
    made.sort(key=lambda row: row.id, reverse=True)
    return sorted(made, key=lambda row: (row.placed_at is None, -(row.placed_at or 0)))


@given(before=ROWS, after=ROWS)
def test_changing_some_is_the_same_as_reading_all(
    before: dict[int, tuple[int | None, OrderState]],
    after: dict[int, tuple[int | None, OrderState]],
) -> None:
    touched = [id_ for id_ in {*before, *after} if before.get(id_) != after.get(id_)]
    fresh = [row for row in in_order(after) if row.id in touched]
    random.Random(0).shuffle(fresh)
    shelf = changed(shelf_of(in_order(before)), touched, fresh)
    assert shelf == shelf_of(in_order(after))


@given(ROWS)
def test_every_order_is_in_all_and_in_its_state(
    rows: dict[int, tuple[int | None, OrderState]],
) -> None:
    shelf = shelf_of(in_order(rows))
    assert [row.id for row in shelf.of(ALL)] == [row.id for row in in_order(rows)]
    for state in STATES:
        assert {row.id for row in shelf.of(state)} == {
            id_ for id_, (_, its) in rows.items() if its == state
        }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("8899", [1]),
        ("tb_甲", [1]),
        ("张三", [2]),
        ("4455", [2]),
        ("封坛", [1, 2]),
        ("封坛 张三", [2]),
        ("ＴＢ_甲", [1]),
        ("没有", []),
    ],
)
def test_what_orders_are_found_by(query: str, found: list[int]) -> None:
    rows = [
        order(1, number="128899", buyer="TB_甲", title="封坛酒"),
        order(2, receiver="张三", phone="13800004455", title="封坛酒"),
        order(3, title="别的"),
    ]
    shelf = shelf_of(rows)
    assert [row.id for row in shelf.find(rows, query)] == found


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_among_keeps_the_order_of_the_list() -> None:
    shelf = shelf_of([order(3), order(2), order(1)])
    assert [row.id for row in shelf.among({1, 3})] == [3, 1]
