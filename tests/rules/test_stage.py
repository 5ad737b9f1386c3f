"""How far a conversation has come, and which categories fit."""

import itertools
from typing import get_args

import pytest

from zuiqing_desk.rules.categories import CATEGORIES, FIT, Stage, fit
from zuiqing_desk.rules.order_words import OrderState
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


@pytest.mark.parametrize(
    ("order", "quoted", "agreed", "stage"),
    [
        pytest.param("unpaid", False, True, "unpaid", id="ordered goes further than agreed"),
        pytest.param("paid", False, True, "paid", id="paid"),
        pytest.param("audit", False, False, "paid", id="in the audit"),
        pytest.param("held", True, False, "paid", id="held"),
        pytest.param("dispatched", False, False, "dispatched", id="on its way"),
        pytest.param("dispatched", True, False, "quoted", id="a quote begins the next order"),
        pytest.param("dispatched", False, True, "agreed", id="the next deal is made"),
        pytest.param("closed", False, False, "advising", id="what came to nothing does not count"),
        pytest.param("refund", True, False, "quoted", id="what was refunded does not count"),
    ],
)
def test_an_order_tells_how_far_things_are(
    order: OrderState, quoted: bool, agreed: bool, stage: Stage
) -> None:
    facts = {"agent_spoke": True, "quoted": quoted, "agreed": agreed}
    assert stage_of(**facts, post="pre_sale", order=order) == stage
    assert stage_of(**facts, post="after_sale", order=order) == "after_sale"


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
        ("unpaid", "催付", "核对地址"),
        ("unpaid", "核对地址", "推荐"),
        ("paid", "核对地址", "催付"),
        ("paid", "核对地址", "发货与物流"),
        ("dispatched", "发货与物流", "催付"),
        ("dispatched", "评价", "核对地址"),
        ("after_sale", "破损渗漏", "推荐"),
    ],
)
def test_what_the_way_of_selling_asks_for(stage: Stage, before: str, after: str) -> None:
    assert fit(stage, before) < fit(stage, after)


def test_every_combination_has_a_stage() -> None:
    flags = itertools.product((False, True), repeat=3)
    posts: tuple[Post, ...] = get_args(Post)
    orders: tuple[OrderState | None, ...] = (None, *get_args(OrderState))
    stages = {
        stage_of(agent_spoke=spoke, quoted=quoted, agreed=agreed, post=post, order=order)
        for (spoke, quoted, agreed), post, order in itertools.product(flags, posts, orders)
    }
    assert stages == set(get_args(Stage)) - {"unknown"}
