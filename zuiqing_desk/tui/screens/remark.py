"""The remark builder: filled in from the facts, checked while it is written, copied and stored."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static
from textual.worker import WorkerError

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.remark import Remark
from zuiqing_desk.rules.remark_vocabulary import vocabulary_of
from zuiqing_desk.services.orders import remarks
from zuiqing_desk.services.orders.records import OrderRow
from zuiqing_desk.services.orders.remark_records import How, Proposal, Stored
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.tui import clipboard, remark_view
from zuiqing_desk.tui.breakpoints import HEIGHTS, WIDTHS
from zuiqing_desk.tui.compositor import WholeCharacters
from zuiqing_desk.tui.in_hand import InHand
from zuiqing_desk.tui.keymap import bindings
from zuiqing_desk.tui.notebook_keys import WritesDown, notebook_bindings
from zuiqing_desk.tui.one_at_a_time import OneAtATime
from zuiqing_desk.tui.panes.coalesced import Coalesced
from zuiqing_desk.tui.remark_draft import PARTS, Written, items_text, joined, write
from zuiqing_desk.tui.screens.confirm import ConfirmDialog
from zuiqing_desk.tui.screens.everywhere import Everywhere
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.fixed_field import FixedField
from zuiqing_desk.tui.widgets.form import FormField, LineField, PickField
from zuiqing_desk.tui.widgets.key_footer import reachable
from zuiqing_desk.tui.widgets.prose import Prose, tidy

FIELD_OF: Final[Mapping[str, str]] = {
    "no_owner": "closer",
    "disputed": "closer",
    "closer": "closer",
    "platform_text": "how",
}
"""Where a refusal of the store is shown; others at the bottom."""


class RemarkScreen(WritesDown, Everywhere[Stored | None], ModalScreen[Stored | None]):
    """The remark of an order; None when nothing was stored.

    ``orders``: the orders of the same customer, to turn to another one. ``to_order`` leads to the
    page of an order, where it can be claimed.
    """

    CSS_PATH = "remark.tcss"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("remark"),
        *(one for one in bindings("app") if one.id == "order.open"),
        Binding("escape", "leave", "返回", show=False, tooltip="离开；改过没保存的会先问一句。"),
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
        *notebook_bindings(),
    ]

    def __init__(
        self,
        session: Session,
        order_id: int,
        *,
        orders: Sequence[OrderRow] = (),
        to_order: Callable[[int], None] | None = None,
    ) -> None:
        super().__init__()
        self._compositor = WholeCharacters()
        self.session = session
        self.order_id = order_id
        self._orders = orders
        self._to_order = to_order
        self._steps = OneAtATime(self)
        self._checking = Coalesced(self._check)
        self._proposal: Proposal | None = None
        self._early = False
        self._known = asyncio.Event()
        self._whole = ""
        self._judged = False
        self._before: tuple[str, ...] = ()
        self._shown: tuple[str, ...] = ()
        couriers = [(one, one) for one in session.policy.couriers]
        labels = [(str(row.id), remark_view.label(row)) for row in orders]
        self._order = PickField("order", "订单", labels or [("", "")], str(order_id))
        self._closer = FixedField("closer", PARTS["closer"])
        self._items = LineField("items", PARTS["items"], max_length=400)
        self._wishes = LineField("requirements", PARTS["requirements"], max_length=400)
        self._courier = PickField("courier", PARTS["courier"], [("", "（没选）"), *couriers])
        self._how = PickField("how", "平台原文", remark_view.HOWS, "new")
        self._about, self._line = Prose(id="remark-about"), Prose(id="remark-line")
        self._there, self._trouble = Prose(id="remark-there"), Prose(id="remark-trouble")
        self._hint = Static(id="remark-hint")

    def compose(self) -> ComposeResult:
        with Vertical(id="remark"):
            with VerticalScroll(id="remark-body", can_focus=False):
                yield self._order
                yield self._closer
                yield self._items
                yield self._wishes
                yield self._courier
                yield self._how
                yield self._about
                yield self._line
                yield self._there
                yield self._trouble
            yield self._hint

    def on_mount(self) -> None:
        self._order.display = len(self._orders) > 1
        self._how.display = False
        for part in (self._about, self._line, self._there, self._trouble):
            part.display = False
        self._show_hint()
        self._wishes.focus_in()
        self._read()

    def on_unmount(self) -> None:
        self._checking.stop()

    def in_hand(self) -> InHand:
        return InHand(order_id=self.order_id, place="remark.open")

    # Reading.

    def _read(self) -> None:
        self._proposal = None
        self.query_one("#remark").border_title = "备注"
        self._closer.show("正在读订单…")
        self.run_worker(self._propose(), group="read", exclusive=True)

    async def _propose(self) -> None:
        try:
            proposal = await self.session.bench.ask(remarks.propose, self.order_id)
        except (RuleError, StoreError) as error:
            self._early = False
            self._say(error.message)
        else:
            typed = any(field.value for field in (self._items, self._wishes, self._courier))
            self._fill(proposal)
            if typed and self._early:
                self._early = False
                self._say("刚才的 Enter 来得太早：看一眼整条备注，再按一次。")
        self._known.set()

    def _fill(self, proposal: Proposal) -> None:
        self._proposal = proposal
        self.query_one("#remark").border_title = Content(
            one_line(remark_view.title(proposal.order))
        )
        said = f"{proposal.closer}  {proposal.closer_why}"
        self._closer.show(said if proposal.closer else "（空着）")
        words = vocabulary_of(self.session.policy)
        begun = remark_view.begun(proposal, words)
        # What was typed before the facts were there goes behind them.
        items, wishes = items_text(begun.items), ",".join(begun.requirements)
        self._before = items, wishes, begun.courier, "new"
        self._items.put(joined(items, self._items.value, "+"))
        self._wishes.put(joined(wishes, self._wishes.value, ","))
        self._courier.pick(self._courier.value or begun.courier)
        self._courier.hint = proposal.courier_why
        self._how.pick("new")
        self._how.display = bool(proposal.platform_text)
        _tell(self._about, remark_view.about(proposal, words))
        self._say("")
        self._show()
        wrong = self._written.wrong
        if wrong is not None and (field := self._field(wrong.part)) is not None:
            field.focus_in()

    # Writing.

    @property
    def _values(self) -> tuple[str, ...]:
        return self._items.value, self._wishes.value, self._courier.value, self._how.value

    @property
    def _written(self) -> Written:
        closer = "" if self._proposal is None else self._proposal.closer
        items, wishes, courier, _ = self._values
        return write(closer, items, wishes, courier, vocabulary_of(self.session.policy))

    @property
    def _chosen(self) -> How:
        return next(how for how, _ in remark_view.HOWS if how == self._how.value)

    def _field(self, key: str) -> FormField | None:
        fields = (self._closer, self._items, self._wishes, self._courier, self._how)
        return next((one for one in fields if one.key == key), None)

    def on_form_field_edited(self, event: FormField.Edited) -> None:
        event.stop()
        if event.field is self._order:
            if self._order.value == str(self.order_id):
                return
            if self.unsaved:
                self._steps.begin(self._turn_after_asking)
            else:
                self._turn()
        elif self._proposal is not None and self._values != self._shown:
            self._say("")
            self._show()

    def _turn(self) -> None:
        self.order_id = int(self._order.value)
        self._proposal, self._early = None, False
        self._known.clear()
        self._items.put("")
        self._wishes.put("")
        self._courier.pick("")
        self._read()

    async def _turn_after_asking(self) -> None:
        if await self._may_lose():
            self._turn()
        else:
            self._order.pick(str(self.order_id))

    def _show(self) -> None:
        proposal, written = self._proposal, self._written
        if proposal is None:
            return
        self._shown = self._values
        for field in (self._closer, self._items, self._wishes, self._courier):
            field.forgive()
        if not proposal.closer:
            claim = "" if proposal.disputed else self._how_to_claim()
            self._closer.complain(proposal.why_no_closer + claim)
        elif written.wrong is not None and (wrong := self._field(written.wrong.part)) is not None:
            wrong.complain(written.wrong.words)
        self._whole, self._judged = written.text, False
        self._paint(written)
        if written.remark is not None and (self._chosen != "new" or not proposal.platform_text):
            self._checking.ask()

    def _how_to_claim(self) -> str:
        key = reachable(self).get("order.open", "") if self._to_order is not None else ""
        return f" 按 {key} 到订单页认领（o）。" if key else " 返回订单页，按 o 认领。"

    async def _check(self) -> None:
        """Have the store say what the whole would be, with the notes that stay, or why not."""
        written, proposal, how = self._written, self._proposal, self._chosen
        if proposal is None or written.remark is None:
            return
        try:
            whole = await self._whole_of(proposal, written.remark, how)
        except (RuleError, StoreError) as error:
            if (proposal, written) == (self._proposal, self._written):
                self._say(error.message)
            return
        if (proposal, written, how) == (self._proposal, self._written, self._chosen):
            self._whole, self._judged = whole, True
            self._paint(written)

    async def _whole_of(self, proposal: Proposal, remark: Remark, how: How) -> str:
        return await self.session.bench.ask(
            remarks.check, proposal.order.id, remark, how=how, seen=proposal
        )

    def _paint(self, written: Written) -> None:
        assert self._proposal is not None
        _tell(self._line, remark_view.line(written, self._whole))
        there = remark_view.before(self._proposal, self._whole, self._judged)
        _tell(self._there, there)
        self._show_hint()

    def _show_hint(self) -> None:
        found = reachable(self)
        keys = [
            (found.get("remark.copy", "Enter"), "复制保存"),
            ("Tab", "下一项"),
            ("←→", "换一个"),
        ]
        if self._to_order is not None:
            keys.append((found.get("order.open", ""), "订单页"))
        keys.append(("Esc", "返回"))
        self._hint.update(Content(" · ".join(f"{key} {what}" for key, what in keys)))

    def _say(self, words: str) -> None:
        _tell(self._trouble, Content(f"✗ {tidy(words)}" if words else ""))

    # Keys.

    def action_remark_copy(self) -> None:
        """Copy the remark and store it, once it is there and right."""
        if self._proposal is None:
            self._early = True
            self.run_worker(self._copy_once_known(), group="early", exclusive=True)
        else:
            self._steps.begin(self._store)

    async def _copy_once_known(self) -> None:
        """Ends when it is done: what is typed behind the Enter waits for that."""
        await self._known.wait()
        early, self._early = self._early, False
        if early and (storing := self._steps.begin(self._store)) is not None:
            with suppress(WorkerError):
                await storing.wait()

    async def _store(self) -> None:
        proposal, written = self._proposal, self._written
        if proposal is None or not self._may_store(proposal, written) or written.remark is None:
            self.app.bell()
            return
        try:
            whole = await self._whole_of(proposal, written.remark, self._chosen)
            if whole == proposal.stored:
                sent = await clipboard.copy(self.app, whole)
                toast(self.app, f"{sent.value}；和已存的一样，没有再存。")
                self.dismiss(None)
                return
            stored = await self.session.bench.do(
                remarks.store,
                proposal.order.id,
                written.remark,
                self.session.staff.id,
                how=self._chosen,
                seen=proposal,
            )
        except (RuleError, StoreError) as error:
            self._refuse(error)
            return
        sent = await clipboard.copy(self.app, stored.text)
        toast(self.app, f"{sent.value}，已保存：{one_line(stored.text)}（列表里按 u 撤销）")
        if proposal.asks:
            toast(self.app, f"还有要问的：{one_line('；'.join(proposal.asks))}", "warning")
        self.dismiss(stored)

    def _may_store(self, proposal: Proposal, written: Written) -> bool:
        if not proposal.closer:
            return False
        if written.wrong is not None:
            field = self._field(written.wrong.part)
            if field is not None:
                field.focus_in()
            return False
        if proposal.platform_text and self._chosen == "new":
            self._how.complain("平台上已有别的字：先选接在后面还是换掉。")
            self._how.focus_in()
            return False
        return True

    def _refuse(self, error: RuleError | StoreError) -> None:
        code = error.code if isinstance(error, RuleError) else ""
        field = self._field(FIELD_OF.get(code, ""))
        if field is None:
            self._say(error.message)
        else:
            field.complain(error.message)
            field.focus_in()
        self.app.bell()

    def action_order_open(self) -> None:
        """Leave for the page of this order, where it can be claimed."""
        self._steps.begin(self._leave_for_order)

    async def _leave_for_order(self) -> None:
        if await self._may_lose():
            self.dismiss(None)
            if self._to_order is not None:
                self._to_order(self.order_id)

    def action_leave(self) -> None:
        """Away without storing; asks first when something written would be lost."""
        self._steps.begin(self._leave)

    async def _leave(self) -> None:
        if await self._may_lose():
            self.dismiss(None)

    @property
    def unsaved(self) -> bool:
        return self._proposal is not None and self._values != self._before

    async def _may_lose(self) -> bool:
        if not self.unsaved:
            return True
        ask = ConfirmDialog("不保存就离开？", ["改过的备注会丢掉。"], yes="不保存", no="接着写")
        answer = await self.app.push_screen_wait(ask)
        return answer is True


def _tell(where: Prose, said: Content) -> None:
    """Show this, or take no row for nothing."""
    where.display = bool(said.plain)
    where.update(said)
