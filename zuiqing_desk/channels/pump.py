"""Carries answers from the outbox to a channel, and tells it who types and what was seen."""

import asyncio
import contextlib
import logging
from collections.abc import Callable

from zuiqing_desk.channels.base import (
    Accepted,
    Channel,
    Outcome,
    Outgoing,
    Rejected,
    Retry,
    Unknown,
)
from zuiqing_desk.channels.lanes import AT_ONCE, Lanes
from zuiqing_desk.channels.persist import persist
from zuiqing_desk.services import changes, gateway, outbox
from zuiqing_desk.services.outbox import Claimed
from zuiqing_desk.store.engine import Store
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.store.tx import Tx

LOOK_S = 1.0
"""How long at the longest until retries and ended typing are noticed without a commit."""


_log = logging.getLogger(__name__)


class Pump:
    """The outgoing half of one channel; woken by every commit of any process.

    Every account sends beside the others: none waits for what another's other side is slow to take.
    Between two looks it rests for as long as the channel's caps say.
    """

    def __init__(
        self,
        store: Store,
        channel: Channel,
        observer: Callable[[str], None] = lambda point: None,
    ) -> None:
        self._store = store
        self._channel = channel
        self._observer = observer
        self._woken = asyncio.Event()
        self._typing: frozenset[int] = frozenset()
        self._journal_id = 0

    async def run(self) -> None:
        """Work until cancelled."""
        loop = asyncio.get_running_loop()

        def wake() -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._woken.set)

        await persist(
            self._store,
            lambda tx: outbox.recover(
                tx, self._channel.kind, repeat_is_harmless=self._channel.caps.repeat_is_harmless
            ),
        )
        self._journal_id = await asyncio.wrap_future(self._store.read(changes.last))
        unsubscribe = self._store.feed.subscribe(wake)
        try:
            async with asyncio.TaskGroup() as group:
                lanes = Lanes(group, self._woken.set)
                while True:
                    self._woken.clear()
                    # A store that is busy or full for a while must not end the sending for good.
                    with contextlib.suppress(StoreError):
                        await self._look(lanes)
                    await asyncio.sleep(self._channel.caps.rest_s)
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(LOOK_S):
                            await self._woken.wait()
        finally:
            unsubscribe()

    async def _look(self, lanes: Lanes) -> None:
        after = self._journal_id
        found = await asyncio.wrap_future(
            self._store.read(lambda tx: gateway.glance(tx, self._channel.kind, after))
        )
        self._journal_id = found.journal_id
        for conversation_id in found.typing - self._typing:
            await self._channel.typing(conversation_id, True)
        for conversation_id in self._typing - found.typing:
            await self._channel.typing(conversation_id, False)
        self._typing = found.typing
        for conversation_id, seq in found.seen:
            await self._channel.mark_read(conversation_id, seq)
        if lanes.have_room(found.due):
            await self._send_due(lanes)

    async def _send_due(self, lanes: Lanes) -> None:
        under_way = dict(lanes.under_way)
        claimed = await asyncio.wrap_future(
            self._store.write(lambda tx: outbox.claim(tx, self._channel.kind, AT_ONCE, under_way))
        )
        self._observer("claimed")
        for item in claimed:
            lanes.begin(item.account_id, self._send(item))

    async def _send(self, item: Claimed) -> None:
        outgoing = Outgoing(
            outbox_id=item.outbox_id,
            conversation_id=item.conversation_id,
            external_id=item.external_id,
            seq=item.seq,
            client_id=item.client_id,
            text=item.text,
            account_id=item.account_id,
            attempts=item.attempts,
            at=item.at,
        )
        outcome: Outcome
        try:
            outcome = await self._channel.send(outgoing)
        except Exception:
            # One answer that a channel stumbles over must not keep back the others.
            _log.exception("a channel raised while it sent")
            outcome = Unknown("发送时程序出错")
        self._observer("sent")
        # Left as "being sent", it would hold back the conversation until the next gateway starts.
        await persist(self._store, lambda tx: settle(tx, item.outbox_id, outcome))
        self._observer("marked")


def settle(tx: Tx, outbox_id: int, outcome: Outcome) -> None:
    """Record what the channel proved, no more."""
    if isinstance(outcome, Accepted):
        outbox.accepted(tx, outbox_id)
    elif isinstance(outcome, Retry):
        outbox.later(tx, outbox_id, outcome.after_s, outcome.reason)
    elif isinstance(outcome, Rejected):
        outbox.rejected(tx, outbox_id, outcome.reason)
    else:
        outbox.unknown(tx, outbox_id, outcome.reason)
