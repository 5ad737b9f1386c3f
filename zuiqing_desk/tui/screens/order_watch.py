"""A page about orders that changes with what is said in chats, not with the orders alone."""

from typing import Any, ClassVar

from zuiqing_desk.services.orders import reading
from zuiqing_desk.tui.screens.about_order import AboutOrder
from zuiqing_desk.tui.session import Session


class OrderWatch(AboutOrder):
    """Reads again when an order changed, and every so often besides: what is said and marked in
    chats is not told order by order."""

    READ_EVERY_TICKS: ClassVar[int]
    """Seconds after which everything is read again."""

    def __init__(self, session: Session, title: str, **how: Any) -> None:
        super().__init__(session, title, **how)
        self._seen = 0
        self._stale = True
        self._ticks = 0

    def on_mount(self) -> None:
        self.set_interval(1, self.tick)

    # What a subclass answers.

    async def read(self) -> None:
        """Read everything that is shown. May raise RuleError, StoreError."""
        raise NotImplementedError

    # What a subclass calls.

    def tick(self) -> None:
        """A second has passed."""
        self._ticks += 1
        if self._ticks % self.READ_EVERY_TICKS == 0:
            self.read_again()

    def read_again(self) -> None:
        """Read, even if no order changed."""
        self._stale = True
        self._loading.ask()

    # Inside.

    async def load(self) -> bool:
        seen, changed = await self.session.bench.ask(reading.changed_since, self._seen)
        different = self._stale or changed is None or bool(changed)
        if different:
            self._stale = False
            await self.read()
        self._seen = seen
        return different
