"""The folder of files, looked after by whoever runs the channels."""

import asyncio
import contextlib
import logging
from functools import partial
from pathlib import Path
from typing import Final

from zuiqing_desk.channels.fetching import FETCH_S, Failed, fetch
from zuiqing_desk.channels.persist import persist
from zuiqing_desk.services import media
from zuiqing_desk.services.backups import needs_file
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.media import Wanted
from zuiqing_desk.store import content_folder
from zuiqing_desk.store.content_folder import EVIDENCE
from zuiqing_desk.store.engine import Store
from zuiqing_desk.store.errors import StoreClosed, StoreError

LOOK_S: Final = 1.0
"""How often it is asked whether an agent wants a file."""

TROUBLE_S: Final = 5.0
AT_ONCE: Final = 4
ABANDONED_S: Final = 3600.0

_log = logging.getLogger(__name__)


async def clear_up(store: Store, copies: Path | None = None) -> None:
    """Remove what a crash has left: parts of files, files no line carries, files that were erased.
    What one of the ``copies`` of the store tells of stays: it may be put back.

    Only before the channels are open, for what is coming in looks the same. What cannot be removed
    now stays until they are opened the next time.
    """
    home = store.path.parent
    try:
        await asyncio.to_thread(content_folder.sweep_parts, home)
        # Into that folder every desk copies, but none takes so long.
        old = partial(content_folder.sweep_parts, home, EVIDENCE, older_than_s=ABANDONED_S)
        await asyncio.to_thread(old)
        await asyncio.wrap_future(store.write(partial(media.discard_removed, home=home)))
        found = await asyncio.wrap_future(store.read(partial(media.unknown, home=home)))
        if found:
            needed = await asyncio.to_thread(needs_file, copies or home / "backups")
            found = [one for one in found if not needed(one[0])]
        if found:
            unit = partial(media.discard_unknown, home=home, found=found)
            await asyncio.wrap_future(store.write(unit))
    except (OSError, StoreError) as error:
        _log.warning("the folder of files was not cleared up: %s", error)


async def keep_fetched(store: Store, *, seconds: float = FETCH_S) -> None:
    """Fetch the files agents ask for, a few at a time, until cancelled or the store is closed.

    Other troubles of the store are waited out; what was asked for stays asked for.
    """
    while True:
        try:
            while wanted := await asyncio.wrap_future(store.read(media.wanted)):
                await asyncio.gather(*(_fetched(store, one, seconds) for one in wanted[:AT_ONCE]))
        except StoreClosed:
            return
        except StoreError:
            await asyncio.sleep(TROUBLE_S)
        await asyncio.sleep(LOOK_S)


async def _fetched(store: Store, wanted: Wanted, seconds: float) -> None:
    try:
        kept = await fetch(wanted, store.path.parent, seconds=seconds)
    except Failed as failed:
        unit = partial(media.failed, line_id=wanted.line_id, reason=str(failed))
    else:
        unit = partial(media.fetched, line_id=wanted.line_id, kept=kept)
    with contextlib.suppress(Refused):
        # A file cleared away between is fetched again.
        await persist(store, unit)
