"""A platform's connector beside a test that does not run on an event loop."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

import aiohttp
from support.connector import ANSWER, SECRET, SLUG, Arrival, Connector
from support.stores import WAIT_S
from support.waiting import eventually

T = TypeVar("T")


class ConnectorThread:
    """Listens from the beginning to the end of the block."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._connector = self._do(_opened)

    @property
    def url(self) -> str:
        """Where it listens for the desk."""
        return self._connector.url

    def holds_its_answers(self, holds: bool) -> None:
        """Whether it takes what comes and says nothing."""
        self._connector.silent = holds

    def tell(
        self, desk: str, kind: str, webhook_id: str, data: dict[str, Any], cursor: str | None = None
    ) -> dict[str, Any] | None:
        """What the desk at this address answers; None if it went away over it."""
        url = f"{desk}/bridge/v1/{SLUG}"
        try:
            status, told, _ = self._do(
                lambda: self._connector.post(url, kind, webhook_id, data, cursor)
            )
        except aiohttp.ClientError:
            return None
        assert status == 200, told
        answer: dict[str, Any] = told
        return answer

    def came(self, kind: str = ANSWER) -> list[Arrival]:
        """What the desk has sent so far, each time it came."""
        return [one for one in self._connector.came if one.kind == kind]

    def hears(self, kind: str = ANSWER) -> Arrival:
        """The first of this kind, once it has come."""
        eventually(lambda: bool(self.came(kind)))
        return self.came(kind)[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._do(self._connector.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(WAIT_S)
        self._loop.close()

    def _do(self, what: Callable[[], Coroutine[Any, Any, T]]) -> T:
        return asyncio.run_coroutine_threadsafe(what(), self._loop).result(WAIT_S)


async def _opened() -> Connector:
    connector = Connector(SECRET)
    await connector.listen()
    return connector
