"""The words the notebook of problems and ideas is kept in (醉卿 manual, 问题登记本)."""

from typing import Final, Literal

NoteState = Literal["open", "answered", "settled"]

STATES: Final[dict[NoteState, str]] = {
    "open": "待答复",
    "answered": "已答复",
    "settled": "已了结",
}

NOTE_CHARS: Final = 200
"""One line: what happened, or the idea."""
ANSWER_CHARS: Final = 500

PLACES: Final[dict[str, str]] = {
    "pane.chat": "会话",
    "order.open": "订单",
    "remark.open": "备注",
    "audit.open": "审单",
    "chase.list": "催付",
    "promise.list": "承诺本",
    "dispute.list": "归属争议",
    "handover.open": "交接本",
    "handover.list": "交接查看",
    "note.list": "登记本",
    "history.open": "查找",
    "roster.open": "排班",
    "tally.open": "统计",
    "board.open": "看板",
    "library.manage": "话术库",
    "product.manage": "商品库",
    "staff.manage": "人员",
    "policy.edit": "店铺规则",
}
"""Where somebody was when they noted it, by the id of the action that opens that page."""


def place_words(place: str) -> str:
    """What people call the page; '' for one that is no more."""
    return PLACES.get(place, "")
