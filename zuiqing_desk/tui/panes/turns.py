"""Commands take turns: one is carried out after the other, however fast their keys came."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.store.errors import StoreError

Command = Callable[[], Awaitable[None]]


class Turns:
    """``refused`` hears why a command was not carried out, ``done`` that one is over, and
    ``moving`` whether one is under way that is to show another conversation."""

    def __init__(
        self,
        refused: Callable[[str], None],
        done: Callable[[], None],
        moving: Callable[[bool], None],
    ) -> None:
        self._refused = refused
        self._done = done
        self._tell_moving = moving
        self._one_at_a_time = asyncio.Lock()
        self._questions = 0
        self._moves = 0

    @property
    def moving(self) -> bool:
        """Whether another conversation is about to be shown."""
        return self._moves > 0

    def question(self) -> None:
        """A question is put to the agent: what was asked for before it is answered is dropped, for
        its key was meant for another moment."""
        self._questions += 1

    def take(self, command: Command, *, moves: bool) -> Coroutine[Any, Any, None]:
        """Have a command carried out after those before it, by running what is returned."""
        self._move(moves)
        return self._run(command, self._questions, moves)

    async def _run(self, command: Command, asked: int, moves: bool) -> None:
        try:
            async with self._one_at_a_time:
                if self._questions == asked:
                    await command()
        except (RuleError, StoreError) as error:
            self._refused(error.message)
        finally:
            self._move(-moves)
        self._done()

    def _move(self, by: int) -> None:
        self._moves += by
        self._tell_moving(self.moving)
