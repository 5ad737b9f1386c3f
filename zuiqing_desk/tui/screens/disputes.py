"""Disputes about whose an order is, with both sides, for a lead to rule on; and violations."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, ClassVar, Final

from textual.binding import BindingType
from textual.content import Content

from zuiqing_desk.services import staff
from zuiqing_desk.services.orders import ownership, reading, violations
from zuiqing_desk.services.orders.ownership import Dispute
from zuiqing_desk.services.orders.records import OrderRow
from zuiqing_desk.services.orders.violations import ViolationRecord
from zuiqing_desk.tui import dispute_words
from zuiqing_desk.tui.screens.about_order import AboutOrder
from zuiqing_desk.tui.screens.list_detail import letter
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.screens.steps_dialog import StepsDialog
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.page_keys import Keys
from zuiqing_desk.tui.widgets.steps import Step

OPEN: Final = "open"
VIOLATIONS: Final = "violations"
VIEWS: Final = {OPEN: "等裁定", VIOLATIONS: "违规"}
EMPTY: Final = {
    OPEN: "没有要裁定的订单。在订单页按 o 可以看任何一单归谁；按 → 看违规。",
    VIOLATIONS: "没有确认过的违规。按 ← 看等裁定的。",
}
NOBODY: Final = "0"
GRAVE_REASON: Final = "付款前没有接待过，仍然认领"
READ_EVERY_TICKS: Final = 10
"""Seconds after which it is read again: marks on lines are not told order by order."""


class DisputesScreen(AboutOrder):
    """A lead's. Rulings need a reason; confirmed violations are counted."""

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
        self._seen = 0
        self._stale = True
        self._ticks = 0

    def on_mount(self) -> None:
        self.set_interval(1, self._tick)

    # Reading.

    async def load(self) -> bool:
        ask = self.session.bench.ask
        seen, changed = await ask(reading.changed_since, self._seen)
        if not self._stale and changed is not None and not changed:
            self._seen = seen
            return False
        self._stale = False
        people = await ask(staff.everyone)
        self._called = {one.id: f"{one.staff_no} {one.name}" for one in people}
        self._violations = await ask(violations.standing)
        self._counts = await ask(violations.counts)
        self._disputes = await ask(ownership.disputes)
        self._seen = seen
        self._retitle(await ask(violations.over_limit))
        return True

    def _tick(self) -> None:
        self._ticks += 1
        if self._ticks % READ_EVERY_TICKS == 0:
            self._stale = True
            self._loading.ask()

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
        return [one for one in items if query in dispute_words.found_by(one, self._called)]

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
        return [*keys, ("u", "撤销"), ("/", "筛选"), ("←→", "换类"), ("Esc", "返回")]

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
        self.on_item(self._rule)

    def action_violation(self) -> None:
        """Confirm that somebody violated the rules."""
        self.on_item(self._violation)

    def action_withdraw(self) -> None:
        """Take a confirmed violation back."""
        self.on_item(self._withdraw)

    async def _rule(self, item: Any) -> None:
        if not isinstance(item, Dispute):
            return
        name = dispute_words.order_name(item)
        choices = (*self._people(item), (NOBODY, "不归任何人"))
        ask = StepsDialog(
            f"裁定 {name} 归谁",
            (
                Step("owner", "归谁", choices=choices),
                Step("reason", "理由", "两边都会看到", max_length=ownership.REASON_CHARS),
            ),
        )
        answers = await self.app.push_screen_wait(ask)
        if answers is None:
            return
        bench, me = self.session.bench, self.session.staff.id
        owner, reason = int(answers["owner"]) or None, answers["reason"]
        ruled = await bench.do(ownership.rule, item.order_id, owner, reason, me)
        words = f"{name} 的裁定已记下"
        self.did(words, lambda: bench.do(ownership.take_back_ruling, ruled, me))

    async def _violation(self, item: Any) -> None:
        if not isinstance(item, Dispute):
            return
        fine = self.session.policy.violation_fine_yuan
        ask = StepsDialog(
            f"{dispute_words.order_name(item)} 记违规：取消提成，扣 {fine} 元",
            (
                Step("staff", "谁违规", choices=self._people(item)),
                Step("reason", "违了哪一条", GRAVE_REASON, max_length=violations.REASON_CHARS),
            ),
        )
        answers = await self.app.push_screen_wait(ask)
        if answers is None:
            return
        bench, me = self.session.bench, self.session.staff.id
        who = int(answers["staff"])
        noted = await bench.do(violations.confirm, item.order_id, who, answers["reason"], me)
        words = f"{dispute_words.short_name(self._called, who)} 的违规已记下"
        self.did(words, lambda: bench.do(violations.withdraw, noted, me))

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

    def _people(self, item: Dispute) -> tuple[tuple[str, str], ...]:
        """Both sides first, then everybody else."""
        ids = dict.fromkeys([*dispute_words.sides(item.decision), *self._called])
        return tuple((str(one), self._called.get(one, "")) for one in ids)
