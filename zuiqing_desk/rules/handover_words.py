"""The words the handover notebook is kept in (醉卿 manual and call-centre practice, 交接本)."""

from typing import Final, Literal

Kind = Literal[
    "urgent",
    "customer",
    "buyer",
    "unpaid",
    "order",
    "promise",
    "aftersale",
    "business",
    "task",
    "material",
    "other",
]
Severity = Literal["red", "amber", "green"]
ItemState = Literal["open", "done", "dropped", "merged"]
DraftState = Literal["proposed", "accepted", "dropped", "merged"]
PageState = Literal["preparing", "given", "sealed"]
Mode = Literal["", "face", "book"]
SectionState = Literal["open", "signed", "missing"]
RemarkKind = Literal["question", "ask_back", "comment", "addition"]
Event = Literal[
    "noted", "edited", "carried", "acked", "said_back", "done", "dropped", "merged", "reopened"
]

KINDS: Final[dict[Kind, str]] = {
    "urgent": "急办",
    "customer": "移交客户",
    "buyer": "意向客户",
    "unpaid": "待付款",
    "order": "订单",
    "promise": "承诺",
    "aftersale": "售后",
    "business": "业务变动",
    "task": "交办",
    "material": "物料",
    "other": "其他",
}
"""What a handover must hold: customers passed on, what must be dealt with, likely buyers to contact
(醉卿 manual); unfinished cases, business that started or stopped, tasks from the lead, documents
(call-centre manual)."""

SEVERITIES: Final[dict[Severity, tuple[str, str]]] = {
    "red": ("R", "红"),
    "amber": ("A", "黄"),
    "green": ("G", "绿"),
}
"""A letter beside the colour: never colour alone. Red is repeated by word of mouth."""

RANK: Final[dict[Severity, int]] = {"red": 0, "amber": 1, "green": 2}

MODES: Final[dict[Mode, str]] = {"": "", "face": "当面交接", "book": "留本交接"}
PAGE_STATES: Final[dict[PageState, str]] = {
    "preparing": "在写",
    "given": "待接",
    "sealed": "已封存",
}
REMARKS: Final[dict[RemarkKind, str]] = {
    "question": "疑问",
    "ask_back": "追问",
    "comment": "批注",
    "addition": "补记",
}
EVENTS: Final[dict[Event, str]] = {
    "noted": "记下",
    "edited": "修改",
    "carried": "转到下一页",
    "acked": "已阅",
    "said_back": "已口述",
    "done": "办完",
    "dropped": "作废",
    "merged": "并入",
    "reopened": "重开",
}

JOINED: Final = "并入第 {} 条："
"""How the result of a matter that goes on in another begins; the other's summary follows."""

SUMMARY_CHARS: Final = 60
LONG_CHARS: Final = 500
"""Of situation, next action, if-then, results, questions and answers."""
