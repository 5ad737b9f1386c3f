"""The categories of canned replies, and which of them fits a conversation's stage.

The categories are the shop's own division of its talk; the order is that of a conversation.
"""

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

Stage = Literal["unknown", "opening", "advising", "quoted", "agreed", "after_sale"]
