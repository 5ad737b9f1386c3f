"""From the marketplaces' words to the state of an order, and how a state may follow them.

The words are those of 淘宝/天猫, 京东, 拼多多 and 抖店; which of them end a sale is house rule.
"""

import re
from collections.abc import Collection
from typing import Final

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.order_words import OrderState
from zuiqing_desk.rules.text import clean_line, folded, letters

_WORDS: Final[dict[OrderState, str]] = {
    "unpaid": (
        "等待买家付款 等待付款 待付款 待支付 未付款 等待付款确认 等待支付 没有创建支付宝交易"
        " 付款确认中 定金已付 待付尾款 延迟付款确认"
    ),
    "paid": (
        "买家已付款等待卖家发货 等待卖家发货 买家已付款 已付款 待发货 等待发货 等待出库 待出库"
        " 正在出库 备货中 已成团待发货 待确认 卖家部分发货 部分发货 部分发货中 已支付"
    ),
    "dispatched": (
        "卖家已发货等待买家确认 等待买家确认 等待买家确认收货 买家已签收 交易成功 已发货 已出库"
        " 等待确认收货 等待收货 待收货 已发货待签收 已发货待收货 已签收 已收货 确认收货 完成 已完成"
        " 交易完成 订单完成"
    ),
    "closed": (
        "交易关闭 已关闭 关闭 已取消 取消 订单取消 订单关闭 已取消订单 系统取消 交易取消 已删除"
        " 付款以前卖家或买家主动关闭交易 删除新订单"
    ),
    # A locked order is one whose buyer asks for it to be called off; it must not be shipped.
    "refund": (
        "退款中 退款成功 已退款 退款完成 买家申请退款 等待退款 售后中 锁定 已锁定 暂停 退货退款中"
        " 未发货退款成功 已发货退款成功 未发货退款中 已发货退款中 待发货退款中 待发货退款成功"
        " 已收货退款成功 已签收退款成功 已取消退款成功 已收货退款中 已签收退款中"
        " 付款以后用户退款成功交易自动关闭 退款关闭"
    ),
}
_STATES: Final = {word: state for state, words in _WORDS.items() for word in words.split()}

_BEFORE: Final = re.compile(r"\((删除|锁定|暂停)\)(.+)", re.DOTALL)
"""京东 puts what became of an order before the status it had: (删除)等待出库."""

_ASKED_BACK: Final = ("退款", "退货", "售后处理", "售后中", "待商家处理", "待买家处理")
_CALLED_OFF: Final = (
    "无",
    "没有",
    "未申请",
    "取消",
    "撤销",
    "关闭",
    "拒绝",
    "驳回",
    "失败",
    "换货",
    "补寄",
    "维修",
)

_STEPS: Final[tuple[OrderState, ...]] = ("unpaid", "paid", "dispatched")


def state_of(status: str) -> OrderState:
    """The state behind a platform's status; commas, full or half width, make no difference.

    Raises RuleError ``bad_value``, which names the word.
    """
    state = _STATES.get(letters(status))
    if state is None and (found := _BEFORE.fullmatch(folded(clean_line(status)))):
        state = _since(found[1], _STATES.get(letters(found[2])))
    if state is None:
        raise RuleError(
            "bad_value",
            f"不认识订单状态“{clean_line(status)[:30]}”，请核对这一格；"
            "平台要是换了说法，得等程序升级以后才认得。",
        )
    return state


def _since(what: str, before: OrderState | None) -> OrderState | None:
    """What an order is now that was in the state ``before``: called off without money, or to be
    paid back; None where ``before`` is not known."""
    if before is None:
        return None
    return "closed" if what == "删除" and before in ("unpaid", "closed") else "refund"


def asked_back(after_sale: str) -> bool:
    """Whether an after-sale status (售后状态, 退款状态) says that the money goes back or may."""
    words = letters(after_sale)
    return any(word in words for word in _ASKED_BACK) and not any(
        word in words for word in _CALLED_OFF
    )


def combined(states: Collection[OrderState]) -> OrderState:
    """The state of an order from those of its lines: the least advanced of what still goes on,
    since something is still to be done for it; refunded or closed if nothing does."""
    going = [step for step in _STEPS if step in states]
    if going:
        return going[0]
    return "refund" if "refund" in states else "closed"


def ended(state: OrderState, *, refunded: bool) -> OrderState:
    """``closed`` by its platform after money went back is a refund."""
    return "refund" if state == "closed" and refunded else state


def followed(ours: OrderState, platform: OrderState, *, confirmed: bool) -> OrderState:
    """Our state once an import says ``platform``; never backwards in our part of the work.

    An order in the audit or held stays there while the platform says paid. An older export changes
    nothing: who paid stays paid, what was dispatched stays dispatched, what was closed stays
    closed. A refund that was withdrawn comes back: ``confirmed`` (finance has seen the money) into
    the audit, otherwise to finance.
    """
    if platform in ("refund", "dispatched"):
        return platform
    if platform == "closed":
        return "refund" if ours == "refund" else "closed"
    if platform == "paid" and ours in ("unpaid", "refund"):
        return "audit" if confirmed and ours == "refund" else "paid"
    return ours
