"""What one person has in hand, or what nobody has: all of it, however much."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, NamedTuple

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from zuiqing_desk.services import board, queue
from zuiqing_desk.services.records import QueueRow
from zuiqing_desk.store.tx import Tx
from zuiqing_desk.tui import board_words
from zuiqing_desk.tui.board_words import NOBODY, Line
from zuiqing_desk.tui.in_hand import InHand
from zuiqing_desk.tui.keymap import bindings
from zuiqing_desk.tui.panes.coalesced import Coalesced
from zuiqing_desk.tui.screens.board_moves import Moves, move_keys
from zuiqing_desk.tui.screens.list_detail import ListScreen, letter
from zuiqing_desk.tui.screens.order_links import OpenConversation
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.column_heads import ColumnHeads
from zuiqing_desk.tui.widgets.page_keys import Keys
from zuiqing_desk.tui.widgets.virtual_list import VirtualList

AROUND = 100
"""Rows read above and below the cursor; of the others the list knows the ids alone."""


class Face(NamedTuple):
    """What a row shows of the moment."""

    row: QueueRow | None
    marked: bool
    second: int


class BoardHand(ListScreen[None]):
    """Space marks, ``a`` marks all; the keys of the board act on the marked ones, or on the one
    under the cursor."""

    PLACE: ClassVar[str] = "board.open"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("board"),
        letter("space", "mark", "选中", "选中这个会话，再按一次不选；选好几个，可以一起转。"),
        letter("a", "mark_all", "全选", "选中这位手上的全部会话；已经全选时全都不选。"),
        letter("u", "undo", "撤销", "撤销自己在看板上刚做的一步；接着按，一步一步往回。"),
    ]
    MORE_KEYS: ClassVar[MoreKeys] = (("Enter", "打开", "打开光标下的会话。"),)

    def __init__(self, session: Session, staff_id: int, moves: Moves) -> None:
        super().__init__(session, "看板", board_words.TALKS)
        self._staff_id = staff_id
        self._moves = moves
        self._ids: Sequence[int] = ()
        self._known: dict[int, QueueRow] = {}
        self._marked: set[int] = set()
        self._reading = Coalesced(self._read_rows)

    def above(self) -> Iterable[Widget]:
        yield ColumnHeads(board_words.talk_heads(), board_words.TALKS, self.rows)

    def on_mount(self) -> None:
        self.set_interval(1.0, self.rows.sync)

    def on_unmount(self) -> None:
        self._reading.stop()

    # Reading.

    async def load(self) -> bool:
        line, ids, rows = await self.session.bench.ask(_look, self._staff_id, self._near())
        self._ids, self._known = ids, rows
        self._marked.intersection_update(ids)
        self._retitle(line)
        return True

    def _retitle(self, line: Line | None) -> None:
        whose = board_words.NOBODY_WORDS
        if line is not None and line.agent is not None:
            agent = line.agent
            whose = f"{agent.staff_no} {agent.name}"
            whose += f" · {board_words.duty_words(agent, self.session.clock())}"
        marked = f" · ■ 已选 {len(self._marked)}" if self._marked else ""
        self._whose = whose
        self.retitle(f"看板 · {whose} · {len(self._ids)} 个会话{marked}")

    def _near(self) -> int:
        key = self.rows.cursor_key
        return key if isinstance(key, int) else 0

    async def _read_rows(self) -> None:
        await self._load()

    # Showing.

    def items(self) -> Sequence[int]:
        return self._ids

    def key_of(self, item: Any) -> int:
        id_: int = item
        return id_

    def face(self, item: int) -> Face:
        second = self.session.clock() // 1_000_000
        return Face(self._known.get(item), item in self._marked, second)

    def cells(self, item: int, face: Any) -> Sequence[Cell]:
        if face.row is None:
            return [("", ""), ("", ""), ("", ""), ("……", "muted"), *[("", "")] * 3]
        overdue_s = self.session.policy.overdue_s
        return board_words.talk_cells(face.row, face.marked, face.second * 1_000_000, overdue_s)

    def detail(self, item: int) -> Content:
        row = self._known.get(item)
        if row is None:
            return Content()
        return board_words.talk_about(row, self.session.clock(), self.session.policy.overdue_s)

    def empty_words(self) -> str:
        return "手上没有会话了。按 q 回看板。"

    def list_keys(self, item: int | None) -> Keys:
        keys: list[tuple[str, str]] = [("Enter", "打开")]
        if self.session.is_lead:
            keys += [("空格", "选中"), ("a", "全选")]
            keys += [*move_keys(self, "转给", "接过来"), ("u", "撤销")]
        return [*keys, ("q", "返回")]

    def in_hand(self) -> InHand:
        return InHand(self.chosen, None, self.PLACE)

    def on_virtual_list_moved(self, event: VirtualList.Moved) -> None:
        super().on_virtual_list_moved(event)
        event.prevent_default()
        if isinstance(event.key, int) and event.key not in self._known:
            self._reading.ask()

    # Doing.

    def is_marked(self, conversation_id: int) -> bool:
        """Whether this conversation is marked."""
        return conversation_id in self._marked

    async def open(self, item: int) -> None:
        self.post_message(OpenConversation(item))

    def action_mark(self) -> None:
        """Mark this one, or unmark it, and go on to the next."""
        if self.chosen is not None:
            self._marked ^= {self.chosen}
            self._marks_changed()
            self.rows.move(1)

    def action_mark_all(self) -> None:
        """Mark all of them; none, if all are marked."""
        everything = set(self._ids)
        self._marked = set() if everything <= self._marked else everything
        self._marks_changed()

    def _marks_changed(self) -> None:
        marked = f" · ■ 已选 {len(self._marked)}" if self._marked else ""
        self.retitle(f"看板 · {self._whose} · {len(self._ids)} 个会话{marked}")
        self.rows.sync()

    def action_back(self) -> None:
        """First the marks, then back to the board."""
        if self.rows.has_focus and self._marked:
            self._marked.clear()
            self._marks_changed()
        else:
            super().action_back()

    def _meant(self) -> list[int]:
        if self._marked:
            return [one for one in self._ids if one in self._marked]
        return [] if self.chosen is None else [self.chosen]

    def _what(self, ids: Sequence[int]) -> str:
        row = self._known.get(ids[0]) if len(ids) == 1 else None
        return f" {row.customer}" if row is not None else f" {len(ids)} 个会话"

    def action_board_pass_on(self) -> None:
        """转给同事."""
        ids = self._meant()
        self.steps.begin(lambda: self._moves.pass_on(self, ids, self._what(ids)))

    def action_board_take(self) -> None:
        """接过来."""
        ids = self._meant()
        self.steps.begin(lambda: self._moves.take(self, ids, self._what(ids)))

    def action_undo(self) -> None:
        """Take the last move back."""
        self.steps.begin(lambda: self._moves.undo(self))


def _look(tx: Tx, staff_id: int, near: int) -> tuple[Line | None, list[int], dict[int, QueueRow]]:
    """Whose they are, all ids, and the rows about ``near``."""
    ids = board.ids_of(tx, staff_id or None)
    at = ids.index(near) if near in ids else 0
    shown = queue.these(tx, ids[max(0, at - AROUND) : at + AROUND])
    agent = next((one for one in board.look(tx).agents if one.staff_id == staff_id), None)
    line = None if agent is None or staff_id == NOBODY else Line(staff_id, agent, agent.load)
    return line, ids, {row.id: row for row in shown}
