"""What an agent does in the chat pane besides writing: each command asks, acts, and can say how
it is taken back.

Every command may raise RuleError (the answer is no) or StoreError; the pane shows either.
"""

from functools import partial
from typing import Protocol, TypeVar
from uuid import uuid4

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services import chat as chats
from zuiqing_desk.services import (
    conversations,
    inbound,
    marks,
    outbox,
    presence,
    shop,
    staff,
    taking_over,
)
from zuiqing_desk.services.outbound import MANUAL
from zuiqing_desk.services.records import LineRecord, MarkKind, QueueRow
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.tui.panes.undo import Back, Steps
from zuiqing_desk.tui.screens.choose import ChooseDialog
from zuiqing_desk.tui.screens.confirm import ConfirmDialog
from zuiqing_desk.tui.screens.dialog import Dialog
from zuiqing_desk.tui.screens.long_text import LongTextDialog
from zuiqing_desk.tui.screens.open_manual import OpenManualDialog
from zuiqing_desk.tui.screens.prompt import PromptDialog
from zuiqing_desk.tui.screens.snooze import SnoozeDialog
from zuiqing_desk.tui.screens.transfer import TransferDialog
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import Severity
from zuiqing_desk.tui.when import moment

T = TypeVar("T")

NAMES: dict[MarkKind, str] = {"quote": "报价", "agreed": "谈妥"}
STUCK_ANSWERS = (
    ("retry", "重发"),
    ("arrived", "客户已经收到，不用再发"),
    ("dropped", "放弃这一条，不再发"),
)


class Front(Protocol):
    """What the commands need of the pane."""

    async def put_question(self, dialog: Dialog[T]) -> T | None:
        """Show a dialog; None when it was left."""

    def say(self, words: str, severity: Severity = "information") -> None:
        """Tell the agent something in passing."""

    def meant(self) -> QueueRow | None:
        """The conversation that list keys mean: under the queue's cursor, else the open one."""

    def shown(self) -> QueueRow | None:
        """The open conversation."""

    def picked_line(self) -> LineRecord | None:
        """The line under the conversation's cursor."""

    async def open(self, conversation_id: int) -> None:
        """Open a conversation, ready to be answered."""

    def put_away(self, conversation_id: int) -> None:
        """Show this conversation no longer, if it is the open one."""


class ChatCommands:
    """The commands of one pane."""

    def __init__(self, session: Session, front: Front) -> None:
        self._session = session
        self._front = front
        self._do = session.bench.do
        self._ask = session.bench.ask
        self._steps = Steps()

    @property
    def _me(self) -> int:
        return self._session.staff.id

    def _meant(self) -> QueueRow:
        return _some(self._front.meant())

    def _shown(self) -> QueueRow:
        return _some(self._front.shown())

    def did(self, words: str, back: Back) -> None:
        """Remember a step of the pane's that undo takes back."""
        self._steps.done(words, back)

    # Coming to a conversation.

    async def next(self) -> None:
        """Take the most urgent conversation and open it."""
        shown = self._front.shown()
        taken = await self._do(
            conversations.take_next, self._me, None if shown is None else shown.id
        )
        if taken is None:
            self._front.say("现在没有客户在等。")
        else:
            self._steps.barrier()
            await self._front.open(taken)

    async def open_manual(self) -> None:
        """Open a conversation by hand, for a platform without a connector."""
        platforms = await self._ask(shop.manual_platforms)
        chosen = await self._front.put_question(OpenManualDialog(platforms))
        if chosen is not None:
            opened = await self._do(
                conversations.open_manual,
                platform=chosen.platform,
                buyer_id=chosen.buyer_id,
                actor=self._me,
            )
            self._steps.barrier()
            await self._front.open(opened)

    async def record(self) -> None:
        """Keep what a customer said on a platform without a connector."""
        row = self._meant()
        if row.channel != MANUAL:
            raise RuleError("not_manual", "客户的话会自己进来；只有手工会话要记来话。")
        pasted = uuid4().hex
        text = await self._front.put_question(LongTextDialog(f"记来话 · {row.customer}"))
        if text is not None:
            await self._do(inbound.record_by_hand, row.id, text, self._me, pasted)

    # Leaving one.

    async def close(self) -> None:
        """End the open conversation."""
        row = self._shown()
        await self._do(conversations.close, row.id, self._me)
        self._steps.done(
            f"已重开 {row.customer}", partial(self._do, conversations.reopen, row.id, self._me)
        )
        self._front.put_away(row.id)
        self._front.say(f"已结束 {row.customer}（在列表里按 {{chat.undo}} 撤销）")

    async def reopen(self) -> None:
        """Take up a closed conversation again."""
        row = self._meant()
        await self._do(conversations.reopen, row.id, self._me)
        self._steps.done(
            f"已结束 {row.customer}", partial(self._do, conversations.close, row.id, self._me)
        )
        await self._front.open(row.id)

    async def take_over(self) -> None:
        """A lead takes a colleague's conversation; asks first while they are writing in it."""
        row = self._meant()
        if self._session.is_lead and not await self._may_interrupt(row):
            return
        back = await self._do(taking_over.take_over, row.id, self._me)
        self._steps.done(f"{row.customer} 还回去了", partial(self._give_back, back))
        await self._front.open(row.id)
        whose = "队列" if row.assignee_no is None else row.assignee_no
        self._front.say(f"已从 {whose} 接手 {row.customer}（在列表里按 {{chat.undo}} 撤销）")

    async def _may_interrupt(self, row: QueueRow) -> bool:
        """Whether the colleague who has it writes nothing just now, or it is to be taken all the
        same."""
        now = self._session.clock()
        lookers = await self._ask(presence.lookers, row.id)
        writing = [one for one in lookers if one.typing_until > now]
        if all(one.staff_no != row.assignee_no for one in writing):
            return True
        ask = ConfirmDialog(
            f"{row.assignee_no} 正在给 {row.customer} 写回复，现在接手？",
            ["他写了一半的话留在他的草稿里，发不出去了。"],
            yes="接手",
        )
        agreed = await self._front.put_question(ask)
        return agreed is True

    async def _give_back(self, back: taking_over.Back) -> None:
        passed = await self._do(taking_over.give_back, [back], self._me)
        for _, why in passed.refused:
            raise RuleError("not_given_back", why)

    async def snooze(self) -> None:
        """Put a conversation aside until a time."""
        row, session = self._meant(), self._session
        now, zone = session.clock(), session.shop.time_zone
        dialog = SnoozeDialog(row.customer, session.policy.snooze_presets_min, now=now, zone=zone)
        until = await self._front.put_question(dialog)
        if until is None:
            return
        await self._do(conversations.snooze, row.id, until, self._me)
        self._steps.done(
            f"已取回 {row.customer}", partial(self._do, conversations.take, row.id, self._me)
        )
        self._front.put_away(row.id)
        self._front.say(f"{row.customer} 放到 {moment(until, now, zone)}（{{chat.undo}} 撤销）")

    async def transfer(self) -> None:
        """Hand the open conversation to a colleague."""
        row = self._shown()
        everyone = await self._ask(staff.everyone)
        others = [one for one in everyone if one.id not in (self._me, row.assignee_id)]
        chosen = await self._front.put_question(TransferDialog(row.customer, others))
        if chosen is None:
            return
        await self._do(conversations.transfer, row.id, chosen.staff_no, chosen.note, actor=self._me)
        self._steps.barrier()
        self._front.put_away(row.id)
        self._front.say(f"{row.customer} 已转给 {chosen.staff_no}")

    async def block(self) -> None:
        """Block a sender, or let a blocked one write again."""
        row = self._meant()
        card = (await self._ask(chats.chat, row.id, limit=1)).card
        if card.blocked:
            await self._do(conversations.unblock, row.id, self._me)
            self._steps.done(
                f"又拉黑了 {row.customer}",
                partial(self._do, conversations.block, row.id, self._me),
            )
            self._front.say(f"已放开 {row.customer}（{{chat.undo}} 撤销）")
            return
        ask = ConfirmDialog(
            f"拉黑 {row.customer}？", ["不再收他的消息，会话就此结束。"], yes="拉黑"
        )
        if await self._front.put_question(ask):
            await self._do(conversations.block, row.id, self._me)
            self._steps.done(f"已放开 {row.customer}", partial(self._unblock, row))
            self._front.put_away(row.id)
            self._front.say(f"已拉黑 {row.customer}（{{chat.undo}} 撤销）")

    async def _unblock(self, row: QueueRow) -> None:
        await self._do(conversations.unblock, row.id, self._me)
        if row.state != "closed":
            await self._do(conversations.reopen, row.id, self._me)

    # Lines.

    async def note(self) -> None:
        """Write a note into a conversation that takes no answer from me."""
        row = self._shown()
        dialog = PromptDialog(f"内部备忘 · {row.customer}", "备忘", hint="客户看不到")
        text = await self._front.put_question(dialog)
        await self.keep_note(row.id, text)

    async def keep_note(self, conversation_id: int, text: str | None) -> None:
        """Keep an internal note; one that cannot be kept comes back to be tried again."""
        while text:
            try:
                await self._do(conversations.note, conversation_id, text, self._me)
                return
            except (RuleError, StoreError) as error:
                dialog = PromptDialog("备忘没有存下", "再试一次", value=text, hint=error.message)
            again = await self._front.put_question(dialog)
            text = again

    async def retry(self) -> None:
        """Decide about the first answer of a conversation that did not go out."""
        row = self._meant()
        stuck = await self._ask(outbox.stuck, row.id)
        if stuck is None:
            raise RuleError("not_stuck", f"{row.customer} 没有卡住的消息。")
        why = "结果未知" if stuck.state == "asking" else "没发出去"
        title = f"{why}：{stuck.text}" + (f"（{stuck.reason}）" if stuck.reason else "")
        answer = await self._front.put_question(ChooseDialog(title, STUCK_ANSWERS))
        if answer == "retry":
            await self._do(outbox.retry, stuck.outbox_id, self._me)
        elif answer is not None:
            await self._do(
                outbox.settle_by_hand, stuck.outbox_id, self._me, arrived=answer == "arrived"
            )

    async def mark(self, kind: MarkKind) -> None:
        """Set a mark on the picked line, or take it off."""
        line = _line(self._front.picked_line())
        stands = await self._do(marks.toggle, line.id, kind, self._me)
        again = partial(self._do, marks.toggle, line.id, kind, self._me)
        self._steps.done(f"{NAMES[kind]}标记已{'取消' if stands else '恢复'}", again)

    async def courtesy(self) -> None:
        """Say that the picked line is a mere courtesy, or that it is not."""
        line = _line(self._front.picked_line())
        now = await self._do(marks.toggle_courtesy, line.id, self._me)
        again = partial(self._do, marks.toggle_courtesy, line.id, self._me)
        self._steps.done("客套标记已改回", again)
        self._front.say("这句记为客套，不计时。" if now else "这句照常计时。")

    async def undo(self) -> None:
        """Take back the last step."""
        words = await self._steps.undo()
        self._front.say("没有可以撤销的操作。" if words is None else f"撤销：{words}")


def _some(row: QueueRow | None) -> QueueRow:
    if row is None:
        raise RuleError(
            "none_chosen", "先选一个会话：列表里 ↑↓ 选、Enter 打开，或按 {chat.next} 接待下一位。"
        )
    return row


def _line(line: LineRecord | None) -> LineRecord:
    if line is None:
        raise RuleError("no_line", "先选一条消息：按 Tab 到对话区，用 ↑↓ 选。")
    return line
