"""One line for the notebook of problems and ideas, from wherever one is."""

from collections.abc import Iterable
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.widget import Widget

from zuiqing_desk.rules.note_words import NOTE_CHARS, place_words
from zuiqing_desk.services.notes import notebook, reading
from zuiqing_desk.services.notes.records import NoteRecord
from zuiqing_desk.tui.in_hand import InHand
from zuiqing_desk.tui.one_at_a_time import OneAtATime
from zuiqing_desk.tui.screens.confirm import ConfirmDialog
from zuiqing_desk.tui.screens.dialog import Dialog
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.field import Field

KEYS: Final = "Enter 记下 · ↑ 改刚才那条 · Esc 取消"


class NoteDialog(Dialog[None]):
    """Enter notes it with what was on screen. ↑ fetches one's last note, to put it right; emptied,
    it is taken back."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("up", "fetch", "改刚才那条", show=False)]

    def __init__(self, session: Session, hand: InHand) -> None:
        super().__init__("记进问题登记本", KEYS)
        self.session = session
        self.hand = hand
        self._before: NoteRecord | None = None
        self._steps = OneAtATime(self)
        self.field = Field("问题或主意", id="note", hint=with_it(hand), max_length=NOTE_CHARS)

    def body(self) -> Iterable[Widget]:
        yield self.field

    def on_mount(self) -> None:
        self.field.focus_input()

    def on_input_submitted(self) -> None:
        self._steps.begin(self._keep)

    def action_fetch(self) -> None:
        """Have one's last note in the field."""
        self._steps.begin(self._fetch)

    async def _keep(self) -> None:
        text, before = self.field.value, self._before
        if before is not None:
            await self._change(before, text)
        elif not text:
            self.field.complain("写一句话：遇到了什么问题，或者想到了什么主意。")
        else:
            await self.session.bench.do(
                notebook.add,
                text,
                self.session.staff.id,
                place=self.hand.place,
                conversation_id=self.hand.conversation_id,
                order_id=self.hand.order_id,
            )
            self._leave("已记进登记本。要改、要撤回：再按 {note.add}，然后按 ↑。")

    async def _change(self, before: NoteRecord, text: str) -> None:
        do, me = self.session.bench.do, self.session.staff.id
        if text == before.text:
            self.dismiss(None)
        elif text:
            await do(notebook.change, before.id, text, me)
            self._leave("登记已经改好。")
        else:
            ask = ConfirmDialog("撤回这一条登记？", [f"“{before.text}”"], yes="撤回", no="留着")
            if await self.app.push_screen_wait(ask):
                await do(notebook.take_back, before.id, me)
                self._leave("登记已经撤回。")

    def _leave(self, words: str) -> None:
        toast(self.app, words)
        self.dismiss(None)

    async def _fetch(self) -> None:
        if self._before is not None:
            return
        if self.field.value:
            self.field.complain("先按 Enter 记下这一句，或者清空它，再按 ↑ 改刚才那条。")
            return
        last = await self.session.bench.ask(reading.of_me, self.session.staff.id, limit=1)
        if not last or last[0].state != "open":
            self.field.complain("没有可以改的：您还没有登记过，或者组长已经处理了最后那条。")
            return
        self._before = last[0]
        self.field.ask(
            "改刚才那条",
            "Enter 保存；清空再按 Enter 就撤回",
            last[0].text,
            password=False,
            max_length=NOTE_CHARS,
        )


def with_it(hand: InHand) -> str:
    """What is noted along with the words."""
    parts = (
        place_words(hand.place) and f"“{place_words(hand.place)}”页",
        "" if hand.conversation_id is None else "手上的会话",
        "" if hand.order_id is None else "手上的订单",
    )
    return f"一起记下：{'、'.join(filter(None, parts))}" if any(parts) else ""
