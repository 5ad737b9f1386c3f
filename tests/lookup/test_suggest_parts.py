"""The parts of the suggestions that are plain mathematics, against the obvious way."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.lookup.suggest import ridge
from zuiqing_desk.lookup.suggest.choice import choose
from zuiqing_desk.lookup.suggest.example import Example, of_reply
from zuiqing_desk.lookup.suggest.lessons import NOBODY, lessons
from zuiqing_desk.lookup.suggest.matrix import Floats, Matrix, Transposed
from zuiqing_desk.lookup.suggest.space import Space
from zuiqing_desk.lookup.suggest.wordings import shipped
from zuiqing_desk.rules.categories import CATEGORIES

WIDTH = 6
cells = st.dictionaries(st.integers(0, WIDTH - 1), st.integers(1, 9), min_size=1)


def sparse(rows: list[dict[int, int]]) -> Matrix:
    return Matrix(
        np.array([at for row in rows for at in row], np.int64),
        np.array([value for row in rows for value in row.values()], np.float32),
        np.cumsum([0, *map(len, rows)]),
        WIDTH,
    )


def dense(rows: list[dict[int, int]]) -> Floats:
    return np.array([[row.get(at, 0) for at in range(WIDTH)] for row in rows], np.float32)


@given(st.lists(cells, min_size=1, max_size=12))
def test_a_sparse_matrix_multiplies_like_a_dense_one(rows: list[dict[int, int]]) -> None:
    right = np.arange(WIDTH * 2, dtype=np.float32).reshape(WIDTH, 2)
    left = np.arange(len(rows) * 3, dtype=np.float32).reshape(len(rows), 3)
    matrix = sparse(rows)
    assert np.allclose(matrix.times(right), dense(rows) @ right)
    assert np.allclose(Transposed(matrix).times(left), dense(rows).T @ left)
    even = np.arange(len(rows)) % 2 == 0
    assert np.allclose(matrix.only(even).times(right), dense(rows)[even] @ right)


@given(st.lists(st.tuples(cells, st.integers(0, 2), st.sampled_from([0.5, 1.0, 2.0])), min_size=1))
def test_the_ridge_is_the_solution_of_its_equations(
    rows: list[tuple[dict[int, int], int, float]],
) -> None:
    plain = dense([row for row, _, _ in rows]).astype(np.float64) / 9
    labels = np.array([label for _, label, _ in rows])
    weights = np.array([weight for _, _, weight in rows])
    matrix = sparse([row for row, _, _ in rows])
    scaled = matrix._replace(values=matrix.values / np.float32(9))
    found = ridge.train(scaled, labels, weights.astype(np.float32), 3)

    total = np.bincount(labels, weights=weights, minlength=3)
    scale = weights * ((total.sum() / 3 / np.maximum(total, 1e-9)) ** 0.25)[labels]
    target = np.where(labels[:, None] == np.arange(3), 1, -1 / 3)
    left = plain.T @ (plain * scale[:, None]) + np.eye(WIDTH)
    assert np.allclose(found, np.linalg.solve(left, plain.T @ (target * scale[:, None])), atol=1e-3)


def test_a_line_has_length_one_and_rare_features_count_more() -> None:
    space = Space([["t一", "t二"], ["t一", "t三"], ["t一"]])
    columns, values = space.place(["t一", "t三", "t没见过"])
    assert list(columns) == list(space.taught.columns[2:4])
    assert np.allclose(values, space.taught.values[2:4])
    assert float(values @ values) == pytest.approx(1.0)
    assert values[1] > values[0]
    assert len(space.place(["t没见过"])[0]) == 0


likelihoods = st.dictionaries(st.sampled_from("甲乙丙丁戊"), st.floats(0, 1), min_size=1)
nearest = st.dictionaries(
    st.sampled_from("甲乙丙丁戊"),
    st.lists(st.floats(0, 1), max_size=4).map(lambda near: sorted(near, reverse=True)),
)


@given(likelihoods, nearest, st.integers(1, 5))
def test_the_choice_covers_likely_categories(
    likely: dict[str, float], near: dict[str, list[float]], limit: int
) -> None:
    best = {
        category: [(10 * ord(category) + place, one) for place, one in enumerate(own)]
        for category, own in near.items()
        if category in likely
    }
    found = choose(likely, best, limit)
    offered = sum(map(len, best.values()))
    order = [one for one in sorted(likely, key=lambda one: -likely[one]) if best.get(one)]
    assert len(found) <= limit
    assert len(found) >= min(limit, len(order))
    assert len({one.key for one in found}) == len(found) <= offered
    assert all(0 <= one.score <= 1 for one in found)
    if order:
        assert found[0].category == order[0]
        assert found[0].key == best[order[0]][0][0]
        others = [one.category for one in found if one.category != order[0]]
        assert others == [one for one in order[1:] if one in others]


def test_a_second_reply_of_one_category_only_where_nothing_else_is_likely() -> None:
    best = {"甲": [(1, 0.9), (2, 0.8)], "乙": [(3, 0.5)], "丙": [(4, 0.5)]}
    clear = choose({"甲": 0.97, "乙": 0.02, "丙": 0.01}, best, 3)
    open_ = choose({"甲": 0.6, "乙": 0.3, "丙": 0.1}, best, 3)
    assert [one.key for one in clear] == [1, 2, 3]
    assert [one.key for one in open_] == [1, 3, 4]


def test_a_reply_teaches_by_its_asks_most_and_not_by_its_variables() -> None:
    found = list(
        of_reply(
            7,
            "议价",
            title="能便宜吗",
            tags="砍价",
            body="{客户|亲}，{?几元}",
            asks="少点\n\n便宜",
        )
    )
    assert [(one.text.strip(), one.weight) for one in found] == [
        ("少点", 1.0),
        ("便宜", 1.0),
        ("能便宜吗", 0.8),
        ("砍价", 0.6),
        ("，", 0.5),
    ]


def test_of_too_many_examples_every_reply_keeps_its_best() -> None:
    many = [
        Example(f"{key} {place}", key, "议价", 1.0 if place == 3 else 0.5)
        for key in range(50)
        for place in range(5)
    ]
    kept = [one for one in lessons(many, most=70) if one.key != NOBODY]
    assert len(kept) == 70
    assert {one.key for one in kept if one.weight == 1.0} == set(range(50))
    assert len(lessons(many)) == len(shipped()) + 250


def test_the_shipped_wordings_cover_every_category() -> None:
    rows = shipped()
    assert {category for category, _ in rows} == set(CATEGORIES)
    for category in CATEGORIES:
        assert sum(one == category for one, _ in rows) >= 40
    assert len({ask for _, ask in rows}) == len(rows)
    assert all(ask == ask.strip() and 0 < len(ask) <= 40 for _, ask in rows)
