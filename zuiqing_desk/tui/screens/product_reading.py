"""One product card on a whole screen; Enter says that it was read."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services.products import acks
from zuiqing_desk.services.products.records import ProductCard
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.tui.compositor import WholeCharacters
from zuiqing_desk.tui.one_at_a_time import OneAtATime
from zuiqing_desk.tui.product_words import description
from zuiqing_desk.tui.screens.everywhere import Everywhere
from zuiqing_desk.tui.screens.list_detail import letter
from zuiqing_desk.tui.screens.page_help import MoreKeys, help_keys
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.text import one_line
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.key_footer import KeyFooter
from zuiqing_desk.tui.widgets.prose import Prose


class ProductReading(Everywhere[bool]):
    """True when the reader has said that it was read; None when it was only looked at.

    ``left`` counts the cards still to be read, this one included.
    """

    CSS_PATH = "list_detail.tcss"
    AUTO_FOCUS = "#reading-text"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "read",
            "已读",
            show=False,
            tooltip="记为已读，接着看下一张；不用读的就返回。",
        ),
        Binding("escape", "back", "返回", show=False, tooltip="返回，不记为已读；也可按 q。"),
        letter("q", "back", "返回"),
    ]
    MORE_KEYS: ClassVar[MoreKeys] = (("↑ ↓", "翻看", "内容很长时上下翻看。"),)

    def __init__(self, session: Session, card: ProductCard, *, left: int = 0) -> None:
        super().__init__()
        self._compositor = WholeCharacters()
        self.session = session
        self._card = card
        self._left = left
        self._steps = OneAtATime(self)

    def compose(self) -> ComposeResult:
        title = f"商品卡 · {self._card.facts.short_name}"
        if self._card.unread:
            title += f"（要先看过，还有 {self._left} 张）"
        enter = [("Enter", "已读")] if self._card.unread else []
        yield Static(Content(one_line(title)), id="list-title")
        card = description(self._card, self.session.shop.time_zone)
        yield VerticalScroll(Prose(card), id="reading-text")
        yield KeyFooter([*enter, ("↑↓", "翻看"), ("Esc", "返回"), *help_keys(self)])

    def action_read(self) -> None:
        """Say that the card was read."""
        if self._card.unread:
            self._steps.begin(self._read)
        else:
            self.dismiss(None)

    async def _read(self) -> None:
        try:
            await self.session.bench.do(acks.read, self._card.id, self.session.staff.id)
        except (RuleError, StoreError) as error:
            toast(self.app, error.message, "error")
        else:
            self.dismiss(True)

    def action_back(self) -> None:
        """Leave the card as it is."""
        self.dismiss(None)
