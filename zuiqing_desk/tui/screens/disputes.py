"""Disputes about whose an order is, with both sides, for a lead to rule on; and violations."""

from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from typing import Any, ClassVar, Final

from textual.binding import BindingType
from textual.content import Content

from zuiqing_desk.services import staff
from zuiqing_desk.services.orders import ownership, violations
from zuiqing_desk.services.orders.ownership import Dispute
from zuiqing_desk.services.orders.records import OrderRow
from zuiqing_desk.services.orders.violations import ViolationRecord
from zuiqing_desk.tui import dispute_words
from zuiqing_desk.tui.order_page import Worker
from zuiqing_desk.tui.order_shelf import has_all
from zuiqing_desk.tui.screens import order_ruling
from zuiqing_desk.tui.screens.list_detail import letter
from zuiqing_desk.tui.screens.order_watch import OrderWatch
from zuiqing_desk.tui.screens.order_work import SHARED_KEYS
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.page_keys import Keys

OPEN: Final = "open"
VIOLATIONS: Final = "violations"
VIEWS: Final = {OPEN: "等裁定", VIOLATIONS: "违规"}
EMPTY: Final = {
    OPEN: "没有要裁定的订单。在订单页按 o 可以看任何一单归谁；按 → 看违规。",
    VIOLATIONS: "没有确认过的违规。按 ← 看等裁定的。",
}

Step = Callable[[Worker, int, str, Mapping[int, str]], Awaitable[None]]


class DisputesScreen(OrderWatch):
    """A lead's. Rulings need a reason; confirmed violations are counted."""

    PLACE: ClassVar[str] = "dispute.list"
    READ_EVERY_TICKS = 10

    BINDINGS: ClassVar[list[BindingType]] = [
        letter("r", "rule", "裁定", "裁定选中的订单归谁，写明理由；要改就在归属页再裁定一次。"),
        letter("v", "violation", "记违规", "确认有人违规：取消提成、按规则扣款，写明违了哪条。"),
        letter("w", "withdraw", "撤违规", "撤销选中的违规。"),
    ]
    MORE_KEYS: ClassVar[MoreKeys] = (("Enter", "归属页", "看全部依据，跳到那些消息。"),)

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            "归属争议",
            views=VIEWS,
            columns=dispute_words.COLUMNS,
            filter_words="按 / 输入：订单号、买家、工号或名字",
        )
        self._disputes: Sequence[Dispute] | None = None
        self._violations: Sequence[ViolationRecord] = ()
        self._counts: Mapping[int, int] = {}
        self._called: Mapping[int, str] = {}

    # Reading.

    async def read(self) -> None:
        ask = self.session.bench.ask
        people = await ask(staff.everyone)
        self._called = {one.id: f"{one.staff_no} {one.name}" for one in people}
        self._violations = await ask(violations.standing)
        self._counts = await ask(violations.counts)
        self._disputes = await ask(ownership.disputes)
        self._retitle(await ask(violations.over_limit))

    def _retitle(self, many: Sequence[int]) -> None:
        limit = self.session.policy.violation_limit
        who = "、".join(dispute_words.short_name(self._called, one) for one in many)
        self.retitle(f"归属争议  ▲ 违规满 {limit} 次：{who}" if many else "归属争议")

    # Showing.

    def key_of(self, item: Any) -> Hashable:
        return item.order_id if isinstance(item, Dispute) else ("violation", item.id)

    def items_of(self, view: str) -> Sequence[Any]:
        return self._violations if view == VIOLATIONS else self._disputes or ()

    def count(self, view: str) -> int | None:
        return None if self._disputes is None else len(self.items_of(view))

    def find(self, items: Sequence[Any], query: str) -> Sequence[Any]:
        return [one for one in items if has_all(dispute_words.found_by(one, self._called), query)]

    def face(self, item: Any) -> Hashable:
        return None if isinstance(item, Dispute) else self._counts.get(item.staff_id, 0)

    def cells(self, item: Any, face: Any) -> Sequence[Cell]:
        now, zone = self.session.clock(), self.session.shop.time_zone
        if isinstance(item, Dispute):
            return dispute_words.dispute_cells(item, self._called, now, zone)
        limit = self.session.policy.violation_limit
        return dispute_words.violation_cells(item, face, limit, now, zone)

    async def describe(self, item: Any) -> Content:
        now, zone = self.session.clock(), self.session.shop.time_zone
        if isinstance(item, Dispute):
            return dispute_words.dispute_text(item, self._called, now, zone)
        return dispute_words.violation_text(item, self._called, now, zone)

    def empty_words(self) -> str:
        if self._disputes is None:
            return "正在读有争议的订单……"
        if self.query_text:
            return f"“{VIEWS[self.view]}”里没有“{self.query_text}”。按 Esc 取消筛选。"
        return EMPTY[self.view]

    def list_keys(self, item: Any | None) -> Keys:
        keys: list[tuple[str, str]] = []
        if isinstance(item, Dispute):
            keys = [("r", "裁定"), ("v", "记违规"), ("Enter", "归属页")]
        elif item is not None:
            keys = [("w", "撤违规"), ("Enter", "归属页")]
        return [*keys, *SHARED_KEYS]

    # Doing.

    async def order_of(self, item: Any) -> OrderRow | None:
        return await self.order_row(item.order_id)

    async def open(self, item: Any) -> None:
        """Everything that speaks for each side."""
        row = await self.order_of(item)
        if row is not None:
            await self.show_owner(row)

    def action_rule(self) -> None:
        """Decide whose it is."""
        self._about_dispute(order_ruling.rule)

    def action_violation(self) -> None:
        """Confirm that somebody violated the rules."""
        self._about_dispute(order_ruling.violation)

    def _about_dispute(self, step: Step) -> None:
        async def about(item: Any) -> None:
            if isinstance(item, Dispute):
                name, people = dispute_words.order_name(item), self._people(item)
                await step(self, item.order_id, name, people)
            else:
                toast(self.app, "这一单要改判、再记违规，按 Enter 打开归属页。", "warning")

        self.on_item(about)

    def action_withdraw(self) -> None:
        """Take a confirmed violation back."""
        self.on_item(self._withdraw)

    async def _withdraw(self, item: Any) -> None:
        if isinstance(item, Dispute):
            toast(self.app, "先按 → 换到“违规”，选中要撤的那一条。", "warning")
            return
        bench, me = self.session.bench, self.session.staff.id
        await bench.do(violations.withdraw, item.id, me)
        who, order, reason = item.staff_id, item.order_id, item.reason
        self.did(
            f"{item.staff_no} 的违规已撤销",
            lambda: bench.do(violations.confirm, order, who, reason, me),
        )

    def _people(self, item: Dispute) -> Mapping[int, str]:
        """Both sides first, then everybody else."""
        ids = dict.fromkeys([*dispute_words.sides(item.decision), *self._called])
        return {one: self._called.get(one, "") for one in ids}
