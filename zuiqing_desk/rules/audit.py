"""The checks of an order before it goes out (醉卿 manual, 订单审核流程).

Money confirmed; product, quantity and amount as in order and remark; the customer's wishes and the
buyer's message in the remark; the address served; promises and the small bottle in it; the rule for
JD. Each check is green, red, or a question for a person: what the facts do not tell is never green.
"""

from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from zuiqing_desk.rules.coverage import Choice, Served
from zuiqing_desk.rules.gifts import Gift
from zuiqing_desk.rules.order_goods import Card, Goods
from zuiqing_desk.rules.order_words import OrderState, Platform
from zuiqing_desk.rules.promise_match import Matched
from zuiqing_desk.rules.promises import Kind
from zuiqing_desk.rules.remark import Item, Remark

Result = Literal["green", "red", "ask"]
CheckName = Literal[
    "finance",
    "goods",
    "amount",
    "wishes",
    "message",
    "address",
    "promises",
    "courier",
    "sample",
    "jd",
    "closer",
]

CHECKS: Final[dict[CheckName, str]] = {
    "finance": "财务确认",
    "goods": "货品数量",
    "amount": "金额",
    "wishes": "客户要求",
    "message": "买家留言",
    "address": "收货地址",
    "promises": "承诺",
    "courier": "快递",
    "sample": "小酒版",
    "jd": "京东",
    "closer": "成交人",
}
"""The checks by their Chinese names, in the order they are shown in."""


UNKNOWN: Final = Choice("", "ask", "不知道派送范围")


class Check(NamedTuple):
    """What came of one check; ``why`` is Chinese, for people."""

    name: CheckName
    result: Result
    why: str


class Line(NamedTuple):
    """A line of the order: what it is in bottles, with its card where the product is known.
    ``price_fen`` is for one of ``pieces``."""

    title: str
    goods: Goods | None
    card: Card | None
    pieces: int
    price_fen: int | None
    provisional: bool = False


class Promised(NamedTuple):
    """An open promise, and whether the order has its counterpart."""

    kind: Kind
    what: str
    match: Matched


@dataclass(frozen=True, slots=True)
class AuditFacts:
    """An order as the audit sees it. Money is 分.

    ``remark`` None with a ``remark_problem`` in Chinese: there is none, or none that can be read.
    ``nobodys``: nobody closed the sale and nobody says so, hence it is not to be remarked.
    ``closer``: what is wrong with the closer our remark names, if anything.
    ``served``: whether the remark's courier serves the address; ``by_rule``: the courier to send
    with by rule. ``gifts`` is the gift table. ``presents``: what the promised gifts name with a
    quantity, also those already kept. ``cards``: the product cards by short name.
    """

    platform: Platform
    state: OrderState
    confirmed: bool = False
    cod: bool = False
    amount_fen: int | None = None
    freight_fen: int | None = None
    refund_fen: int = 0
    lines: tuple[Line, ...] = ()
    cards: dict[str, Card] = field(default_factory=dict)
    remark: Remark | None = None
    remark_problem: str = "还没有备注"
    nobodys: bool = False
    closer: tuple[Result, str] | None = None
    buyer_message: str = ""
    courtesies: tuple[str, ...] = ()
    address: str = ""
    address_before: str = ""
    placed: bool = False
    served: Served = "ask"
    by_rule: Choice = UNKNOWN
    promises: tuple[Promised, ...] = ()
    presents: tuple[Item, ...] = ()
    gifts: tuple[Gift, ...] = ()
    sample_name: str = "小酒版"

    @property
    def needs_no_remark(self) -> bool:
        """Whether it goes out without one (醉卿 manual, 订单归属: with no owner the order is not
        remarked)."""
        return self.nobodys and self.remark is None


def order_key(
    urgent: bool, paid_at: int | None, placed_at: int | None, order_id: int
) -> tuple[bool, int, int]:
    """Ascending: urgent orders first, then who paid first (call-centre practice)."""
    moment = paid_at if paid_at is not None else placed_at
    return not urgent, 0 if moment is None else moment, order_id
