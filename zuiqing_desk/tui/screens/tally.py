"""The service statistics 服务统计本: every figure with what it means and what it was made of."""

from collections.abc import Hashable, Iterable, Sequence
from typing import Any, ClassVar, Final

from textual.binding import BindingType
from textual.content import Content
from textual.events import Resize
from textual.widget import Widget

from zuiqing_desk.rules.tally_words import DEFINITIONS, Figure
from zuiqing_desk.services import shop
from zuiqing_desk.services.tally import reading
from zuiqing_desk.services.tally.records import By, Correction, Filter, Report, Row, Trend
from zuiqing_desk.store.tx import Tx
from zuiqing_desk.tui import tally_view
from zuiqing_desk.tui.order_shelf import has_all
from zuiqing_desk.tui.screens.browse import BrowseScreen
from zuiqing_desk.tui.screens.list_detail import letter
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.screens.tally_rows import TallyRows
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.tally_period import Length, Period
from zuiqing_desk.tui.tally_view import CORRECTIONS, VIEWS, WHOLE, FigureLine
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.page_keys import Keys
from zuiqing_desk.tui.widgets.tally_list import TallyHead, TallyList

READ_EVERY_S: Final = 15
LONG_TICKS: Final = 4
"""Nobody needs the second's figures, and a month of them takes its time to count."""
TREND_DAYS: Final = 30


class TallyScreen(BrowseScreen):
    """Enter on a figure shows its rows, on a row narrows everything to it."""

    CSS = """
    /* Room for the chart. */
    TallyScreen.-narrow #list-detail { height: 12; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        letter("t", "period('day', 0)", "今天", "看今天。"),
        letter("y", "period('day', 1)", "昨天", "看昨天。"),
        letter("w", "period('week', 0)", "本周", "看这个星期，从星期一起。"),
        letter("m", "period('month', 0)", "本月", "看这个月。"),
        letter("left_square_bracket", "step(-1)", "往前", "看前一天、前一周、前一个月。"),
        letter("right_square_bracket", "step(1)", "往后", "看后一天、后一周、后一个月。"),
        letter("i", "mine", "我自己", "只看我自己的，再按一次看全部。"),
    ]
    PLACE: ClassVar[str] = "tally.open"
    MORE_KEYS: ClassVar[MoreKeys] = (
        ("Enter", "看来历", "在数字上：看是哪些客户、哪几轮、哪些订单；在一行上：只看它。"),
    )

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            "服务统计本",
            views=VIEWS,
            columns=(0,),
            filter_words="按 / 输入：指标、工号、店铺、日期、班",
        )
        self.rows = TallyList(
            (0,), key=self.key_of, face=self.face, cells=self.cells, id="list-rows"
        )
        self.rows.columns = lambda: tally_view.columns(self.view)
        self._head = TallyHead(self.rows)
        self._today = 0
        self._period: Period | None = None
        self._narrow = Filter(0, 0)
        self._narrow_words: list[str] = []
        self._report: Report | None = None
        self._trend: Trend | None = None
        self._figure: Figure = "received"
        self._stale = True
        self._ticks = 0

    def above(self) -> Iterable[Widget]:
        yield from super().above()
        yield self._head

    def on_mount(self) -> None:
        self.set_interval(READ_EVERY_S, self._tick)

    def on_resize(self, event: Resize) -> None:
        self.call_after_refresh(self._measure_again)

    def _measure_again(self) -> None:
        self._head.refresh()
        self._show_chosen()

    # Reading.

    def _tick(self) -> None:
        self._ticks += 1
        one_day = self._period is not None and self._period.length == "day"
        if one_day or self._ticks % LONG_TICKS == 0:
            self.read_again()

    def read_again(self) -> None:
        """Count anew."""
        self._stale = True
        self._loading.ask()

    async def load(self) -> bool:
        if not self._stale:
            return False
        self._stale = False
        today, self._report, self._trend = await self.session.bench.ask(
            _read, self._period, self._narrow
        )
        self._today = today
        self._period = self._period or Period("day", today)
        self.retitle(self._title_words())
        return True

    def _title_words(self) -> str:
        assert self._period is not None
        words = ["服务统计本", self._period.words(self._today), *self._narrow_words]
        if self._report is not None and self._report.frozen:
            words.append("✓ 已定稿" if self._period.length != "week" else "✓ 含已定稿的月")
            if self._report.corrections:
                words.append(f"▲ 更正 {len(self._report.corrections)} 条")
        return "  ".join(words)

    # Showing.

    def key_of(self, item: Any) -> Hashable:
        if isinstance(item, FigureLine):
            return item.figure
        return (item.by, item.key) if isinstance(item, Row) else item.id

    def items_of(self, view: str) -> Sequence[Any]:
        if self._report is None:
            return ()
        if view == WHOLE:
            return tally_view.figure_lines(self._report.figures)
        if view == CORRECTIONS:
            return self._report.corrections[::-1]
        kind: By = view  # type: ignore[assignment]
        return self._report.by(kind)

    def count(self, view: str) -> int | None:
        return None if self._report is None or view == WHOLE else len(self.items_of(view))

    def find(self, items: Sequence[Any], query: str) -> Sequence[Any]:
        return [one for one in items if has_all(_found_by(one), query)]

    def cells(self, item: Any, face: Any) -> Sequence[Cell]:
        return tally_view.cells(item, self.session.shop.time_zone)

    def detail(self, item: Any) -> Content:
        if self._report is None or self._trend is None:
            return Content()
        asked = self._report.asked
        room = (self._detail.size.width, 5 if self.has_class("-narrow") else 9)
        if isinstance(item, FigureLine):
            self._figure = item.figure
            return tally_view.about_figure(item, self._report, self._trend, room)
        if isinstance(item, Row):
            return tally_view.about_row(item, self._figure, asked, self._trend, room)
        return tally_view.about_correction(item, self.session.shop.time_zone)

    def show(self) -> None:
        self._head.show(tally_view.heads(self.view))
        super().show()

    def empty_words(self) -> str:
        if self._report is None:
            return "正在数……"
        if self.query_text:
            return f"这里没有“{self.query_text}”。按 Esc 取消筛选。"
        if self.view == CORRECTIONS:
            return "没有更正。定稿以后有退款、改判等变化，会记在这里。"
        return "这段时间没有数。按 [ 看前面的，按 m 看这个月。"

    def list_keys(self, item: Any | None) -> Keys:
        keys: list[tuple[str, str]] = []
        if isinstance(item, FigureLine):
            keys = [("Enter", "看来历")]
        elif isinstance(item, Row):
            keys = [("Enter", "只看它")]
        keys += [("←→", "分类"), ("[ ]", "前后"), ("tywm", "今昨周月"), ("i", "我自己")]
        # At 80 columns there is not room for everything.
        return [*keys, ("Esc", "看全部") if self._narrow_words else ("/", "筛选")]

    # Doing.

    async def open(self, item: Any) -> None:
        """The rows of a figure; or everything of this row alone."""
        if self._report is None:
            return
        if isinstance(item, FigureLine):
            title = "  ".join((DEFINITIONS[item.figure].label, item.value, self._title_words()))
            self.app.push_screen(TallyRows(self.session, item.figure, self._report.asked, title))
        elif isinstance(item, Row):
            self._only(item)

    def _only(self, row: Row) -> None:
        if row.by == "day":
            self._period = Period("day", int(row.key))
        else:
            self._narrow = tally_view.narrowed(self._narrow, row)
            if one_line(row.label) not in self._narrow_words:
                self._narrow_words.append(one_line(row.label))
        self.turn_to(WHOLE)
        self.rows.edge(0)
        self.read_again()

    def action_period(self, length: Length, before: int) -> None:
        """Today, yesterday, this week, this month."""
        self._period = Period(length, self._today - before)
        self.read_again()

    def action_step(self, by: int) -> None:
        """The period before or after."""
        if self._period is not None:
            self._period = self._period.step(by)
            self.read_again()

    def action_mine(self) -> None:
        """My own figures, or everybody's."""
        me = self.session.staff
        if self._narrow.staff_id == me.id:
            self._everything()
        else:
            self._narrow = Filter(0, 0, me.id)
            self._narrow_words = [f"{me.staff_no} {one_line(me.name)}"]
            self.read_again()

    def _everything(self) -> None:
        self._narrow, self._narrow_words = Filter(0, 0), []
        self.read_again()

    def action_back(self) -> None:
        """From what it was narrowed to back to everything, from that to work."""
        if self.rows.has_focus and self._narrow_words and not self.query_text:
            self._everything()
        else:
            super().action_back()


def _found_by(item: FigureLine | Row | Correction) -> str:
    if isinstance(item, FigureLine):
        return DEFINITIONS[item.figure].label
    return item.label if isinstance(item, Row) else f"{item.agent} {item.storefront} {item.shift}"


def _read(tx: Tx, period: Period | None, narrow: Filter) -> tuple[int, Report, Trend]:
    today = shop.today(tx)
    first, last = (today, today) if period is None else (period.first, period.last)
    report = reading.report(
        tx,
        first,
        last,
        staff_id=narrow.staff_id,
        storefront_id=narrow.storefront_id,
        shift=narrow.shift,
    )
    return today, report, reading.trend(tx, min(last, max(first, today)), TREND_DAYS)
