"""What the chat pane does with the orders of the open conversation."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final, Protocol, TypeVar

from textual.app import App

from zuiqing_desk.rules.calendar import MICROSECONDS
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.promises import KINDS, PromiseState, likely
from zuiqing_desk.services.orders import briefing, promises, remarks
from zuiqing_desk.services.orders.briefing import NOTHING, OrderBriefing
from zuiqing_desk.services.orders.promises import PromiseRecord
from zuiqing_desk.services.orders.remark_records import Stored
from zuiqing_desk.services.records import LineRecord
from zuiqing_desk.tui import order_screens
from zuiqing_desk.tui.key_words import with_keys
from zuiqing_desk.tui.panes.undo import Back
from zuiqing_desk.tui.screens.choose import ChooseDialog
from zuiqing_desk.tui.screens.dialog import Dialog
from zuiqing_desk.tui.screens.promise import PromiseDialog
from zuiqing_desk.tui.screens.prompt import PromptDialog
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import Severity

T = TypeVar("T")

POINTED_OUT_US: Final = 48 * 3600 * MICROSECONDS
"""How long a line that sounds like a promise is pointed out."""
NO_ORDER: Final = (
    "这个会话还没有订单：按 {order.open} 到订单页，选中订单按 {order.link} 关联，或按 n 录入。"
)
MARKED: Final = "〔承诺〕"
LIKELY: Final = "像承诺·按 {promise.mark} 记下"
_SETTLED: Final = (("kept", "兑现了"), ("dropped", "作废，写明原因"), ("undo", "记错了，取消"))
_MORE: Final = ("more", "这句还答应了别的，再记一条")


class Front(Protocol):
    """What the orders need of the pane."""

    app: App[object]

    async def put_question(self, dialog: Dialog[T]) -> T | None:
        """Show a dialog; None when it was left."""

    def say(self, words: str, severity: Severity = "information") -> None:
        """Tell the agent something in passing."""

    def picked_line(self) -> LineRecord | None:
        """The line under the conversation's cursor."""


class ChatOrders:
    """Knows the orders of the open conversation. ``done`` remembers a step that can be taken
    back."""

    def __init__(self, session: Session, front: Front, done: Callable[[str, Back], None]) -> None:
        self._session = session
        self._front = front
        self._done = done
        self._known = 0
        self._likely: dict[tuple[int, tuple[str, ...]], bool] = {}
        self.about = NOTHING

    # Knowing them.

    async def read(self, conversation_id: int | None) -> OrderBriefing:
        """The orders of a conversation that is to be shown. Raises RuleError, StoreError."""
        if conversation_id is None:
            return NOTHING
        return await self._session.bench.ask(briefing.brief, conversation_id)

    def know(self, about: OrderBriefing) -> None:
        """Work with these from now on."""
        self._known += 1
        self.about = about

    async def look(self, conversation_id: int | None) -> None:
        """Read again the orders of the conversation shown. Raises RuleError, StoreError."""
        known = self._known
        found = await self.read(conversation_id)
        if known == self._known:
            # Else another conversation was opened meanwhile.
            self.know(found)

    # The remark.

    def remark(self) -> None:
        """Open the builder over the conversation, for the order to be remarked next."""
        if self.about.to_remark is None:
            self._front.say(NO_ORDER, "warning")
            return
        builder = order_screens.remark(
            self._session, self.about.to_remark, self.about.orders, self._open_order
        )
        self._front.app.push_screen(builder, self._remarked)

    def _open_order(self, order_id: int) -> None:
        self._front.app.push_screen(order_screens.orders(self._session, order_id))

    def _remarked(self, stored: Stored | None) -> None:
        if stored is not None:
            back = partial(
                self._session.bench.do,
                remarks.undo,
                stored.order_remark_id,
                self._session.staff.id,
            )
            self._done("备注已撤回，剪贴板里的不变", back)

    # Promises.

    def signs(self, lines: Sequence[LineRecord]) -> Mapping[int, str]:
        """What to say of promises behind the lines, by line id."""
        marked = {one.line_id for one in self.about.promises}
        found, likely_words = {}, with_keys(self._front.app, LIKELY)
        for line in lines:
            if line.author == "agent":
                if line.id in marked:
                    found[line.id] = MARKED
                elif self._sounds_so(line):
                    found[line.id] = likely_words
        return found

    def _sounds_so(self, line: LineRecord) -> bool:
        if line.at + POINTED_OUT_US < self._session.clock():
            return False
        words = self._session.policy.promise_words
        if (known := self._likely.get((line.id, words))) is None:
            known = likely(line.text, words) is not None
            self._likely[line.id, words] = known
        return known

    def sent(self, text: str) -> None:
        """An answer went out: point out what sounds like a promise."""
        kind = likely(text, self._session.policy.promise_words)
        if kind is not None:
            self._front.say(
                f"刚发的像是承诺（{KINDS[kind]}）：在对话里选中它按 {{promise.mark}} 记下，免得忘。"
            )

    async def promise(self) -> None:
        """Keep the picked line as a promise, or settle the one it is."""
        line = self._front.picked_line()
        if line is None:
            raise RuleError("no_line", "先选一条消息：按 Tab 到对话区，用 ↑↓ 选。")
        open_ = [
            one for one in self.about.promises if one.line_id == line.id and one.state == "open"
        ]
        if not open_:
            await self._mark(line)
        elif (chosen := await self._one_of(open_)) is not None:
            await self._settle(chosen, line)

    async def _one_of(self, open_: Sequence[PromiseRecord]) -> PromiseRecord | None:
        if len(open_) == 1:
            return open_[0]
        rows = [(str(one.id), f"{KINDS[one.kind]}：{one.what}") for one in open_]
        answer = await self._front.put_question(ChooseDialog("这句答应了几件事，哪一件？", rows))
        return next((one for one in open_ if str(one.id) == answer), None)

    async def _mark(self, line: LineRecord) -> None:
        session, me = self._session, self._session.staff.id
        begin = await session.bench.ask(promises.suggestion, line.id)
        dialog = PromiseDialog(begin, now=session.clock(), zone=session.shop.time_zone)
        said = await self._front.put_question(dialog)
        if said is None:
            return
        made = await session.bench.do(promises.mark, line.id, said.kind, said.what, said.until, me)
        self._done(f"不再记“{said.what}”", partial(session.bench.do, promises.unmark, made, me))
        self._front.say(f"已记承诺：{said.what}（{{chat.undo}} 撤销）")

    async def _settle(self, promise: PromiseRecord, line: LineRecord) -> None:
        bench, me = self._session.bench, self._session.staff.id
        dialog = ChooseDialog(f"承诺：{promise.what}", [*_SETTLED, _MORE])
        answer = await self._front.put_question(dialog)
        if answer == "more":
            await self._mark(line)
            return
        if answer == "undo":
            stood = await bench.do(promises.unmark, promise.id, me)
            again = partial(bench.do, promises.mark_again, stood, me)
            self._done(f"又记下“{promise.what}”", again)
            return
        reason: str | None = ""
        if answer == "dropped":
            reason = await self._front.put_question(
                PromptDialog("承诺作废", "原因", hint="例如：客户改主意不要了")
            )
        if answer in ("kept", "dropped") and reason is not None:
            state: PromiseState = "kept" if answer == "kept" else "dropped"
            await bench.do(promises.settle, promise.id, state, me, reason=reason)
            self._done(
                f"“{promise.what}”又没了结", partial(bench.do, promises.reopen, promise.id, me)
            )
            self._front.say(
                f"承诺“{promise.what}”{dict(_SETTLED)[answer][:2]}（{{chat.undo}} 撤销）"
            )
