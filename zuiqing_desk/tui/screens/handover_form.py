"""An item for the handover notebook: new, filled from what is in hand, or one that is changed."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.handover_words import KINDS, LONG_CHARS, SEVERITIES, SUMMARY_CHARS
from zuiqing_desk.rules.promise_time import typed_until
from zuiqing_desk.rules.text import clean
from zuiqing_desk.services import staff
from zuiqing_desk.services.handover import items
from zuiqing_desk.services.handover.records import ItemWords
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.store.tx import Tx
from zuiqing_desk.tui import handover_words
from zuiqing_desk.tui.in_hand import InHand
from zuiqing_desk.tui.one_at_a_time import OneAtATime
from zuiqing_desk.tui.screens.choose import ChooseDialog
from zuiqing_desk.tui.screens.confirm import ConfirmDialog
from zuiqing_desk.tui.screens.dialog import Dialog
from zuiqing_desk.tui.screens.long_text import LongTextEditor
from zuiqing_desk.tui.screens.promise import day_words
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.text import safe
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.form import FormField, LineField, PickField

Keep = Callable[[ItemWords], Awaitable[int]]
"""Stores what was filled in; the id of what it is about."""
Again = Callable[[], Awaitable[ItemWords]]
"""What stands there now that somebody else has changed it; ``Keep`` goes on from that."""

ANYBODY: Final = ("", "接班的人")
LEVELS: Final = {name: f"{letter} {words}" for name, (letter, words) in SEVERITIES.items()}


class TextField(FormField):
    """A longer text: Enter is done, Ctrl+J a new line."""

    DEFAULT_CSS = "TextField .form-control, TextField .form-control:focus { height: 2; }"

    def __init__(self, key: str, label: str) -> None:
        self.editor = LongTextEditor()
        super().__init__(key, label, self.editor)

    @property
    def value(self) -> str:
        return self.editor.text.strip()

    def put(self, value: str) -> None:
        """Fill the field in, the cursor at the end."""
        self.editor.load_text(value)
        self.editor.cursor_index = len(value)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.edited()


class HandoverForm(Dialog[int]):
    """The item's id once it is kept. Without ``keep`` it is a new one, and without ``begin`` it
    begins as what is in hand says. What was typed before that was read stays, and Esc asks before
    it would be lost. With ``again``, what another desk changed meanwhile is read into the fields
    that were left alone here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]
    CSS: ClassVar[str] = "HandoverForm #dialog { width: 84; }"

    def __init__(
        self,
        session: Session,
        hand: InHand,
        *,
        begin: ItemWords | None = None,
        keep: Keep | None = None,
        again: Again | None = None,
        title: str = "记进交接本",
    ) -> None:
        super().__init__(title, "Enter 保存 · Tab 下一项 · ←→ 换选项 · Ctrl+J 换行 · Esc 取消")
        self.session = session
        self.hand = hand
        self._begin = begin
        self._keep = keep
        self._again = again
        self._steps = OneAtATime(self)
        self._filled = asyncio.Event()
        self._word = Static(classes="dialog-no")
        self.kind = PickField("kind", "种类", [*KINDS.items()], "other")
        self.severity = PickField("severity", "轻重", [*LEVELS.items()], "green")
        self.summary = LineField("summary", "事由", max_length=SUMMARY_CHARS)
        self.situation = TextField("situation", "情况")
        self.next_action = TextField("next_action", "下一步")
        self.if_then = LineField("if_then", "如果", max_length=LONG_CHARS)
        self.whom = PickField("whom", "给谁", [ANYBODY])
        self.due = LineField("due", "期限", max_length=40)
        self._fields: tuple[FormField, ...] = (
            self.summary,
            self.severity,
            self.kind,
            self.situation,
            self.next_action,
            self.if_then,
            self.whom,
            self.due,
        )
        self._shown = {field.key: field.value for field in self._fields}

    def body(self) -> Iterable[Widget]:
        yield from self._fields
        yield self._word

    def on_mount(self) -> None:
        self.summary.focus_in()
        self.run_worker(self._fill())

    async def _fill(self) -> None:
        bench, hand = self.session.bench, self.hand
        try:
            begin, people = await bench.ask(_beginning, hand, self._begin, self.session.staff.id)
        except (RuleError, StoreError) as error:
            toast(self.app, error.message, "error")
            self.dismiss(None)
            return
        chosen = begin.for_staff_id
        named = [
            (str(one.id), f"{one.staff_no} {one.name}{'' if one.active else '（已停用）'}")
            for one in people
            if one.active or one.id == chosen
        ]
        self.whom.choices = (ANYBODY, *named)
        self._put(begin)
        self._filled.set()

    def _put(self, words: ItemWords) -> list[str]:
        """Fill in what was left alone; the labels of what was changed here and there."""
        now, zone = self.session.clock(), self.session.shop.time_zone
        self._begin = words
        texts: dict[LineField | TextField | PickField, str] = {
            self.summary: words.summary,
            self.situation: words.situation,
            self.next_action: words.next_action,
            self.if_then: words.if_then,
            self.due: day_words(words.due_at, now, zone),
            self.kind: words.kind,
            self.severity: words.severity,
            self.whom: str(words.for_staff_id or ""),
        }
        both = []
        for field, text in texts.items():
            before, typed = self._shown[field.key], field.value
            text = clean(text).strip()
            if typed not in (before, text):
                self._shown[field.key] = text
                both += [] if text == before else [field.label]
                continue
            if isinstance(field, PickField):
                field.pick(text)
            else:
                field.put(text)
            self._shown[field.key] = field.value
        return both

    # Events.

    def on_pick_field_list_asked(self, event: PickField.ListAsked) -> None:
        event.stop()
        if event.field is self.whom:
            self.run_worker(self._pick_whom(), group="pick", exclusive=True)
        else:
            self.action_done()

    async def _pick_whom(self) -> None:
        rows = [(str(at), label) for at, (_, label) in enumerate(self.whom.choices)]
        chosen = await self.app.push_screen_wait(ChooseDialog("给谁", rows))
        if chosen is not None:
            self.whom.pick(self.whom.choices[int(chosen)][0])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_done()

    def on_key(self, event: Key) -> None:
        """R, A and G are what a severity is called by."""
        if self.severity.control.has_focus and event.character:
            letter = event.character.upper()
            for name, (one, _) in SEVERITIES.items():
                if letter in (one, chr(ord(one) + 0xFEE0), chr(ord(one) + 0xFEE0 + 32)):
                    event.stop()
                    self.severity.pick(name)

    # Keeping and leaving.

    def action_done(self) -> None:
        """Keep what is filled in, or say what is wrong with it."""
        self._steps.begin(self._store)

    async def _store(self) -> None:
        await self._filled.wait()
        words = self._words()
        if words is None:
            return
        try:
            if self._keep is not None:
                self.dismiss(await self._keep(words))
                return
            made = await self.session.bench.do(items.note, words, self.session.staff.id)
        except (RuleError, StoreError) as error:
            said = f"✗ {safe(error.message)}"
            if isinstance(error, RuleError) and error.code == "changed":
                said += await self._read_again()
            self._word.update(Content(said))
            return
        toast(self.app, f"已记进交接本：{handover_words.short(words)}。")
        self.dismiss(made)

    async def _read_again(self) -> str:
        """Take in what somebody else changed; what is to be said about it."""
        if self._again is None:
            return ""
        both = self._put(await self._again())
        mine = f"“{'、'.join(both)}”两人都改了，按 Enter 就以您写的为准。" if both else ""
        return f"您没改的几项已换成新的。{mine}"

    def action_cancel(self) -> None:
        """Leave without a result; asks first when something written would be lost."""
        self._steps.begin(self._leave)

    async def _leave(self) -> None:
        if any(field.value != self._shown[field.key] for field in self._fields):
            ask = ConfirmDialog("不保存就离开？", ["写好的会丢掉。"], yes="不保存", no="接着写")
            if not await self.app.push_screen_wait(ask):
                return
        self.dismiss(None)

    def _words(self) -> ItemWords | None:
        """What is filled in; None after saying what is wrong."""
        assert self._begin is not None
        due, at = self.due.value, self._begin.due_at
        if due != self._shown[self.due.key]:
            at = typed_until(due, self.session.clock(), self.session.shop.time_zone)
        if not self.summary.value:
            return self._refuse(self.summary, "一句话写明是什么事。")
        if due and at is None:
            why = "看不懂这个时间：写“今天 18:00”“明天”“11-30 17:30”“3天内”，或空着。"
            return self._refuse(self.due, why)
        for field in (self.situation, self.next_action):
            if len(field.value) > LONG_CHARS:
                why = f"有 {len(field.value)} 个字，最多 {LONG_CHARS} 个。"
                return self._refuse(field, why)
        return replace(
            self._begin,
            kind=next(one for one in KINDS if one == self.kind.value),
            severity=next(one for one in SEVERITIES if one == self.severity.value),
            summary=self.summary.value,
            situation=self.situation.value,
            next_action=self.next_action.value,
            if_then=self.if_then.value,
            for_staff_id=int(self.whom.value) if self.whom.value else None,
            due_at=at if due else None,
        )

    def _refuse(self, field: FormField, why: str) -> ItemWords | None:
        field.complain(why)
        field.focus_in()
        return None


def _beginning(
    tx: Tx, hand: InHand, begin: ItemWords | None, actor: int
) -> tuple[ItemWords, Sequence[StaffMember]]:
    if begin is None:
        begin = items.prefill(
            tx, conversation_id=hand.conversation_id, order_id=hand.order_id, actor=actor
        )
    return begin, staff.everyone(tx)
