"""How far a conversation has come, for choosing replies."""

from collections.abc import Mapping
from typing import Final

from zuiqing_desk.rules.categories import Stage
from zuiqing_desk.rules.order_words import OrderState
from zuiqing_desk.rules.routing import Post

_GOING_OUT: Final[Mapping[OrderState, Stage]] = {
    "unpaid": "unpaid",
    "paid": "paid",
    "audit": "paid",
    "held": "paid",
}


def stage_of(
    *,
    agent_spoke: bool,
    quoted: bool,
    agreed: bool,
    post: Post,
    order: OrderState | None = None,
) -> Stage:
    """The stage of a conversation at ``post`` (house rule).

    ``agent_spoke``: an agent has answered already; ``quoted`` and ``agreed``: a line is marked so;
    ``order``: how far the order in hand is. What went furthest counts; an after-sale conversation
    is nothing else. Once an order is on its way, a new quote begins the next one.
    """
    if post == "after_sale":
        return "after_sale"
    if order is not None and order in _GOING_OUT:
        return _GOING_OUT[order]
    if agreed:
        return "agreed"
    if quoted:
        return "quoted"
    if order == "dispatched":
        return "dispatched"
    return "advising" if agent_spoke else "opening"
