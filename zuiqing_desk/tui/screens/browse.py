"""A list in several views, narrowed by typing, with the details beside it."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Key
from textual.widget import Widget
from textual.widgets import Input, Static

from zuiqing_desk.tui.screens.list_detail import ListScreen, letter
from zuiqing_desk.tui.screens.page_help import help_keys
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.widgets.prompt_input import PromptInput
from zuiqing_desk.tui.widgets.view_bar import ViewBar

FILTER_KEYS = (("Enter", "看结果"), ("↑↓", "选择"), ("Esc", "回列表"))


class BrowseScreen(ListScreen[None]):
    """``/`` goes into the filter, ← and → turn to another view."""

    BINDINGS: ClassVar[list[BindingType]] = [
        letter(
            "slash", "filter", "筛选", "输入几个字或拼音首字母，只看对得上的；再按 Esc 看全部。"
        ),
        Binding("left", "view(-1)", "前一类", False, "←", tooltip="换到前一类。"),
        Binding("right", "view(1)", "后一类", False, "→", tooltip="换到后一类。"),
    ]

    def __init__(
        self,
        session: Session,
        title: str,
        *,
        views: Mapping[str, str],
        columns: Sequence[int],
        filter_words: str,
    ) -> None:
        super().__init__(session, title, columns)
        self._views = ViewBar(views, id="list-views")
        self._filter = PromptInput(placeholder=filter_words, id="list-query")
        self._filter.cursor_blink = False
        self._names = views
        self._awaited: Hashable = None

    def above(self) -> Iterable[Widget]:
        yield self._views
        yield Horizontal(Static(Content("筛选")), self._filter, id="list-filter")

    # What a subclass answers.

    def items_of(self, view: str) -> Sequence[Any]:
        """The items of a view, in order."""
        raise NotImplementedError

    def count(self, view: str) -> int | None:
        """How many items a view has; None when that is not known."""
        raise NotImplementedError

    def find(self, items: Sequence[Any], query: str) -> Sequence[Any]:
        """Those of the items that the query means, best first."""
        raise NotImplementedError

    def view_chosen(self, view: str) -> None:
        """The user turned to another view."""

    # What a subclass calls.

    @property
    def view(self) -> str:
        """The view that is shown."""
        return self._views.view

    @property
    def query_text(self) -> str:
        """What the list is narrowed by."""
        return self._filter.value.strip()

    def turn_to(self, view: str) -> None:
        """Show another view."""
        self._views.show(view, self.count)
        self.show()
        self.view_chosen(view)

    def items(self) -> Sequence[Any]:
        found = self.items_of(self.view)
        return self.find(found, self.query_text) if self.query_text else found

    def show(self) -> None:
        key, found = self._awaited, self._seek_awaited()
        self._views.show(self.view, self.count)
        super().show()
        if found:
            self._awaited = None
            self.rows.select(key)

    def bring_forward(self, key: Hashable) -> None:
        """Have the cursor on this item as soon as it was read, in a view that has it and without a
        filter that hides it; None: leave everything as it is."""
        if key is not None:
            self._awaited = key
            self.show()

    def _seek_awaited(self) -> bool:
        """Whether the awaited item is there; if so, nothing hides it any more."""
        if self._awaited is None:
            return False
        found = (one for one in (self.view, *self._names) if self._is_among(self.items_of(one)))
        view = next(found, None)
        if view is None:
            return False
        if view != self.view:
            self._views.show(view, self.count)
            self.view_chosen(view)
        if not self._is_among(self.items()):
            with self._filter.prevent(Input.Changed):
                self._filter.value = ""
        return True

    def _is_among(self, items: Iterable[Any]) -> bool:
        return any(self.key_of(item) == self._awaited for item in items)

    def show_keys(self) -> None:
        if self._filter.has_focus:
            self._keys.show([*FILTER_KEYS, *help_keys(self)])
        else:
            super().show_keys()

    # Events and actions.

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._awaited = None
        self.rows.edge(0)
        self.show()
        self.rows.edge(0)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.rows.focus()

    def on_key(self, event: Key) -> None:
        if self._filter.has_focus and event.key in ("up", "down"):
            event.stop()
            self.rows.move(-1 if event.key == "up" else 1)

    def action_filter(self) -> None:
        """Put the cursor into the filter."""
        self._filter.focus()

    def action_view(self, by: int) -> None:
        """The view before or after."""
        self._awaited = None
        self.turn_to(self._views.step(by))

    def action_back(self) -> None:
        """From the filter to the list, from a narrowed list to the whole, from that to work."""
        if self.rows.has_focus and self.query_text:
            self._filter.value = ""
        else:
            super().action_back()
