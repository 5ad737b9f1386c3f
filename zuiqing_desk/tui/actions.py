"""Everything a key can do, in one table.

Bindings, the palette, help, the footer, the README's key table and ``keys --json`` derive from it.
Plain data: nothing here imports the screen.
"""

from functools import cache
from typing import Final

from zuiqing_desk.tui.action import Action
from zuiqing_desk.tui.actions_at_hand import AT_HAND
from zuiqing_desk.tui.actions_in_lists import IN_LISTS

__all__ = ["ACTIONS", "Action", "by_id"]

ACTIONS: Final[tuple[Action, ...]] = (*AT_HAND, *IN_LISTS)


@cache
def by_id() -> dict[str, Action]:
    """Every action by its id."""
    return {action.id: action for action in ACTIONS}
