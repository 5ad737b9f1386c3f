"""What conversations are called on the screen."""

from collections.abc import Sequence
from typing import Final

from zuiqing_desk.services.records import Looker, Post, State
from zuiqing_desk.tui.text import one_line

STATES: Final[dict[State, str]] = {
    "queued": "等待接待",
    "active": "接待中",
    "snoozed": "稍后处理",
    "closed": "已结束",
}
POSTS: Final[dict[Post, str]] = {"pre_sale": "售前", "after_sale": "售后"}
WEBCHAT: Final = "webchat"


def colleagues(lookers: Sequence[Looker], my_no: str, now: int) -> tuple[str, str]:
    """Which colleagues write in a conversation at this moment, and which ones only look at it."""
    others = [one for one in lookers if one.staff_no != my_no]
    writing = "、".join(one.staff_no for one in others if one.typing_until > now)
    looking = "、".join(one.staff_no for one in others if one.typing_until <= now)
    return writing, looking


def company(lookers: Sequence[Looker], my_no: str, now: int) -> tuple[str, str]:
    """The same as it stands in a title."""
    writing, looking = colleagues(lookers, my_no, now)
    return f"✎ {writing} 正在写…" if writing else "", f"同看 {looking}" if looking else ""


def origin(channel: str, account: str) -> str:
    """Where a conversation comes from: the web chat, or the platform's name."""
    return "网聊" if channel == WEBCHAT else one_line(account)
