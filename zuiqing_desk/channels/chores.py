"""What whoever runs the channels does besides, each beside the others until it is cancelled."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from zuiqing_desk.store.errors import StoreClosed

AGAIN_S = 30.0

Say = Callable[[str], None]
"""Told what is wrong, in words for people; "" when it is over."""

Chore = Callable[[Say], Awaitable[None]]
"""Works until it is cancelled, or has nothing more to do."""

_log = logging.getLogger(__name__)


class Chores:
    """Runs chores. One that breaks is logged, said, and begun again; the others go on."""

    def __init__(self, chores: tuple[Chore, ...]) -> None:
        self._chores = chores
        self._said = [""] * len(chores)

    @property
    def problems(self) -> tuple[str, ...]:
        """What the chores say is wrong, "" for each that is well."""
        return tuple(self._said)

    async def run(self) -> None:
        """Work until cancelled; idle chores are not begun again."""
        async with asyncio.TaskGroup() as group:
            for place, chore in enumerate(self._chores):
                group.create_task(self._keep(place, chore))

    async def _keep(self, place: int, chore: Chore) -> None:
        def say(problem: str) -> None:
            self._said[place] = problem

        while True:
            say("")
            try:
                await chore(say)
            except StoreClosed:
                return
            except Exception as error:
                _log.exception("a chore ended")
                say(f"一件后台工作中断了（{type(error).__name__}），{AGAIN_S:.0f} 秒后再试")
                await asyncio.sleep(AGAIN_S)
            else:
                return
