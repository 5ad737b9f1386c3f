"""Where an action can be reached. Plain data: nothing here imports the screen."""

from typing import Literal

Scope = Literal[
    "app",
    "chat",
    "list",
    "line",
    "reply",
    "picker",
    "orders",
    "audit",
    "remark",
    "handover",
    "history",
    "board",
]

SCOPES: dict[Scope, str] = {
    "app": "全局",
    "chat": "会话页",
    "list": "列表",
    "line": "消息行",
    "reply": "回复框",
    "picker": "选择框",
    "orders": "订单页",
    "audit": "审单页",
    "remark": "备注框",
    "handover": "交接页",
    "history": "查找页",
    "board": "看板",
}
"""Where an action can be reached: ``app`` everywhere after sign-in, ``chat`` everywhere in the chat
pane, the reply box included, ``list`` while the queue or the conversation has the focus, ``line``
while the conversation does (on a line), ``reply`` while the reply box does, ``picker`` while a
reply or a product is being picked, ``orders`` and ``audit`` in the lists of those pages, ``remark``
while a remark is being written, ``handover`` in the lists of the handover notebook, ``history``
while old talk is searched, ``board`` in the lists of the live board."""

LETTERS: frozenset[Scope] = frozenset({"list", "line", "orders", "audit", "handover", "board"})
"""Where single letters act: nothing is written there."""

_ALONE: frozenset[Scope] = frozenset(
    {"picker", "orders", "audit", "remark", "handover", "history", "board"}
)
"""Screens of their own: of the other scopes only ``app`` reaches into them."""

_NESTED: dict[Scope, frozenset[Scope]] = {
    "app": frozenset(SCOPES),
    "chat": frozenset(SCOPES) - _ALONE,
    "list": frozenset({"app", "chat", "list", "line"}),
    "line": frozenset({"app", "chat", "list", "line"}),
    "reply": frozenset({"app", "chat", "reply"}),
    "picker": frozenset({"app", "picker"}),
    "orders": frozenset({"app", "orders"}),
    "audit": frozenset({"app", "audit"}),
    "remark": frozenset({"app", "remark"}),
    "handover": frozenset({"app", "handover"}),
    "history": frozenset({"app", "history"}),
    "board": frozenset({"app", "board"}),
}


def overlap(one: Scope, other: Scope) -> bool:
    """Whether a key could mean both: the two scopes can be active at the same time."""
    return other in _NESTED[one]
