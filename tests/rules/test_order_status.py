"""From the marketplaces' words to states, and how states follow them."""

import itertools
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.order_status import asked_back, combined, ended, followed, state_of
from zuiqing_desk.rules.order_words import OrderState

STATES: tuple[OrderState, ...] = get_args(OrderState)
TOLD: tuple[OrderState, ...] = ("unpaid", "paid", "dispatched", "closed", "refund")


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("等待买家付款", "unpaid"),
        ("买家已付款，等待卖家发货", "paid"),
        ("买家已付款,等待卖家发货", "paid"),
        (" 买家已付款， 等待卖家发货 ", "paid"),
        ("卖家部分发货", "paid"),
        ("卖家已发货，等待买家确认", "dispatched"),
        ("交易成功", "dispatched"),
        ("交易关闭", "closed"),
        ("付款以前，卖家或买家主动关闭交易", "closed"),
        ("付款以后用户退款成功，交易自动关闭", "refund"),
        ("等待付款", "unpaid"),
        ("等待出库", "paid"),
        ("等待确认收货", "dispatched"),
        ("完成", "dispatched"),
        ("(删除)取消", "closed"),
        ("(删除)等待付款", "closed"),
        (" (删除)等待出库", "refund"),
        ("（删除）等待确认收货", "refund"),
        ("(删除)锁定", "refund"),
        ("(删除)新订单", "closed"),
        ("(删除)延迟付款确认", "closed"),
        ("(锁定)等待出库", "refund"),
        ("(锁定)等待确认收货", "refund"),
        ("(暂停)等待确认收货", "refund"),
        ("(删除)外星状态", None),
        ("(外星)等待出库", None),
        ("取消", "closed"),
        ("锁定", "refund"),
        ("待付款", "unpaid"),
        ("待发货", "paid"),
        ("已发货，待签收", "dispatched"),
        ("已收货", "dispatched"),
        ("已取消", "closed"),
        ("未发货，退款成功", "refund"),
        ("已签收，退款成功", "refund"),
        ("已取消，退款成功", "refund"),
        ("已完成", "dispatched"),
        ("已关闭", "closed"),
        ("备货中", "paid"),
        ("", None),
        ("外星状态", None),
    ],
)
def test_the_platforms_words(word: str, state: OrderState | None) -> None:
    if state is not None:
        assert state_of(word) == state
        return
    with pytest.raises(RuleError) as caught:
        state_of(word)
    assert word in caught.value.message


@pytest.mark.parametrize(
    ("word", "back"),
    [
        ("退款成功", True),
        ("售后处理中", True),
        ("买家已经申请退款，等待卖家同意", True),
        ("退货退款，待商家处理", True),
        ("无售后或售后取消", False),
        ("没有申请退款", False),
        ("退款关闭", False),
        ("卖家拒绝退款", False),
        ("换货成功", False),
        ("", False),
        ("-", False),
    ],
)
def test_after_sale_words(word: str, back: bool) -> None:
    assert asked_back(word) is back


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        ({"paid", "dispatched"}, "paid"),
        ({"dispatched", "closed"}, "dispatched"),
        ({"paid", "refund"}, "paid"),
        ({"unpaid", "closed"}, "unpaid"),
        ({"closed", "refund"}, "refund"),
        ({"closed"}, "closed"),
    ],
)
def test_an_order_is_as_far_as_its_slowest_line(lines: set[OrderState], whole: str) -> None:
    assert combined(lines) == whole


def test_a_sale_that_ended_with_money_back_is_a_refund() -> None:
    assert ended("closed", refunded=True) == "refund"
    assert ended("closed", refunded=False) == "closed"
    assert ended("dispatched", refunded=True) == "dispatched"


FOLLOWED = {
    # ours: what each of unpaid, paid, dispatched, closed, refund makes of it
    "unpaid": ("unpaid", "paid", "dispatched", "closed", "refund"),
    "paid": ("paid", "paid", "dispatched", "closed", "refund"),
    "audit": ("audit", "audit", "dispatched", "closed", "refund"),
    "held": ("held", "held", "dispatched", "closed", "refund"),
    "dispatched": ("dispatched", "dispatched", "dispatched", "closed", "refund"),
    "closed": ("closed", "closed", "dispatched", "closed", "refund"),
    "refund": ("refund", "paid", "dispatched", "refund", "refund"),
}


@pytest.mark.parametrize(("ours", "platform"), list(itertools.product(STATES, TOLD)))
def test_our_state_follows_the_platform_but_never_goes_back(
    ours: OrderState, platform: OrderState
) -> None:
    assert followed(ours, platform, confirmed=False) == FOLLOWED[ours][TOLD.index(platform)]


def test_a_withdrawn_refund_comes_back_to_where_its_money_is_known() -> None:
    assert followed("refund", "paid", confirmed=True) == "audit"
    assert followed("unpaid", "paid", confirmed=True) == "paid"


@given(st.sampled_from(STATES), st.sampled_from(TOLD), st.booleans())
def test_the_same_export_again_changes_nothing(
    ours: OrderState, platform: OrderState, confirmed: bool
) -> None:
    once = followed(ours, platform, confirmed=confirmed)
    assert followed(once, platform, confirmed=confirmed) == once


@given(st.sampled_from(STATES), st.booleans())
def test_no_export_takes_an_order_out_of_the_audit_to_where_it_was(
    ours: OrderState, confirmed: bool
) -> None:
    if ours in ("audit", "held"):
        for platform in ("unpaid", "paid"):
            assert followed(ours, platform, confirmed=confirmed) == ours  # type: ignore[arg-type]
