"""The product cards: what there is to sell, what must be read first, who has read it."""

import asyncio
from collections.abc import Sequence
from typing import Any, ClassVar, Final

from textual.binding import BindingType
from textual.content import Content

from zuiqing_desk.services.leads import by_lead
from zuiqing_desk.services.products import acks, catalogue
from zuiqing_desk.services.products.records import ProductCard
from zuiqing_desk.services.products.shelf import ProductShelf
from zuiqing_desk.tui.product_words import description, note, yuan
from zuiqing_desk.tui.screens.browse import BrowseScreen
from zuiqing_desk.tui.screens.confirm import ConfirmDialog
from zuiqing_desk.tui.screens.list_detail import letter
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.screens.product_form import ProductForm
from zuiqing_desk.tui.screens.product_readers import ProductReaders
from zuiqing_desk.tui.screens.product_reading import ProductReading
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.widgets.browse_list import Cell
from zuiqing_desk.tui.widgets.page_keys import Keys

VIEWS: Final = {"all": "全部", "unread": "我要读的", "asked": "全员必读", "archived": "归档"}
COLUMNS = (12, 0, 8, 10, 11)


class ProductsScreen(BrowseScreen):
    """Everybody reads the cards; leads keep them."""

    PLACE: ClassVar[str] = "product.manage"
    BINDINGS: ClassVar[list[BindingType]] = [
        letter("a", "add", "新建", "新建一张商品卡；只有组长可以。"),
        letter("e", "edit", "修改", "修改选中的卡；只有组长可以，已归档的要先恢复。"),
        letter("m", "must_read", "必读", "要大家先看选中的卡；已是必读的就取消。只有组长可以。"),
        letter("w", "readers", "谁读了", "看选中的必读卡，哪些同事读了，哪些还没读。"),
        letter(
            "x", "archive", "归档", "不再卖选中的一款；在“归档”里再按一次就恢复。只有组长可以。"
        ),
    ]
    MORE_KEYS: ClassVar[MoreKeys] = (
        ("Enter", "看", "看整张卡；要先看过的，再按一次 Enter 就记为已读。"),
    )

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            "商品库",
            views=VIEWS,
            columns=COLUMNS,
            filter_words="按 / 输入：名字、拼音、首字母、香型、口感或卖点",
        )
        self._shelf = ProductShelf()
        self._cards: Sequence[ProductCard] = ()
        self._archived: Sequence[ProductCard] = ()
        self._seen: int | None = None

    # Reading.

    async def load(self) -> bool:
        ask, me = self.session.bench.ask, self.session.staff.id
        seen, changed = await ask(catalogue.changed_since, self._seen or 0, me)
        first = self._seen is None
        if not first and changed is not None and not changed:
            return False
        cards = await ask(catalogue.all_cards, me)
        self._archived = await ask(catalogue.archived_cards, me)
        await asyncio.to_thread(self._shelf.load, [*cards, *self._archived])
        # Only now: who asks meanwhile must not be told that nothing is new.
        self._seen = seen
        # What must be read stands first, then the newest.
        self._cards = sorted(cards, key=lambda card: (not card.unread, -card.id))
        unread = self.count("unread")
        self.retitle(f"商品库  ▲ 要先看过 {unread}" if unread else "商品库")
        if first and unread and self.view == "all" and not self.query_text:
            self.turn_to("unread")
        return True

    # Showing.

    def items_of(self, view: str) -> Sequence[ProductCard]:
        if view == "unread":
            return [card for card in self._cards if card.unread]
        if view == "asked":
            return [card for card in self._cards if card.must_read_at is not None]
        if view == "archived":
            return self._archived
        return self._cards

    def count(self, view: str) -> int | None:
        return len(self.items_of(view))

    def find(self, items: Sequence[Any], query: str) -> Sequence[ProductCard]:
        by_id = {card.id: card for card in items}
        # All there are, lest what is in other views takes the places.
        found = self._shelf.search(query, limit=max(1, len(self._shelf)))
        return [by_id[offer.card.id] for offer in found if offer.card.id in by_id]

    def cells(self, item: ProductCard, face: Any) -> Sequence[Cell]:
        facts = item.facts
        return [
            (facts.short_name, "strong"),
            (facts.full_name, ""),
            (facts.aroma, "muted"),
            (yuan(facts.price_fen), ""),
            note(item),
        ]

    def detail(self, item: ProductCard) -> Content:
        return description(item, self.session.shop.time_zone)

    def empty_words(self) -> str:
        if self._seen is None:
            return "正在读商品库……"
        if self.query_text:
            return f"没有“{self.query_text}”这样的商品。换个说法，或按 Esc 取消筛选。"
        if self.view == "unread":
            return "要先看过的都看过了。按 ← 看全部。"
        if self.view == "asked":
            return "没有要全员先看的商品卡。按 → 看下一类。"
        if self.view == "archived":
            return "没有归档的商品卡。按 → 看全部。"
        if self.session.is_lead:
            return "还没有商品卡。按 a 新建一张。"
        return "还没有商品卡，请组长来添加。按 Esc 返回。"

    def list_keys(self, item: ProductCard | None) -> Keys:
        keys: list[tuple[str, str]] = []
        if item is not None:
            keys.append(("Enter", "看"))
        if self.session.is_lead:
            keys.append(("a", "新建"))
            if item is not None and item.archived:
                keys.append(("x", "恢复"))
            elif item is not None:
                mark = "必读" if item.must_read_at is None else "不必读"
                keys += [("e", "改"), ("m", mark), ("w", "谁读了"), ("x", "归档")]
        return [*keys, ("/", "筛选"), ("←→", "换类"), ("Esc", "返回")]

    # Doing.

    async def open(self, item: ProductCard) -> None:
        """Show the card; after one that was read, the next that must be."""
        card: ProductCard | None = item
        while card is not None:
            left = self.count("unread") or 0
            reading = ProductReading(self.session, card, left=left)
            if not await self.app.push_screen_wait(reading):
                return
            await self.load()
            self.show()
            card = next(iter(self.items_of("unread")), None)
        toast(self.app, "要先看过的都看过了。")

    def action_add(self) -> None:
        """Make a new card; a lead's."""
        if self._lead_only():
            self.steps.begin(lambda: self._fill_in(None))

    def action_edit(self) -> None:
        """Change this card; a lead's."""
        if self._lead_only():
            self.on_item(self._edit)

    def action_must_read(self) -> None:
        """Have everybody read this card, or nobody any more; a lead's."""
        if self._lead_only():
            self.on_item(self._must_read)

    def action_readers(self) -> None:
        """See who has read this card."""
        self.on_item(self._readers)

    def action_archive(self) -> None:
        """Take this card out of the catalogue, or bring it back; a lead's."""
        if self._lead_only():
            self.on_item(self._archive)

    def _lead_only(self) -> bool:
        if not self.session.is_lead:
            toast(self.app, "商品卡只有组长可以改，请找组长。", "warning")
        return self.session.is_lead

    def _may_change(self, item: ProductCard) -> bool:
        if item.archived:
            toast(self.app, "已归档的不能改，先按 x 恢复。", "warning")
        return not item.archived

    async def _edit(self, item: ProductCard) -> None:
        if self._may_change(item):
            await self._fill_in(item)

    async def _fill_in(self, item: ProductCard | None) -> None:
        storefronts = await self.session.bench.ask(catalogue.storefronts)
        form = ProductForm(self.session, storefronts, item)
        await self.app.push_screen_wait(form)
        self.bring_forward(form.added)

    async def _must_read(self, item: ProductCard) -> None:
        if not self._may_change(item):
            return
        name, me = item.facts.short_name, self.session.staff.id
        if item.must_read_at is None:
            ask = ConfirmDialog(
                f"要大家先看“{name}”？", ["看过之前，每位同事都会收到提醒。"], yes="要大家看"
            )
            if await self.app.push_screen_wait(ask):
                await self.carry_out(f"已提醒大家看“{name}”。", acks.mark_must_read, item.id, me)
            return
        ask = ConfirmDialog(
            f"不再要求大家看“{name}”？",
            ["没看过的同事不再收到提醒。再要求时，看过的也要再看一遍。"],
            yes="取消必读",
        )
        if await self.app.push_screen_wait(ask):
            await self.carry_out(f"“{name}”不再是必读。", acks.unmark, item.id, me)

    async def _readers(self, item: ProductCard) -> None:
        if item.must_read_at is None:
            toast(self.app, f"没有要求大家看“{item.facts.short_name}”。", "warning")
            return
        readers = await self.session.bench.ask(acks.readers, item.id)
        zone = self.session.shop.time_zone
        await self.app.push_screen_wait(ProductReaders(item.facts.short_name, readers, zone))

    async def _archive(self, item: ProductCard) -> None:
        name, me = item.facts.short_name, self.session.staff.id
        if item.archived:
            await self.carry_out(f"“{name}”已恢复。", catalogue.unarchive, item.id, me)
            return
        ask = ConfirmDialog(
            f"归档“{name}”？",
            ["归档后不再出现在选择框里；内容留着，在“归档”里按 x 可以恢复。"],
            yes="归档",
        )
        if await self.app.push_screen_wait(ask):
            await self.carry_out(f"“{name}”已归档。", by_lead, me, catalogue.archive, item.id, me)
