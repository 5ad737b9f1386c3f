"""The replies and products one person works with, kept in memory beside the store."""

import asyncio
from collections.abc import Callable

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services.products.shelf import ProductShelf
from zuiqing_desk.services.replies import shelf_feed, usage
from zuiqing_desk.services.replies.records import Used
from zuiqing_desk.services.replies.shelf import Shelf
from zuiqing_desk.services.workbench import Workbench
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.tui.panes.coalesced import Coalesced

NEWS_GAP_S = 0.5


class Library:
    """Loads in the background, then follows what any desk changes.

    ``ready`` says that everything was read once; until then the shelves are empty. ``revision``
    counts what changed, for whoever shows something of it.
    """

    def __init__(self, bench: Workbench, staff_id: int) -> None:
        self.replies = Shelf(staff_id)
        self.products = ProductShelf()
        self.ready = False
        self.revision = 0
        self.trouble = ""
        self._bench = bench
        self._staff_id = staff_id
        self._seen = 0
        self._stale_uses = False
        self._reader = Coalesced(self._read, gap_s=NEWS_GAP_S)
        self._tell: Callable[[], None] = lambda: None
        self._unwatch: Callable[[], None] = lambda: None

    def start(self, tell: Callable[[], None]) -> None:
        """Begin to read, and go on until ``stop``; ``tell`` is called when something changed."""
        self._unwatch()
        self._tell = tell
        self._unwatch = self._bench.watch(self._reader.ask)
        self._reader.ask()

    def stop(self) -> None:
        """Read no more."""
        self._unwatch()
        self._reader.stop()

    def sent(self, used: tuple[Used, ...]) -> None:
        """These replies went out from here: the order of what is offered follows soon."""
        if used:
            self._stale_uses = True
            self._reader.ask()

    async def _read(self) -> None:
        try:
            changed = await (self._read_news() if self.ready else self._read_all())
            self.trouble = ""
        except (RuleError, StoreError) as error:
            self.trouble, changed = error.message, True
        if changed:
            self.revision += 1
            self._tell()

    async def _read_all(self) -> bool:
        found = await self._bench.ask(shelf_feed.everything, self._staff_id)

        def put() -> None:
            self.replies.load(found.rows, found.uses, found.examples)
            self.products.load(found.cards)

        await asyncio.to_thread(put)
        self._seen, self.ready = found.seen, True
        return True

    async def _read_news(self) -> bool:
        news = await self._bench.ask(shelf_feed.news, self._seen, self._staff_id)
        if news.all:
            return await self._read_all()
        self._seen = news.seen
        if news.rows or news.gone:
            await asyncio.to_thread(self.replies.replace, news.rows, news.gone)
        if news.cards is not None:
            await asyncio.to_thread(self.products.load, news.cards)
        if self._stale_uses:
            self._stale_uses = False
            self.replies.refresh_uses(await self._bench.ask(usage.uses, self._staff_id))
        return bool(news.rows or news.gone or news.cards is not None)
