"""Which product card a line of an order means."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.order_products import CardName, Catalogue

CARDS = [
    CardName(1, "1983", "醉卿1983"),
    CardName(2, "1988", "醉卿1988"),
    CardName(3, "小酒版", "醉卿小酒版"),
    CardName(4, "V1", "醉卿V1"),
    CardName(5, "V10", "醉卿V10"),
    CardName(6, "老酒", "醉卿坊老酒"),
    CardName(7, "老酒坛装", "醉卿坊老酒坛装"),
]


@pytest.mark.parametrize(
    ("title", "spec", "code", "product"),
    [
        ("醉卿1983 浓香 500ml", "", "", 1),
        ("随便什么", "", "1988", 2),
        ("醉卿1983", "", "1988 ", 2),
        ("醉卿1983", "", "不认识的编码", 1),
        ("醉卿1983/1988 任选", "1988 整箱", "", 2),
        ("醉卿1983/1988 任选", "", "", None),
        ("醉卿1983 送小酒版", "", "", 1),
        ("醉卿1983", "整箱6瓶 赠小酒版", "", 1),
        ("送小酒版", "", "", None),
        ("小酒版", "", "", 3),
        ("醉卿v10 礼盒", "", "", 5),
        ("醉卿Ｖ1", "", "", 4),
        ("19830瓶", "", "", None),
        ("21983", "", "", None),
        ("V1a", "", "", 4),
        ("aV1", "", "", None),
        ("醉卿坊老酒坛装 1.5L", "", "", 7),
        ("醉卿坊老酒", "", "", 6),
        ("", "", "", None),
    ],
)
def test_lines(title: str, spec: str, code: str, product: int | None) -> None:
    assert Catalogue(CARDS).match(title, spec, code) == product


def test_an_empty_catalogue_knows_nothing() -> None:
    assert Catalogue([]).match("醉卿1983", "", "1983") is None


@given(
    st.lists(st.sampled_from([*"送赠 189V酒坊", "1983", "老酒", "小酒版"]), max_size=6),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_cards_makes_no_difference(
    words: list[str], chance: random.Random
) -> None:
    cards = CARDS.copy()
    chance.shuffle(cards)
    title = "".join(words)
    assert Catalogue(cards).match(title) == Catalogue(CARDS).match(title)


@given(st.sampled_from(CARDS))
def test_every_card_is_found_by_its_names(card: CardName) -> None:
    catalogue = Catalogue(CARDS)
    for text in (card.short_name, card.full_name):
        assert catalogue.match(text) == card.product_id
        assert catalogue.match("", "", card.short_name) == card.product_id
