"""What an import of orders would do, before it does it."""

from collections.abc import Hashable, Sequence
from typing import Any, ClassVar, Final

from textual.binding import BindingType
from textual.content import Content

from zuiqing_desk.rules.order_words import PLATFORMS
from zuiqing_desk.services.orders.export_rows import Refusal
from zuiqing_desk.services.orders.importing import ImportPlan, PlannedOrder
from zuiqing_desk.tui.order_shelf import folded
from zuiqing_desk.tui.screens.browse import BrowseScreen
from zuiqing_desk.tui.screens.list_detail import letter
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.page_keys import Keys
from zuiqing_desk.tui.widgets.prose import tidy

VIEWS: Final = {"refused": "错在哪里", "added": "新增", "changed": "更新"}
COLUMNS: Final = (20, 8, 0)
EMPTY: Final = {
    "refused": "没有错的行。按 → 看新增和更新的订单，按 a 导入。",
    "added": "没有新增的订单。按 → 看下一类。",
    "changed": "没有要更新的订单。按 → 看下一类。",
}
Row = PlannedOrder | Refusal


class ImportReport(BrowseScreen):
    """``agreed`` once it is to be done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        letter("a", "begin", "导入", "照这样导入：新增的加上，改过的更新，有错的行跳过。"),
    ]
    MORE_KEYS: ClassVar[MoreKeys] = (("Enter", "导入", "同 a。"),)

    def __init__(self, session: Session, plan: ImportPlan, *, strict: bool) -> None:
        self._plan = plan
        self._strict = strict
        super().__init__(
            session,
            _title(plan),
            views=VIEWS,
            columns=COLUMNS,
            filter_words="按 / 输入：文件名、订单号或哪里错了",
        )
        self._shown = False
        self.agreed = False

    @property
    def may_begin(self) -> bool:
        """Whether there is anything to do, and nothing forbids it."""
        plan = self._plan
        return bool(plan.added or plan.changed) and not (self._strict and plan.refused)

    async def load(self) -> bool:
        first, self._shown = not self._shown, True
        if first and not self._plan.refused:
            self.turn_to("added" if self._plan.added else "changed")
        return first

    def items_of(self, view: str) -> Sequence[Row]:
        rows: Sequence[Row] = getattr(self._plan, view)
        return rows

    def count(self, view: str) -> int | None:
        return len(self.items_of(view))

    def find(self, items: Sequence[Any], query: str) -> Sequence[Row]:
        wanted = folded(query)
        return [one for one in items if wanted in folded(f"{one.file} {_what(one)}")]

    def key_of(self, item: Row) -> Hashable:
        return item

    def cells(self, item: Row, face: Any) -> Sequence[Cell]:
        look = "warning" if isinstance(item, Refusal) else ""
        return [
            (item.file, "muted"),
            (f"第 {item.row} 行" if item.row else "", "muted"),
            (_what(item), look),
        ]

    def detail(self, item: Row) -> Content:
        lines = [self._words(), Content()]
        if isinstance(item, Refusal):
            lines.append(Content.styled(f"✗ {tidy(item.line())}", "$text-warning bold"))
        else:
            lines.append(Content(f"{tidy(item.file)}：第 {item.row} 行"))
            lines.append(Content(tidy(_what(item))))
        if self._plan.notices:
            lines += [Content(), *(Content(f"▲ {tidy(one)}") for one in self._plan.notices)]
        return Content("\n").join(lines)

    def _words(self) -> Content:
        plan = self._plan
        if self._strict and plan.refused:
            return Content.styled(
                "✗ 选了“有错就都不导入”：改好文件再来，或者换成跳过错的行。", "$text-error bold"
            )
        if not self.may_begin:
            return Content.styled("没有要写的。按 Esc 返回。", "bold")
        skipped = f"，跳过 {_wrong_rows(plan)} 行" if plan.refused else ""
        return Content.styled(
            f"按 a 导入：新增 {len(plan.added)} 笔，更新 {len(plan.changed)} 笔{skipped}。", "bold"
        )

    def empty_words(self) -> str:
        if self.query_text:
            return f"没有“{self.query_text}”。换个说法，或按 Esc 取消筛选。"
        if not self.may_begin:
            return "文件里没有要新增或更新的订单。按 Esc 返回。"
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
        elif self._strict and self._plan.refused:
            toast(self.app, "有错的行，按您选的就都不导入。", "warning")
        else:
            toast(self.app, "没有要新增或更新的订单。", "warning")


def _what(row: Row) -> str:
    if isinstance(row, Refusal):
        return f"“{row.column}”列：{row.message}" if row.column else row.message
    return f"{PLATFORMS[row.platform]} {row.number}"


def _wrong_rows(plan: ImportPlan) -> int:
    """One row may be wrong in several columns."""
    return len({(one.file, one.row) for one in plan.refused})


def _title(plan: ImportPlan) -> str:
    figures = (
        (len(plan.added), "新增"),
        (len(plan.changed), "更新"),
        (plan.unchanged, "不变"),
        (_wrong_rows(plan), "有错的行"),
    )
    words = " · ".join(f"{word} {count}" for count, word in figures if count or word == "新增")
    return f"导入订单 · {words} · {'、'.join(plan.tables)}"
