"""What conversations are called on the screen."""

from typing import Final

from zuiqing_desk.services.records import Post, State
from zuiqing_desk.tui.text import one_line

STATES: Final[dict[State, str]] = {
    "queued": "等待接待",
    "active": "接待中",
    "snoozed": "稍后处理",
    "closed": "已结束",
}
POSTS: Final[dict[Post, str]] = {"pre_sale": "售前", "after_sale": "售后"}
WEBCHAT: Final = "webchat"


def origin(channel: str, account: str) -> str:
    """Where a conversation comes from: the web chat, or the platform's name."""
    return "网聊" if channel == WEBCHAT else one_line(account)
