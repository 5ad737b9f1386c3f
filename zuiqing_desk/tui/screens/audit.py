"""The audit: what waits between payment and dispatch, each order with its checks."""

import asyncio
from collections.abc import Hashable, Sequence
from typing import Any, ClassVar, Final, NamedTuple

from textual.binding import BindingType
from textual.content import Content

from zuiqing_desk.rules.calendar import MICROSECONDS
from zuiqing_desk.services.orders import audit, errors_found, reading, whole
from zuiqing_desk.services.orders.errors_found import AuditErrorRecord
from zuiqing_desk.services.orders.records import OrderRow
from zuiqing_desk.tui import audit_shelf, audit_words
from zuiqing_desk.tui.audit_shelf import ERRORS, MINE, MONEY, UNSENT, VIEWS, WORK, AuditShelf
from zuiqing_desk.tui.order_shelf import has_all
from zuiqing_desk.tui.order_text import order_text
from zuiqing_desk.tui.order_words import finance_due
from zuiqing_desk.tui.screens.audit_decisions import AuditDecisions
from zuiqing_desk.tui.screens.audit_error import ErrorNotes
from zuiqing_desk.tui.screens.marked_list import MARK, NO_MARK
from zuiqing_desk.tui.screens.order_work import SHARED_KEYS
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.page_keys import Keys

EMPTY: Final = {
    WORK: "没有要审的订单。付了款的导入以后会在这里；按 → 看挂起的。",
    audit_shelf.HELD: "没有挂起的订单。按 → 看下一类。",
    MONEY: "到账都确认过了。按 → 看下一类。",
    UNSENT: "审过的都发货了。按 → 看下一类。",
    MINE: "没有退回给您的订单。按 → 看下一类。",
    ERRORS: "还没有记过差错。按 e，填订单号就能记一笔。",
}
CHECKED: Final = ("paid", "audit", "held")
MINUTE: Final = 60 * MICROSECONDS


class Face(NamedTuple):
    """What a row depends on besides the order."""

    marked: bool
    note: Cell


class AuditScreen(ErrorNotes, AuditDecisions):
    """加急 first, then who paid first. What was checked stands beside the list."""

    PLACE: ClassVar[str] = "audit.open"
    MORE_KEYS: ClassVar[MoreKeys] = (
        ("Enter", "会话", "打开买家的会话；还没有连上的，找一个连上。"),
    )
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            "审单",
            views=VIEWS,
            columns=audit_words.COLUMNS,
            filter_words="按 / 输入：订单号、买家、收货人、手机、货品或备注",
        )
        self._shelf: AuditShelf | None = None
        self._errors: Sequence[AuditErrorRecord] = ()
        self._seen = 0
        self._minute = 0

    def on_mount(self) -> None:
        self.set_interval(1, self._tick)

    # Reading.

    async def load(self) -> bool:
        ask, me = self.session.bench.ask, self.session.staff.id
        seen, changed = await ask(reading.changed_since, self._seen)
        if self._shelf is not None and changed is not None and not changed:
            self._seen = seen
            return False
        if self._shelf is None or changed is None:
            rows = [
                row for state in audit_shelf.STATES for row in await ask(reading.rows, state=state)
            ]
            rows.sort(key=lambda row: (row.placed_at is None, -(row.placed_at or 0), -row.id))
            made = asyncio.to_thread(audit_shelf.shelf_of, rows, self.session.clock(), me)
        else:
            rows = await ask(reading.rows, ids=changed)
            made = asyncio.to_thread(
                audit_shelf.changed, self._shelf, changed, rows, self.session.clock(), me
            )
        self._shelf = await made
        self._errors = await ask(errors_found.recent)
        self._seen = seen
        self._retitle()
        return True

    def _tick(self) -> None:
        """What was put aside comes back by itself; what is told of time goes by the minute."""
        shelf, now = self._shelf, self.session.clock()
        if shelf is not None and shelf.turns_at is not None and shelf.turns_at <= now:
            self._shelf = audit_shelf.sorted_out(shelf.orders, now, self.session.staff.id)
            self._retitle()
            self.show()
        if now // MINUTE != self._minute:
            self._minute = now // MINUTE
            self._retitle()
            self.rows.sync()

    def _retitle(self) -> None:
        session, shelf = self.session, self._shelf or AuditShelf()
        due = finance_due(
            shelf.of(MONEY),
            session.clock(),
            session.policy.finance_times,
            session.shop.time_zone,
        )
        mine = len(shelf.of(MINE))
        back = f"▲ 退回给我 {mine}" if mine else ""
        self.retitle("  ".join(word for word in ("审单", back, due) if word))

    # Showing.

    def key_of(self, item: Any) -> Hashable:
        return item.id if isinstance(item, OrderRow) else ("error", item.id)

    def items_of(self, view: str) -> Sequence[Any]:
        if view == ERRORS:
            return self._errors
        return () if self._shelf is None else self._shelf.of(view)

    def count(self, view: str) -> int | None:
        return None if self._shelf is None else len(self.items_of(view))

    def find(self, items: Sequence[Any], query: str) -> Sequence[Any]:
        if self.view == ERRORS:
            return [one for one in items if has_all(audit_words.error_words(one), query)]
        return () if self._shelf is None else self._shelf.orders.find(items, query)

    def face(self, item: Any) -> Face:
        now, zone = self.session.clock(), self.session.shop.time_zone
        if not isinstance(item, OrderRow):
            return Face(False, audit_words.error_note(item))
        return Face(self.is_marked(item), audit_words.note(item, self.view, now, zone))

    def cells(self, item: Any, face: Face) -> Sequence[Cell]:
        now, zone = self.session.clock(), self.session.shop.time_zone
        if not isinstance(item, OrderRow):
            return audit_words.error_cells(item, face.note, now, zone)
        return audit_words.cells(item, MARK if face.marked else NO_MARK, face.note, now, zone)

    async def describe(self, item: Any) -> Content:
        ask, now, zone = self.session.bench.ask, self.session.clock(), self.session.shop.time_zone
        order_id = item.id if isinstance(item, OrderRow) else item.order_id
        found = await ask(whole.look, order_id)
        parts = [order_text(found, now, zone)]
        if found.order.state in CHECKED:
            parts.insert(0, audit_words.checks_text(await ask(audit.checks, order_id)))
        if errors := await ask(errors_found.of_order, order_id):
            parts.insert(0, audit_words.errors_text(errors, now, zone))
        if said := audit_words.decided(found.order, now, zone):
            parts.insert(0, said)
        return Content("\n\n").join(parts)

    def empty_words(self) -> str:
        if self._shelf is None:
            return "正在读要审的订单……"
        if self.query_text:
            return f"“{VIEWS[self.view]}”里没有“{self.query_text}”。按 Esc 取消筛选。"
        return EMPTY[self.view]

    def list_keys(self, item: Any | None) -> Keys:
        keys = [] if item is None else [*self._deciding()]
        if item is None or self.view == ERRORS or self.is_roomy:
            keys.append(("e", "记差错"))
        if item is not None and self.is_roomy:
            keys += [("Enter", "会话"), ("o", "归属"), ("k", "关联")]
        return [*keys, *SHARED_KEYS]

    def _deciding(self) -> Keys:
        """The keys a view is there for."""
        if self.view == ERRORS:
            return [("w", "撤差错")]
        if self.view == MONEY:
            money = f"到账 {len(self.meant())} 笔" if self.marks else "到账"
            return [("c", money), ("空格", "选中"), ("v", "全选")]
        if self.view == UNSENT:
            return [("d", "已发货"), ("r", "不通过"), ("h", "挂起")]
        if self.view in (MINE, audit_shelf.HELD):
            return [("s", "送审"), ("b", "备注"), ("a", "通过"), ("r", "不通过")]
        return [("a", "通过"), ("r", "不通过"), ("h", "挂起"), ("g", "退回"), ("b", "备注")]

    # Doing.

    async def order_of(self, item: Any) -> OrderRow | None:
        return item if isinstance(item, OrderRow) else await self.order_row(item.order_id)
