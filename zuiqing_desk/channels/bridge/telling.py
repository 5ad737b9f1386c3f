"""Carries to connectors what they are told besides answers."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Final

from zuiqing_desk.channels.base import Accepted, Outcome, Rejected, Retry
from zuiqing_desk.channels.bridge.answers import repeated
from zuiqing_desk.channels.bridge.bodies_out import webhook
from zuiqing_desk.channels.bridge.post import Poster
from zuiqing_desk.channels.lanes import Lanes
from zuiqing_desk.channels.persist import persist
from zuiqing_desk.services.bridge import accounts, events
from zuiqing_desk.services.bridge.events import Telling
from zuiqing_desk.store.engine import Store
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.store.tx import Tx

LOOK_S: Final = 0.5
"""How often it is looked whether there is something to tell: nobody waits for it."""
AT_ONCE: Final = 8
"""So much of one account is under way at a time."""


class Teller:
    """Tells connectors of ended conversations and of remarks. ``observer`` is called with
    before-tell-out and told-out."""

    def __init__(
        self, store: Store, poster: Poster, observer: Callable[[str], None] = lambda moment: None
    ) -> None:
        self._store = store
        self._poster = poster
        self._observe = observer

    async def run(self) -> None:
        """Work until cancelled."""
        await persist(self._store, events.recover)
        async with asyncio.TaskGroup() as group:
            lanes = Lanes(group, lambda: None, AT_ONCE)
            while True:
                # What a busy store keeps from being told is told later.
                with contextlib.suppress(StoreError):
                    await self._look(lanes)
                await asyncio.sleep(LOOK_S)

    async def _look(self, lanes: Lanes) -> None:
        due = await asyncio.wrap_future(self._store.read(events.due))
        if not lanes.have_room(due):
            return
        under_way = dict(lanes.under_way)
        claimed = await asyncio.wrap_future(
            self._store.write(lambda tx: events.claim(tx, AT_ONCE, under_way))
        )
        for telling in claimed:
            lanes.begin(telling.account_id, self._tell(telling))

    async def _tell(self, telling: Telling) -> None:
        outcome = await self._post(telling)
        await persist(self._store, lambda tx: settle(tx, telling.event_id, outcome))
        self._observe("told-out")

    async def _post(self, telling: Telling) -> Outcome:
        try:
            account = await asyncio.wrap_future(
                self._store.read(lambda tx: accounts.by_id(tx, telling.account_id))
            )
        except StoreError as error:
            return Retry(LOOK_S, error.message)
        if account is None or account.removed_at is not None:
            return Rejected("removed", accounts.REMOVED)
        if not account.url:
            return Rejected("no_address", "没有设置连接器地址")
        body = webhook(telling.kind, telling.at, telling.data)
        self._observe("before-tell-out")
        posted = await self._poster.post(account.url, account.secrets, webhook_id(telling), body)
        return repeated(posted, telling.attempts)


def webhook_id(telling: Telling) -> str:
    """The same over all attempts, and never another's: in a store an older copy of which was put
    back, events get numbers again that connectors have seen."""
    return f"desk_evt_{telling.event_id}_{telling.at}"


def settle(tx: Tx, event_id: int, outcome: Outcome) -> None:
    """Write down what became of an event."""
    if isinstance(outcome, Accepted):
        events.told(tx, event_id)
    elif isinstance(outcome, Rejected):
        events.failed(tx, event_id, outcome.reason)
    elif isinstance(outcome, Retry):
        events.later(tx, event_id, outcome.after_s, outcome.reason)
