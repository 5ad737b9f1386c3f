"""Exactly one process runs the channels of a store: it holds a kernel lock while it does.

A candidate asks for the lock twice a second, so that another takes over within three seconds when
the holder goes or is killed.
"""

import asyncio
import contextlib
import errno
import os
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from zuiqing_desk.channels.base import Channel
from zuiqing_desk.channels.index_filling import keep_filled
from zuiqing_desk.channels.persist import persist
from zuiqing_desk.channels.pump import Pump
from zuiqing_desk.channels.sink import StoreSink
from zuiqing_desk.services import conversations, duty, erased_words, gateway, visitors
from zuiqing_desk.services.accounts import cursors
from zuiqing_desk.services.orders import chase
from zuiqing_desk.services.tally import freezing
from zuiqing_desk.store.engine import Store
from zuiqing_desk.store.errors import StoreError
from zuiqing_desk.store.locks import GatewayLock

ASK_S = 0.5
TICK_S = 1.0
REBIND_S = 5.0
CLOSING_S = 1.0
"""How long housekeeping stays with one thing: the figures of a month that is to be final, or a
search index that something was erased from."""


class StartedChannel(Channel, Protocol):
    """A channel that must take something (a port) before it runs."""

    async def start(self) -> str:
        """Take it; where the channel is reached. Raises OSError with the reason."""


@dataclass(slots=True)
class Gateway:
    """The candidate and, once it has the lock, the holder.

    ``make_channel`` builds a fresh channel for each attempt to start. ``on_listening`` is told the
    address each time the chat page opens, ``on_standby`` once when another process holds the lock;
    ``where`` is the address as asked for, ``public_url`` what people are shown instead of it. With
    ``give_up_on_busy_port`` an OSError ends ``run``; otherwise it is announced and tried again.
    """

    store: Store
    lock: GatewayLock
    make_channel: Callable[[], Awaitable[StartedChannel]]
    on_listening: Callable[[str], None] = lambda url: None
    on_standby: Callable[[], None] = lambda: None
    public_url: str = ""
    where: str = ""
    give_up_on_busy_port: bool = False
    observer: Callable[[str], None] = lambda point: None
    url: str = ""
    problem: str = ""
    _trouble: str = ""

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
        tasks = [asyncio.create_task(one) for one in (self._keep_house(), keep_filled(self.store))]
        try:
            while True:
                channel = await self._open_channel()
                try:
                    await self._announce_now()
                    self.on_listening(self.url)
                    await self._serve(channel)
                finally:
                    await channel.close()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            with contextlib.suppress(StoreError):
                await self._write(lambda tx: gateway.leave(tx, os.getpid()))

    async def _open_channel(self) -> StartedChannel:
        while True:
            channel = await self.make_channel()
            try:
                self.url = await channel.start()
            except OSError as error:
                await channel.close()
                if self.give_up_on_busy_port:
                    raise
                self.problem = f"网页聊天没有开（{self.where}）：{why(error)}"
                await self._announce_now()
                await asyncio.sleep(REBIND_S)
            else:
                self.problem = ""
                return channel

    async def _serve(self, channel: Channel) -> None:
        sink = StoreSink(self.store)
        resume = await asyncio.wrap_future(self.store.read(lambda tx: cursors(tx, channel.kind)))
        pump = Pump(self.store, channel, self.observer)
        async with asyncio.TaskGroup() as group:
            group.create_task(channel.run(sink, resume))
            group.create_task(pump.run())

    async def _keep_house(self) -> None:
        tick = 0
        while True:
            try:
                await self._write(conversations.wake_due)
                if tick % 3 == 0:
                    await self._announce()
                if tick % 5 == 0:
                    await self._write(duty.reap)
                    await self._count_losses()
                    await self._close_months()
                    await self._clear_indexes()
                    await asyncio.wrap_future(self.store.checkpoint())
                    self._trouble = ""
                tick += 1
            except StoreError as error:
                self._trouble = error.message
                tick = 0
            await asyncio.sleep(TICK_S)

    async def _count_losses(self) -> None:
        # Asked first: a question holds nobody up, and most often nothing is lost.
        if await asyncio.wrap_future(self.store.read(chase.pending)):
            await self._write(chase.sweep)

    async def _close_months(self) -> None:
        # Counted on a reader, and a few units at a time: a month has thousands of conversations.
        until = asyncio.get_running_loop().time() + CLOSING_S
        while closing := await asyncio.wrap_future(self.store.read(freezing.next_closing)):
            await self._write(partial(freezing.write_closing, closing=closing))
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
        # Housekeeping says it again: a store that is busy now must not stop the channel.
        with contextlib.suppress(StoreError):
            await self._announce()

    async def _announce(self) -> None:
        await self._write(
            lambda tx: gateway.announce(
                tx,
                pid=os.getpid(),
                url=self.url and (self.public_url or self.url),
                problem=self.problem or self._trouble,
            )
        )

    async def _write(self, unit: Callable[..., object]) -> None:
        await asyncio.wrap_future(self.store.write(unit))


def why(error: OSError) -> str:
    """Why a chat page could not be opened, in words for people."""
    if isinstance(error, socket.gaierror):
        return "找不到这个主机名"
    words = {
        errno.EADDRINUSE: "端口已被别的程序占用",
        errno.EADDRNOTAVAIL: "这台电脑没有这个地址",
        errno.EACCES: "没有权限用这个端口",
    }
    return words.get(error.errno or 0) or error.strerror or str(error)
