"""Who has seen whose telephone and address."""

from collections.abc import Sequence
from typing import Any, ClassVar

from zuiqing_desk.tui.screens.list_detail import ListScreen
from zuiqing_desk.tui.session import Session


class AccessScreen(ListScreen[None]):
    """Who has seen whose telephone and address."""

    PLACE: ClassVar[str] = "access.open"

    def __init__(self, session: Session) -> None:
        super().__init__(session, "查看记录", (20,))

    async def load(self) -> bool:
        return False

    def items(self) -> Sequence[Any]:
        return ()

    def empty_words(self) -> str:
        return "这里还没有内容。"
