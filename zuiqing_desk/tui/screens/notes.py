"""The notebook of problems and ideas, week by week: a lead answers and settles, everybody else
reads what they noted and what came of it."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Any, ClassVar, Final

from textual.binding import BindingType
from textual.content import Content

from zuiqing_desk.rules.note_words import ANSWER_CHARS, NOTE_CHARS
from zuiqing_desk.rules.weeks import week_text
from zuiqing_desk.services import paper_files
from zuiqing_desk.services.notes import notebook, printing, reading
from zuiqing_desk.services.notes.records import NoteRecord, WeekCount
from zuiqing_desk.store.tx import Tx
from zuiqing_desk.tui import note_words, order_screens
from zuiqing_desk.tui.order_shelf import has_all
from zuiqing_desk.tui.screens import paper_export
from zuiqing_desk.tui.screens.list_detail import letter
from zuiqing_desk.tui.screens.note_reply import NoteReplyForm
from zuiqing_desk.tui.screens.order_work import OrderWork
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.screens.prompt import PromptDialog
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.page_keys import Keys

UNSETTLED: Final = "unsettled"
THIS_WEEK: Final = "this"
BY_LEAD: Final = "这一步由组长来做。您可以改 (c)、撤回 (d) 自己的登记。"


class NotesScreen(OrderWork):
    """← and → turn to the week before and after; behind this week stands what is not settled."""

    PLACE: ClassVar[str] = "note.list"
    BINDINGS: ClassVar[list[BindingType]] = [
        letter("e", "answer", "答复", "组长：写或改对选中这条的答复。"),
        letter("y", "settle", "了结", "组长：选中的这条了结了；已了结的再按一次重新打开。"),
        letter("t", "turn", "做成话术", "组长：用选中的这条写一条话术草稿，内容已填好。"),
        letter("x", "export", "导出", "组长：把这一周写成登记表（html 打印，xlsx 存档）。"),
        letter("c", "change", "改", "改自己刚登记的这条；组长答复以后就不能改了。"),
        letter("d", "take_back", "撤回", "撤回自己登记的这条；组长答复以后就不能撤了。"),
    ]
    MORE_KEYS: ClassVar[MoreKeys] = (
        ("Enter", "会话", "打开登记时手上的那个会话；没有会话的，打开订单。"),
    )

    def __init__(self, session: Session) -> None:
        self._weeks: dict[str, str] = {THIS_WEEK: "本周", UNSETTLED: "没了结"}
        super().__init__(
            session,
            "问题登记本",
            views=self._weeks,
            columns=note_words.COLUMNS,
            filter_words="按 / 输入：问题、答复、工号、客户或订单号",
        )
        self._this = 0
        self._counts: dict[str, WeekCount] = {}
        self._read: dict[str, Sequence[NoteRecord]] = {}
        self._seen: object = None

    # Reading.

    async def load(self) -> bool:
        view, by = self.view, None if self.session.is_lead else self.session.staff.id
        this, weeks, shown, unsettled = await self.session.bench.ask(_look, view, by)
        seen = (view, this, weeks, shown, unsettled)
        different = seen != self._seen
        self._seen, self._this = seen, this
        self._counts = {self._view_of(week.monday): week for week in weeks}
        self._read[view] = shown
        self._read[UNSETTLED] = unsettled
        self._name_weeks()
        waiting = sum(note.state == "open" for note in unsettled)
        self.retitle(f"问题登记本  ▲ 待答复 {waiting}" if waiting else "问题登记本")
        return different

    def _view_of(self, monday: int) -> str:
        return THIS_WEEK if monday == self._this else str(monday)

    def _name_weeks(self) -> None:
        """The oldest week first, this one behind them, then what is not settled of whatever week;
        the bar reads the names whenever it is drawn."""
        known = {view: week.monday for view, week in self._counts.items()}
        if self.view not in (THIS_WEEK, UNSETTLED):
            known.setdefault(self.view, int(self.view))
        known[THIS_WEEK] = self._this
        self._weeks.clear()
        for view, monday in sorted(known.items(), key=lambda one: one[1]):
            self._weeks[view] = note_words.week_name(monday, self._this)
        self._weeks[UNSETTLED] = "没了结"

    # Showing.

    def items_of(self, view: str) -> Sequence[NoteRecord]:
        return self._read.get(view, ())

    def count(self, view: str) -> int | None:
        if view == UNSETTLED:
            return None if UNSETTLED not in self._read else len(self._read[UNSETTLED])
        week = self._counts.get(view)
        return 0 if week is None else week.notes

    def find(self, items: Sequence[Any], query: str) -> Sequence[NoteRecord]:
        return [one for one in items if has_all(note_words.found_by(one), query)]

    def view_chosen(self, view: str) -> None:
        self._loading.ask()

    def cells(self, item: NoteRecord, face: Any) -> Sequence[Cell]:
        return note_words.cells(item, self.session.clock(), self.session.shop.time_zone)

    async def describe(self, item: NoteRecord) -> Content:
        return note_words.description(item, self.session.clock(), self.session.shop.time_zone)

    def empty_words(self) -> str:
        if self._seen is None or self.view not in self._read:
            return "正在读登记本……"
        if self.query_text:
            return f"这里没有“{self.query_text}”。按 Esc 取消筛选。"
        if self.view == UNSETTLED:
            return "没有没了结的登记。"
        return "这一周还没有登记。遇到问题、想到主意，在任何页面按 {note.add} 记一句。"

    def list_keys(self, item: NoteRecord | None) -> Keys:
        keys: list[tuple[str, str]] = []
        if item is not None and self.session.is_lead:
            keys = [("e", "答复"), ("y", "重开" if item.state == "settled" else "了结")]
            keys += [] if item.reply_id else [("t", "做成话术")]
        if item is not None and item.by.id == self.session.staff.id and item.state == "open":
            keys += [("c", "改"), ("d", "撤回")]
        if item is not None and item.conversation_id is not None:
            keys.append(("Enter", "会话"))
        elif item is not None and item.order_id is not None:
            keys.append(("Enter", "订单"))
        export = [("x", "导出")] if self.session.is_lead else []
        return [*keys, *export, ("u", "撤销"), ("←→", "换周"), ("Esc", "返回")]

    # Doing.

    async def open(self, item: NoteRecord) -> None:
        if item.conversation_id is not None:
            self.visit(item.conversation_id)
        elif item.order_id is not None:
            self.app.push_screen(order_screens.orders(self.session, item.order_id))
        else:
            toast(self.app, "登记这一条的时候手上没有会话，也没有订单。")

    def action_answer(self) -> None:
        """Answer this note."""
        self._as_lead(self._answer)

    def action_settle(self) -> None:
        """This note is settled, or is not any more."""
        self._as_lead(self._settle)

    def action_turn(self) -> None:
        """Turn this note into a reply draft."""
        self._as_lead(self._turn)

    def action_change(self) -> None:
        """Put one's own words right."""
        self.on_item(self._change)

    def action_take_back(self) -> None:
        """Take one's own note back."""
        self.on_item(self._take_note_back)

    def action_export(self) -> None:
        """Write this week into a file."""
        if self.session.is_lead:
            self.steps.begin(self._export)
        else:
            toast(self.app, BY_LEAD, "warning")

    def _as_lead(self, step: Callable[[Any], Awaitable[None]]) -> None:
        if self.session.is_lead:
            self.on_item(step)
        else:
            toast(self.app, BY_LEAD, "warning")

    async def _answer(self, item: NoteRecord) -> None:
        ask = PromptDialog(
            f"答复 {item.by.staff_no}：{item.text}",
            "答复",
            value=item.answer,
            hint="登记的人在登记本里看得到",
            empty="请写答复；不用答复的，按 Esc 回去，再按 y 了结。",
            max_length=ANSWER_CHARS,
        )
        text = await self.app.push_screen_wait(ask)
        if text is None or text == item.answer:
            return
        bench, me = self.session.bench, self.session.staff.id
        done = await bench.do(notebook.answer, item.id, text, me, instead_of=item.answer)
        self.did("已答复", lambda: bench.do(notebook.undo, done, me))

    async def _settle(self, item: NoteRecord) -> None:
        bench, me = self.session.bench, self.session.staff.id
        settled = item.state == "settled"
        command = notebook.unsettle if settled else notebook.settle
        done = await bench.do(command, item.id, me)
        self.did("已重新打开" if settled else "已了结", lambda: bench.do(notebook.undo, done, me))

    async def _turn(self, item: NoteRecord) -> None:
        if item.reply_id is not None:
            toast(self.app, f"已经做成话术“{item.reply_code}”了，在话术库里改。", "warning")
            return
        form = NoteReplyForm(self.session, item)
        if await self.app.push_screen_wait(form):
            bench, me = self.session.bench, self.session.staff.id
            self.did(
                "已做成话术草稿，在话术库里批准后生效",
                lambda: bench.do(notebook.undo_reply, item.id, me),
            )

    async def _change(self, item: NoteRecord) -> None:
        ask = PromptDialog("改这一条", "问题或主意", value=item.text, max_length=NOTE_CHARS)
        text = await self.app.push_screen_wait(ask)
        if text is None or text == item.text:
            return
        bench, me = self.session.bench, self.session.staff.id
        done = await bench.do(notebook.change, item.id, text, me)
        self.did("已改好", lambda: bench.do(notebook.undo, done, me))

    async def _take_note_back(self, item: NoteRecord) -> None:
        bench, me = self.session.bench, self.session.staff.id
        before = await bench.do(notebook.take_back, item.id, me)
        self.did("已撤回", lambda: bench.do(notebook.put_back, before, me))

    async def _export(self) -> None:
        shown = self.view
        monday = int(shown) if shown.isdecimal() else self._this
        sheet = await self.session.bench.ask(printing.sheet, monday)
        await paper_export.export(
            self,
            f"把 {week_text(monday)} 的登记写成表",
            f"问题登记-{date.fromordinal(monday).isoformat()}",
            paper_files.WEEK_FORMATS,
            lambda path, form, over: paper_files.write_week(path, sheet, form, force=over),
        )


def _look(
    tx: Tx, view: str, by: int | None
) -> tuple[int, list[WeekCount], list[NoteRecord], list[NoteRecord]]:
    """This week's Monday, the weeks, the notes of the view, those that are not settled."""
    this = reading.this_week(tx)
    unsettled = reading.unsettled(tx, by=by)
    monday = this if view in (THIS_WEEK, UNSETTLED) else int(view)
    shown = unsettled if view == UNSETTLED else reading.week(tx, monday, by=by)
    return this, reading.weeks(tx, by=by), shown, unsettled
