"""Tokens that open nothing any more, because whose they were was erased."""

import asyncio
from collections.abc import Callable
from typing import Final

from zuiqing_desk.services import erasure
from zuiqing_desk.store.engine import Store
from zuiqing_desk.store.errors import StoreClosed, StoreError

LOOK_S: Final = 1.0


async def forget_erased(
    store: Store, forget: Callable[[int], None], *, look_s: float = LOOK_S
) -> None:
    """Call ``forget`` with every conversation that is erased, by whatever process, soon after;
    until cancelled, or the store is closed."""
    newest: int | None = None
    while True:
        try:
            newest = await _look(store, newest, forget)
        except StoreClosed:
            return
        except StoreError:
            # Looked for again, from where it was.
            pass
        await asyncio.sleep(look_s)


async def _look(store: Store, newest: int | None, forget: Callable[[int], None]) -> int:
    now = await asyncio.wrap_future(store.read(erasure.newest))
    if newest is not None and now > newest:
        after = newest
        for conversation_id in await asyncio.wrap_future(
            store.read(lambda tx: erasure.conversations_since(tx, after))
        ):
            forget(conversation_id)
    return now
