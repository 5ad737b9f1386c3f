"""Who works when: a month of people by days, planned by single keys."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Any, ClassVar, Final

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from zuiqing_desk.rules.calendar import calendar_day
from zuiqing_desk.rules.shifts import Preset, preset
from zuiqing_desk.services import changes
from zuiqing_desk.services.roster import planning
from zuiqing_desk.services.roster.records import (
    Cell,
    Change,
    EntryKind,
    Leave,
    RosterMonth,
    RosterRow,
    Swap,
)
from zuiqing_desk.tui import roster_read, roster_words
from zuiqing_desk.tui.breakpoints import MEDIUM_FROM
from zuiqing_desk.tui.panes.turns import Turns
from zuiqing_desk.tui.panes.undo import Back
from zuiqing_desk.tui.roster_read import RosterRead
from zuiqing_desk.tui.roster_steps import RosterSteps
from zuiqing_desk.tui.screens import roster_asking, roster_files
from zuiqing_desk.tui.screens.list_detail import ListScreen, letter
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.screens.prompt import PromptDialog
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.page_keys import Keys
from zuiqing_desk.tui.widgets.roster_grid import GridHead, GridRow, RosterGrid

FAMILIES: Final = ("roster.*", "policy.*", "staff.*", "shop.*")
LOOK_S: Final = 60
LINE_CHARS: Final = 40
ADDED: Final = "+＋"


class RosterScreen(ListScreen[None]):
    """A lead plans, whoever works here reads and asks for swaps and leave. A letter is put where
    the cursor is and moves it to the next day; however fast they come, none is lost."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(letter(str(at), f"preset({at})", "排班") for at in range(1, 10)),
        letter("t", "own", "自定", "自己写班名和钟点，如 夜班 22:00-06:00；前面加 + 是再排一班。"),
        letter("x", "rest", "休息", "这一天休息。"),
        letter("l", "leave", "请假", "组长：这一天记请假；客服：请几天假，等组长批准。"),
        letter("d", "duty", "当值", "这一班由他当值；再按一次取消。"),
        letter("c", "copy_week", "抄上周", "光标所在的一周照上一周排，所有人；请假的不动。"),
        letter("s", "ask", "调班请假", "用光标上自己的班和同事调；答应、批准或撤回已经提出的。"),
        letter("i", "bring_in", "导入", "从表格导入这个月：先看会改哪些，问过才写。"),
        letter("e", "export", "导出", "把这个月写成表格，改好还可以导回来。"),
        letter("u", "undo", "撤销", "撤销自己在这一页刚做的一步；接着按，一步一步往回。"),
        letter("left_square_bracket", "month(-1)", "上月", "看上个月。"),
        letter("right_square_bracket", "month(1)", "下月", "看下个月。"),
        letter("n", "now", "今天", "回到今天。"),
    ]
    PLACE: ClassVar[str] = "roster.open"
    MORE_KEYS: ClassVar[MoreKeys] = (
        ("← →", "换一天", "Home End 到月初月底；↑ ↓ 换一个人。"),
        ("1–9", "排班", "排上班次，光标到下一天；哪个数字是哪个班写在旁边。"),
        ("Del", "清空", "这一天什么都不排。"),
        ("Enter", "自定", "同 t。"),
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session, "排班", ())
        self.grid = RosterGrid(id="list-rows")
        self.rows = self.grid
        self._head = GridHead(self.grid, id="roster-head")
        today = date.fromordinal(_today(session))
        self._year, self._month = today.year, today.month
        self.month: RosterMonth | None = None
        self.presets: Sequence[Preset] = ()
        self.swaps: Sequence[Swap] = ()
        self.leave: Sequence[Leave] = ()
        self._read: RosterRead | None = None
        self._seen = 0
        self._stale = True
        self._said = ""
        self._undoing = RosterSteps(session)
        self._turns = Turns(self._refused, _nothing, lambda _moving: None)

    def above(self) -> Sequence[Widget]:
        return (self._head,)

    def on_mount(self) -> None:
        self.set_interval(LOOK_S, self._look_again)

    # Reading.

    async def load(self) -> bool:
        ask = self.session.bench.ask
        self._seen, touched = await ask(changes.touched, self._seen, *FAMILIES)
        if not (touched or self._stale):
            return False
        self._stale = False
        read = await roster_read.read(self.session, self._year, self._month)
        found = read.month
        other = self.month is None or self.month.days != found.days
        self._read, self.month, self.presets = read, found, read.presets
        self.swaps, self.leave = read.swaps, read.leave
        days = roster_words.heads(found)
        if other:
            self.grid.show_month(days, found.today - found.days[0] if self._is_now else 0)
        else:
            self.grid.replace_days(days)
        self._retitle()
        return True

    @property
    def _is_now(self) -> bool:
        return (
            self.month is not None
            and self.month.days[0] <= self.month.today <= (self.month.days[-1])
        )

    def _look_again(self) -> None:
        """A rostered stretch passes without anything being written."""
        self._stale = True
        self._loading.ask()

    def _retitle(self) -> None:
        parts = [f"排班  {self._year}年{self._month}月"]
        if self._said:
            parts.append(self._said)
        read = self._read
        if read is None:
            return
        if read.bad and self.session.is_lead:
            parts.append(f"✗ {read.bad} 处不合规定")
        asked = len(self.swaps) + len(self.leave)
        if asked:
            parts.append(f"▲ 调班请假 {asked}")
        if read.gaps:
            parts.append(f"▲ 空档 {len(read.gaps)}")
        self.retitle("  ".join(parts))

    # Showing.

    def items(self) -> Sequence[GridRow]:
        if self.month is None:
            return ()
        me, lead = self.session.staff.id, self.session.is_lead
        known, rest = roster_words.letters(self.presets), self.session.policy.rest_days
        rows = self.month.rows
        if not lead:
            rows = tuple(sorted(rows, key=lambda row: row.person.id != me))
        return [roster_words.grid_row(row, known, rest, mine=row.person.id == me) for row in rows]

    def key_of(self, item: GridRow) -> Any:
        return item.key

    @property
    def row(self) -> RosterRow | None:
        """The person under the cursor."""
        key = self.grid.cursor_key
        rows = () if self.month is None else self.month.rows
        return next((row for row in rows if row.person.id == key), None)

    @property
    def day(self) -> int:
        """The day under the cursor."""
        assert self.month is not None
        return self.month.days[self.grid.column]

    @property
    def entries(self) -> Sequence[Cell]:
        """What stands under the cursor."""
        row = self.row
        return () if row is None else row.cells[self.grid.column]

    def detail(self, item: GridRow) -> Content:
        row, month, read = self.row, self.month, self._read
        if row is None or month is None or read is None:
            return Content()
        cell = [
            roster_words.cell_text(row, self.day, self.entries),
            roster_words.counted(row, self.session.policy.rest_days),
        ]
        day = [
            Content.styled("这一天", "bold"),
            roster_words.day_text(month, self.grid.column),
        ]
        known = roster_words.letters(self.presets)
        now, zone = self.session.clock(), self.session.shop.time_zone
        if self.session.is_lead:
            cell.append(roster_words.legend(self.presets, known))
            parts = [cell, day, read.asked(), read.wrong(now, zone)]
        else:
            parts = [read.asked(), read.coming(self.session.staff.id, now, zone), cell, day]
        blocks = (Content("\n").join(part) for part in parts if part)
        return Content("\n\n").join(blocks)

    def empty_words(self) -> str:
        return "正在读排班……" if self.month is None else "还没有人员。组长在人员页添加。"

    def list_keys(self, item: GridRow | None) -> Keys:
        if not self.session.is_lead:
            return (("l", "请假"), ("s", "调班"), ("[ ]", "换月"), ("n", "今天"), ("Esc", "返回"))
        keys = [("1–9", "排班"), ("x", "休"), ("l", "假"), ("d", "当值"), ("u", "撤销")]
        keys += [("c", "抄上周"), ("s", "调班请假")]
        if self.app.size.width >= MEDIUM_FROM:
            keys += [("t", "自定"), ("Del", "清空"), ("i", "导入"), ("e", "导出")]
        return [*keys, ("[ ]", "换月"), ("Esc", "返回")]

    def on_roster_grid_day_moved(self, event: RosterGrid.DayMoved) -> None:
        event.stop()
        self._head.refresh()
        self.query_one("#list-detail", VerticalScroll).scroll_home(animate=False)
        self._show_chosen()

    def on_key(self, event: Any) -> None:
        if self.grid.has_focus and event.key in ("delete", "backspace"):
            event.stop()
            self._clear()

    # Going.

    def action_month(self, by: int) -> None:
        """The month before or after."""
        year, month = divmod(self._year * 12 + self._month - 1 + by, 12)
        if 2000 <= year < 2100:
            self._show_month(year, month + 1)

    def action_now(self) -> None:
        """Back to today."""
        today = date.fromordinal(_today(self.session))
        if (self._year, self._month) == (today.year, today.month):
            self.grid.go(today.day - 1 - self.grid.column)
        else:
            self._show_month(today.year, today.month)

    def _show_month(self, year: int, month: int) -> None:
        self._year, self._month = year, month
        self._said = ""
        self._stale = True
        self._loading.ask()

    # Planning.

    def action_preset(self, number: int) -> None:
        """Put a shift of the policy."""
        if number <= len(self.presets):
            self._put("work", self.presets[number - 1].name)
        else:
            toast(self.app, f"班次只有 {len(self.presets)} 个；在店铺规则里可以加。", "warning")

    def action_rest(self) -> None:
        """Put a day of rest."""
        self._put("rest", "")

    def action_leave(self) -> None:
        """Put leave, or ask for it."""
        if self.session.is_lead:
            self._put("leave", "")
        else:
            self.steps.begin(lambda: roster_asking.leave_asked(self))

    def _put(self, kind: EntryKind, line: str, *, beside: bool = False) -> None:
        """Carried out in turn; the cursor goes on at once."""
        row = self.row
        if row is None or self.month is None:
            return
        bench, me, who, day = self.session.bench, self.session.staff.id, row.person.id, self.day
        self._plan(lambda: bench.do(planning.put, who, day, kind, line, me, beside=beside))
        if self.session.is_lead:
            self.grid.go(1)

    def _clear(self) -> None:
        row = self.row
        if row is not None and self.month is not None:
            bench, me, who, day = self.session.bench, self.session.staff.id, row.person.id, self.day
            self._plan(lambda: bench.do(planning.remove, who, day, me))

    def action_duty(self) -> None:
        """当值 of this shift, or not any more."""
        row = self.row
        if row is not None and self.month is not None:
            who, day = row.person.id, self.day
            self._plan(lambda: roster_asking.duty(self, who, day))

    def action_copy_week(self) -> None:
        """This week as the one before."""
        if self.month is None:
            return
        bench, me = self.session.bench, self.session.staff.id
        monday = self.day - date.fromordinal(self.day).weekday()
        self._plan(lambda: bench.do(planning.copy_week, monday - 7, monday, me))

    def action_own(self) -> None:
        """A shift with its own times."""
        if self.row is not None:
            self.steps.begin(self._own)

    async def open(self, item: GridRow) -> None:
        if self.session.is_lead:
            await self._own()

    async def _own(self) -> None:
        row, now = self.row, self.entries
        if row is None:
            return
        day = roster_words.short_day(self.day)
        own = next((f"{one.shift} {one.hours}" for one in now if one.kind == "work"), "")
        ask = PromptDialog(
            f"{row.person.name} {day} 的班",
            "班名和钟点",
            value=own.replace("次日", "").replace("–", "-"),
            hint="如 夜班 22:00-06:00，过了半夜的写第二天的钟点；前面加 + 是再排一班",
            empty="还没有写。要清空这一天请按 Esc，再按 Del。",
            max_length=LINE_CHARS,
            check=self._check_line,
        )
        line = await self.app.push_screen_wait(ask)
        if line is not None:
            self._put("work", line.lstrip(ADDED).strip(), beside=line[0] in ADDED)

    def _check_line(self, line: str) -> None:
        """Raises RuleError when it is neither a shift of the policy nor one with its times."""
        words = line.lstrip(ADDED).strip()
        if all(words != one.name for one in self.presets):
            preset(words)

    def _plan(self, command: Callable[[], Awaitable[Change]]) -> None:
        async def carry_out() -> None:
            self.changed(await command())

        self.run_worker(self._turns.take(carry_out, moves=False), group="plan")

    def changed(self, change: Change) -> None:
        """Remember what takes a change back, and say at the top what it was."""
        if change.any:
            self._undoing.changed(change)
            self._say(f"✓ {change.words.rstrip('。')}，按 u 撤销")
        else:
            self._say(change.words.rstrip("。") or "没有要改的")

    def did(self, words: str, back: Back) -> None:
        """Say what was done, and remember what takes it back."""
        self._undoing.did(words, back)
        self._say(f"✓ {words}，按 u 撤销")

    def _say(self, words: str) -> None:
        self._said = words
        self._retitle()

    def _refused(self, message: str) -> None:
        toast(self.app, message, "error")

    def action_undo(self) -> None:
        """Take the last step back, after those before it."""
        self.run_worker(self._turns.take(self._take_back, moves=False), group="plan")

    async def _take_back(self) -> None:
        words = await self._undoing.undo()
        self._say(f"已撤销：{words.rstrip('。')}" if words else "在这一页上没有可以撤销的")

    # Asking, files.

    def action_ask(self) -> None:
        """Swaps and leave: ask, agree, decide."""
        self.steps.begin(lambda: roster_asking.ask(self))

    def action_bring_in(self) -> None:
        """Import the month."""
        self.steps.begin(lambda: roster_files.bring_in(self, self._year, self._month))

    def action_export(self) -> None:
        """Export the month."""
        self.steps.begin(lambda: roster_files.export(self, self._year, self._month))


def _today(session: Session) -> int:
    return calendar_day(session.clock(), session.shop.time_zone)


def _nothing() -> None:
    pass
