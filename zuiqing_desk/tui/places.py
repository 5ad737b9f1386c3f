"""Where an action is at home, and what may be run from elsewhere."""

from typing import Final

from zuiqing_desk.tui.action import Action
from zuiqing_desk.tui.scopes import Scope

HOME_OF: Final[dict[Scope, str]] = {
    "app": "",
    "chat": "pane.chat",
    "list": "pane.chat",
    "line": "pane.chat",
    "reply": "pane.chat",
    "picker": "reply.pick",
    "orders": "order.open",
    "audit": "audit.open",
    "remark": "remark.open",
    "handover": "handover.open",
    "history": "history.open",
    "board": "board.open",
}
"""The action that opens the page of a scope; none for what acts everywhere."""

ABOUT_ONESELF: Final = frozenset({"duty.away", "alert.quiet", "theme.choose", "tour.open"})
"""Letters of the chat page that are about no conversation."""

OPENS_FIRST: Final = frozenset(
    {
        "chat.next",
        "reply.pick",
        "product.pick",
        "remark.open",
        "chat.open_manual",
        "chat.filter",
        "chat.details",
    }
)
"""What on the chat page shows something before anything is done to it."""


def home_of(action: Action) -> str:
    """The action that opens the page on which this one acts; empty: it acts from everywhere."""
    if action.id in ABOUT_ONESELF:
        return ""
    return action.home or HOME_OF[action.scope]


def opens_page(action: Action) -> bool:
    """Whether all it does is to open a page."""
    return action.home == action.id


def runs_from_afar(action: Action) -> bool:
    """Whether it may be run by who does not see what it acts on: nothing is sent, approved or
    signed unseen."""
    return not home_of(action) or opens_page(action) or action.id in OPENS_FIRST
