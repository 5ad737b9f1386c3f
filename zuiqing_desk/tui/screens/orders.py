"""The orders of the shop: found, looked at, remarked, linked, brought in."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from time import monotonic
from typing import Any, ClassVar, Final

from textual.binding import BindingType
from textual.content import Content

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services import queue
from zuiqing_desk.services.orders import audit, reading, remark_differences, remarks, typed, whole
from zuiqing_desk.services.orders.chase_records import ChaseRow
from zuiqing_desk.services.orders.records import OrderRow
from zuiqing_desk.services.orders.remark_records import RemarkLine
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.tui import audit_words, chase_words, order_shelf
from zuiqing_desk.tui.audit_shelf import waits_for_money
from zuiqing_desk.tui.order_shelf import ALL, DIFFERS, VIEWS, OrderShelf
from zuiqing_desk.tui.order_text import order_text
from zuiqing_desk.tui.order_words import (
    COLUMNS,
    cells,
    difference_note,
    finance_due,
    note,
    short_number,
)
from zuiqing_desk.tui.screens import (
    order_chasing,
    order_export,
    order_flags,
    order_linking,
    order_moving,
    order_phone,
    order_promise,
)
from zuiqing_desk.tui.screens.audit import AuditScreen
from zuiqing_desk.tui.screens.list_detail import letter
from zuiqing_desk.tui.screens.marked_list import MARK, NO_MARK, MarkedScreen
from zuiqing_desk.tui.screens.order_form import OrderForm
from zuiqing_desk.tui.screens.order_import import OrderImport
from zuiqing_desk.tui.screens.order_linking import OFFERED
from zuiqing_desk.tui.screens.order_owner import OrderOwner
from zuiqing_desk.tui.screens.order_work import OrderWork, page_binding
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.screens.remark import RemarkScreen
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.page_keys import Keys

FIRST: Final = 200
"""So many orders are shown at once; the rest is read meanwhile."""
REST_SHARE: Final = 3
LONGEST_REST_S: Final = 2.0
"""Reading everything again, as during an import, leaves this much more time for keys than it
takes."""
CHECKED: Final = ("paid", "audit", "held")
"""The states in which it still matters what the audit would say."""
EMPTY: Final = {
    ALL: "还没有订单。按 i 导入平台导出的文件，或按 n 录入一笔。",
    DIFFERS: "没有和平台不一样的备注或旗子。按 → 看全部。",
}


class OrdersScreen(MarkedScreen, OrderWork):
    """Everybody's. ``order_id``: where the cursor is to be; ``view``: which view is shown
    first; ``conversation_id``: the conversation in hand, which an order is typed in from."""

    PLACE: ClassVar[str] = "order.open"
    BINDINGS: ClassVar[list[BindingType]] = [
        letter("b", "remark", "备注", "给选中的订单写备注。"),
        letter("o", "owner", "归属", "看归谁、凭什么，跳到那条消息；认领、附截图、组长裁定。"),
        letter("t", "phone", "收货信息", "看写全的电话、地址和姓名；谁看过会记下来。"),
        letter("n", "add", "录入", "把一笔订单录进来：平台没有导出，或者还没导出的。"),
        letter("m", "move", "改状态", "录入的订单付了款、关闭了或退了款，在这里说一声。"),
        letter("p", "promise", "记承诺", "记下聊天之外答应买家的事，例如电话里说的。"),
        letter("i", "bring_in", "导入", "导入平台导出的订单：先检查给您看，问过才写进去。"),
        letter("f", "flags", "插旗", "给选中的几笔订单插旗或写备注：先看会怎样，再照办。"),
        letter("a", "audit", "审单", "打开审单页：检查、通过、挂起，还有财务确认和未发货。"),
        letter("e", "export", "导出备注", "把平台上还没有的备注和旗号写成表格，好写回去。"),
        page_binding("order.link"),
        page_binding("chase.open"),
    ]
    MORE_KEYS: ClassVar[MoreKeys] = (("Enter", "会话", "打开这笔订单的会话。"),)

    def __init__(
        self,
        session: Session,
        *,
        order_id: int | None = None,
        view: str | None = None,
        conversation_id: int | None = None,
    ) -> None:
        super().__init__(
            session,
            "订单",
            views=VIEWS,
            columns=COLUMNS,
            filter_words="按 / 输入：订单号、买家、收货人、电话尾号或宝贝",
        )
        self._shelf = OrderShelf()
        self._differing: Mapping[int, RemarkLine] | None = None
        self._seen: int | None = None
        self._is_whole = False
        self._took_s = 0.0
        self._first_view = view
        self._awaited = order_id
        self._conversation_id = conversation_id

    def on_mount(self) -> None:
        if self._first_view is not None:
            self._views.show(self._first_view, self.count)

    # Reading.

    async def load(self) -> bool:
        ask = self.session.bench.ask
        seen, changed = await ask(reading.changed_since, self._seen or 0)
        if self._seen is None:
            self._shelf = order_shelf.shelf_of(await ask(reading.rows, limit=FIRST))
            self.show()
        elif changed is not None and not changed:
            self._seen = seen
            return False
        if self._seen is None or changed is None:
            await self._load_everything()
        else:
            rows = await ask(reading.rows, ids=changed)
            self._shelf = await asyncio.to_thread(order_shelf.changed, self._shelf, changed, rows)
        if self._seen is None or changed is None or self.view == DIFFERS:
            await self._load_differing()
        else:
            self._differing = None
        self._seen = seen
        self._retitle()
        return True

    async def _load_differing(self) -> None:
        lines = await self.session.bench.ask(remark_differences.differences)
        self._differing = {line.order_id: line for line in lines}

    def view_chosen(self, view: str) -> None:
        super().view_chosen(view)
        if view == DIFFERS and self._differing is None:
            self.run_worker(self._look_differing(), group="differing")

    async def _look_differing(self) -> None:
        try:
            await self._load_differing()
        except (RuleError, StoreError) as error:
            toast(self.app, error.message, "error")
        else:
            self.show()

    async def _load_everything(self) -> None:
        await asyncio.sleep(min(LONGEST_REST_S, REST_SHARE * self._took_s))
        begun = monotonic()
        rows = await self.session.bench.ask(reading.rows)
        self._shelf = await asyncio.to_thread(order_shelf.shelf_of, rows)
        self._is_whole, self._took_s = True, monotonic() - begun

    def _retitle(self) -> None:
        session = self.session
        due = finance_due(
            [row for row in self._shelf.of(ALL) if waits_for_money(row)],
            session.clock(),
            session.policy.finance_times,
            session.shop.time_zone,
        )
        self.retitle(f"订单  {due}，按 a 去确认" if due else "订单")

    # Showing.

    def items_of(self, view: str) -> Sequence[OrderRow]:
        if view == DIFFERS:
            return self._shelf.among(self._differing or ())
        return self._shelf.of(view)

    def count(self, view: str) -> int | None:
        if view == DIFFERS:
            return None if self._differing is None else len(self._differing)
        return len(self._shelf.of(view)) if self._is_whole else None

    def find(self, items: Sequence[Any], query: str) -> Sequence[OrderRow]:
        return self._shelf.find(items, query)

    def face(self, item: OrderRow) -> tuple[bool, Cell]:
        line = (self._differing or {}).get(item.id) if self.view == DIFFERS else None
        noted = note(item, self.session.clock()) if line is None else difference_note(line)
        return self.is_marked(item), noted

    def cells(self, item: OrderRow, face: tuple[bool, Cell]) -> Sequence[Cell]:
        marked, noted = face
        return cells(item, MARK if marked else NO_MARK, noted)

    async def describe(self, item: OrderRow) -> Content:
        ask, now, zone = self.session.bench.ask, self.session.clock(), self.session.shop.time_zone
        found = await ask(whole.look, item.id)
        parts = [order_text(found, now, zone)]
        if item.state == "unpaid" and found.chase is not None:
            parts.append(chase_words.description(ChaseRow(item, found.chase), now, zone))
        if item.state in CHECKED:
            parts.append(audit_words.checks_text(await ask(audit.checks, item.id)))
        return Content("\n\n").join(parts)

    def empty_words(self) -> str:
        if not self._is_whole or (self.view == DIFFERS and self._differing is None):
            return "正在读订单……"
        if self.query_text:
            return f"“{VIEWS[self.view]}”里没有“{self.query_text}”。换个说法，或按 Esc 取消筛选。"
        return EMPTY.get(self.view, f"没有{VIEWS[self.view]}的订单。按 → 看下一类。")

    def list_keys(self, item: OrderRow | None) -> Keys:
        keys: list[tuple[str, str]] = []
        if item is not None:
            linked = item.conversation_id is not None
            keys.append(("Enter", "会话" if linked else "关联"))
            if item.state == "unpaid":
                keys.append(("c", "去催付"))
            flags = f"插旗 {len(self.meant())} 笔" if self.marks else "插旗"
            keys += [("b", "备注"), ("o", "归属"), ("f", flags)]
            if linked and self.is_roomy:
                keys.append(("k", "断开"))
        if self.view == DIFFERS:
            keys.append(("e", "导出备注"))
        keys.append(("i", "导入"))
        if self.is_roomy:
            keys += [("n", "录入"), ("a", "审单"), ("空格", "选中")]
        return [*keys, ("←→", "换类"), ("Esc", "都不选" if self.marks else "返回")]

    # Doing.

    async def open(self, item: OrderRow) -> None:
        await self.visit_order(item)

    def action_order_link(self) -> None:
        """Link this order with a conversation, or take its link away."""
        self.on_item(self._link)

    async def _link(self, item: OrderRow) -> None:
        if item.conversation_id is None:
            await order_linking.link(self, item)
        else:
            await order_linking.unlink(self, item)

    def action_chase_open(self) -> None:
        """Go to the conversation of an unpaid order with words to remind the buyer."""
        self.on_item(self._chase)

    async def _chase(self, item: OrderRow) -> None:
        if item.state != "unpaid":
            toast(self.app, "这笔订单不是待付款，不用催。", "warning")
        else:
            await order_chasing.chase(self, item)

    def action_remark(self) -> None:
        """Write the remark of this order."""
        self.on_item(self._remark)

    async def _remark(self, item: OrderRow) -> None:
        bench, me = self.session.bench, self.session.staff.id
        asked: list[int] = []
        screen = RemarkScreen(self.session, item.id, to_order=asked.append)
        stored = await self.app.push_screen_wait(screen)
        if stored is not None:
            undo = partial(bench.do, remarks.undo, stored.order_remark_id, me)
            self._undoing.done(f"{short_number(item)} 的备注", undo)
        elif asked:
            await self._owner(item)

    def action_audit(self) -> None:
        """Go to the page of the audit."""
        self.app.push_screen(AuditScreen(self.session))

    def action_owner(self) -> None:
        """See whose this order is, and why."""
        self.on_item(self._owner)

    async def _owner(self, item: OrderRow) -> None:
        await self.app.push_screen_wait(OrderOwner(self.session, item.id, short_number(item)))

    def action_phone(self) -> None:
        """Show the telephone that is hidden otherwise."""
        self.on_item(lambda item: order_phone.show(self, item))

    def action_add(self) -> None:
        """Type an order in."""
        self.steps.begin(self._add)

    async def _add(self) -> None:
        bench, me = self.session.bench, self.session.staff.id
        conversations = await bench.ask(queue.page, limit=OFFERED)
        form = OrderForm(self.session, conversations, self._conversation_id)
        await self.app.push_screen_wait(form)
        added = form.added
        if added is not None:
            self.did("订单已录入", lambda: bench.do(typed.remove, added, me))
            self.bring_forward(added)

    def action_move(self) -> None:
        """Say that a typed-in order is paid, closed or refunded."""
        self.on_item(lambda item: order_moving.move(self, item))

    def action_promise(self) -> None:
        """Note what was promised outside the chat."""
        self.on_item(lambda item: order_promise.note(self, item))

    def action_bring_in(self) -> None:
        """Import what a marketplace exports."""
        self.steps.begin(self._bring_in)

    async def _bring_in(self) -> None:
        await self.app.push_screen_wait(OrderImport(self.session))

    def action_flags(self) -> None:
        """Set a flag on the marked orders, or on this one."""
        rows = self.meant()
        if rows:
            self.steps.begin(lambda: self._flags(rows))

    def action_export(self) -> None:
        """Write remarks and flags into a table for the platforms."""
        self.steps.begin(lambda: order_export.export(self))

    async def _flags(self, rows: Sequence[OrderRow]) -> None:
        if await order_flags.flag(self, rows):
            self.unmark()
