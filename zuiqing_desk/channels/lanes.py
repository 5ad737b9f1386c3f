"""Sending for several accounts at once, so that one that is slow holds up only itself."""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Coroutine, Mapping
from typing import Any, Final

AT_ONCE: Final = 64
"""So much of one account is under way at a time, unless told otherwise."""


class Lanes:
    """What is under way, by account. ``group`` runs it; ``on_room`` is called after each."""

    def __init__(
        self, group: asyncio.TaskGroup, on_room: Callable[[], None], at_once: int = AT_ONCE
    ) -> None:
        self._group = group
        self._at_once = at_once
        self._on_room = on_room
        self._under_way: Counter[int] = Counter()

    @property
    def under_way(self) -> Mapping[int, int]:
        """How much of each account is under way."""
        return self._under_way

    def have_room(self, accounts: Collection[int]) -> bool:
        """Whether more of one of these accounts may be begun."""
        return any(self._under_way[account] < self._at_once for account in accounts)

    def begin(self, account: int, work: Coroutine[Any, Any, None]) -> None:
        """Run ``work`` beside the rest; what it raises ends the group."""
        self._under_way[account] += 1
        task = self._group.create_task(work)
        task.add_done_callback(lambda _: self._ended(account))

    def _ended(self, account: int) -> None:
        self._under_way[account] -= 1
        if not self._under_way[account]:
            del self._under_way[account]
        self._on_room()
