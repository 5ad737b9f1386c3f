"""The categories of canned replies, and which of them fits a conversation's stage.

The categories are the shop's own division of its talk; the order is that of a conversation.
"""

from collections.abc import Mapping
from typing import Final, Literal

CATEGORIES: Final = (
    "欢迎",
    "了解需求",
    "推荐",
    "商品咨询",
    "引导催促",
    "议价",
    "安抚",
    "催付",
    "核对地址",
    "发货与物流",
    "破损渗漏",
    "错发漏发",
    "退换货",
    "评价",
    "结束",
    "回绝广告",
)

Stage = Literal[
    "unknown",
    "opening",
    "advising",
    "quoted",
    "agreed",
    "unpaid",
    "paid",
    "dispatched",
    "after_sale",
]

FIT: Final[Mapping[Stage, tuple[str, ...]]] = {
    "unknown": (),
    "opening": ("欢迎", "了解需求", "推荐", "商品咨询", "回绝广告"),
    "advising": ("推荐", "商品咨询", "了解需求", "引导催促", "议价"),
    "quoted": ("议价", "引导催促", "商品咨询", "推荐", "催付"),
    "agreed": ("催付", "核对地址", "发货与物流", "结束"),
    "unpaid": ("催付", "核对地址", "引导催促", "议价", "发货与物流", "结束"),
    "paid": ("核对地址", "发货与物流", "安抚", "结束"),
    "dispatched": ("发货与物流", "评价", "破损渗漏", "错发漏发", "退换货", "安抚", "结束"),
    "after_sale": ("发货与物流", "破损渗漏", "错发漏发", "退换货", "安抚", "评价", "结束"),
}
"""The categories that fit a stage, best first (醉卿 manual, 客户咨询下单的流程, 客服绩效, rule 2,
and 售后流程)."""

SPENT: Final[Mapping[Stage, frozenset[str]]] = {
    "paid": frozenset({"催付"}),
    "dispatched": frozenset({"催付"}),
}
"""What has no place at a stage any more and is not suggested: nobody is asked to pay twice."""


def fit(stage: Stage, category: str) -> int:
    """How well ``category`` fits ``stage``: 0 is best; all that FIT does not list come equal last.

    At the stage ``unknown`` all are 0.
    """
    fitting = FIT[stage]
    return fitting.index(category) if category in fitting else len(fitting)
