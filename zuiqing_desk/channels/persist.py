"""Writing what must be written, however long the store is busy or full."""

import asyncio
from collections.abc import Callable

from zuiqing_desk.store.engine import Store
from zuiqing_desk.store.errors import StoreClosed, StoreError
from zuiqing_desk.store.tx import Tx

AGAIN_S = 1.0


async def persist(store: Store, unit: Callable[[Tx], object]) -> None:
    """Write ``unit``, trying again every second until the store takes it, or until cancelled.

    Raises StoreClosed, after which there is nothing to wait for, and what the unit raised.
    """
    while True:
        try:
            await asyncio.wrap_future(store.write(unit))
        except StoreClosed:
            raise
        except StoreError:
            await asyncio.sleep(AGAIN_S)
        else:
            return
