"""Flags, or remarks as the facts propose them, on many orders in one step: seen first, undone in
one."""

from collections.abc import Sequence
from typing import ClassVar, Final

from textual.binding import BindingType
from textual.content import Content

from zuiqing_desk.rules.order_words import PLATFORMS
from zuiqing_desk.services.orders import remark_batches
from zuiqing_desk.services.orders.records import OrderRow
from zuiqing_desk.services.orders.remark_records import BatchRow
from zuiqing_desk.tui.difference_text import LEGEND, difference_content
from zuiqing_desk.tui.order_page import Worker
from zuiqing_desk.tui.screens.choose import ChooseDialog
from zuiqing_desk.tui.screens.list_detail import ListScreen, letter
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.page_keys import Keys
from zuiqing_desk.tui.widgets.prose import tidy

NO_FLAG: Final = "（拿掉旗子）"
REMARKS: Final = "（不动旗子，写上备注）"
COLUMNS: Final = (26, 10, 10, 0)


class BatchPreview(ListScreen[bool]):
    """What a batch would do to each order; True when it is to be done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        letter("a", "apply", "照办", "照着做：只动要改的，不能改的和一样的都不动。"),
    ]
    MORE_KEYS: ClassVar[MoreKeys] = (("Enter", "照办", "同 a。"),)

    def __init__(self, session: Session, title: str, rows: Sequence[BatchRow]) -> None:
        super().__init__(session, title, COLUMNS)
        # What will not be done stands first: it is what must be looked at.
        self._batch = sorted(rows, key=lambda row: (not row.refused, not row.changes))

    async def load(self) -> bool:
        return True

    def items(self) -> Sequence[BatchRow]:
        return self._batch

    def key_of(self, item: BatchRow) -> int:
        return item.order_id

    def cells(self, item: BatchRow, face: object) -> Sequence[Cell]:
        said: Cell = (item.after_remark, "")
        if item.refused:
            said = (f"✗ {item.refused}", "warning")
        elif not item.changes:
            said = ("已经是这样", "muted")
        return [
            (f"{PLATFORMS[item.platform]} {item.number}", "strong"),
            (item.before_flag or "没有旗", "muted"),
            (f"→ {item.after_flag or '没有旗'}" if item.changes else "", ""),
            said,
        ]

    def detail(self, item: BatchRow) -> Content:
        if item.refused:
            return Content.styled(f"✗ 不动：{tidy(item.refused)}", "$text-warning bold")
        lines = [LEGEND, Content("旗子 ") + difference_content(item.before_flag, item.after_flag)]
        if item.before_remark or item.after_remark:
            remark = difference_content(item.before_remark, item.after_remark)
            lines.append(Content("备注 ") + remark)
        return Content("\n").join(lines)

    def empty_words(self) -> str:
        return "没有选中订单。按 Esc 返回。"

    def list_keys(self, item: BatchRow | None) -> Keys:
        return (("a", "照办"), ("↑↓", "逐笔看"), ("Tab", "翻看"), ("Esc", "不办了"))

    async def open(self, item: BatchRow) -> None:
        self.dismiss(True)

    def action_apply(self) -> None:
        """Do it."""
        self.dismiss(True)


async def flag(screen: Worker, rows: Sequence[OrderRow]) -> bool:
    """Have the user choose a flag for these orders, see what it does, and do it; whether it was
    done."""
    bench, me = screen.session.bench, screen.session.staff.id
    meanings = await bench.ask(remark_batches.flags)
    choices = [*((one, one) for one in meanings), ("", NO_FLAG), (REMARKS, REMARKS)]
    chosen = await screen.app.push_screen_wait(
        ChooseDialog(f"给 {len(rows)} 笔订单插什么旗？", choices)
    )
    if chosen is None:
        return False
    ids = [row.id for row in rows]
    meaning = None if chosen == REMARKS else chosen
    batch = await bench.ask(remark_batches.preview, ids, meaning, remarks=chosen == REMARKS)
    what = "写备注" if meaning is None else f"插旗“{one_line(meaning)}”" if meaning else "拿掉旗子"
    if not await screen.app.push_screen_wait(
        BatchPreview(screen.session, f"{what} · {counted(batch)}", batch)
    ):
        return False
    batch_id = await bench.do(remark_batches.apply_batch, batch, me)
    if batch_id is None:
        toast(screen.app, "没有要改的，什么都没动。", "warning")
        return False
    done = sum(row.changes for row in batch)

    async def back() -> None:
        _, left = await bench.do(remark_batches.undo_batch, batch_id, me)
        if left:
            toast(screen.app, f"有 {left} 笔之后又改过，没有动。", "warning")

    screen.did(f"{done} 笔订单已{what}", back)
    return True


def counted(batch: Sequence[BatchRow]) -> str:
    """A batch in figures: 改 3 笔，1 笔不变，2 笔不能改."""
    refused = sum(bool(row.refused) for row in batch)
    changes = sum(row.changes for row in batch)
    same = len(batch) - refused - changes
    words = ((changes, "改 {} 笔"), (same, "{} 笔不变"), (refused, "{} 笔不能改"))
    return "，".join(word.format(count) for count, word in words if count) or "没有订单"
