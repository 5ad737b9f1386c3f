"""What an import of a month's roster would do, before it does it."""

from collections.abc import Hashable, Sequence
from typing import Any, ClassVar, Final

from textual.binding import BindingType
from textual.content import Content

from zuiqing_desk.services.roster.files import CellChange, Plan
from zuiqing_desk.services.spreadsheets import Refusal
from zuiqing_desk.tui import roster_words
from zuiqing_desk.tui.order_shelf import has_all
from zuiqing_desk.tui.page_text import called
from zuiqing_desk.tui.screens.browse import BrowseScreen
from zuiqing_desk.tui.screens.list_detail import letter
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.page_keys import Keys
from zuiqing_desk.tui.widgets.prose import tidy

VIEWS: Final = {"refused": "错在哪里", "changes": "要改的"}
EMPTY: Final = {
    "refused": "没有错的行。按 → 看要改哪些。",
    "changes": "和现在的排班一样，没有要改的。按 Esc 返回。",
}
COLUMNS: Final = (16, 14, 0)
Row = CellChange | Refusal


class RosterReport(BrowseScreen):
    """``agreed`` once it is to be done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        letter("a", "begin", "导入", "照这样改排班；有错的行时都不改，先改好文件。"),
    ]
    MORE_KEYS: ClassVar[MoreKeys] = (("Enter", "导入", "同 a。"),)

    def __init__(self, session: Session, plan: Plan) -> None:
        self._plan = plan
        wrong = f" · 有错 {len(plan.refused)}" if plan.refused else ""
        super().__init__(
            session,
            f"导入 {plan.year}年{plan.month}月的排班 · 要改 {len(plan.changes)} 天{wrong}",
            views=VIEWS,
            columns=COLUMNS,
            filter_words="按 / 输入：工号、名字或哪里错了",
        )
        self._shown = False
        self.agreed = False

    @property
    def may_begin(self) -> bool:
        """Whether there is anything to do, and nothing forbids it."""
        return bool(self._plan.changes) and not self._plan.refused

    async def load(self) -> bool:
        first, self._shown = not self._shown, True
        if first and not self._plan.refused:
            self.turn_to("changes")
        return first

    def items_of(self, view: str) -> Sequence[Row]:
        return self._plan.refused if view == "refused" else self._plan.changes

    def count(self, view: str) -> int | None:
        return len(self.items_of(view))

    def find(self, items: Sequence[Any], query: str) -> Sequence[Row]:
        return [one for one in items if has_all(_words(one), query)]

    def key_of(self, item: Row) -> Hashable:
        return item

    def cells(self, item: Row, face: Any) -> Sequence[Cell]:
        if isinstance(item, Refusal):
            row = f"第 {item.row} 行"
            return [(row, "muted"), (item.column, "muted"), (item.message, "warning")]
        return [
            (called(item.person), "strong"),
            (roster_words.day_words(item.day), ""),
            (f"{item.before or '没有排'} → {item.after or '清空'}", ""),
        ]

    def detail(self, item: Row) -> Content:
        words = (
            "✗ 有错的行，改好文件再来。"
            if self._plan.refused
            else "按 a 照这样改，改完可按 u 撤销。"
        )
        return Content(f"{words}\n\n{tidy(_words(item))}")

    def empty_words(self) -> str:
        if self.query_text:
            return f"没有“{self.query_text}”。换个说法，或按 Esc 取消筛选。"
        return EMPTY[self.view]

    def list_keys(self, item: Row | None) -> Keys:
        begin = (("a", "导入"),) if self.may_begin else ()
        return (*begin, ("/", "筛选"), ("←→", "换类"), ("Esc", "不导入"))

    async def open(self, item: Row) -> None:
        self.action_begin()

    def action_begin(self) -> None:
        """Do it."""
        if self.may_begin:
            self.agreed = True
            self.dismiss(None)
        elif self._plan.refused:
            toast(self.app, "有错的行，先改好文件。", "warning")
        else:
            toast(self.app, "没有要改的。", "warning")


def _words(row: Row) -> str:
    if isinstance(row, Refusal):
        return row.line()
    day = roster_words.day_words(row.day)
    return f"{called(row.person)} {day} {row.before or '没有排'} → {row.after or '清空'}"
