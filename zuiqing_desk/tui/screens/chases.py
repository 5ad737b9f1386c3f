"""Unpaid orders with their clock: whom to contact, what came of it, what is lost."""

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.content import Content

from zuiqing_desk.rules.chase_words import RESULTS
from zuiqing_desk.services.orders import chase, contacts, cross_sell, whole
from zuiqing_desk.services.orders.chase_records import ChaseRow
from zuiqing_desk.services.orders.records import OrderRow
from zuiqing_desk.tui import chase_words
from zuiqing_desk.tui.chase_words import ChaseFace
from zuiqing_desk.tui.order_shelf import OrderShelf, shelf_of
from zuiqing_desk.tui.order_text import order_text
from zuiqing_desk.tui.order_words import short_number
from zuiqing_desk.tui.screens import chase_steps, order_chasing
from zuiqing_desk.tui.screens.list_detail import letter
from zuiqing_desk.tui.screens.order_watch import OrderWatch
from zuiqing_desk.tui.screens.order_work import SHARED_KEYS, page_binding
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.screens.steps_dialog import StepsDialog
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.page_keys import Keys

VIEWS = {"open": "在催", "late": "该联系", "result": "等结果", "lost": "流失"}
EMPTY = {
    "open": "没有待付款的订单要催。按 {order.open} 打开订单页，在那里按 i 导入。",
    "late": "没有该联系还没联系的。按 ← 看全部在催的。",
    "result": "联系过的都有结果了。按 ← 看前一类。",
    "lost": "今天没有流失。按 → 看在催的。",
}


class ChaseScreen(OrderWatch):
    """Least time left first; the clocks run."""

    PLACE: ClassVar[str] = "chase.list"
    READ_EVERY_TICKS = 5

    BINDINGS: ClassVar[list[BindingType]] = [
        page_binding("chase.open"),
        letter("n", "contact", "记联系", "聊天以外联系过买家：电话、短信、微信等，记一笔。"),
        letter("r", "result", "记结果", "联系以后怎么样了：付了、不要了、晚些付，或别的。"),
        letter("x", "cross_sell", "没力推", "记一次关联营销没有力推；两次算流失一单，老客不算。"),
    ]
    MORE_KEYS: ClassVar[MoreKeys] = (("Enter", "会话", "打开买家的会话，什么也不放进回复框。"),)

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            "催付",
            views=VIEWS,
            columns=chase_words.COLUMNS,
            filter_words="按 / 输入：订单号、买家、收货人、手机或货品",
        )
        self._rows: Sequence[ChaseRow] | None = None
        self._shelf = OrderShelf()

    # Reading.

    async def read(self) -> None:
        self._rows = await self.session.bench.ask(chase.open_chases)
        self._shelf = shelf_of([row.order for row in self._rows])
        self._retitle()

    def tick(self) -> None:
        """The clocks run on; when one has run out, the store is asked."""
        super().tick()
        now = self.session.clock()
        if any(chase_words.is_over(row.chase, now) for row in self._rows or ()):
            self.read_again()
        if self._rows:
            self.rows.sync()
            self._retitle()

    def _retitle(self) -> None:
        late = len(self.items_of("late"))
        self.retitle(f"催付  ▲ 该联系 {late}" if late else "催付")

    # Showing.

    def key_of(self, item: ChaseRow) -> int:
        return item.order.id

    def items_of(self, view: str) -> Sequence[ChaseRow]:
        now, rows = self.session.clock(), self._rows or ()
        steps = [(row, chase_words.step_now(row.chase, now)) for row in rows]
        if view == "late":
            return [row for row, step in steps if step == "late"]
        if view == "lost":
            return [row for row, step in steps if step == "lost"]
        if view == "result":
            return [row for row, step in steps if step == "ok" and row.chase.needs_result]
        return [row for row, step in steps if step != "lost"]

    def count(self, view: str) -> int | None:
        return None if self._rows is None else len(self.items_of(view))

    def find(self, items: Sequence[Any], query: str) -> Sequence[ChaseRow]:
        found = {row.id for row in self._shelf.find((one.order for one in items), query)}
        return [row for row in items if row.order.id in found]

    def face(self, item: ChaseRow) -> ChaseFace:
        return chase_words.face(item, self.session.clock())

    def cells(self, item: ChaseRow, face: ChaseFace) -> Sequence[Cell]:
        return chase_words.cells(item, face)

    async def describe(self, item: ChaseRow) -> Content:
        found = await self.session.bench.ask(whole.look, item.order.id)
        now, zone = self.session.clock(), self.session.shop.time_zone
        about = chase_words.description(item, now, zone)
        return Content("\n\n").join((about, order_text(found, now, zone)))

    def empty_words(self) -> str:
        if self._rows is None:
            return "正在读待付款的订单……"
        if self.query_text:
            return f"“{VIEWS[self.view]}”里没有“{self.query_text}”。按 Esc 取消筛选。"
        return EMPTY[self.view]

    def list_keys(self, item: ChaseRow | None) -> Keys:
        keys: list[tuple[str, str]] = []
        if item is not None:
            keys += [("c", "去催付"), ("n", "记联系"), ("r", "记结果"), ("x", "没力推")]
            if self.is_roomy:
                keys += [("Enter", "会话"), ("b", "备注"), ("o", "归属"), ("k", "关联")]
        return [*keys, *SHARED_KEYS]

    # Doing.

    async def order_of(self, item: ChaseRow) -> OrderRow | None:
        return item.order

    def action_chase_open(self) -> None:
        """Open the conversation with a chasing reply in the box, not sent."""
        self.on_item(self._chase)

    def action_contact(self) -> None:
        """Note a contact outside the chat."""
        self.on_item(self._contact)

    def action_result(self) -> None:
        """Note what came of it."""
        self.on_item(self._result)

    def action_cross_sell(self) -> None:
        """Note a cross-sell attempt without effort."""
        self.on_item(self._cross_sell)

    async def _chase(self, item: ChaseRow) -> None:
        await order_chasing.chase(self, item.order)

    async def _contact(self, item: ChaseRow) -> None:
        now, zone = self.session.clock(), self.session.shop.time_zone
        ask = StepsDialog(
            f"联系过 {short_number(item.order)}",
            chase_steps.contact_questions(now, zone, item.chase.since),
        )
        answers = await self.app.push_screen_wait(ask)
        if answers is None:
            return
        said = chase_steps.contact(answers, self.session.clock(), zone)
        bench, me = self.session.bench, self.session.staff.id
        noted = await bench.do(
            chase.note_contact, item.order.id, said.medium, me, at=said.at, note=said.note
        )
        self.did(f"已记下：{said.words}", lambda: bench.do(contacts.remove, noted, me))

    async def _result(self, item: ChaseRow) -> None:
        name, me = short_number(item.order), self.session.staff.id
        ask = StepsDialog(f"{name} 的结果", chase_steps.RESULT_QUESTIONS)
        answers = await self.app.push_screen_wait(ask)
        if answers is None:
            return
        result, note = chase_steps.result(answers)
        bench, order_id = self.session.bench, item.order.id
        await bench.do(chase.settle, order_id, result, me, note=note)
        words = f"{name} 记为“{RESULTS[result]}”"
        self.did(words, lambda: bench.do(chase.unsettle, order_id, me))

    async def _cross_sell(self, item: ChaseRow) -> None:
        name, session = short_number(item.order), self.session
        people = await chase_steps.may_be_noted_for(session)
        ask = StepsDialog("关联营销没有力推", chase_steps.cross_sell_questions(people))
        answers = await self.app.push_screen_wait(ask)
        if answers is None:
            return
        me, bench = session.staff.id, session.bench
        who = int(answers.get("staff", me))
        noted = await bench.do(
            cross_sell.note, who, me, order_id=item.order.id, text=answers["note"]
        )
        words = f"{name} 记了一次没力推"
        self.did(words, lambda: bench.do(cross_sell.withdraw, noted, me))
