"""One of the gateway's channels: opened, served, closed, and again after whatever ended it."""

import asyncio
import errno
import logging
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from zuiqing_desk.channels.base import Channel
from zuiqing_desk.channels.pump import Pump
from zuiqing_desk.channels.sink import StoreSink
from zuiqing_desk.services.accounts import cursors
from zuiqing_desk.store.engine import Store
from zuiqing_desk.store.errors import StoreClosed

REBIND_S = 5.0
FIRST_REST_S = 1.0
LONGEST_REST_S = 60.0
"""The rest after a crash doubles up to this; a channel that ran for so long begins anew."""

_log = logging.getLogger(__name__)


class StartedChannel(Channel, Protocol):
    """A channel that must take something (a port) before it runs.

    ``title`` and ``where`` name it for people: what it is, and the address as asked for ("" if it
    has none). ``problem`` is what troubles it at the moment though it runs, "" for nothing.
    """

    @property
    def title(self) -> str: ...

    @property
    def where(self) -> str: ...

    @property
    def problem(self) -> str: ...

    async def start(self) -> str:
        """Take it; where the channel is reached, "" for nowhere. Raises OSError with the reason."""


MakeChannel = Callable[[], Awaitable[StartedChannel]]


def made(build: Callable[[], StartedChannel]) -> MakeChannel:
    """Makes what ``build`` builds, where nothing has to be waited for."""

    async def make() -> StartedChannel:
        return build()

    return make


@dataclass(slots=True)
class Kept:
    """The loop of one channel; ``make`` builds a fresh one for each attempt.

    ``on_change`` is awaited when the channel has opened or could not be: ``url`` and ``problem``
    have changed. With ``give_up`` an OSError of the opening ends ``run``.
    """

    store: Store
    make: MakeChannel
    on_change: Callable[[], Awaitable[None]]
    on_open: Callable[[str], None] = lambda url: None
    give_up: bool = False
    observer: Callable[[str], None] = lambda point: None
    url: str = ""
    _title: str = "渠道"
    _where: str = ""
    _channel: StartedChannel | None = None
    _trouble: str = ""

    @property
    def problem(self) -> str:
        """What is wrong with the channel, in words for people; "" for nothing."""
        return self._trouble or ("" if self._channel is None else self._channel.problem)

    async def run(self) -> None:
        """Keep the channel running until cancelled. Raises StoreClosed; OSError with ``give_up``.

        Whatever else ends the channel is logged, and it is opened anew after a rest.
        """
        loop = asyncio.get_running_loop()
        rest = FIRST_REST_S
        while True:
            begun = loop.time()
            try:
                await self._once()
                pause = FIRST_REST_S
            except OSError as error:
                if self.give_up:
                    raise
                self._trouble = f"{self._title}没有开（{self._where}）：{why(error)}"
                pause = REBIND_S
            except Exception as error:
                if _is_closed(error):
                    raise
                _log.exception("a channel ended")
                if loop.time() - begun > LONGEST_REST_S:
                    rest = FIRST_REST_S
                self._trouble = f"{self._title}中断了，{rest:.0f} 秒后重开"
                pause, rest = rest, min(2 * rest, LONGEST_REST_S)
            await self.on_change()
            await asyncio.sleep(pause)

    async def _once(self) -> None:
        channel = await self.make()
        self._title = channel.title
        self._where = channel.where
        try:
            self.url = await channel.start()
            self._channel, self._trouble = channel, ""
            await self.on_change()
            self.on_open(self.url)
            await self._serve(channel)
        finally:
            self.url, self._channel = "", None
            await channel.close()

    async def _serve(self, channel: Channel) -> None:
        sink = StoreSink(self.store)
        resume = await asyncio.wrap_future(self.store.read(lambda tx: cursors(tx, channel.kind)))
        pump = Pump(self.store, channel, self.observer)
        async with asyncio.TaskGroup() as group:
            group.create_task(channel.run(sink, resume))
            group.create_task(pump.run())


def _is_closed(error: Exception) -> bool:
    if isinstance(error, ExceptionGroup):
        return error.subgroup(StoreClosed) is not None
    return isinstance(error, StoreClosed)


def why(error: OSError) -> str:
    """Why a listener could not be opened, in words for people."""
    if isinstance(error, socket.gaierror):
        return "找不到这个主机名"
    words = {
        errno.EADDRINUSE: "端口已被别的程序占用",
        errno.EADDRNOTAVAIL: "这台电脑没有这个地址",
        errno.EACCES: "没有权限用这个端口",
    }
    return words.get(error.errno or 0) or error.strerror or str(error)
