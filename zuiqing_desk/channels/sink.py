"""Where channels put what they receive: the store, told only after COMMIT."""

from collections.abc import Callable
from typing import TypeVar

from zuiqing_desk.channels.base import Inbound, Receipt
from zuiqing_desk.services import inbound, visitors
from zuiqing_desk.store.awaiting import LoopDoor
from zuiqing_desk.store.engine import Store
from zuiqing_desk.store.tx import Tx

T = TypeVar("T")

TYPING_US = 5_000_000


class StoreSink:
    """The sink of a running gateway."""

    def __init__(self, store: Store) -> None:
        self._door = LoopDoor(store)

    async def receive(self, item: Inbound) -> Receipt:
        """Store one customer line. Raises services.errors.Refused or store.errors.StoreError."""
        stored = await self._door.write(
            lambda tx: inbound.receive_text(
                tx,
                conversation_id=item.conversation_id,
                remote_id=item.remote_id,
                text=item.text,
                cursor=item.cursor,
            )
        )
        return Receipt(stored.conversation_id, stored.seq, stored.at, stored.duplicate)

    async def take(self, unit: Callable[[Tx], T]) -> T:
        """Carry out a unit in one transaction. Raises what it raises, or StoreError."""
        return await self._door.write(unit)

    async def delivered(self, conversation_id: int, seq: int) -> None:
        """The customer's side has every line up to ``seq``."""
        await self._door.write(lambda tx: visitors.delivered(tx, conversation_id, seq))

    async def read(self, conversation_id: int, seq: int) -> None:
        """The customer has seen every line up to ``seq``."""
        await self._door.write(lambda tx: visitors.read(tx, conversation_id, seq))

    async def presence(self, conversation_id: int, *, online: bool, typing: bool) -> None:
        """The customer came, went, or is typing."""
        await self._door.write(
            lambda tx: visitors.presence(
                tx,
                conversation_id,
                online=online,
                typing_until=tx.now + TYPING_US if typing else 0,
            )
        )
