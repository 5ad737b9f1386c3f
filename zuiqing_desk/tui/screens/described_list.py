"""A list whose details are read once the cursor rests."""

import asyncio
from collections.abc import Hashable
from typing import Any

from textual.content import Content

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.tui.panes.coalesced import Coalesced
from zuiqing_desk.tui.screens.browse import BrowseScreen
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.widgets.prose import tidy
from zuiqing_desk.tui.widgets.virtual_list import VirtualList

REST_S = 0.03
"""The cursor has moved on before this when a key is held down; nothing is read for such a row."""


class DescribedScreen(BrowseScreen):
    """A subclass says in ``describe`` what stands beside the list: unlike ``detail`` it may read
    from the store."""

    def __init__(self, session: Session, title: str, **how: Any) -> None:
        super().__init__(session, title, **how)
        self._described: Hashable = None
        self._looking = Coalesced(self._look)

    def on_unmount(self) -> None:
        self._looking.stop()

    async def describe(self, item: Any) -> Content:
        """Everything about an item; its text must have gone through widgets.prose.tidy. May raise
        RuleError, StoreError."""
        raise NotImplementedError

    def detail(self, item: Any) -> Content:
        return Content()

    def _show_chosen(self) -> None:
        self.show_keys()
        self._looking.ask()

    def on_virtual_list_moved(self, event: VirtualList.Moved) -> None:
        event.stop()
        event.prevent_default()
        self._looking.ask()

    async def _look(self) -> None:
        await asyncio.sleep(REST_S)
        item = self.chosen
        if item is None:
            self._describe(None, Content())
            return
        key = self.key_of(item)
        try:
            content = await self.describe(item)
        except (RuleError, StoreError) as error:
            content = Content.styled(f"✗ {tidy(error.message)}", "$text-error")
        if self.chosen is not None and self.key_of(self.chosen) == key:
            self._describe(key, content)

    def _describe(self, key: Hashable, content: Content) -> None:
        if not self.is_attached:
            return
        if key != self._described:
            self._described = key
            self.query_one("#list-detail").scroll_home(animate=False)
        self._detail.update(content)
        self.show_keys()
