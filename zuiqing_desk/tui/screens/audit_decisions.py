"""What the audit decides about an order: let it go, refuse it, put it aside, hand it back."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Concatenate, Final, ParamSpec

from textual.binding import BindingType

from zuiqing_desk.rules.audit import CHECKS, Check
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services.orders import audit, finance
from zuiqing_desk.services.orders.audit import Before
from zuiqing_desk.services.orders.records import OrderRow
from zuiqing_desk.store.tx import Tx
from zuiqing_desk.tui.keymap import bindings
from zuiqing_desk.tui.order_words import short_number
from zuiqing_desk.tui.screens.about_order import AboutOrder
from zuiqing_desk.tui.screens.confirm import ConfirmDialog
from zuiqing_desk.tui.screens.hold import HoldDialog
from zuiqing_desk.tui.screens.list_detail import letter
from zuiqing_desk.tui.screens.marked_list import MarkedScreen
from zuiqing_desk.tui.screens.prompt import PromptDialog
from zuiqing_desk.tui.when import moment

P = ParamSpec("P")

NO_REASON: Final = "要写明原因，别人才知道怎么接着办。"


class AuditDecisions(AboutOrder, MarkedScreen):
    """The keys that change an order; each step can be taken back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("audit"),
        letter("r", "refuse", "不通过", "审单不通过，写明原因；订单留在待审里。"),
        letter("g", "hand_back", "退回", "退给成交人去改，写明原因；他改好后按 s 送回来。"),
        letter("s", "send_in", "送审", "退回、挂起或没通过的订单可以审了，送回去再审。"),
        letter("c", "confirm", "到账", "财务：选中的订单钱已到账；按空格可以选好几单。"),
        letter("d", "dispatched", "已发货", "手工记成已发货；平台下次导入时也会自己变。"),
    ]

    async def decide(
        self,
        row: OrderRow,
        words: str,
        command: Callable[Concatenate[Tx, int, P], Before],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        """Carry a decision out, about the order as it was seen when the key was pressed, and
        remember how it stood before."""
        bench, me = self.session.bench, self.session.staff.id
        before = await bench.do(command, row.id, *args, **kwargs)
        self.did(
            f"{short_number(row)} {words}",
            lambda: bench.do(audit.take_back, row.id, me, before),
        )

    async def _reason(self, title: str, label: str, hint: str = "") -> str | None:
        ask = PromptDialog(title, label, hint=hint, empty=NO_REASON, max_length=audit.REASON_CHARS)
        return await self.app.push_screen_wait(ask)

    # Letting go.

    def action_audit_approve(self) -> None:
        """Let the order go; red checks need a reason, open questions an answer."""
        self.on_order(self._approve)

    async def _approve(self, row: OrderRow) -> None:
        me = self.session.staff.id
        try:
            await self.decide(row, "已通过", audit.approve, me, seen=row)
        except RuleError as error:
            if error.code not in ("red", "ask"):
                raise
            await self._approve_all_the_same(row)

    async def _approve_all_the_same(self, row: OrderRow) -> None:
        name, me = short_number(row), self.session.staff.id
        checks = await self.session.bench.ask(audit.checks, row.id)
        red = [one for one in checks if one.result == "red"]
        asks = [one for one in checks if one.result == "ask"]
        if asks and not await self._sure(f"{name} 有 {len(asks)} 项要问", asks, "都问清了"):
            return
        despite = ""
        if red:
            if not await self._sure(f"{name} 有 {len(red)} 项不对", red, "写明原因，仍然通过"):
                return
            reason = await self._reason(f"{name} 为什么放行", "原因")
            if reason is None:
                return
            despite = reason
        await self.decide(
            row, "已通过", audit.approve, me, despite=despite, asked=bool(asks), seen=row
        )

    async def _sure(self, title: str, checks: Sequence[Check], yes: str) -> bool:
        lines = [f"{CHECKS[one.name]}：{one.why}" for one in checks]
        dialog = ConfirmDialog(title, lines, yes=yes, no="先不通过")
        agreed = await self.app.push_screen_wait(dialog)
        return bool(agreed)

    # Not yet.

    def action_refuse(self) -> None:
        """Refuse the order, with a reason."""
        self.on_order(self._refuse)

    async def _refuse(self, row: OrderRow) -> None:
        reason = await self._reason(f"{short_number(row)} 不通过", "原因")
        if reason is not None:
            me = self.session.staff.id
            await self.decide(row, "不通过", audit.refuse, reason, me, seen=row)

    def action_hand_back(self) -> None:
        """Hand the order back to who closed it, with a reason."""
        self.on_order(self._hand_back)

    async def _hand_back(self, row: OrderRow) -> None:
        reason = await self._reason(f"{short_number(row)} 退给成交人", "要改什么")
        if reason is not None:
            me = self.session.staff.id
            await self.decide(row, "已退回", audit.hand_back, reason, me, seen=row)

    def action_audit_hold(self) -> None:
        """Put the order aside until a time, with a reason."""
        self.on_order(self._hold)

    async def _hold(self, row: OrderRow) -> None:
        now, zone = self.session.clock(), self.session.shop.time_zone
        until = await self.app.push_screen_wait(HoldDialog(short_number(row), now=now, zone=zone))
        if until is None:
            return
        when = moment(until, now, zone)
        reason = await self._reason(f"{short_number(row)} 挂起到 {when}", "原因")
        if reason is not None:
            words, me = f"挂起到 {when}", self.session.staff.id
            await self.decide(row, words, audit.hold, until, reason, me, seen=row)

    def action_send_in(self) -> None:
        """Have a refused, held or handed-back order audited again."""
        self.on_order(self._send_in)

    async def _send_in(self, row: OrderRow) -> None:
        await self.decide(row, "已送审", audit.send_in, self.session.staff.id, seen=row)

    # The money, the parcel.

    def action_confirm(self) -> None:
        """Say that the money of the marked orders is in."""
        rows = [row for row in self.meant() if isinstance(row, OrderRow)]
        if rows:
            self.steps.begin(lambda: self._confirm([row.id for row in rows]))

    async def _confirm(self, ids: Sequence[int]) -> None:
        bench, me = self.session.bench, self.session.staff.id
        confirmed = await bench.do(finance.confirm, ids, me)
        self.unmark()
        self.did(
            f"{len(confirmed)} 笔已确认到账", lambda: bench.do(finance.unconfirm, confirmed, me)
        )

    def action_dispatched(self) -> None:
        """Say that an approved order has gone out."""
        self.on_order(self._dispatched)

    async def _dispatched(self, row: OrderRow) -> None:
        me = self.session.staff.id
        await self.decide(row, "记成已发货", audit.mark_dispatched, me, seen=row)
