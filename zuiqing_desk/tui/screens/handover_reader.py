"""A page of the handover notebook whole: a long text with a cursor, from which one goes to the
conversation or the order of what stands there."""

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.content import Content

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services import changes
from zuiqing_desk.services.handover import pages, review
from zuiqing_desk.services.handover.records import Item, Page
from zuiqing_desk.tui.breakpoints import MEDIUM_FROM
from zuiqing_desk.tui.in_hand import InHand
from zuiqing_desk.tui.keymap import bindings
from zuiqing_desk.tui.page_text import Beside, PageLine, day_text, page_lines
from zuiqing_desk.tui.screens import page_saying
from zuiqing_desk.tui.screens.handover_print import PRINT, print_page
from zuiqing_desk.tui.screens.list_detail import ListScreen, letter
from zuiqing_desk.tui.screens.order_links import OpenConversation
from zuiqing_desk.tui.screens.orders import OrdersScreen
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.page_keys import Keys
from zuiqing_desk.tui.widgets.review_list import TextList, TextRow

REVIEW = next(one for one in bindings("handover") if one.id == "handover.review")


class HandoverReader(ListScreen[None]):
    """``item_id``: where the cursor is to be first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        REVIEW,
        letter("n", "item(1)", "下一条", "到下一条事项。"),
        letter("p", "item(-1)", "上一条", "到上一条事项。"),
        letter("o", "order", "订单", "打开光标所在事项的订单。"),
        letter("c", "comment", "批注", "组长：给光标所在的事项或整页写批注。"),
        letter("w", "ask_back", "追问", "组长：就光标所在的事项或整页问一句。"),
        letter("e", "answer", "回答", "回答光标所在的疑问；不在疑问上时选一个。"),
        PRINT,
        letter("x", "erase", "抹去", "组长：应客户要求抹去光标所在事项的文字；先问一句。"),
    ]
    MORE_KEYS: ClassVar[MoreKeys] = (
        ("Enter", "会话", "打开光标所在事项的会话。"),
        ("↑ ↓", "移动", "一行一行看；PgUp PgDn 翻页，Home End 到头尾。"),
    )

    def __init__(self, session: Session, page_id: int, *, item_id: int | None = None) -> None:
        super().__init__(session, "交接页", ())
        self.text = TextList(id="list-rows")
        self.rows = self.text
        self._page_id = page_id
        self._first_item = item_id
        self._page: Page | None = None
        self._lines: Sequence[PageLine] = ()
        self._seen = 0
        self._wrong = ""

    def in_hand(self) -> InHand:
        """The matter under the cursor."""
        item = self._item
        if item is None:
            return InHand(place="handover.list")
        words = item.words
        return InHand(words.conversation_id, words.order_id, "handover.list")

    # Reading.

    async def load(self) -> bool:
        ask = self.session.bench.ask
        seen, touched = await ask(changes.touched, self._seen, "handover.*")
        if not touched and self._page is not None:
            self._seen = seen
            return False
        try:
            page, beside = await read_page(self.session, self._page_id)
        except RuleError as error:
            self._wrong = error.message
            return True
        self._seen, self._wrong = seen, ""
        self._page = page
        self._lines = page_lines(page, beside, self.session.shop.time_zone)
        red = sum(one.item.words.severity == "red" for one in page.entries)
        reviewed = "✓ 已审" if page.reviewed_at is not None else "● 未审"
        self.retitle(
            f"{day_text(page.day)} {page.shift}  {reviewed}"
            f"  {len(page.entries)} 项 · 红 {red} · 还开着 {len(beside.still_open)}"
        )
        return True

    def show(self) -> None:
        self.rows.set_empty(self.empty_words())
        self.text.show_lines(self._lines)
        if self._first_item is not None:
            wanted, self._first_item = self._first_item, None
            found = (
                at
                for at, line in enumerate(self._lines)
                if line.item is not None and line.item.id == wanted
            )
            self.text.seek(next(found, 0))
        self.show_keys()

    def items(self) -> Sequence[TextRow]:
        return self.text.items

    def key_of(self, item: TextRow) -> int:
        return item.at

    def detail(self, item: TextRow) -> Content:
        return Content()

    def empty_words(self) -> str:
        return f"✗ {self._wrong}" if self._wrong else "正在读这一页……"

    def list_keys(self, item: Any | None) -> Keys:
        keys: list[tuple[str, str]] = []
        about, page = self._item, self._page
        if page is None:
            return [("Esc", "返回")]
        roomy = self.app.size.width >= MEDIUM_FROM
        has_order = about is not None and about.words.order_id is not None
        if about is not None and about.words.conversation_id is not None:
            keys.append(("Enter", "会话"))
        if has_order:
            keys.append(("o", "订单"))
        keys += [("n p", "换一条"), ("e", "回答")]
        if self.session.is_lead:
            if page.state == "sealed":
                keys.append(("v", "已审" if page.reviewed_at is None else "取消已审"))
            if roomy or not has_order:
                keys += [("c", "批注"), ("w", "追问")]
            if roomy and about is not None:
                keys.append(("x", "抹去"))
        if roomy:
            keys.append(("f", "打印"))
        return [*keys, ("Esc", "返回")]

    @property
    def _item(self) -> Item | None:
        line = self.text.line
        return None if line is None else line.item

    # Going.

    async def open(self, item: TextRow) -> None:
        about = self._item
        if about is None or about.words.conversation_id is None:
            toast(self.app, "这一行没有会话可以打开。按 n 到下一条事项。", "warning")
        else:
            self.post_message(OpenConversation(about.words.conversation_id))

    def action_order(self) -> None:
        """The order of the matter under the cursor."""
        about = self._item
        if about is None or about.words.order_id is None:
            toast(self.app, "这一行没有订单可以打开。", "warning")
        else:
            self.app.push_screen(OrdersScreen(self.session, order_id=about.words.order_id))

    def action_item(self, by: int) -> None:
        """The matter before or after the one under the cursor."""
        here = None if self.text.cursor_item is None else self.text.cursor_item.line
        if here is None:
            return
        starts = [
            at
            for at, line in enumerate(self._lines)
            if line.item is not None and (at == 0 or self._lines[at - 1].item is not line.item)
        ]
        later = [at for at in starts if (at > here if by > 0 else at < here)]
        if later:
            self.text.seek(later[0] if by > 0 else later[-1])

    # Saying.

    def action_handover_review(self) -> None:
        """Read by a lead, or not any more."""
        self.steps.begin(self._review)

    async def _review(self) -> None:
        bench, me, page = self.session.bench, self.session.staff.id, self._page
        if page is None:
            return
        if page.reviewed_at is None:
            await bench.do(review.reviewed, page.id, me)
            toast(self.app, "已标记为审过，再按 v 取消。")
        else:
            await bench.do(review.unreviewed, page.id, me)
            toast(self.app, "又成了没审过的。")

    def action_comment(self) -> None:
        """A lead's comment."""
        self.steps.begin(lambda: page_saying.comment(self, self._page_id, self._item))

    def action_ask_back(self) -> None:
        """A lead's question back."""
        self.steps.begin(lambda: page_saying.ask_back(self, self._page_id, self._item))

    def action_answer(self) -> None:
        """Answer a question."""
        line = self.text.line
        said = None if line is None else line.said
        self.steps.begin(lambda: page_saying.answer(self, self._page_id, said))

    def action_print_page(self) -> None:
        """Write the page into a file for the printer."""
        self.steps.begin(lambda: print_page(self, self._page_id))

    def action_erase(self) -> None:
        """Erase the matter under the cursor."""
        about = self._item
        if about is None:
            toast(self.app, "先把光标放到要抹去的事项上。", "warning")
        elif not self.session.is_lead:
            toast(self.app, "抹去要组长来做。", "warning")
        else:
            self.steps.begin(lambda: page_saying.erase(self, about))


async def read_page(session: Session, page_id: int) -> tuple[Page, Beside]:
    """A page with what is known of it besides. Raises Refused, StoreError."""
    ask = session.bench.ask
    page = await ask(pages.one, page_id)
    still_open = await ask(review.still_open, page_id)
    left_out = await ask(review.left_out, page_id)
    return page, Beside(frozenset(one.id for one in still_open), tuple(left_out))
