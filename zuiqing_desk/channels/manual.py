"""Conversations carried over by hand, for platforms without a connector."""

import asyncio

from zuiqing_desk.channels.base import Accepted, Caps, Outcome, Outgoing, Rejected, Retry, Sink
from zuiqing_desk.channels.pump import LOOK_S
from zuiqing_desk.rules.text import MAX_CHARS
from zuiqing_desk.services import outbound
from zuiqing_desk.store.engine import Store
from zuiqing_desk.store.errors import StoreError

_AGAIN_S = 1.0


class Manual:
    """The agent is the connector: pastes what a customer wrote (services.inbound.record_by_hand),
    and carries the answer over through the clipboard.

    So there is nothing to receive and nothing to prove; an answer is sent when the store has the
    agent's word for it (house rule: the status shown is what the channel proved, no more).
    """

    kind = outbound.MANUAL
    title = "手工会话"
    where = ""
    problem = ""
    caps = Caps(
        proves_delivered=False,
        proves_read=False,
        repeat_is_harmless=True,
        max_chars=MAX_CHARS,
        rest_s=LOOK_S,  # nothing waits for it: no commit is its business
    )

    def __init__(self, store: Store) -> None:
        self._store = store

    async def start(self) -> str:
        """Takes nothing, and is reached nowhere."""
        return ""

    async def run(self, sink: Sink, cursors: dict[int, str]) -> None:
        """Until cancelled; nothing comes in by itself."""
        await asyncio.Event().wait()

    async def send(self, outgoing: Outgoing) -> Outcome:
        """Whether an agent has carried this answer over."""
        try:
            carried = await asyncio.wrap_future(
                self._store.read(
                    lambda tx: outbound.carried_by_hand(
                        tx, outgoing.conversation_id, outgoing.client_id
                    )
                )
            )
        except StoreError:
            return Retry(_AGAIN_S)
        return Accepted("") if carried else Rejected("not_by_hand", "这个会话要手工发送")

    async def typing(self, conversation_id: int, on: bool) -> None:
        """Nobody to show it to."""

    async def mark_read(self, conversation_id: int, seq: int) -> None:
        """Nobody to show it to."""

    async def close(self) -> None:
        """Nothing is held."""
