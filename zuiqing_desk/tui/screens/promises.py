"""The promises that are open: what was promised to whom, until when."""

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.content import Content

from zuiqing_desk.services.orders import promises, whole
from zuiqing_desk.services.orders.promises import PromiseRecord
from zuiqing_desk.services.orders.records import OrderRow
from zuiqing_desk.tui import promise_words
from zuiqing_desk.tui.order_shelf import has_all
from zuiqing_desk.tui.order_text import order_text
from zuiqing_desk.tui.screens.about_order import AboutOrder
from zuiqing_desk.tui.screens.list_detail import letter
from zuiqing_desk.tui.screens.order_work import SHARED_KEYS
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.screens.prompt import PromptDialog
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.page_keys import Keys

VIEWS = {"open": "没兑现", "late": "过了时间", "mine": "我答应的"}
EMPTY = {
    "open": "没有没兑现的承诺。在对话里选中一条发出的话，按 {promise.mark} 记成承诺。",
    "late": "没有过了时间的承诺。按 ← 看全部没兑现的。",
    "mine": "您没有没兑现的承诺。按 → 看全部没兑现的。",
}


class PromisesScreen(AboutOrder):
    """The one due first comes first; those past their time stand out."""

    PLACE: ClassVar[str] = "promise.list"
    BINDINGS: ClassVar[list[BindingType]] = [
        letter("y", "kept", "兑现", "选中的承诺兑现了。"),
        letter("x", "dropped", "作废", "选中的承诺不用兑现了，写明原因。"),
    ]
    MORE_KEYS: ClassVar[MoreKeys] = (("Enter", "会话", "打开答应客户的那个会话。"),)

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            "承诺本",
            views=VIEWS,
            columns=promise_words.COLUMNS,
            filter_words="按 / 输入：答应的事、客户、订单号或工号",
        )
        self._promises: Sequence[PromiseRecord] | None = None

    def on_mount(self) -> None:
        self.set_interval(1, self._tick)

    # Reading.

    async def load(self) -> bool:
        found = await self.session.bench.ask(promises.board)
        different = found != self._promises
        self._promises = found
        self._retitle()
        return different

    def _tick(self) -> None:
        """Promises come due while one looks at them."""
        now = self.session.clock()
        if any(
            not one.late and one.until is not None and one.until < now
            for one in self._promises or ()
        ):
            self._loading.ask()
        self.rows.sync()

    def _retitle(self) -> None:
        late = len(self.items_of("late"))
        self.retitle(f"承诺本  ▲ 过了时间 {late}" if late else "承诺本")

    # Showing.

    def items_of(self, view: str) -> Sequence[PromiseRecord]:
        found = self._promises or ()
        if view == "late":
            return [one for one in found if one.late]
        if view == "mine":
            return [one for one in found if one.staff_no == self.session.staff.staff_no]
        return found

    def count(self, view: str) -> int | None:
        return None if self._promises is None else len(self.items_of(view))

    def find(self, items: Sequence[Any], query: str) -> Sequence[PromiseRecord]:
        return [one for one in items if has_all(_said(one), query)]

    def face(self, item: PromiseRecord) -> Cell:
        return promise_words.due(item, self.session.clock(), self.session.shop.time_zone)

    def cells(self, item: PromiseRecord, face: Cell) -> Sequence[Cell]:
        return promise_words.cells(item, face)

    async def describe(self, item: PromiseRecord) -> Content:
        now, zone = self.session.clock(), self.session.shop.time_zone
        said = promise_words.description(item, now, zone)
        if item.order_id is None:
            return said
        found = await self.session.bench.ask(whole.look, item.order_id)
        return Content("\n\n").join((said, order_text(found, now, zone)))

    def empty_words(self) -> str:
        if self._promises is None:
            return "正在读承诺……"
        if self.query_text:
            return f"“{VIEWS[self.view]}”里没有“{self.query_text}”。按 Esc 取消筛选。"
        return EMPTY[self.view]

    def list_keys(self, item: PromiseRecord | None) -> Keys:
        keys = (
            [] if item is None else [("Enter", "会话"), ("y", "兑现"), ("x", "作废"), ("b", "备注")]
        )
        return [*keys, *SHARED_KEYS]

    # Doing.

    async def order_of(self, item: PromiseRecord) -> OrderRow | None:
        return None if item.order_id is None else await self.order_row(item.order_id)

    async def open(self, item: PromiseRecord) -> None:
        if item.conversation_id is not None:
            self.visit(item.conversation_id)
        else:
            await super().open(item)

    def action_kept(self) -> None:
        """The promise was kept."""
        self.on_item(self._kept)

    def action_dropped(self) -> None:
        """The promise need not be kept, for a reason."""
        self.on_item(self._dropped)

    async def _kept(self, item: PromiseRecord) -> None:
        bench, me = self.session.bench, self.session.staff.id
        await bench.do(promises.settle, item.id, "kept", me)
        self.did(f"“{item.what}”已兑现", lambda: bench.do(promises.reopen, item.id, me))

    async def _dropped(self, item: PromiseRecord) -> None:
        ask = PromptDialog(
            f"“{item.what}”不用兑现了？",
            "原因",
            hint="例如：客户改主意不要了",
            empty="作废一条承诺要写原因。",
            max_length=promises.LONGEST_REASON,
        )
        reason = await self.app.push_screen_wait(ask)
        if reason is not None:
            bench, me = self.session.bench, self.session.staff.id
            await bench.do(promises.settle, item.id, "dropped", me, reason=reason)
            self.did(f"“{item.what}”已作废", lambda: bench.do(promises.reopen, item.id, me))


def _said(promise: PromiseRecord) -> str:
    return (
        f"{promise.what} {promise.customer} {promise.order_number} {promise.staff_no}"
        f" {promise.staff_name}"
    )
