"""A question that is asked anew before it was answered: the answer to the last one alone counts."""

import asyncio
from collections.abc import Awaitable, Callable


class Latest:
    """Runs one job at a time; the next one asked for ends it. A ``job`` must not raise, and changes
    nothing once it is cancelled."""

    def __init__(self) -> None:
        self._task: asyncio.Task[None] | None = None

    def ask(self, job: Callable[[], Awaitable[None]]) -> None:
        """Run this job instead."""
        self.stop()
        # A job that was asked for in the same turn as the next has not even begun then.
        self._task = asyncio.create_task(self._run(job))

    def stop(self) -> None:
        """End what runs; idempotent."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    async def _run(self, job: Callable[[], Awaitable[None]]) -> None:
        await job()
