"""Ending what was begun to be erased, by whoever runs the channels.

A desk that erases a customer takes the steps itself, and tells how far it is; what it leaves when
it goes, or is killed, is ended here. Here alone the files are removed and the bytes are washed out
of the search indexes and the log.
"""

import asyncio
import time
from collections.abc import Callable
from functools import partial
from typing import Final

from zuiqing_desk.services import erased_words, erasure
from zuiqing_desk.store import erasure_file, old_log
from zuiqing_desk.store.engine import Store
from zuiqing_desk.store.errors import StoreClosed, StoreError

LOOK_S: Final = 1.0
TROUBLE_S: Final = 5.0
REST_S: Final = 0.05
_REST_FACTOR: Final = 2
"""Every unit makes all desks look at what has changed: after each there is a rest, at least twice
as long as the unit took."""


async def keep_erased(store: Store, _say: Callable[[str], None], *, look_s: float = LOOK_S) -> None:
    """End what was begun, as long as this runs; what the file of erasures names and this store
    never heard of is erased first, as after a crash or an old copy put back by hand.

    Until cancelled, or the store is closed. Other troubles of the store are waited out.
    """
    replayed = False
    while True:
        try:
            if not replayed:
                await _replay(store)
                replayed = True
            await end_all(store)
            await wash(store)
        except StoreClosed:
            return
        except (StoreError, OSError):
            # Housekeeping tells of the same; nothing is lost by waiting.
            await asyncio.sleep(TROUBLE_S)
        await asyncio.sleep(look_s)


async def _replay(store: Store) -> None:
    entries = await asyncio.to_thread(erasure_file.read, store.path.parent)
    missing = await asyncio.wrap_future(store.read(lambda tx: erasure.missing(tx, entries)))
    for entry in missing:
        await asyncio.wrap_future(store.write(partial(erasure.begin, entry=entry, actor=None)))


async def end_all(store: Store) -> None:
    """Take every step that is still to be taken."""
    for erasure_id in await asyncio.wrap_future(store.read(erasure.under_way)):
        done = False
        while not done:
            begun = time.monotonic()
            progress = await asyncio.wrap_future(
                store.write(partial(erasure.step, erasure_id=erasure_id))
            )
            done = progress.done
            await asyncio.sleep(max(REST_S, _REST_FACTOR * (time.monotonic() - begun)))


async def wash(store: Store) -> bool:
    """Get the bytes of what was erased out of the files, as far as nobody reads an older state;
    whether nothing is left to wash."""
    if not await asyncio.wrap_future(store.read(erasure.to_wash)):
        return True
    await asyncio.wrap_future(store.write(lambda tx: erasure.discard_files(tx, store.path.parent)))
    for index in erased_words.ALL:
        if await asyncio.wrap_future(store.read(index.pending)):
            # Housekeeping tidies them, a little at a time.
            return False
    before = await asyncio.to_thread(old_log.salt, store.path)
    await asyncio.wrap_future(store.checkpoint())
    await asyncio.wrap_future(store.write(old_log.cut_short))
    # Whoever writes first after a whole checkpoint begins the log anew.
    await asyncio.wrap_future(store.write(erasure.touch))
    await asyncio.wrap_future(store.write(old_log.keep_long))
    if await asyncio.to_thread(old_log.salt, store.path) == before:
        return False
    if await asyncio.to_thread(old_log.holds_old, store.path):
        return False
    await asyncio.wrap_future(store.write(erasure.washed))
    return True
