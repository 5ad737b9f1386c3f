"""One page of the handover notebook on screen: what is read of it, and how it is shown."""

from collections.abc import Awaitable, Callable, Hashable, Iterable, Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services import shop
from zuiqing_desk.services.handover import drafts, items, pages
from zuiqing_desk.services.handover.records import Draft, Entry, Item, Page, Said, Section
from zuiqing_desk.services.tally import reading
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.store.tx import Tx
from zuiqing_desk.tui import handover_words, order_screens
from zuiqing_desk.tui.handover_rows import VIEWS, Row, Sheet, key_of, rows_of, searched, words_of
from zuiqing_desk.tui.in_hand import InHand
from zuiqing_desk.tui.keymap import bindings
from zuiqing_desk.tui.order_shelf import has_all
from zuiqing_desk.tui.screens.list_detail import letter
from zuiqing_desk.tui.screens.order_work import OrderWork
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.key_footer import reachable

TURNS = {
    "preparing": "交班人收回了签字，这一页又在写了。",
    "given": "交班人都签过字了，这一页等接班人看。",
    "sealed": "接班人签了字，这一页已封存。",
}
EMPTY = {
    "all": "这一页没有事。",
    "todo": "没有要办的。按 ← → 看别的。",
    "red": "没有红项。",
    "said": "还没有人提问。",
    "closed": "上一页以后还没有了结的事。",
}


def handover_bindings(*ids: str) -> list[Binding]:
    """The bindings of these actions of the notebook."""
    found = (*bindings("handover"), *bindings("app"))
    return [one for one in found if one.id in ids]


class HandoverPage(OrderWork):
    """Everything said here is stored as it is decided: who comes back finds it as it was left.
    Without ``page_id`` it is the page that concerns whoever sits here."""

    PLACE: ClassVar[str] = "handover.open"
    BINDINGS: ClassVar[list[BindingType]] = [
        *handover_bindings("handover.open"),
        letter("o", "visit", "会话", "打开这件事的会话；没有会话的，打开它的订单。"),
    ]

    def __init__(self, session: Session, page_id: int | None = None) -> None:
        super().__init__(
            session,
            "交接本",
            views=VIEWS,
            columns=handover_words.COLUMNS,
            filter_words="按 / 输入：事由、客户、订单号、工号",
        )
        self.sheet: Sheet | None = None
        self.page_id = page_id
        self.figures = ""
        self._state = ""
        self._why = ""
        self._called_to: int | None = None
        self._signatures = Static(id="page-signatures")
        self._figures_line = Static(id="page-figures")

    def above(self) -> Iterable[Widget]:
        yield self._signatures
        yield self._figures_line
        yield from super().above()

    # What is read.

    @property
    def me(self) -> int:
        """Who sits here."""
        return self.session.staff.id

    @property
    def page(self) -> Page:
        """The page that is shown."""
        assert self.sheet is not None
        return self.sheet.page

    @property
    def section(self) -> Section | None:
        """What I hand over on this page."""
        found = self.page.sections if self.sheet else ()
        return next((one for one in found if one.giver.id == self.me), None)

    async def load(self) -> bool:
        bench = self.session.bench
        if self.page_id is None:
            try:
                self.page_id = await self.find_page()
            except RuleError as refused:
                self._why = refused.message
                return True
        page_id = self.page_id
        found, waiting = await bench.ask(_read, page_id, self.me)
        if page_id != self.page_id:
            return False  # another page was turned to meanwhile
        if self.sheet is None:
            self.run_worker(self.read_figures(found.page), group="figures", exclusive=True)
        different, self.sheet = found != self.sheet, found
        self._say_turn(found.page.state)
        if waiting not in (None, page_id, self._called_to) and found.page.state == "preparing":
            toast(self.app, f"有一页等您接班，按 {self.shown_key('handover.open')} 翻过去。")
        self._called_to = waiting
        return different

    async def find_page(self) -> int:
        """The page that concerns me now; mine is made, and drafted, if there is none."""
        waiting = await self.session.bench.ask(pages.mine, self.me)
        if waiting is not None:
            page = await self.session.bench.ask(pages.one, waiting)
            if page.state != "preparing":
                return waiting
        return await self.session.bench.do(pages.open_for, self.me)

    def expect(self, state: str) -> None:
        """This turn of the page is my own doing: it was said already."""
        self._state = state

    def _say_turn(self, state: str) -> None:
        if self._state not in ("", state):
            toast(self.app, TURNS[state])
            self._turned(state)
        self._state = state

    def _turned(self, state: str) -> None:
        if state == "given":
            self.call_after_refresh(self.rows.edge, 0)

    def turn_to_page(self, page_id: int) -> None:
        """Show another page; until it is read the keys act on the one that is still shown."""
        self.page_id, self._state = page_id, ""
        self._undoing.barrier()
        self._loading.ask()

    async def read_figures(self, page: Page) -> None:
        """The figures that my signature puts on the page, otherwise mine of today; without them
        the page works as well."""
        mine = any(one.giver.id == self.me for one in page.sections)
        try:
            self.figures = await self.session.bench.ask(_figures, self.me, page if mine else None)
        except (RuleError, StoreError) as error:
            self.log.error(error.message)
            return
        if self.is_attached:
            self._figures_line.update(Content(self.figures))

    # How it is shown.

    def show(self) -> None:
        if self.sheet is not None:
            zone = self.session.shop.time_zone
            undecided = len(self.sheet.undecided)
            self.retitle(handover_words.title(self.page, undecided, zone))
            self._signatures.update(handover_words.signatures(self.page, zone))
        super().show()

    def key_of(self, item: Row) -> Hashable:
        return key_of(item)

    def items_of(self, view: str) -> Sequence[Row]:
        return () if self.sheet is None else rows_of(self.sheet, view)

    def count(self, view: str) -> int | None:
        return None if self.sheet is None else len(self.items_of(view))

    def find(self, items: Sequence[Any], query: str) -> Sequence[Row]:
        return [one for one in items if has_all(searched(one), query)]

    def face(self, item: Row) -> Hashable:
        # What an item looks like depends on its page, too.
        words, page = words_of(item), self.page
        now, zone = self.session.clock(), self.session.shop.time_zone
        due = handover_words.due(None if words is None else words.due_at, now, zone)
        return due, page.state, len(page.sections) > 1

    def cells(self, item: Row, face: Any) -> Sequence[Cell]:
        due = face[0]
        if isinstance(item, Said):
            return handover_words.said_cells(item, self.page)
        if isinstance(item, Draft):
            return handover_words.cells(item.words, handover_words.draft_mark(item), "", due)
        if isinstance(item, Item):
            mark = ({"done": "办完", "dropped": "作废"}.get(item.state, "并入"), "muted")
            who = item.closed_by.staff_no if item.closed_by else ""
            return handover_words.cells(item.words, mark, who, ("", ""))
        mark = handover_words.entry_mark(self.page, item)
        return handover_words.cells(item.item.words, mark, self._whom(item), due)

    def _whom(self, entry: Entry) -> str:
        if entry.item.for_staff is not None:
            return f"→{entry.item.for_staff.staff_no}"
        if len(self.page.sections) > 1:
            givers = {one.id: one.giver.staff_no for one in self.page.sections}
            return givers.get(entry.section_id, "")
        return ""

    async def describe(self, item: Row) -> Content:
        now, zone, ask = self.session.clock(), self.session.shop.time_zone, self.session.bench.ask
        if isinstance(item, Draft):
            return handover_words.draft_text(item, now, zone)
        if isinstance(item, Said):
            said = handover_words.said_text(item, now, zone)
            about = next((one for one in self.page.entries if one.item.id == item.item_id), None)
            if about is None:
                return said
            happened = await ask(items.history, about.item.id)
            rest = handover_words.closed_text(about.item, happened, now, zone)
            return Content("\n\n").join((said, rest))
        if isinstance(item, Item):
            happened = await ask(items.history, item.id)
            return handover_words.closed_text(item, happened, now, zone)
        happened = await ask(items.history, item.item.id)
        return handover_words.entry_text(self.page, item, happened, now, zone)

    def empty_words(self) -> str:
        if self.sheet is None:
            return self._why or "正在读交接本……"
        if self.query_text:
            return f"“{VIEWS[self.view]}”里没有“{self.query_text}”。按 Esc 取消筛选。"
        if self.view not in ("all", "todo") or self.page.state == "sealed":
            return EMPTY[self.view]
        sign = f"按 {self.shown_key('handover.sign')} 签字"
        writing = self.page.state == "preparing"
        if self.page.entries:
            return f"{'都定了' if writing else '都看过了'}，{sign}。"
        return f"没有要交接的事。按 n 记一件，{sign}。" if writing else f"没有交来的事，{sign}。"

    # What a subclass calls.

    def shown_key(self, action_id: str) -> str:
        """The key in force for an action, as it is shown."""
        return reachable(self).get(action_id, "")

    def on_row(
        self, kinds: tuple[type, ...], step: Callable[[Any], Awaitable[None]], otherwise: str
    ) -> None:
        """Begin a step about the row under the cursor if it is one of these, else say so."""
        item = self.chosen
        if isinstance(item, kinds):
            self.steps.begin(lambda: step(item))
        elif item is not None:
            toast(self.app, otherwise, "warning")

    def in_hand(self) -> InHand:
        row = self.chosen
        words = None if row is None else words_of(row)
        if words is None:
            return InHand(place=self.PLACE)
        return InHand(words.conversation_id, words.order_id, self.PLACE)

    # Actions.

    def action_handover_open(self) -> None:
        """From the page that waits for me to the one I write, and back."""
        self.steps.begin(self._turn_over)

    async def _turn_over(self) -> None:
        waiting = await self.session.bench.ask(pages.mine, self.me)
        if waiting is None or waiting == self.page_id:
            waiting = await self.session.bench.do(pages.open_for, self.me)
        if waiting == self.page_id:
            toast(self.app, "就是这一页，没有别的页等您。")
        else:
            self.turn_to_page(waiting)

    def action_visit(self) -> None:
        """The conversation of this matter, else its order."""
        self.on_item(self._visit)

    async def _visit(self, row: Row) -> None:
        words = words_of(row)
        if words is not None and words.conversation_id is not None:
            self.visit(words.conversation_id)
        elif words is not None and words.order_id is not None:
            self.app.push_screen(order_screens.orders(self.session, words.order_id))
        else:
            toast(self.app, "这件事没有会话，也没有订单。")


def _read(tx: Tx, page_id: int, me: int) -> tuple[Sheet, int | None]:
    page = pages.one(tx, page_id)
    section = next((one.id for one in page.sections if one.giver.id == me), None)
    found = () if section is None or page.state == "sealed" else drafts.of_section(tx, section)
    return Sheet(page, tuple(found)), pages.mine(tx, me)


def _figures(tx: Tx, me: int, page: Page | None) -> str:
    today = shop.today(tx)
    day = today if page is None else page.day
    name = "今日" if day == today else reading.day_text(day)
    found = (
        reading.of_day(tx, me, day)
        if page is None
        else reading.of_shift(tx, me, day, page.boundary_at)
    )
    return f"{name}  {handover_words.figures(found)}"
