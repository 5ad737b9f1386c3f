"""Exactly one process runs the channels of a store: it holds a kernel lock while it does.

A candidate asks for the lock twice a second, so that another takes over within three seconds when
the holder goes or is killed.
"""

import asyncio
import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from zuiqing_desk.channels.chores import Chore, Chores
from zuiqing_desk.channels.clock_watch import ClockWatch
from zuiqing_desk.channels.files import clear_up, keep_fetched
from zuiqing_desk.channels.index_filling import keep_filled
from zuiqing_desk.channels.keeping import Kept, MakeChannel
from zuiqing_desk.channels.persist import persist
from zuiqing_desk.services import (
    conversations,
    duty,
    erased_words,
    gateway,
    visitors,
)
from zuiqing_desk.services.bridge import seen
from zuiqing_desk.services.orders import chase
from zuiqing_desk.services.tally import freezing
from zuiqing_desk.store.engine import Store
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.store.locks import GatewayLock
from zuiqing_desk.store.tx import Tx

ASK_S = 0.5
TICK_S = 1.0
ANNOUNCE_S = 3.0
CLOSING_S = 1.0
"""How long housekeeping stays with one thing: the figures of a month that is to be final, or a
search index that something was erased from."""


@dataclass(slots=True)
class Gateway:
    """The candidate and, once it has the lock, the holder.

    Each of ``make_channels`` builds a fresh channel for each attempt to start; what goes wrong with
    one neither stops nor delays another. The first is the one customers open: ``on_listening`` is
    told its address each time it opens, ``public_url`` is what people are shown instead of it, and
    with ``give_up_on_busy_port`` an OSError of its opening ends ``run``; otherwise it is announced
    and tried again. ``chores`` are what is done besides while this process holds the lock.
    ``copies`` is the folder with the copies of the store, if it is not in the home. ``on_standby``
    is called once when another process holds it.
    """

    store: Store
    lock: GatewayLock
    make_channels: tuple[MakeChannel, ...]
    chores: tuple[Chore, ...] = ()
    copies: Path | None = None
    on_listening: Callable[[str], None] = lambda url: None
    on_standby: Callable[[], None] = lambda: None
    public_url: str = ""
    give_up_on_busy_port: bool = False
    observer: Callable[[str], None] = lambda point: None
    _kept: tuple[Kept, ...] = ()
    _doing: Chores = field(default_factory=lambda: Chores(()))
    _trouble: str = ""
    _watch: ClockWatch | None = None

    @property
    def url(self) -> str:
        """Where the first channel is reached now; "" while it is not open."""
        return self._kept[0].url if self._kept else ""

    @property
    def problem(self) -> str:
        """What is wrong with the channels and the store, in words for people; "" for nothing."""
        channels = (one.problem for one in self._kept)
        clock = "" if self._watch is None else self._watch.words
        return "；".join(filter(None, (*channels, *self._doing.problems, clock, self._trouble)))

    async def run(self) -> None:
        """Stand by, then hold, until cancelled."""
        await self._win()
        try:
            await self._hold()
        finally:
            self.lock.release()

    async def _win(self) -> None:
        if self.lock.try_acquire():
            return
        self.on_standby()
        while True:
            await asyncio.sleep(ASK_S)
            if self.lock.try_acquire():
                return

    async def _hold(self) -> None:
        await persist(self.store, visitors.all_offline)
        watch = self._watch = ClockWatch(self.store.clock)
        await persist(self.store, watch.begin)
        await clear_up(self.store, self.copies)
        self._kept = tuple(self._keep(make, place) for place, make in enumerate(self.make_channels))
        self._doing = Chores(
            (
                lambda say: self._keep_house(watch),
                lambda say: self._keep_announced(),
                lambda say: keep_filled(self.store),
                lambda say: keep_fetched(self.store),
                *self.chores,
            )
        )
        besides = asyncio.create_task(self._doing.run())
        try:
            async with asyncio.TaskGroup() as running:
                for kept in self._kept:
                    running.create_task(kept.run())
        except ExceptionGroup as group:
            raise group.exceptions[0] from None
        finally:
            besides.cancel()
            await asyncio.gather(besides, return_exceptions=True)
            with contextlib.suppress(StoreError):
                await self._write(lambda tx: gateway.leave(tx, os.getpid()))

    def _keep(self, make: MakeChannel, place: int) -> Kept:
        kept = Kept(self.store, make, self._announce_now, observer=self.observer)
        if place == 0:
            kept.on_open = self.on_listening
            kept.give_up = self.give_up_on_busy_port
        return kept

    async def _keep_house(self, watch: ClockWatch) -> None:
        tick = 0
        while True:
            try:
                watch.look()
                while watch.units:
                    await self._write(watch.units[0])
                    watch.units.pop(0)
                await self._write(conversations.wake_due)
                if tick % 5 == 0:
                    await self._write(partial(_reap, watch=watch))
                    if watch.settled(self.store.clock()):
                        await self._count_losses(watch)
                        await self._close_months(watch)
                    await self._clear_indexes()
                    await asyncio.wrap_future(self.store.checkpoint())
                    self._trouble = ""
                if tick % 60 == 0:
                    await self._write(seen.prune)
                tick += 1
            except StoreError as error:
                self._trouble = error.message
                watch.deaf()
                tick = 0
            await asyncio.sleep(TICK_S)

    async def _keep_announced(self) -> None:
        # By itself: whatever is wrong with the house, somebody must be told.
        while True:
            await self._announce_now()
            await asyncio.sleep(ANNOUNCE_S)

    async def _count_losses(self, watch: ClockWatch) -> None:
        # Asked first: a question holds nobody up, and most often nothing is lost.
        if await asyncio.wrap_future(self.store.read(chase.pending)):
            await self._write(partial(_finally, watch=watch, unit=chase.sweep))

    async def _close_months(self, watch: ClockWatch) -> None:
        # Counted on a reader, and a few units at a time: a month has thousands of conversations.
        until = asyncio.get_running_loop().time() + CLOSING_S
        while closing := await asyncio.wrap_future(self.store.read(freezing.next_closing)):
            write = partial(freezing.write_closing, closing=closing)
            await self._write(partial(_finally, watch=watch, unit=write))
            if asyncio.get_running_loop().time() > until:
                break

    async def _clear_indexes(self) -> None:
        until = asyncio.get_running_loop().time() + CLOSING_S
        for index in erased_words.ALL:
            if await asyncio.wrap_future(self.store.read(index.pending)):
                while await asyncio.wrap_future(self.store.write(index.tidy)):
                    if asyncio.get_running_loop().time() > until:
                        return

    async def _announce_now(self) -> None:
        # It is said again soon: a store that is busy now must not stop the channel.
        with contextlib.suppress(StoreError):
            await self._announce()

    async def _announce(self) -> None:
        await self._write(
            lambda tx: gateway.announce(
                tx,
                pid=os.getpid(),
                url=self.url and (self.public_url or self.url),
                problem=self.problem,
            )
        )

    async def _write(self, unit: Callable[..., object]) -> None:
        await asyncio.wrap_future(self.store.write(unit))


def _reap(tx: Tx, watch: ClockWatch) -> None:
    if watch.hears(tx.now):
        duty.reap(tx)


def _finally(tx: Tx, watch: ClockWatch, unit: Callable[[Tx], object]) -> None:
    """What is never undone is not written by a clock that may be wrong."""
    if watch.settled(tx.now):
        unit(tx)
