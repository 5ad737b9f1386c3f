"""Who has what in hand, as it changes."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from zuiqing_desk.services import board, queue
from zuiqing_desk.services.records import QueueRow
from zuiqing_desk.store.tx import Tx
from zuiqing_desk.tui import board_words
from zuiqing_desk.tui.board_words import NOBODY, Line
from zuiqing_desk.tui.keymap import bindings
from zuiqing_desk.tui.screens.board_hand import BoardHand
from zuiqing_desk.tui.screens.board_moves import Moves, move_keys
from zuiqing_desk.tui.screens.list_detail import ListScreen, letter
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.column_heads import ColumnHeads
from zuiqing_desk.tui.widgets.page_keys import Keys
from zuiqing_desk.tui.widgets.virtual_list import VirtualList

PREVIEWED = 30
"""Conversations shown beside the list."""
READ_EVERY_S = 5.0
"""People come, go and look elsewhere without a row in the journal of what they do."""


class BoardScreen(ListScreen[None]):
    """A row a person, and one for what nobody has. The clocks go on by themselves."""

    PLACE: ClassVar[str] = "board.open"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("board"),
        letter("u", "undo", "撤销", "撤销自己在看板上刚做的一步；接着按，一步一步往回。"),
    ]
    MORE_KEYS: ClassVar[MoreKeys] = (
        ("Enter", "看会话", "看光标下这位手上的会话；在那里可以标记几个，一起转走。"),
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session, "看板", board_words.PEOPLE)
        self._moves = Moves(session)
        self._lines: Sequence[Line] = ()
        self._rows: Sequence[QueueRow] = ()
        self._rows_of = NOBODY

    def above(self) -> Iterable[Widget]:
        yield ColumnHeads(board_words.heads(), board_words.PEOPLE, self.rows)

    def on_mount(self) -> None:
        self.set_interval(1.0, self._tick)
        self.set_interval(READ_EVERY_S, self._loading.ask)

    def _tick(self) -> None:
        self.rows.sync()
        self._show_chosen()

    # Reading.

    async def load(self) -> bool:
        wanted = NOBODY if self.chosen is None else self.chosen.id
        seen, rows = await self.session.bench.ask(_look, wanted)
        nobody = Line(NOBODY, None, seen.unassigned)
        self._lines = [nobody, *(Line(one.staff_id, one, one.load) for one in seen.agents)]
        self._rows_of, self._rows = wanted, rows
        self.retitle(board_words.summary(self._lines))
        return True

    # Showing.

    def items(self) -> Sequence[Line]:
        return self._lines

    def face(self, item: Line) -> int:
        return self.session.clock() // 1_000_000

    def cells(self, item: Line, face: Any) -> Sequence[Cell]:
        return board_words.line_cells(item, face * 1_000_000)

    def detail(self, item: Line) -> Content:
        rows = self._rows if item.id == self._rows_of else ()
        overdue_s = self.session.policy.overdue_s
        return board_words.about(item, rows, self.session.clock(), overdue_s)

    def empty_words(self) -> str:
        return "正在看谁手上有什么……按 q 返回。"

    def list_keys(self, item: Line | None) -> Keys:
        keys = [("Enter", "看会话")]
        if self.session.is_lead:
            keys += [*move_keys(self, "全部转走", "全部接过来"), ("u", "撤销")]
        return [*keys, ("q", "返回")]

    def on_virtual_list_moved(self, event: VirtualList.Moved) -> None:
        super().on_virtual_list_moved(event)
        event.prevent_default()
        self._loading.ask()

    # Doing.

    async def open(self, item: Line) -> None:
        self.app.push_screen(BoardHand(self.session, item.id, self._moves))

    def action_board_pass_on(self) -> None:
        """转给同事."""
        self.on_item(self._pass_on)

    def action_board_take(self) -> None:
        """接过来."""
        self.on_item(self._take)

    def action_undo(self) -> None:
        """Take the last move back."""
        self.steps.begin(lambda: self._moves.undo(self))

    async def _pass_on(self, item: Line) -> None:
        ids = await self._ids(item)
        await self._moves.pass_on(self, ids, _what(item, len(ids)))

    async def _take(self, item: Line) -> None:
        ids = await self._ids(item)
        await self._moves.take(self, ids, _what(item, len(ids)))

    async def _ids(self, item: Line) -> list[int]:
        return await self.session.bench.ask(board.ids_of, item.id or None)


def _what(item: Line, number: int) -> str:
    whose = board_words.NOBODY_WORDS if item.agent is None else f"{item.agent.staff_no} 手上"
    return f"{whose}的 {number} 个会话"


def _look(tx: Tx, wanted: int) -> tuple[board.Board, list[QueueRow]]:
    ids = board.ids_of(tx, wanted or None, PREVIEWED)
    return board.look(tx), queue.these(tx, ids)
