"""The copy that is made every night, by whoever runs the channels."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Final

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services import backups
from zuiqing_desk.services.backups import Plan
from zuiqing_desk.store.backups import sweep
from zuiqing_desk.store.copying import Step
from zuiqing_desk.store.engine import Store
from zuiqing_desk.store.errors import StoreClosed, StoreError
from zuiqing_desk.store.restoring import clear
from zuiqing_desk.store.stopping import Stop
from zuiqing_desk.store.tx import Tx

FIRST_S: Final = 15.0
"""A desk that opens has other things to do first."""

LOOK_S: Final = 30.0
"""How often it is asked whether a copy is due."""

AGAIN_S: Final = 3600.0
"""After one that failed."""


async def keep_backed_up(
    store: Store,
    plan: Plan,
    tell: Callable[[str], None],
    *,
    first_s: float = FIRST_S,
    look_s: float = LOOK_S,
    again_s: float = AGAIN_S,
) -> None:
    """Make a copy once a day, from ``plan.nightly_at`` on; until cancelled, or the store is closed.

    ``tell`` is given what is wrong, in words for people, each time it changes; "" for nothing.
    """
    if not plan.nightly:
        return
    told = ""
    while True:
        await asyncio.sleep(again_s if told else first_s)
        first_s = look_s
        try:
            await back_up_if_due(store, plan)
        except StoreClosed:
            return
        except (StoreError, RuleError) as error:
            problem = error.message
        else:
            problem = ""
        if problem != told:
            told = problem
            tell(problem)


async def back_up_if_due(store: Store, plan: Plan) -> bool:
    """Make the nightly copy if it is time; whether one was made. Raises StoreError, RuleError."""
    founded, zone = await asyncio.wrap_future(store.read(_shop))
    if founded is None:
        return False
    now = store.clock()
    if not await asyncio.to_thread(backups.due, plan, now, zone, founded):
        return False
    stop = Stop()

    def make() -> None:
        _sweep(plan, store.path.parent)
        backups.need_room(store.path, plan)
        backups.make(store.path, plan, "auto", at=now, zone=zone, progress=_until(stop))

    making = asyncio.create_task(asyncio.to_thread(make))
    try:
        await asyncio.shield(making)
    except asyncio.CancelledError:
        # The thread has the store open: it must be through before anybody closes the process.
        stop.ask()
        await asyncio.gather(making, return_exceptions=True)
        raise
    await asyncio.wrap_future(store.write(lambda tx: backups.made(tx, "auto")))
    return True


def _until(stop: Stop) -> Callable[[Step, int, int], None]:
    return lambda step, done, whole: stop.check()


def _sweep(plan: Plan, home: Path) -> None:
    try:
        sweep(plan.folder)
        # A restore needs the home alone: where we are, none is under way.
        clear(home)
    except OSError as error:
        raise backups.unreadable(plan.folder, error) from error


def _shop(tx: Tx) -> tuple[int | None, str]:
    return backups.founded_at(tx), backups.zone(tx)
