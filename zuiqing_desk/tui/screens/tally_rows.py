"""The rows behind a figure: customers, rounds, orders, each leading to where it happened."""

from collections.abc import Hashable, Sequence
from typing import Any, ClassVar, NamedTuple

from textual.content import Content

from zuiqing_desk.rules.tally_words import DEFINITIONS, Figure
from zuiqing_desk.services.tally import reading
from zuiqing_desk.services.tally.records import Behind, Filter
from zuiqing_desk.tui import order_screens
from zuiqing_desk.tui.screens.list_detail import ListScreen
from zuiqing_desk.tui.screens.order_links import OpenConversation
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.page_keys import Keys
from zuiqing_desk.tui.widgets.prose import tidy

LATE = reading.LATE


class _Numbered(NamedTuple):
    number: int
    behind: Behind


class TallyRows(ListScreen[None]):
    """Read once: what is counted changes while one looks, and the cursor must not jump."""

    MORE_KEYS: ClassVar[MoreKeys] = (("Enter", "打开", "去那个会话，或打开那笔订单。"),)

    def __init__(self, session: Session, figure: Figure, asked: Filter, title: str) -> None:
        super().__init__(session, title, (11, 0, 12, 14))
        self._figure = figure
        self._asked = asked
        self._rows: Sequence[_Numbered] | None = None

    async def load(self) -> bool:
        if self._rows is not None:
            return False
        found = await self.session.bench.ask(reading.rows_behind, self._figure, self._asked)
        self._rows = [_Numbered(number, one) for number, one in enumerate(found)]
        return True

    def items(self) -> Sequence[Any]:
        return self._rows or ()

    def key_of(self, item: _Numbered) -> Hashable:
        return item.number

    def cells(self, item: _Numbered, face: Any) -> Sequence[Cell]:
        when, who, what, whose = item.behind.words
        late = what.endswith(LATE) or what == reading.UNANSWERED
        return (
            (when, "muted"),
            (one_line(who), ""),
            (what, "warning" if late else ""),
            (one_line(whose), ""),
        )

    def detail(self, item: _Numbered) -> Content:
        one = DEFINITIONS[self._figure]
        words = "  ".join(word for word in item.behind.words if word)
        where = "会话" if item.behind.conversation_id is not None else "订单"
        can = item.behind.conversation_id is not None or item.behind.order_id is not None
        return Content("\n").join(
            [
                Content(tidy(words)),
                Content(f"按 Enter 打开这个{where}。" if can else "它已经不在了。"),
                Content(),
                Content.styled(f"{one.label}：{one.words}", "$text-muted"),
            ]
        )

    def empty_words(self) -> str:
        return "正在找……" if self._rows is None else "这个数字后面没有可看的。按 Esc 返回。"

    def list_keys(self, item: Any | None) -> Keys:
        keys = [] if item is None else [("Enter", "打开")]
        return [*keys, ("Tab", "看详细"), ("Esc", "返回")]

    async def open(self, item: _Numbered) -> None:
        """Where it happened."""
        behind = item.behind
        if behind.conversation_id is not None:
            self.post_message(OpenConversation(behind.conversation_id, seq=behind.seq))
        elif behind.order_id is not None:
            self.app.push_screen(order_screens.orders(self.session, behind.order_id))
