"""Filling the index of old talk, by whoever runs the channels."""

import asyncio
import time

from zuiqing_desk.services.history import filling
from zuiqing_desk.store.engine import Store
from zuiqing_desk.store.errors import StoreClosed, StoreError

LOOK_S = 1.0
"""How often it is asked whether lines have come."""

TROUBLE_S = 5.0

FEW = 1_000
"""Lines that may wait for their turn: a search looks through them in a few milliseconds."""

_FEW_REST_S = 0.25
_REST_S = 0.03
_REST_FACTOR = 2
"""After each unit the writer is left to the desks for a quarter of a second; while many lines wait,
for 30 ms or twice as long as the unit took. A store of a million lines is filled within minutes."""


async def keep_filled(store: Store) -> None:
    """Fill the index, a unit at a time, whenever there is something to fill; until cancelled, or
    the store is closed. Other troubles of the store are waited out: housekeeping tells of them."""
    while True:
        try:
            while waiting := await asyncio.wrap_future(store.read(filling.pending)):
                begun = time.monotonic()
                await asyncio.wrap_future(store.write(filling.fill))
                took = time.monotonic() - begun
                rest = _FEW_REST_S if waiting < FEW else _REST_S
                await asyncio.sleep(max(rest, _REST_FACTOR * took))
        except StoreClosed:
            return
        except StoreError:
            await asyncio.sleep(TROUBLE_S)
        await asyncio.sleep(LOOK_S)
