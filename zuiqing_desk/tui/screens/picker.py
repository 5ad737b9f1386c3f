"""The picker: a reply or a product, found by a few letters, over the conversation it is for."""

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar, Self

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.widgets import Static

from zuiqing_desk.tui.breakpoints import HEIGHTS, TWO_WIDTHS
from zuiqing_desk.tui.compositor import WholeCharacters
from zuiqing_desk.tui.keymap import bindings
from zuiqing_desk.tui.pick_preview import preview
from zuiqing_desk.tui.picking import Kind, PickerResult, Picking
from zuiqing_desk.tui.screens.everywhere import Everywhere
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.text import cut, one_line
from zuiqing_desk.tui.widgets.key_footer import reachable
from zuiqing_desk.tui.widgets.pick_list import PickList
from zuiqing_desk.tui.widgets.preview_view import PreviewView
from zuiqing_desk.tui.widgets.query_input import QueryInput

Take = Callable[[PickerResult], str]
"""Puts a result where it belongs; says why not, or nothing."""

ASKS: dict[Kind, str] = {
    "reply": "找话术：汉字、拼音、首字母、短码、标签，可用空格隔开",
    "product": "找商品：名称、拼音、首字母、香型、口味",
}
NAMES: dict[Kind, str] = {"reply": "话术", "product": "商品"}


def _turning() -> list[Binding]:
    """The keys that open the picker turn it to the other shelf."""
    return [
        replace(one, priority=False)
        for one in bindings("chat")
        if one.id in ("reply.pick", "product.pick")
    ]


class PickerScreen(Everywhere[None], ModalScreen[None]):
    """``take`` is called with what was picked before the screen goes, so that the next key of the
    same burst finds it in its place; ``left`` when it goes without. ``customer``: whom it is for;
    empty for nobody."""

    CSS_PATH = "picker.tcss"
    HORIZONTAL_BREAKPOINTS = TWO_WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "take", "放进回复", show=False, tooltip="把选中的一条放进回复框，看过再发。"
        ),
        Binding("escape", "leave", "返回", show=False, tooltip="拿掉刚叠的一条，或回到会话。"),
        *bindings("picker"),
        *_turning(),
        Binding("up", "move(-1)", "上移", show=False),
        Binding("down", "move(1)", "下移", show=False),
        Binding("pageup", "page(-1)", "上翻", show=False),
        Binding("pagedown", "page(1)", "下翻", show=False),
    ]

    MORE_KEYS: ClassVar[MoreKeys] = (("↑ ↓", "移动", "换一条；PgUp PgDn 翻看预览或翻页。"),)

    def __init__(
        self, picking: Picking, take: Take, *, customer: str, left: Callable[[], None]
    ) -> None:
        super().__init__()
        self._compositor = WholeCharacters()
        self._picking = picking
        self._give = take
        self._left = left
        self._customer = customer
        self._why = False
        self._said = False
        self._swapped = False
        self._up = False
        self._searched: str | None = None
        self._query = QueryInput(self._search, placeholder="", id="pick-query")
        self._rows = PickList(picking, id="pick-rows")
        self._preview = PreviewView(id="pick-preview")
        self._hint = Static(id="pick-hint")

    def compose(self) -> ComposeResult:
        with Vertical(id="picker"):
            yield self._query
            with Container(id="pick-found"):
                yield self._rows
                yield self._preview
            yield self._hint

    def on_mount(self) -> None:
        self.set_focus(self._query)
        self._up = True
        self._dress()
        self._search(self._query.value)

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Paint again; but what moves behind the picker (a clock each second) waits until it goes,
        for drawing it dimmed takes ten times as long as answering a key."""
        if regions and not layout:
            return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_preview)

    # What the pane tells.

    def type_ahead(self, text: str) -> None:
        """What was typed while the picker was coming."""
        self._query.take_in(text)

    def library_changed(self) -> None:
        """There is more, or less, to be found."""
        self._picking.forget_suggestions()
        if self._up:
            before, self._searched = self._rows.cursor_key, None
            self._search(self._query.value, stay=True)
            self._swapped = before not in (None, self._rows.cursor_key)

    # Finding.

    def _search(self, query: str, *, stay: bool = False) -> None:
        self._swapped = False
        if not self._up or query == self._searched:
            return
        self._searched = query
        if self._said:
            self._dress()
        rows = self._picking.search(query)
        self._rows.set_empty("" if rows else self._nothing(query))
        self._rows.replace(rows)
        if not stay:
            self._rows.first()
        self._show_preview()

    def _nothing(self, query: str) -> str:
        library, name = self._picking.library, NAMES[self._picking.kind]
        if library.trouble:
            return f"{name}读不出来：{library.trouble}"
        if not library.ready:
            return f"{name}库正在载入，马上就好…"
        if not query.strip():
            return f"{name}库还是空的；在列表里按 {'l' if name == '话术' else 'p'} 添加。"
        return (
            f"没有找到“{one_line(query)}”。\n"
            "试试：少打几个字；拼音首字母（fhsj）；分类或标签；用空格隔开两个词。"
        )

    def _show_preview(self) -> None:
        width = self._preview.content_size.width - 1
        if width > 0:
            self._preview.show(preview(self._picking, self._rows.cursor_item, width, why=self._why))

    # Keys.

    def action_take(self) -> None:
        """Put the row under the cursor, after what was laid together, where it belongs."""
        if self._just_swapped():
            return
        result = self._picking.result(self._rows.cursor_item)
        if result is None:
            self._say("没有选中的，换个说法找找。")
            return
        trouble = self._give(result)
        if trouble:
            self._say(trouble)
        else:
            self.dismiss(None)

    def action_leave(self) -> None:
        """Take the words laid last away again; with none left, leave without anything."""
        if self._picking.unlay():
            self._begin_again()
        else:
            self._left()
            self.dismiss(None)

    def go_away(self) -> AwaitComplete:
        self._left()
        return super().go_away()

    def action_reply_stack(self) -> None:
        """Lay the row's words aside and find more."""
        row = self._rows.cursor_item
        if self._just_swapped():
            return
        if row is not None and self._picking.lay(row):
            self._begin_again()
        else:
            self._say("先选一条，再叠加。")

    def action_reply_why(self) -> None:
        """Say why the row stands where it stands, or stop saying it."""
        self._why = not self._why
        self._show_preview()

    def action_product_compare(self) -> None:
        """Keep this product beside the one under the cursor, or stop."""
        row, picking = self._rows.cursor_item, self._picking
        card = None if row is None else picking.product(row)
        if card is None:
            self._say("比较的是商品：先按商品键切过去，选中一款。")
            return
        picking.compared = None if picking.compared is not None else card
        at = self._rows.cursor_key
        self._rows.replace(picking.search(picking.query))
        self._rows.select(at)
        self._dress()
        self._show_preview()

    def action_reply_pick(self) -> None:
        """Look for replies."""
        self._turn("reply")

    def action_product_pick(self) -> None:
        """Look for products."""
        self._turn("product")

    def action_move(self, by: int) -> None:
        """The cursor up or down."""
        self._swapped = False
        self._rows.move(by)
        self._show_preview()

    def action_page(self, by: int) -> None:
        """Turn the preview where it is longer than its view, else the list."""
        if self._preview.is_longer:
            self._preview.page(by)
        else:
            self._swapped = False
            self._rows.page(by)
            self._show_preview()

    def _just_swapped(self) -> bool:
        """Whether another desk took the row from under the cursor; said once."""
        swapped, self._swapped = self._swapped, False
        if swapped:
            self._say("刚才那一条被改动了，看清再按一次。")
        return swapped

    def _turn(self, kind: Kind) -> None:
        if kind != self._picking.kind:
            self._picking.turn_to(kind)
            self._begin_again()

    def _begin_again(self) -> None:
        self._dress()
        self._searched = None
        if self._query.value:
            self._query.value = ""
        else:
            self._search("")

    # How it looks.

    def _say(self, words: str) -> None:
        self.app.bell()
        self._said = True
        self._hint.update(Content.styled(words, "$text-error bold"))

    def _dress(self) -> None:
        kind = self._picking.kind
        whom = f" · 给 {one_line(self._customer)}" if self._customer else ""
        laid = f" · 已叠加 {len(self._picking.stack)} 条" if self._picking.stack else ""
        box = self.query_one("#picker")
        box.border_title = Content(f"{NAMES[kind]}{whom}{laid}")
        if self._picking.question:
            said = cut(self._picking.question, max(10, self.size.width // 2))
            box.border_subtitle = Content(f"客户问：{said}")
        self._query.placeholder = ASKS[kind]
        found = reachable(self)
        turns: Kind = "product" if kind == "reply" else "reply"
        offered = [
            ("Enter", "放进回复"),
            (found.get("reply.stack", ""), "叠加"),
            (found.get("reply.why", ""), "缘由"),
            (found.get(f"{turns}.pick", ""), NAMES[turns]),
            ("Esc", "拿掉上一条" if self._picking.stack else "返回"),
        ]
        if kind == "product":
            compare = "不比了" if self._picking.compared is not None else "比较"
            offered.insert(3, (found.get("product.compare", ""), compare))
        self._hint.update(Content(" · ".join(f"{key} {what}" for key, what in offered if key)))
        self._said = False
