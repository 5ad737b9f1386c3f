"""The command palette: everything a key can do, found by its name."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from zuiqing_desk.tui.offers import Offer
from zuiqing_desk.tui.palette_search import search
from zuiqing_desk.tui.screens.everywhere import Everywhere
from zuiqing_desk.tui.screens.page_help import MoreKeys
from zuiqing_desk.tui.text import pad
from zuiqing_desk.tui.widgets.choices import Choices
from zuiqing_desk.tui.widgets.prompt_input import PromptInput


class PaletteScreen(Everywhere[str | None], ModalScreen[str | None]):
    """The id of what was chosen; None after Esc."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "取消", show=False, tooltip="不执行，回到原处。"),
        Binding("up", "move('cursor_up')", "上移", show=False),
        Binding("down", "move('cursor_down')", "下移", show=False),
        Binding("pageup", "move('page_up')", "上翻", show=False),
        Binding("pagedown", "move('page_down')", "下翻", show=False),
    ]

    MORE_KEYS: ClassVar[MoreKeys] = (
        ("↑ ↓", "移动", "换一行；PgUp PgDn 翻页。"),
        ("Enter", "执行", "执行选中的操作；要先看过才能做的，就带到那一页。"),
    )

    def __init__(self, offers: Sequence[Offer]) -> None:
        super().__init__()
        self._offers = offers
        self._query = PromptInput(placeholder="汉字、拼音首字母或英文名", id="palette-query")
        self._query.cursor_blink = False
        self._rows = Choices(id="palette-rows")
        self._rows.can_focus = False
        self._nothing = Static(Content("没有这样的操作，换个说法试试。"))

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog", classes="-palette"):
            yield self._query
            yield self._rows
            yield self._nothing
            yield Static(Content("↑↓ 选择 · Enter 执行 · Esc 取消"), classes="dialog-hint")

    def on_mount(self) -> None:
        self.set_focus(self._query)
        self._filter("")

    def on_input_changed(self, event: Input.Changed) -> None:
        self._filter(event.value)

    def on_input_submitted(self) -> None:
        chosen = self._rows.chosen
        if chosen is not None:
            self.dismiss(chosen)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    def action_palette(self) -> None:
        """The key that opened it closes it."""
        self.dismiss(None)

    def action_cancel(self) -> None:
        """Leave without running anything."""
        self.dismiss(None)

    def action_move(self, how: str) -> None:
        """Move the highlight while the cursor stays in the query."""
        getattr(self._rows, f"action_{how}")()

    def _filter(self, query: str) -> None:
        found = search(query, self._offers)
        self._rows.show((offer.id, _row(offer)) for offer in found)
        self._rows.display = bool(found)
        self._nothing.display = not found
        if found:
            self._rows.highlighted = 0


def _row(offer: Offer) -> Content:
    return Content.assemble(
        (pad(offer.label, 13), "bold"),
        (pad(offer.key, 7), "bold"),
        pad(offer.where, 8),
        offer.help,
    )
