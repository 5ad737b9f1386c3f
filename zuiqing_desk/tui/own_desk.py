"""One's own settings, changed at the desk: kept in the store, in force at once."""

from typing import Any, Final

from textual.app import App
from textual.message import Message

from zuiqing_desk.services import preferences
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import toast

QUIET: Final = "已静音：不再响铃和弹提醒；标题、角标和提示照常。再按一次恢复。"
LOUD: Final = "铃声恢复：新会话和超时会响。"


class ThemeAsked(Message):
    """This person wants another theme."""


class ThemeChosen(Message):
    """This person's theme is another one now: chosen at another desk of theirs."""


async def put_preference(app: App[Any], session: Session, key: str, value: bool | str) -> bool:
    """Keep one choice of whoever sits here; False, and said, if the store cannot."""
    try:
        kept = await session.bench.do(preferences.put, session.staff.id, key, value)
    except StoreError as error:
        toast(app, error.message, "error")
        return False
    session.preferences = kept
    return True
