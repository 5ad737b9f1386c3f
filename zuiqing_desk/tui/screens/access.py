"""Who has seen whose telephone and address, who handed out or erased what, and who tried a PIN that
was wrong; for a lead."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, Final

from textual.binding import BindingType
from textual.content import Content

from zuiqing_desk.rules.access_words import KINDS, OWNER, SUSPICIOUS, seen
from zuiqing_desk.rules.calendar import day_starts_at, local
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.order_words import PLATFORMS
from zuiqing_desk.services import access, changes, staff
from zuiqing_desk.services.access import MOST, Access
from zuiqing_desk.services.records import StaffMember
from zuiqing_desk.tui import order_screens
from zuiqing_desk.tui.screens.choose import ChooseDialog
from zuiqing_desk.tui.screens.list_detail import ListScreen, letter
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.screens.prompt import PromptDialog
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.page_keys import Keys

COLUMNS: Final = (12, 16, 22, 24)
EVERYBODY: Final = "all"
NUMBER_CHARS: Final = 8


class AccessScreen(ListScreen[None]):
    """The newest first; one person's or one day's by key."""

    PLACE: ClassVar[str] = "access.open"
    BINDINGS: ClassVar[list[BindingType]] = [
        letter("p", "person", "看谁", "只看一位同事的，或者所有人的。"),
        letter("d", "day", "看哪天", "只看一天的；空着就是不限哪天。"),
    ]
    MORE_KEYS: ClassVar[MoreKeys] = (("Enter", "订单", "打开被看的那笔订单。"),)

    def __init__(self, session: Session) -> None:
        super().__init__(session, "查看记录", COLUMNS)
        self._rows: Sequence[Access] | None = None
        self._person: StaffMember | None = None
        self._day: date | None = None
        self._journal_id = -1

    async def load(self) -> bool:
        newest = await self.session.bench.ask(changes.last)
        if newest == self._journal_id:
            return False
        since, until = self._span()
        rows = await self.session.bench.ask(
            access.rows,
            self.session.staff.id,
            staff_id=None if self._person is None else self._person.id,
            since=since,
            until=until,
        )
        self._journal_id = newest
        different = rows != self._rows
        self._rows = rows
        return different

    def _span(self) -> tuple[int | None, int | None]:
        if self._day is None:
            return None, None
        zone, day = self.session.shop.time_zone, self._day.toordinal()
        return day_starts_at(day, zone, 0), day_starts_at(day + 1, zone, 0)

    # Showing.

    def items(self) -> Sequence[Any]:
        return self._rows or ()

    def cells(self, item: Any, face: Any) -> Sequence[Cell]:
        row: Access = item
        when = f"{local(row.at, self.session.shop.time_zone):%m-%d %H:%M}"
        return [
            (when, "muted"),
            (one_line(_who(row)), ""),
            (_what(row), "warning" if _is_suspicious(row) else "strong"),
            (one_line(_whose(row)), ""),
        ]

    def detail(self, item: Any) -> Content:
        row: Access = item
        when = f"{local(row.at, self.session.shop.time_zone):%Y-%m-%d %H:%M:%S}"
        lines = [when, _who(row), _what(row), _whose(row, whole=True)]
        if _is_suspicious(row):
            lines.append("可能有人在猜他的 PIN：问他本人，要换就在命令行运行 staff reset-pin。")
        if row.number:
            lines.append("按 Enter 打开这笔订单。")
        return Content("\n").join(Content(one_line(line)) for line in lines if line)

    def empty_words(self) -> str:
        if self.session.staff.role != "lead":
            return "查看记录只有组长能看。按 Esc 返回。"
        if self._rows is None:
            return "正在读记录……"
        if self._person is not None or self._day is not None:
            return "没有这样的记录。按 p 换一位同事，按 d 换一天。"
        return "还没有人看过电话和地址。在订单页按 t 看的，会记在这里；按 Esc 返回。"

    def list_keys(self, item: Any | None) -> Keys:
        keys: list[tuple[str, str]] = []
        if item is not None and item.number:
            keys.append(("Enter", "订单"))
        return [*keys, ("p", "看谁"), ("d", "看哪天"), ("Esc", "返回")]

    def _again(self) -> None:
        parts = [] if self._person is None else [self._person.name]
        parts += [] if self._day is None else [f"{self._day}"]
        self.retitle("查看记录" + (f"：{'，'.join(parts)}" if parts else f"（最近 {MOST} 条）"))
        self._journal_id = -1
        self._loading.ask()

    # Steps.

    async def open(self, item: Any) -> None:
        row: Access = item
        if row.number:
            self.app.push_screen(order_screens.orders(self.session, row.subject_id))

    def action_person(self) -> None:
        """看谁."""
        self.steps.begin(self._choose_person)

    async def _choose_person(self) -> None:
        people = await self.session.bench.ask(staff.everyone)
        rows = [
            (EVERYBODY, "所有人"),
            *((str(one.id), f"{one.staff_no} {one.name}") for one in people),
        ]
        chosen: str | None = await self.app.push_screen_wait(ChooseDialog("看谁的记录", rows))
        if chosen is not None:
            self._person = next((one for one in people if str(one.id) == chosen), None)
            self._again()

    def action_day(self) -> None:
        """看哪天."""
        self.steps.begin(self._choose_day)

    async def _choose_day(self) -> None:
        today = local(self.session.clock(), self.session.shop.time_zone).date()
        ask = PromptDialog(
            "看哪一天的记录",
            "日期",
            value="" if self._day is None else f"{self._day}",
            hint=f"例如 {today}；空着就是不限哪天",
            may_be_empty=True,
            max_length=10,
            check=_day,
        )
        typed: str | None = await self.app.push_screen_wait(ask)
        if typed is not None:
            self._day = _day(typed)
            self._again()


def _day(typed: str) -> date | None:
    """Raises RuleError ``day``."""
    if not typed.strip():
        return None
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise RuleError("day", "日期请写成 2026-03-01 的样子。") from None


def _is_suspicious(row: Access) -> bool:
    return (
        row.kind == "staff.pin_wrong" and row.detail.isdecimal() and int(row.detail) >= SUSPICIOUS
    )


def _who(row: Access) -> str:
    return f"{row.staff_no} {row.name}" if row.staff_no else OWNER


def _what(row: Access) -> str:
    words = " ".join(filter(None, (KINDS[row.kind], seen(row.kind, row.detail))))
    return f"▲ {words}" if _is_suspicious(row) else words


def _whose(row: Access, *, whole: bool = False) -> str:
    if row.number:
        platform = next((words for code, words in PLATFORMS.items() if code == row.platform), "")
        number = row.number if whole or len(row.number) <= NUMBER_CHARS else f"…{row.number[-4:]}"
        return f"{platform} {number}"
    return "" if row.customer is None else f"客户 {row.customer}"
