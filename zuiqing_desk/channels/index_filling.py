"""Filling the index of old talk, by whoever runs the channels."""

import asyncio
import time
from dataclasses import dataclass
from typing import Final

from zuiqing_desk.services import changes
from zuiqing_desk.services.history import filling
from zuiqing_desk.store.engine import Store
from zuiqing_desk.store.errors import StoreClosed, StoreError
from zuiqing_desk.store.tx import Tx

LOOK_S: Final = 1.0
"""How often it is asked whether lines have come."""

TROUBLE_S: Final = 5.0

FEW: Final = 1_000
"""Lines that may wait for their turn: a search looks through them in a few milliseconds."""

BUSY_S: Final = 5.0
"""So long after somebody did something, the desks are busy."""

REST_S: Final = 0.1
LONG_REST_S: Final = 0.3
_REST_FACTOR: Final = 2
"""Every unit makes all desks look at what has changed, so there is a rest after each, a long one if
nothing is urgent or the desks are busy; and at least twice as long as the unit took. A store of a
million lines is filled within ten minutes, beside busy desks within half an hour."""


@dataclass(slots=True)
class Pace:
    """How long to rest after a unit, in seconds."""

    _journal_id: int = 0
    _busy_until: float = 0.0

    def rest(self, waiting: int, journal_id: int, now: float, took: float) -> float:
        """After a unit that took so long, ``waiting`` lines before it; ``journal_id`` tells whether
        somebody did something, ``now`` is a monotonic clock's."""
        if journal_id != self._journal_id:
            self._journal_id, self._busy_until = journal_id, now + BUSY_S
        gently = waiting < FEW or now < self._busy_until
        return max(LONG_REST_S if gently else REST_S, _REST_FACTOR * took)


async def keep_filled(store: Store) -> None:
    """Fill the index, a unit at a time, whenever there is something to fill; until cancelled, or
    the store is closed. Other troubles of the store are waited out: housekeeping tells of them."""
    pace = Pace()
    while True:
        try:
            while (seen := await asyncio.wrap_future(store.read(_look)))[0]:
                begun = time.monotonic()
                await asyncio.wrap_future(store.write(filling.fill))
                now = time.monotonic()
                await asyncio.sleep(pace.rest(*seen, now, now - begun))
        except StoreClosed:
            return
        except StoreError:
            await asyncio.sleep(TROUBLE_S)
        await asyncio.sleep(LOOK_S)


def _look(tx: Tx) -> tuple[int, int]:
    return filling.pending(tx), changes.last(tx)
