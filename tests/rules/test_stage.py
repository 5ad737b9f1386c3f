"""How far a conversation has come, and which categories fit."""

import itertools
from typing import get_args

import pytest

from zuiqing_desk.rules.categories import CATEGORIES, FIT, Stage, fit
from zuiqing_desk.rules.routing import Post
from zuiqing_desk.rules.stage import stage_of


@pytest.mark.parametrize(
    ("agent_spoke", "quoted", "agreed", "post", "stage"),
    [
        pytest.param(False, False, False, "pre_sale", "opening", id="nobody answered yet"),
        pytest.param(True, False, False, "pre_sale", "advising", id="an agent has answered"),
        pytest.param(True, True, False, "pre_sale", "quoted", id="a price was named"),
        pytest.param(False, True, False, "pre_sale", "quoted", id="a price by another way"),
        pytest.param(True, True, True, "pre_sale", "agreed", id="the deal is made"),
        pytest.param(True, False, True, "pre_sale", "agreed", id="agreed without a quote"),
        pytest.param(False, False, False, "after_sale", "after_sale", id="after the sale"),
        pytest.param(True, True, True, "after_sale", "after_sale", id="after the sale, always"),
    ],
)
def test_stage(agent_spoke: bool, quoted: bool, agreed: bool, post: Post, stage: Stage) -> None:
    assert stage_of(agent_spoke=agent_spoke, quoted=quoted, agreed=agreed, post=post) == stage


def test_every_stage_lists_what_fits_and_nothing_twice() -> None:
    assert set(FIT) == set(get_args(Stage))
    for fitting in FIT.values():
        assert set(fitting) <= set(CATEGORIES)
        assert len(set(fitting)) == len(fitting)


@pytest.mark.parametrize("stage", get_args(Stage))
def test_listed_ones_come_in_order_and_before_all_others_which_are_equal(stage: Stage) -> None:
    fitting = FIT[stage]
    assert [fit(stage, one) for one in fitting] == list(range(len(fitting)))
    others = {fit(stage, one) for one in (*CATEGORIES, "没有") if one not in fitting}
    assert others == {len(fitting)}


def test_nothing_known_prefers_nothing() -> None:
    assert {fit("unknown", one) for one in CATEGORIES} == {0}


@pytest.mark.parametrize(
    ("stage", "before", "after"),
    [
        ("opening", "欢迎", "催付"),
        ("advising", "推荐", "催付"),
        ("quoted", "议价", "欢迎"),
        ("agreed", "核对地址", "推荐"),
        ("after_sale", "破损渗漏", "推荐"),
    ],
)
def test_what_the_way_of_selling_asks_for(stage: Stage, before: str, after: str) -> None:
    assert fit(stage, before) < fit(stage, after)


def test_every_combination_has_a_stage() -> None:
    flags = itertools.product((False, True), repeat=3)
    posts: tuple[Post, ...] = get_args(Post)
    stages = {
        stage_of(agent_spoke=spoke, quoted=quoted, agreed=agreed, post=post)
        for (spoke, quoted, agreed), post in itertools.product(flags, posts)
    }
    assert stages == set(get_args(Stage)) - {"unknown"}
