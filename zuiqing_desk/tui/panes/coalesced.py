"""A job that many may ask for at once, and that is done once for all of them."""

import asyncio
from collections.abc import Awaitable, Callable


class Coalesced:
    """Runs ``job`` soon after it is asked for: never twice at a time, and never without having
    begun after the last ``ask``.

    Between the end of one run and the next start there are ``gap_s`` seconds, so that a flood of
    asking leaves the loop time for keys.  A ``job`` must not raise.
    """

    def __init__(self, job: Callable[[], Awaitable[None]], *, gap_s: float = 0.0) -> None:
        self._job = job
        self._gap_s = gap_s
        self._wanted = False
        self._stopped = False
        self._task: asyncio.Task[None] | None = None

    def ask(self) -> None:
        """Have the job run once more, beginning after this call."""
        self._wanted = True
        if self._task is None and not self._stopped:
            self._task = asyncio.create_task(self._run())

    def stop(self) -> None:
        """Run no more, whoever asks; idempotent."""
        self._stopped = True
        if self._task is not None:
            self._task.cancel()

    async def _run(self) -> None:
        try:
            while self._wanted:
                self._wanted = False
                await self._job()
                await asyncio.sleep(self._gap_s)
        finally:
            self._task = None
