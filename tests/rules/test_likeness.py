"""Near-equal texts."""

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zuiqing_desk.rules.likeness import likeness, pairs

TEXT = st.text(st.sampled_from("发货快今天，。 A"), max_size=12)
SHARE = st.sampled_from([0.1, 0.3, 0.5, 2 / 3, 0.7, 0.8, 0.9, 1.0])


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("今天发货", "今天发货"),
        ("今天，发货！", "今天发货"),
        ("ＯＫ 收到", "ok收到😊"),
        ("", ""),
        ("。", ""),
        ("😊", " 😊"),
    ],
)
def test_the_same_words_are_one(a: str, b: str) -> None:
    assert (likeness(a, b) == 1.0) == (a != "。")


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    [
        pytest.param("今天发货", "退款到账", 0.0, 0.0, id="nothing in common"),
        pytest.param("好", "坏", 0.0, 0.0, id="one character each"),
        pytest.param(
            "今天17:30前付款当天发出", "今天17:30前付款的当天发出", 0.85, 0.99, id="a word more"
        ),
        pytest.param(
            "亲，在的，请问有什么可以帮您",
            "请问有什么可以帮您，亲，在的",
            0.7,
            0.99,
            id="turned round",
        ),
        pytest.param("发货发货发货", "发货", 0.1, 0.7, id="repetition counts"),
        pytest.param("您好，1983有货", "包装破损请拍照", 0.0, 0.1, id="different things"),
    ],
)
def test_how_alike(a: str, b: str, low: float, high: float) -> None:
    assert low <= likeness(a, b) <= high


@given(TEXT, TEXT)
def test_it_is_a_share_and_the_same_both_ways(a: str, b: str) -> None:
    assert 0.0 <= likeness(a, b) <= 1.0
    assert likeness(a, b) == likeness(b, a)
    assert likeness(a, a) == 1.0


def slow(texts: list[str], at_least: float) -> list[tuple[int, int, float]]:
    """Every pair, one after another; a copy of an earlier text is paired with that one only."""
    first = {
        j: next(
            (i for i in range(j) if likeness(texts[i], texts[j]) == 1.0 and same(texts, i, j)), j
        )
        for j in range(len(texts))
    }
    found = [(i, j, 1.0) for j, i in first.items() if i != j]
    originals = [j for j, i in first.items() if i == j]
    found.extend(
        (i, j, likeness(texts[i], texts[j]))
        for i, j in itertools.combinations(originals, 2)
        if likeness(texts[i], texts[j]) >= at_least
    )
    return sorted(found)


def same(texts: list[str], i: int, j: int) -> bool:
    """Whether two texts are copies: the very same words in the same order."""
    bare = [
        "".join(char for char in texts[k].lower() if char not in "，。 ") or texts[k].strip()
        for k in (i, j)
    ]
    return bare[0] == bare[1]


@given(st.lists(TEXT, max_size=12), SHARE)
def test_pairs_are_those_of_the_slow_way(texts: list[str], at_least: float) -> None:
    assert pairs(texts, at_least) == slow(texts, at_least)


@given(TEXT, TEXT)
@example("发", "发货发")
def test_what_just_reaches_is_found(a: str, b: str) -> None:
    score = likeness(a, b)
    assert pairs([a, b], score or 1.0) == ([(0, 1, score)] if score else [])


def test_copies_are_paired_with_the_first_alone() -> None:
    assert pairs(["货到了", "别的", "货，到了", "货到了！"], 0.9) == [(0, 2, 1.0), (0, 3, 1.0)]


def test_thousands_with_few_alike() -> None:
    texts = [f"{chr(0x4E00 + n)}{chr(0x5E00 + n * 7 % 5000)}{n * n}" * 5 for n in range(3000)]
    texts[2900] = texts[17] + "了"
    assert [(i, j) for i, j, _ in pairs(texts, 0.9)] == [(17, 2900)]


def test_the_search_ends_at_the_most_pairs_asked_for() -> None:
    texts = [f"您好，第{number}号话术，今天下单明天发货，欢迎再来" for number in range(2_000)]
    some = pairs(texts, 0.8, most=50)
    assert len(some) == 50
    assert all(likeness(texts[one], texts[other]) == score for one, other, score in some)
    assert pairs(texts[:4], 0.8, most=50) == pairs(texts[:4], 0.8)
    assert pairs(["好"] * 9, 0.8, most=3) == [(0, 1, 1.0), (0, 2, 1.0), (0, 3, 1.0)]
