"""All shifts by day, as a lead reads them: who handed what to whom, and what is still open."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from time import monotonic
from typing import Any, ClassVar, Final

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services import changes
from zuiqing_desk.services.handover import coming_back, items, review, search
from zuiqing_desk.services.handover.records import PageRow
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.tui import review_words
from zuiqing_desk.tui.in_hand import InHand
from zuiqing_desk.tui.key_words import with_keys
from zuiqing_desk.tui.page_text import item_text, page_text
from zuiqing_desk.tui.panes.coalesced import Coalesced
from zuiqing_desk.tui.review_words import Found, OpenItem
from zuiqing_desk.tui.screens import page_saying
from zuiqing_desk.tui.screens.handover_print import PRINT, print_page
from zuiqing_desk.tui.screens.handover_reader import REVIEW, HandoverReader, read_page
from zuiqing_desk.tui.screens.list_detail import letter
from zuiqing_desk.tui.screens.order_work import OrderWork
from zuiqing_desk.tui.screens.orders import OrdersScreen
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.text import cut
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.page_keys import Keys
from zuiqing_desk.tui.widgets.prose import Prose, tidy
from zuiqing_desk.tui.widgets.review_list import MixedList

UNREAD: Final = "unread"
ALL: Final = "all"
OPEN: Final = "open"
AGAIN: Final = "again"
QUESTIONS: Final = "questions"
VIEWS: Final = {
    UNREAD: "未审",
    ALL: "全部",
    OPEN: "还开着",
    AGAIN: "反复出现",
    QUESTIONS: "疑问",
}
EMPTY: Final = {
    UNREAD: "每一班都审过了。按 → 看全部。",
    ALL: "还没有交接过。按 {handover.open} 打开交接本，写第一页。",
    OPEN: "没有还开着的事项。按 ← 看全部班次。",
    AGAIN: "没有反复出现的事。按 ← 看还开着的。",
    QUESTIONS: "没有疑问。按 ← 看反复出现的。",
}
FAMILIES: Final = ("handover.*", "roster.*", "staff.*", "policy.*")
FIRST: Final = 200
"""So many pages are shown at once; the rest is read meanwhile."""
REST_SHARE: Final = 3
LONGEST_REST_S: Final = 2.0
LOOK_S: Final = 60
"""A shift comes to be owed without anything being written."""
MOST_FOUND: Final = 50
QUERY_CELLS: Final = 60
Row = PageRow | OpenItem | Found


class ReviewScreen(OrderWork):
    """Everybody may read and answer; a lead marks as read, comments, asks back, erases."""

    BINDINGS: ClassVar[list[BindingType]] = [
        REVIEW,
        letter("slash", "filter", "查找", "在所有交接页里找：汉字、拼音首字母、单号；Esc 取消。"),
        letter("c", "comment", "批注", "组长：给这一页写批注；给一条事项写，先按 Enter。"),
        letter("w", "ask_back", "追问", "组长：就这一页问一句，谁都可以答。"),
        letter("e", "answer", "回答", "回答这一页上的疑问。"),
        letter("b", "before", "前一天", "把前一天的各班放在旁边；再按一次收起。"),
        PRINT,
        letter("x", "erase", "抹去", "组长：应客户要求抹去一条事项的文字；先问一句。"),
    ]
    PLACE: ClassVar[str] = "handover.list"
    MORE_KEYS: ClassVar[MoreKeys] = (("Enter", "打开", "打开整页；在“还开着”里打开会话或订单。"),)

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            "交接查看",
            views=VIEWS,
            columns=(),
            filter_words="按 / 在所有交接页里找：几个字、拼音首字母或单号",
        )
        self.rows = MixedList(
            columns_of, key=self.key_of, face=self.face, cells=self.cells, id="list-rows"
        )
        self._before = Prose()
        self._is_whole = False
        self._is_beside = False
        self._by_view: Mapping[str, Sequence[Row]] = {}
        self._page_rows: Mapping[int, PageRow] = {}
        self._seen = 0
        self._stale = True
        self._took_s = 0.0
        self._found_for = ""
        self._found: Sequence[Found] = ()
        self._searching = Coalesced(self._search)

    def on_mount(self) -> None:
        beside = VerticalScroll(self._before, id="review-before")
        self.query_one("#list-body").mount(beside)
        self.set_interval(LOOK_S, self._look_again)

    def on_unmount(self) -> None:
        self._searching.stop()

    def in_hand(self) -> InHand:
        """The matter under the cursor."""
        item = self.chosen
        if isinstance(item, OpenItem):
            words = item.item.words
            return InHand(words.conversation_id, words.order_id, "handover.list")
        return InHand(place="handover.list")

    # Reading.

    async def load(self) -> bool:
        ask = self.session.bench.ask
        seen, touched = await ask(changes.touched, self._seen, *FAMILIES)
        if not (touched or self._stale):
            self._seen = seen
            return False
        self._stale = True
        if not self._by_view:
            self._take(await ask(review.rows, limit=FIRST), {})
            self.show()
        await asyncio.sleep(min(LONGEST_REST_S, REST_SHARE * self._took_s))
        begun = monotonic()
        open_items = [OpenItem(one, one.pages) for one in await ask(items.open_items)]
        again = [OpenItem(*one) for one in await ask(coming_back.coming_back)]
        self._take(await ask(review.rows), {OPEN: open_items, AGAIN: again})
        self._is_whole = True
        self._took_s = monotonic() - begun
        self._seen, self._stale = seen, False
        if self.query_text:
            self._searching.ask()
        return True

    def _take(self, rows: Sequence[PageRow], matters: Mapping[str, Sequence[OpenItem]]) -> None:
        unread = [row for row in rows if not row.reviewed]
        asked = sorted((row for row in rows if row.questions), key=lambda row: not row.unanswered)
        self._page_rows = {row.page_id: row for row in rows if row.page_id is not None}
        self._by_view = {UNREAD: unread, ALL: rows, QUESTIONS: asked, **matters}
        self._retitle(unread)

    def _retitle(self, unread: Sequence[PageRow]) -> None:
        owed = [row for row in unread if review_words.is_owed(row)]
        parts = ["交接查看"]
        if owed:
            names = "、".join(dict.fromkeys(row.givers for row in owed))
            parts.append(f"▲ {len(owed)} 班没有交完：{names}")
        self.retitle("  ".join(parts))

    def _look_again(self) -> None:
        self._stale = True
        self._loading.ask()

    # Searching.

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        event.prevent_default()
        self._awaited = None
        if self.query_text:
            self._searching.ask()
        self.show()

    async def _search(self) -> None:
        query = self.query_text
        if not query:
            return
        try:
            hits = await self.session.bench.ask(search.find, query, MOST_FOUND)
        except (RuleError, StoreError) as error:
            toast(self.app, error.message, "error")
            return
        another, self._found_for = query != self._found_for, query
        # Who says the same twice on a page is found once.
        self._found = [Found(hit, self._page_rows.get(hit.page_id)) for hit in dict.fromkeys(hits)]
        if self.is_attached and self.query_text:
            if another:
                self.rows.edge(0)
            self.show()

    # Showing.

    def items(self) -> Sequence[Row]:
        return self._found if self.query_text else self.items_of(self.view)

    def items_of(self, view: str) -> Sequence[Row]:
        return self._by_view.get(view, ())

    def count(self, view: str) -> int | None:
        return len(self.items_of(view)) if self._is_whole else None

    def key_of(self, item: Row) -> Hashable:
        if isinstance(item, Found):
            return "hit", item.hit.page_id, item.hit.item_id, item.hit.words
        if isinstance(item, OpenItem):
            return "item", item.item.id
        return ("page", item.page_id) if item.page_id is not None else ("owed", *item[1:5])

    def face(self, item: Row) -> int:
        """A matter's row says whether it is late, a page's what there is room for."""
        if isinstance(item, OpenItem):
            return self.session.clock() // 60_000_000
        return self.rows.content_size.width >= review_words.WALL_FROM

    def cells(self, item: Row, face: Any) -> Sequence[Cell]:
        if isinstance(item, Found):
            return review_words.hit_cells(item)
        if isinstance(item, OpenItem):
            now, zone = self.session.clock(), self.session.shop.time_zone
            return review_words.item_cells(item, now, zone)
        return review_words.page_cells(item, wall=face)

    async def describe(self, item: Row) -> Content:
        ask, now, zone = self.session.bench.ask, self.session.clock(), self.session.shop.time_zone
        page_id = page_of(item)
        await self._show_before(page_id)
        if isinstance(item, OpenItem):
            happened = await ask(items.history, item.item.id)
            said = item_text(item.item, happened, now, zone)
            why = Content.styled(f"▲ {tidy(item.why)}", "$text-warning bold")
            return Content("\n").join((why, said)) if item.why else said
        if page_id is None:
            assert isinstance(item, PageRow)
            return Content(tidy(with_keys(self.app, review_words.owed_text(item, now, zone))))
        text = await self._page_text(page_id)
        if isinstance(item, Found):
            found = Content.styled(f"“{tidy(item.hit.words)}”", "$text-accent bold")
            return Content("\n\n").join((found, text))
        return text

    async def _page_text(self, page_id: int) -> Content:
        page, beside = await read_page(self.session, page_id)
        return page_text(page, beside, self.session.shop.time_zone)

    def empty_words(self) -> str:
        if self.query_text:
            if self.query_text != self._found_for:
                return "正在找……"
            query = cut(self.query_text, QUERY_CELLS)
            return f"所有交接页里都没有“{query}”。换个说法，或按 Esc 取消查找。"
        return EMPTY[self.view] if self._is_whole else "正在读交接本……"

    def list_keys(self, item: Row | None) -> Keys:
        keys: list[tuple[str, str]] = []
        lead = self.session.is_lead
        if isinstance(item, OpenItem):
            if item.item.words.conversation_id is not None:
                keys.append(("Enter", "会话"))
            elif item.item.words.order_id is not None:
                keys.append(("Enter", "订单"))
            if lead:
                keys.append(("x", "抹去"))
        elif item is not None and page_of(item) is not None:
            keys.append(("Enter", "整页"))
            row = item.row if isinstance(item, Found) else item
            if lead and row is not None and row.state == "sealed":
                keys.append(("v", "取消已审" if row.reviewed else "已审"))
            keys += [("b", "前一天"), ("e", "回答")]
            if lead and self.is_roomy:
                keys += [("c", "批注"), ("w", "追问")]
            keys += [("f", "打印")] if self.is_roomy else []
        keys.append(("/", "查找"))
        return [*keys, ("←→", "换类"), ("Esc", "返回")]

    # The day before.

    def action_before(self) -> None:
        """The shifts of the day before, alongside; or not any more."""
        self._is_beside = not self._is_beside
        self._looking.ask()

    async def _show_before(self, page_id: int | None) -> None:
        # What is no page has no day before it, and needs the room for itself.
        self.set_class(self._is_beside and page_id is not None, "-before")
        if page_id is None or not self._is_beside:
            return
        found = await self.session.bench.ask(review.day_before, page_id)
        texts = [Content.styled("前一天", "reverse bold")]
        texts += [await self._page_text(one) for one in found]
        if not found:
            texts.append(Content.styled("前一天没有交接页。", "$text-muted"))
        self._before.update(Content("\n\n").join(texts))

    def _describe(self, key: Hashable, content: Content) -> None:
        if key is None:
            self.remove_class("-before")
        super()._describe(key, content)

    # Doing.

    async def open(self, item: Row) -> None:
        if isinstance(item, OpenItem):
            words = item.item.words
            if words.conversation_id is not None:
                self.visit(words.conversation_id)
            elif words.order_id is not None:
                self.app.push_screen(OrdersScreen(self.session, order_id=words.order_id))
            else:
                toast(self.app, "这件事没有会话，也没有订单可以打开。", "warning")
            return
        page_id = page_of(item)
        if page_id is None:
            toast(
                self.app,
                "这一班没有交接页：请交班的人按 {handover.open} 补写，"
                "或组长按 {handover.open}、m 代交。",
                "warning",
            )
        else:
            item_id = item.hit.item_id if isinstance(item, Found) else None
            await self.app.push_screen_wait(HandoverReader(self.session, page_id, item_id=item_id))

    def action_handover_review(self) -> None:
        """Read by a lead, or not any more."""
        self._on_page(self._review)

    async def _review(self, page_id: int) -> None:
        bench, me = self.session.bench, self.session.staff.id
        row = self._page_rows.get(page_id)
        if row is None:
            return
        name = review_words.title_of(row)
        if row.reviewed:
            await bench.do(review.unreviewed, page_id, me)
            self.did(f"{name} 又成了没审过的", lambda: bench.do(review.reviewed, page_id, me))
        else:
            await bench.do(review.reviewed, page_id, me)
            self.did(f"{name} 已审", lambda: bench.do(review.unreviewed, page_id, me))

    def action_comment(self) -> None:
        """A lead's comment on the page."""
        self._on_page(lambda page_id: page_saying.comment(self, page_id, None))

    def action_ask_back(self) -> None:
        """A lead's question back about the page."""
        self._on_page(lambda page_id: page_saying.ask_back(self, page_id, None))

    def action_answer(self) -> None:
        """Answer a question of the page."""
        self._on_page(lambda page_id: page_saying.answer(self, page_id))

    def action_print_page(self) -> None:
        """Write the page into a file for the printer."""
        self._on_page(lambda page_id: print_page(self, page_id))

    def _on_page(self, step: Callable[[int], Awaitable[None]]) -> None:
        async def about(item: Row) -> None:
            page_id = page_of(item)
            if page_id is not None:
                await step(page_id)
            else:
                toast(self.app, "先选中一页：按 ← → 换到“未审”或“全部”。", "warning")

        self.on_item(about)

    def action_erase(self) -> None:
        """Erase a matter."""
        self.on_item(self._erase)

    async def _erase(self, item: Row) -> None:
        if not self.session.is_lead:
            toast(self.app, "抹去要组长来做。", "warning")
        elif isinstance(item, OpenItem):
            await page_saying.erase(self, item.item)
        else:
            toast(self.app, "按 Enter 打开整页，把光标放到要抹去的事项上。", "warning")


def columns_of(item: Row, face: Any) -> Sequence[int]:
    """The columns of a row, by what it is and, for a page, whether there is much room."""
    if isinstance(item, Found):
        return review_words.HIT_COLUMNS
    if isinstance(item, OpenItem):
        return review_words.ITEM_COLUMNS
    return review_words.WALL_COLUMNS if face else review_words.PAGE_COLUMNS


def page_of(item: Row) -> int | None:
    """The page a row is about."""
    if isinstance(item, Found):
        return item.hit.page_id
    return None if isinstance(item, OpenItem) else item.page_id
