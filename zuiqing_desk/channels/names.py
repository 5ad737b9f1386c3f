"""Looking up the addresses of hosts, so that nobody waits for a name server that is silent."""

import asyncio
import contextlib
import functools
import socket
import threading
from collections.abc import Callable, Sequence
from typing import Any, Final

from aiohttp.abc import AbstractResolver, ResolveResult

_NUMBERS: Final = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV

_Found = Sequence[tuple[int, int, int, str, tuple[Any, ...]]]


class Names(AbstractResolver):
    """Looks each name up in a thread of its own.

    The system waits half a minute for a name server that is silent. The loop's own threads are few,
    and waited for when it ends: a desk could neither work on files meanwhile nor be closed.
    """

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a host. Raises OSError."""
        found = await _aside(
            functools.partial(
                socket.getaddrinfo,
                host,
                port,
                family,
                socket.SOCK_STREAM,
                flags=socket.AI_ADDRCONFIG,
            )
        )
        return [
            ResolveResult(
                hostname=host,
                host=_written(address),
                port=address[1],
                family=kind,
                proto=proto,
                flags=_NUMBERS,
            )
            for kind, _, proto, _, address in found
        ]

    async def close(self) -> None:
        """Nothing is held: what is still being looked up, nobody waits for."""


def _written(address: tuple[Any, ...]) -> str:
    """An address as text, a link-local one with its network (RFC 4007, 11)."""
    scope = address[3] if len(address) > 3 else 0
    return f"{address[0]}%{scope}" if scope else str(address[0])


async def _aside(look: Callable[[], _Found]) -> _Found:
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[_Found] = loop.create_future()

    def tell(found: _Found, error: Exception | None) -> None:
        if answer.done():
            return
        if error is None:
            answer.set_result(found)
        else:
            answer.set_exception(error)

    def work() -> None:
        found: _Found = ()
        trouble: Exception | None = None
        try:
            found = look()
        except Exception as error:
            trouble = error
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(tell, found, trouble)

    threading.Thread(target=work, name="names", daemon=True).start()
    return await answer
